"""Who stands in a line, who left it and how, who talks to whom: heard from the commits.

What became of a wait settles what was told of it, and is learned from. Nothing here costs more than
microseconds, so every commit can be heard at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from segue.app.ports import Kept
from segue.app.ports_waits import Told
from segue.app.staffing import Staffing
from segue.app.waiting_followed import Followed, Leavers, Telling, range_told, read_back
from segue.app.waiting_kept import Keeping
from segue.app.waiting_picture import Breath, Picture, kind_of, overtakes
from segue.domain import events as e
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId
from segue.domain.routing import Place
from segue.domain.waits import History

MANY = 1000
OLD_S = 7200.0
"""An estimate that has been open for so long was never settled, and will not be."""


@dataclass
class Heard:
    """Everybody in a line as they are followed, and what their waits have taught."""

    staffing: Staffing
    keeping: Keeping
    history: History = field(default_factory=History)
    followed: dict[ConversationId, Followed] = field(default_factory=dict)
    leavers: Leavers = field(default_factory=Leavers)
    served: dict[ConversationId, tuple[AgentId, float]] = field(default_factory=dict)
    """Who is with a person, and since when."""
    _ours: set[ConversationId] = field(default_factory=set)
    """Handed over by this process, and not heard of yet."""

    def ours(self, kept: Kept) -> None:
        """This process took a turn: what it told somebody, it stands up for."""
        if any(isinstance(row.event, e.HandoffRequested) for row in kept.rows):
            who = self.followed.get(kept.conversation.id)
            if who is None:
                self._ours.add(kept.conversation.id)
            else:
                who.asked = True

    def remember(self, told: Iterable[Told], now: float) -> None:
        """After a restart: open estimates of whoever still waits go on. Others are settled by who
        heard how it ended, or by nobody."""
        for conversation, (agent, since) in self.staffing.seated.items():
            if conversation not in self.staffing.places:
                self.served.setdefault(conversation, (agent, since.timestamp()))
        for conversation, ones in read_back(told).items():
            place = self.staffing.places.get(conversation)
            if place is not None and not place.case:
                self._go_on(place, [one for one in ones if one.handoff == place.handoff], now)
            for one in ones:
                if one.at.timestamp() < now - OLD_S and place is None:
                    self.keeping.settle(Telling(one, 0.0, one.id), "dropped", None)

    def _go_on(self, place: Place, told: list[Told], now: float) -> None:
        who = self.followed.get(place.conversation) or self._follow(place, now)
        if not told:
            return
        before = [Telling(one, one.at.timestamp(), one.id) for one in told]
        who.tellings = before + who.tellings
        who.began = min(who.began, before[0].at - told[0].waited_s)
        who.shown = range_told(told[-1].shown_low_s, told[-1].shown_high_s) or who.shown
        who.grew = max(who.grew, told[-1].grew)
        who.first = False

    def heard(self, kept: Kept) -> bool:
        """A commit; True when a line or a chat is another one now."""
        if not kept.rows or kept.repeat:
            return False
        if len(self._ours) > MANY:
            self._ours.clear()  # closed again before they were heard of
        one, at = kept.conversation, kept.rows[-1].at.timestamp()
        moved = self._hear_of_chat(one, at)
        waiting = _waiting_of(one)
        who = self.followed.get(one.id)
        if waiting is not None:
            return self._hear_of_place(one, waiting, who, at) or moved
        if who is not None:
            self._over(who, at, [row.event for row in kept.rows])
            return True
        return moved

    def _hear_of_chat(self, one: Conversation, at: float) -> bool:
        stage = one.stage
        agent = stage.agent if isinstance(stage, s.WithAgent) else None
        before = self.served.get(one.id)
        if (before[0] if before else None) == agent:
            return False
        if before is not None:
            self.history.service_ended(before[0], at - before[1])
            del self.served[one.id]
        if agent is not None:
            self.served[one.id] = (agent, at)
        return True

    def _hear_of_place(
        self, one: Conversation, waiting: s.Waiting, who: Followed | None, at: float
    ) -> bool:
        place = self.staffing.places.get(one.id)
        if place is None:
            return False  # the picture is behind: the next round finds them
        new = who is None or (who.handoff, who.team) != (place.handoff, place.team)
        if who is None or new:
            if who is not None:
                self.drop(self.followed.pop(one.id))
            for gone in self.leavers.back(one.id):
                self.drop(gone)
            self.history.joined(at, may_overtake=overtakes(place, self.staffing))
            who = self._follow(place, at)
            who.shown = range_told(waiting.handoff.told_low_s, waiting.handoff.told_high_s)
        who.kind = kind_of(place)
        who.rank = routing.rank(place, self.staffing.policy.line)
        who.grew = max(who.grew, waiting.grown)
        return new

    def _follow(self, place: Place, now: float) -> Followed:
        rank = routing.rank(place, self.staffing.policy.line)
        who = Followed(
            place.conversation, place.handoff, place.team, kind_of(place), rank, began=now
        )
        who.asked = place.conversation in self._ours
        self._ours.discard(place.conversation)
        self.followed[place.conversation] = who
        return who

    def _over(self, who: Followed, at: float, events: Iterable[e.Event]) -> None:
        """In no line any more: taken by a person, or gone."""
        del self.followed[who.conversation]
        kinds = {type(event) for event in events}
        waited = max(0.0, at - who.began)
        if e.AgentJoined in kinds:
            self.history.left_line(who.team, waited, was_served=True)
            self.settle(who, at, "served")
            for gone in self.leavers.overtaken(who.kind, who.rank):
                self.settle(gone, at, "left")
            return
        # Who was promised an answer later did not lose patience: no more is known of theirs.
        patient = e.AnswerDeferred in kinds
        self.history.left_line(who.team, waited, was_served=patient)
        self.leavers.put(who, at)

    def settle(self, who: Followed, at: float, how: str) -> None:
        """It is known how long they waited, or (`left`) would have waited."""
        for one in who.tellings:
            wait = max(0.0, at - one.at)
            if one.told.receipt is not None:
                self.history.settled(one.told.receipt, wait, inferred=how == "left")
            self.keeping.settle(one, how, wait)

    def drop(self, who: Followed) -> None:
        """Nobody will know how long they would have waited."""
        for one in who.tellings:
            self.keeping.settle(one, "dropped", None)

    def settle_leavers(self, picture: Picture) -> None:
        """Those whom somebody could have taken by now, and those of whom nobody will know."""
        for gone in self.leavers.served(picture.spare):
            self.settle(gone, picture.now, "left")
        for gone in self.leavers.too_old(picture.now):
            self.drop(gone)

    async def reconcile(self, now: float, rest: Breath) -> None:
        """Whoever came or went without being heard: another process did it, or a restart."""
        places = self.staffing.places
        for name in places.keys() - self.followed.keys():
            place = places.get(name)
            if place is not None and not place.case and name not in self.followed:
                self._follow(place, min(now, place.since.timestamp()))
            await rest()
        for name in self.followed.keys() - places.keys():
            self.drop(self.followed.pop(name))


def _waiting_of(one: Conversation) -> s.Waiting | None:
    match one.stage:
        case s.Waiting() as waiting:
            return waiting
        case s.Offered(waiting=waiting):
            return waiting
        case _:
            return None
