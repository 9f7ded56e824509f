"""The ten laws, checked from outside: a second, much smaller idea of a conversation.

`LawBook` knows nothing of the rules. It reads each turn (what was said, what was kept, what is
true now, which timers run) as an inspector would, keeps its own account of who owns the
conversation, and complains when the two accounts differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.anything import ASKING
from domain.doing_book import DoingBook
from domain.line_book import LineBook
from domain.scene import Timers, Turned, lines
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.telling import since_of


@dataclass
class LawBook:
    """One account of one conversation."""

    policy: Policy
    owner: str = "bot"  # bot, line, person, later, goodbye (the bot's) or nobody
    person: str = ""
    guests: set[str] = field(default_factory=set)
    epoch: int = 0
    human: bool = False  # a person has it, or had it last and did not give it back
    since: datetime | None = None  # of the wait that goes on
    left_at: datetime | None = None  # when the customer last left the line by choice
    told_at: datetime | None = None
    offer: tuple[str, int] | None = None
    newest_offer: int = 0
    episode: int = 1
    asked_in: list[int] = field(default_factory=list)
    rated_in: list[int] = field(default_factory=list)
    handoffs: set[str] = field(default_factory=set)
    marks: s.Marks = field(default_factory=s.Marks)
    offered: s.Reason | None = None  # the assistant's question whether a person is wanted
    declined: dict[s.Reason, int] = field(default_factory=dict)  # until which turn, and why
    turn: int = 0
    doing: DoingBook = field(default_factory=DoingBook)
    line: LineBook = field(init=False)

    def __post_init__(self) -> None:
        self.line = LineBook(self.policy)

    def inspect(self, turn: Turned) -> None:
        """Raises `AssertionError` when a law does not hold."""
        was, heard, events, now, timers, at = turn
        for event in events:
            self._may_speak(event)
            self._rules(was, event)
            self._one_account(event, at)
        self._calls_nobody_twice(was, heard, events)
        kind = "bot" if self.owner == "goodbye" else self.owner
        assert (kind, self.epoch) == (now.owner[0], now.epoch), "law 1: owner and epoch"
        assert now.epoch >= was.epoch, "law 1: the epoch never goes back"
        assert now.seq == was.seq + len(events), "M4: numbers without gaps"
        self._words_are_kept(was, heard, events)
        if wants_person(heard):
            self._asked_is_answered(events, now, at)
        self._waits(now, at)
        self._offers(now, timers)
        self._timers(now, timers, at)
        self._rings_and_ends(now, timers)
        self.doing.inspect(turn)
        self.line.inspect(turn)

    # --- law 2 and 5: who speaks ------------------------------------------------------------

    def _may_speak(self, event: e.Event) -> None:
        if not isinstance(event, e.MessagePosted):
            return
        if event.author == e.Author.BOT:
            assert self.owner in ("bot", "line", "goodbye"), f"law 2: the bot spoke in {self.owner}"
            assert not self.human, "law 5: the bot spoke although a person had it last"
        if event.author == e.Author.AGENT:
            assert self.owner == "person", "law 2: a person spoke who does not have it"
            assert event.agent in {self.person, *self.guests}, "O3: another spoke for the owner"

    def _words_are_kept(
        self, was: Conversation, heard: i.Input, events: tuple[e.Event, ...]
    ) -> None:
        said = [one for one in events if isinstance(one, e.MessagePosted)]
        if isinstance(heard, i.CustomerSaid):
            mine = [one for one in said if one.author == e.Author.CUSTOMER]
            assert [(one.text, one.client_id) for one in mine] == [(heard.text, heard.client_id)]
            assert events[0] is mine[0], "M1: kept, and before anything that follows from it"
        if isinstance(heard, i.BotAnswered | i.AgentSaid) and heard.epoch != was.epoch:
            assert not said, "O3: nobody speaks under an epoch that is over"
        if isinstance(heard, i.BotAnswered) and heard.about != was.heard:
            assert not said, "B2: nobody hears the answer to an older question"
        assert len(said) <= 1, "M3: one input never posts twice"

    # --- what rules may do ----------

    def _rules(self, was: Conversation, event: e.Event) -> None:
        """They help and ask; they force, repeat and take away nothing."""
        match event:
            case e.MessagePosted(author=e.Author.CUSTOMER):
                self.turn += 1
            case e.Judged(matched=matched, fired=fired):
                assert matched, "nothing to keep where nothing matched"
                assert fired in ("", *matched), "what fires has matched"
            case e.Marked(marks=marks):
                assert marks.priority >= self.marks.priority, "marks only raise"
                assert set(marks.skills) >= set(self.marks.skills)
                self.marks = marks
            case e.StandByAsked() | e.StoodBy() | e.StandByReleased():
                assert self.owner == "bot", "a heads-up is for who may be needed soon"
            case e.PersonOffered(reason=reason) if self.owner == "bot":
                assert self.offered is None, "one question at a time"
                assert self.turn > self.declined.get(reason, -1), "a no is a no for some turns"
                self.offered = reason
            case e.PersonDeclined(quiet_until_turn=until):
                assert self.offered is not None, "nothing was asked"
                quiet = (one for one, end in self.declined.items() if end >= self.turn)
                self.declined = dict.fromkeys(quiet, until)  # two reasons do not take turns
                self.declined[self.offered] = until
                self.offered = None
            case e.PriorityChanged(priority=priority, why=why) if why.startswith("rule "):
                assert was.handoff is not None
                assert priority > was.handoff.priority, "nobody waits longer because of a rule"
            case e.TeamChanged():
                assert self.owner == "line", "only who waits is moved"
                assert event.line.key, "and is told"
            case e.HandoffRequested(handoff=handoff) | e.AnswerDeferred(handoff=handoff):
                if handoff.id not in self.handoffs:
                    assert set(handoff.skills) >= set(self.marks.skills), "marks reach the handoff"
                    if self.marks.priority > s.Priority.NORMAL:
                        assert handoff.priority >= self.marks.priority
                    assert (handoff.rule == "") == (handoff.policy == 0), "by which rules"
            case _:
                pass

    def _calls_nobody_twice(
        self, was: Conversation, heard: i.Input, events: tuple[e.Event, ...]
    ) -> None:
        if isinstance(heard, i.Understood) and was.owner[0] != "bot":
            called = (e.HandoffRequested, e.AnswerDeferred, e.PersonOffered)
            assert not any(isinstance(event, called) for event in events), "a person is called"

    # --- law 1: the second account -------------------------------------------------------------

    def _owned(self, owner: str, person: str = "") -> None:
        self.offered = None
        if owner != "bot" or self.owner != "bot":
            self.declined = {}
        self.epoch += (owner, person) != (self.owner, self.person)
        self.owner, self.person, self.guests = owner, person, set()

    def _one_account(self, event: e.Event, at: datetime) -> None:
        if lines((event,)):
            self.told_at = at
        match event:
            case e.HandoffRequested(handoff=handoff, since=since):
                assert handoff.id not in self.handoffs, "every handoff has a number of its own"
                assert event.line.key, "no handoff without a line"
                self.handoffs.add(handoff.id)
                self._waits_since(since, at)
                self._owned("line")
            case e.AgentJoined(agent=agent):
                self.since = self.since or at
                self.human = True
                self._owned("person", agent)
                self.offer = None
            case e.GuestInvited(agent=agent):
                self.guests.add(agent)
            case e.AnswerDeferred(since=since, handoff=handoff):
                self.handoffs.add(handoff.id)
                self._waits_since(since, at)
                self._owned("later")
            case e.LeftLine():
                self.left_at = at
                self._owned("bot")
                self.human = False
            case e.CompanionKept():
                self.human = False
            case e.BotReturned():
                self._free("bot")
            case e.WrapUpBegun():
                self._free("goodbye")
            case e.ConversationClosed():
                self._free("nobody")
            case e.Reopened(episode=episode):
                self._free("bot")
                if episode > self.episode:
                    self.marks = s.Marks()
                self.episode = episode
            case e.OfferMade(agent=agent, n=n):
                assert self.offer is None, "Q5: one live offer"
                assert n > self.newest_offer, "a late lapse must not end a newer offer"
                self.offer, self.newest_offer = (agent, n), n
            case e.OfferEnded(agent=agent):
                assert self.offer is not None, "only a live offer ends"
                assert self.offer[0] == agent, "only a live offer ends"
                self.offer = None
            case e.SurveyAsked():
                assert self.episode not in self.asked_in, "law 10: one survey an episode"
                self.asked_in.append(self.episode)
            case e.Rated():
                assert self.episode not in self.rated_in, "one rating an episode"
                self.rated_in.append(self.episode)
            case _:
                pass

    def _free(self, owner: str) -> None:
        self._owned(owner)
        self.human, self.since, self.left_at = False, None, None

    # --- law 3: asked is answered --------------------------------------------------------------

    def _asked_is_answered(
        self, events: tuple[e.Event, ...], now: Conversation, at: datetime
    ) -> None:
        assert now.owner[0] in ("line", "person", "later"), "law 3: a person, a place, a promise"
        assert self.told_at is not None, "law 3: and the customer is told"
        just_now = at - self.told_at < self.policy.tell_again_after
        assert lines(events) or just_now, "law 3: and the customer is told"

    # --- law 4, Q1, Q2: the wait -----------------------------------------------------------------

    def _waits_since(self, since: datetime, at: datetime) -> None:
        """A wait that goes on keeps its age; so does one taken up again within five minutes."""
        left, self.left_at = self.left_at, None
        if left is not None and at - left > self.policy.place_kept:
            self.since = None
        if self.since is not None:
            assert since <= self.since, "law 4: nobody's wait gets younger"
        self.since = since

    def _waits(self, now: Conversation, at: datetime) -> None:
        since = since_of(now.stage)
        if since is not None:
            assert since == self.since, "law 4: the age of a wait"
            assert since <= at

    def _offers(self, now: Conversation, timers: Timers) -> None:
        match now.stage:
            case s.Offered(agent=agent, n=n) | s.Deferred(offer=s.LiveOffer(agent=agent, n=n)):
                assert self.offer == (agent, n)
                assert "offer" in timers.running, "Q6: an offer always ends"
                assert timers.running["offer"].then == i.OfferExpired(agent, n)
            case _:
                assert self.offer is None, "O5: no offer outlives its stage"
                assert "offer" not in timers.running
        seat = self.person or (self.offer[0] if self.offer else None)
        assert now.seat == seat, "C1: a seat for the owner and for every offer, and none else"

    def _timers(self, now: Conversation, timers: Timers, at: datetime) -> None:
        """Q1: never forgotten. Whoever waits has a clock running, and it is not far off."""
        match now.stage:
            case s.Waiting(handoff=handoff) | s.Offered(waiting=s.Waiting(handoff=handoff)):
                wait = timers.running.get("wait")
                assert wait is not None, "Q1: a wait without a clock is forgotten"
                assert isinstance(wait.then, i.WaitReached)
                assert wait.then.handoff == handoff.id
                own = self.policy.line.of(handoff.team).wait_limit
                limit = handoff.at + (own or self.policy.wait_limit)
                assert wait.at <= max(at, limit), "Q1: the limit is always the latest"
            case s.WrappingUp():
                assert "idle" in timers.running, "a goodbye ends"
            case s.WithBot(draft=s.HeldDraft()):
                assert "draft" in timers.running, "B1: a held answer is not held for ever"
            case s.WithBot(kept=s.KeptPlace()):
                assert "place" in timers.running, "a kept place is given up in the end"
            case s.WithAgent(snoozed=True, snoozed_until=until) if until is not None:
                assert "snooze" in timers.running, "a snooze ends"
            case _:
                pass

    # --- law 9 ---------------------------------------------------------------------------------

    def _rings_and_ends(self, now: Conversation, timers: Timers) -> None:
        if isinstance(now.stage, s.Closed):
            assert now.seat is None, "law 9: no seat"
            assert not timers.running, f"law 9: no timer, but {sorted(timers.running)}"


def wants_person(heard: i.Input) -> bool:
    """Does this say, by button or in the words of `anything.ASKING`, that a person is wanted?"""
    return isinstance(heard, i.CustomerAskedForPerson) or (
        isinstance(heard, i.CustomerSaid) and heard.text in ASKING
    )
