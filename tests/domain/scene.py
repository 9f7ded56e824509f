"""One conversation on a stage of its own: inputs go in by hand, time is turned by hand.

`Scene` plays the part of the shell. It keeps the events and the timers, fires a timer when its
time has come, and lets a test look at everything. There is no shell, store or clock in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from msgspec.structs import replace

from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.effects import CancelTimer, Effect, SetTimer
from segue.domain.errors import Refused
from segue.domain.events import Event, Judged, Line
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import AllOf, Do, Lane, Rule, Test
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Signals

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SUPPORT, ORDERS, BILLING = TeamId("support"), TeamId("orders"), TeamId("billing")
ANA = i.Who(AgentId("ana"), "Ana Ruiz")
BEN = i.Who(AgentId("ben"), "Ben Okafor")
LEA = i.Who(AgentId("lea"), "Lea Brandt", lead=True)
DESK = i.Who(AgentId("desk:acme"), "Acme Desk")
CALLED = s.Handoff(
    HandoffId("c.h1"),
    s.Reason.ASKED,
    SUPPORT,
    NOON,
    evidence=(s.Evidence("button"),),
    rule="asked",
    policy=1,
)
"""What the button makes of a fresh conversation."""

VIP = i.Contact(tier="vip")
KNOWN = i.Contact(email="kim@example.org")
ANGRY = Signals(anger=0.9, frustration=0.9)
WISH = Signals(wants_person=0.8)
UNSAFE = Signals(urgency=("medical",))
BY_MOOD = AllOf((Test("frustration", "at_least", 0.6),))
HOLD = Rule("hold", Lane.BOT_FAILURE, Do.APPROVE, when=AllOf((Test("confidence", "below", 0.95),)))
"""Answers that are not very sure wait for a person."""


def team(
    name: TeamId = SUPPORT,
    *,
    free: int = 0,
    waiting: int = 0,
    staffed: int = 2,
    eta: tuple[int, int] | None = None,
) -> TeamNow:
    """An open team. By default two are on shift and nobody is free."""
    low, high = eta or (None, None)
    return TeamNow(
        name,
        name.capitalize(),
        staffed=staffed,
        free=free,
        waiting=waiting,
        eta_low_s=low,
        eta_high_s=high,
    )


def closed(name: TeamId = SUPPORT, opens_in_h: float = 9) -> TeamNow:
    """A team whose day is over. It answers within four hours of opening."""
    opens = NOON + timedelta(hours=opens_in_h)
    answer_by = opens + timedelta(hours=4)
    return TeamNow(name, name.capitalize(), open=False, opens_at=opens, answer_by=answer_by)


def floor(*teams: TeamNow) -> Floor:
    """The teams given, and the other two of three open and busy."""
    given = {one.id for one in teams}
    others = (team(name) for name in (SUPPORT, ORDERS, BILLING) if name not in given)
    return Floor((*teams, *others))


@dataclass
class Timers:
    """The timers of one conversation as the job table would hold them."""

    running: dict[str, SetTimer] = field(default_factory=dict)
    ever: list[SetTimer] = field(default_factory=list)

    def follow(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            match effect:
                case SetTimer(name=name):
                    self.running[name] = effect
                    self.ever.append(effect)
                case CancelTimer(name="*"):
                    self.running.clear()
                case CancelTimer(name=name):
                    self.running.pop(name, None)
                case _:
                    pass

    def due(self, now: datetime) -> SetTimer | None:
        """The earliest timer whose time has come, taken off."""
        ripe = min(self.running.values(), key=lambda one: (one.at, one.name), default=None)
        if ripe is None or ripe.at > now:
            return None
        return self.running.pop(ripe.name)


class Turned(NamedTuple):
    """What was said to a conversation, what it kept, and what runs then."""

    was: Conversation
    heard: i.Input
    events: tuple[Event, ...]
    now: Conversation
    timers: Timers
    at: datetime


@dataclass
class Scene:
    """`hears` says one input and returns what was kept; `later` lets time pass."""

    floor: Floor = field(default_factory=floor)
    policy: Policy = field(default_factory=Policy)
    now: datetime = NOON
    one: Conversation = field(default_factory=lambda: Conversation(ConversationId("c")))
    kept: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()
    timers: Timers = field(default_factory=Timers)

    def hears(self, *heard: i.Input) -> tuple[Event, ...]:
        """Say these, and return the events of the last one."""
        events: tuple[Event, ...] = ()
        for one in heard:
            self.one, events, self.effects = step(
                self.one, one, self.policy, self.floor, now=self.now
            )
            self.kept += events
            self.timers.follow(self.effects)
        return events

    def refuses(self, heard: i.Input) -> str:
        """The code of the refusal. Nothing may have changed by it."""
        before = self.one
        try:
            events = self.hears(heard)
        except Refused as refused:
            assert self.one == before
            return refused.code
        raise AssertionError(f"not refused: {heard} led to {events}")

    def ignores(self, heard: i.Input) -> None:
        """This input leads to nothing at all."""
        before = self.one
        assert self.hears(heard) == ()
        assert self.effects == ()
        assert self.one == before

    def later(self, **passed: float) -> tuple[Event, ...]:
        """Let time pass (`minutes=3`); timers speak at their time. Returns what was kept."""
        until = self.now + timedelta(**passed)
        before = len(self.kept)
        while (timer := self.timers.due(until)) is not None:
            self.now = max(self.now, timer.at)
            self.hears(timer.then)
        self.now = until
        return self.kept[before:]

    def put(self, *teams: TeamNow) -> None:
        """Change the floor: these teams are so from now on."""
        self.floor = floor(*teams)

    def with_policy(self, **changed: Any) -> None:
        self.policy = replace(self.policy, **changed)

    def told(self) -> list[str]:
        """The keys of all lines that the customer saw so far."""
        return [one.key for one in lines(self.kept)]


def lines(events: tuple[Event, ...]) -> list[Line]:
    """The customer's lines in these events."""
    found = (getattr(event, "line", None) for event in events)
    return [line for line in found if isinstance(line, Line)]


def with_rules(*own: Rule, off: tuple[str, ...] = ()) -> Rules:
    """These rules, and after them in their lanes the recipes that are not `off`."""
    return Rules((*own, *(replace(one, on=one.id not in off) for one in RECIPES)))


def only(*own: Rule) -> Rules:
    """These rules, and that asking is answered."""
    return Rules((*own, *(one for one in RECIPES if one.id == "asked")))


# --- where stories begin ----------


def with_bot(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """A customer opened a chat and asked a question, which waits for its answer."""
    scene = Scene(floor(*teams), replace(Policy(), **policy))
    scene.hears(
        i.ConversationStarted(4812, contact=contact or i.Contact()),
        i.CustomerSaid("Where is my parcel?"),
    )
    return scene


def in_line(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """The customer asked for a person, by button, and waits."""
    scene = with_bot(*teams, contact=contact, **policy)
    scene.hears(i.CustomerAskedForPerson())
    return scene


def ringing(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """It rings at Ana."""
    scene = in_line(*teams, contact=contact, **policy)
    scene.hears(found(scene, ANA))
    return scene


def with_ana(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """Ana has it, since ten seconds after the customer asked."""
    scene = ringing(*teams, contact=contact, **policy)
    scene.later(seconds=10)
    scene.hears(i.AgentAccepted(ANA))
    return scene


def deferred(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """The customer waited two minutes, then left a message."""
    scene = in_line(*teams, contact=contact, **policy)
    scene.later(minutes=2)
    scene.hears(i.CustomerChose("leave_message"))
    return scene


def goodbye(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """Ana closed it, solved."""
    scene = with_ana(*teams, contact=contact, **policy)
    scene.hears(i.AgentClosed(ANA))
    return scene


def over(*teams: TeamNow, contact: i.Contact | None = None, **policy: Any) -> Scene:
    """Ana closed it, and ten minutes later it was over."""
    scene = goodbye(*teams, contact=contact, **policy)
    scene.later(minutes=10)
    return scene


Begin: TypeAlias = Callable[..., Scene]


def found(scene: Scene, who: i.Who) -> i.AgentFound:
    """The router found this agent for the handoff of the moment."""
    handoff = scene.one.handoff
    assert handoff is not None
    return i.AgentFound(who.id, who.name, handoff.id)


def answer(scene: Scene, text: str = "It comes tomorrow.", *, sure: bool = True) -> i.BotAnswered:
    """The bot answers what the customer said last, in time."""
    return i.BotAnswered(scene.one.heard, scene.one.epoch, text, sure, 0.9 if sure else 0.2)


def handoff(scene: Scene) -> s.Handoff:
    """The handoff of the stage it is in."""
    assert scene.one.handoff is not None
    return scene.one.handoff


def with_assistant(scene: Scene) -> s.WithBot:
    """The stage, which is the assistant's."""
    assert isinstance(scene.one.stage, s.WithBot)
    return scene.one.stage


def judged(events: tuple[Event, ...]) -> Judged:
    """What the rules made of it."""
    return next(event for event in events if isinstance(event, Judged))


def says(scene: Scene, text: str) -> tuple[Event, ...]:
    """The customer says this."""
    return scene.hears(i.CustomerSaid(text))


def understood(scene: Scene, signals: Signals | None = None) -> tuple[Event, ...]:
    """What was read of the newest turn: these signals, or nothing worth a word."""
    return scene.hears(i.Understood(scene.one.heard, signals or Signals()))


def kinds(events: tuple[Event, ...]) -> list[str]:
    """The names of these events, in order."""
    return [type(event).__name__ for event in events]
