"""The laws of waits, promises and calls, checked from outside like the others.

Nobody is forgotten: whoever waits, has a promise or was told a time has a clock. What is let go is
let go step by step and on record. A wait that grew is said so, and after the second time without a
number. A promise is warned of and broken once each, and a broken one is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.scene import Timers, Turned, lines
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.policy import Policy
from segue.domain.state import Conversation


@dataclass
class LineBook:
    """A second account of one conversation's waits and promises."""

    policy: Policy
    handoff: str = ""  # the one that waits
    steps: list[int] = field(default_factory=list)
    grew: int = 0
    told_until: datetime | None = None
    alarms: set[str] = field(default_factory=set)  # of what is due now
    due: tuple[str, datetime] | None = None
    calls: int = 0
    ready: bool = True

    def inspect(self, turn: Turned) -> None:
        """Raises `AssertionError` when a law does not hold."""
        was, heard, events, now, timers, at = turn
        for event in events:
            self._waits(event, now, at)
            self._promises(event, at)
            self._calls(event, at)
        self._no_number_twice(was, events, now)
        self._same_account(now)
        self._clocks(now, timers, at)
        self._ends_are_stated(was, heard, events)

    # --- what a wait goes through ---------------------------------------------------------------

    def _waits(self, event: e.Event, now: Conversation, at: datetime) -> None:
        match event:
            case e.HandoffRequested(handoff=handoff):
                self.handoff, self.steps, self.grew = handoff.id, [], 0
                high = handoff.told_high_s
                assert high is None or handoff.told_low_s is not None, "a range has a low end"
                assert set(handoff.nobody_has) <= {one.split(":")[0] for one in handoff.skills}
            case e.TeamChanged():
                self.steps = []
            case e.Relaxed(step=step, dropped=dropped, lowered=lowered, teams=teams):
                assert dropped or lowered or teams, "a step that changes nothing is not taken"
                assert not self.steps or step > self.steps[-1], "no step is taken twice"
                assert (event.line is not None) == bool(teams), "only another team is news"
                self.steps.append(step)
            case e.WaitOutgrown(n=n):
                assert n == self.grew + 1, "growths are counted"
                self.grew = n
            case e.OfferMade():
                assert self.ready, "a call waits for its time"
            case _:
                pass
        assert now.seq >= 0
        assert at is not None

    def _no_number_twice(
        self, was: Conversation, events: tuple[e.Event, ...], now: Conversation
    ) -> None:
        """Once a wait grew twice, nothing in that wait names a number again."""
        waiting = _waiting(now)
        if waiting is None or waiting.grew < 2 or _waiting(was) is None:
            return
        told = [one for one in events if isinstance(one, e.PlaceTold | e.ChoicesShown)]
        for line in lines(tuple(told)):
            assert (line.eta_low_s, line.eta_high_s) == (None, None), "a third number"

    # --- promises -------------------------------------------------------------------------------

    def _promises(self, event: e.Event, at: datetime) -> None:
        match event:
            case e.HandoffRequested(handoff=handoff):
                before, self.ready = self.due, True
                self._begins("first_answer", handoff.first_by)
                if before is not None:
                    assert self.due is not None, "a promise is not forgotten by a new handoff"
                    assert self.due[1] <= before[1], "and not promised later again"
            case e.AnswerDeferred(channel=channel, answer_by=by):
                assert by > at, "nobody is promised the past"
                self.ready = event.ready
                self._begins("callback" if channel == "callback" else "case", by)
            case e.MessagePosted(author=e.Author.CUSTOMER, answer_by=by) if by is not None:
                assert self.due is None, "one thing is due at a time"
                self._begins("next_answer", by)
            case e.MessagePosted(author=e.Author.AGENT) | e.CallTried(outcome="reached"):
                self.due = None
            case e.AgentJoined():
                self.ready = True
            case e.PromiseMoved(answer_by=by, line=line):
                assert line.key, "a promise that moves is told"
                assert by > at
                assert self.due is not None
                self.due, self.alarms = (self.due[0], by), set()
            case e.AlarmRaised(what=what) if what.endswith(("_due", "_broken")):
                assert self.due is not None, "only what is due alarms"
                name = {"case": "promise"}.get(self.due[0], self.due[0])
                assert what.startswith(name), f"{what} for {self.due[0]}"
                assert what not in self.alarms, "each alarm once"
                self.alarms.add(what)
                self.ready = self.ready or what == "callback_due"
            case (
                e.LeftLine()
                | e.BotReturned()
                | e.WrapUpBegun()
                | e.ConversationClosed()
                | e.Reopened()
            ):
                self.due, self.ready = None, True
            case _:
                pass

    def _begins(self, what: str, by: datetime | None) -> None:
        self.due, self.alarms = (what, by) if by is not None else None, set()

    # --- calls ----------------------------------------------------------------------------------

    def _calls(self, event: e.Event, at: datetime) -> None:
        match event:
            case e.CallTried(n=n, again_at=again):
                assert n == self.calls + 1, "calls are counted"
                self.calls = n
                assert again is None or again > at, "the next one is still to come"
            case e.HandoffRequested() | e.LeftLine() | e.BotReturned() | e.WrapUpBegun():
                self.calls = 0
            case e.ConversationClosed() | e.Reopened():
                self.calls = 0
            case _:
                pass

    # --- the same account, and its clocks -------------------------------------------------------

    def _same_account(self, now: Conversation) -> None:
        due = now.due
        assert (None if due is None else (due.what, due.by)) == self.due, "what is due"
        waiting = _waiting(now)
        if waiting is not None:
            assert waiting.grew == self.grew
            assert waiting.relaxed == (self.steps[-1] if self.steps else 0)
        if isinstance(now.stage, s.Deferred):
            assert now.stage.ready == self.ready
        calls = now.stage.calls if isinstance(now.stage, s.Deferred | s.WithAgent) else ()
        assert len(calls) in (0, self.calls), "every call is on record"

    def _clocks(self, now: Conversation, timers: Timers, at: datetime) -> None:
        running = timers.running
        waiting = _waiting(now)
        if waiting is not None and waiting.told_until is not None and not waiting.grew:
            told = running.get("told")
            assert told is not None or waiting.told_until <= at, "a told time has a clock"
        due = now.due
        if isinstance(now.stage, s.Deferred):
            assert "promise" in running, "a promise has a clock"
        elif due is not None and due.state != "broken":
            assert "answer" in running, "what is due has a clock"
            assert isinstance(running["answer"].then, i.AnswerDue)

    def _ends_are_stated(
        self, was: Conversation, heard: i.Input, events: tuple[e.Event, ...]
    ) -> None:
        """Whoever waited leaves the line to a person, a promise, by their own choice, or for a
        reason that somebody stated."""
        if _waiting(was) is None:
            return
        own = (i.CustomerSaid, i.CustomerChose, i.CustomerWentAway, i.BotAnswered)
        for event in events:
            if isinstance(event, e.WrapUpBegun | e.ConversationClosed | e.LeftLine | e.BotReturned):
                stated = isinstance(heard, i.AgentClosed) and bool(heard.note.strip())
                assert isinstance(heard, own) or stated, f"{event} came of {heard}"


def _waiting(one: Conversation) -> s.Waiting | None:
    match one.stage:
        case s.Offered(waiting=waiting) | (s.Waiting() as waiting):
            return waiting
        case _:
            return None
