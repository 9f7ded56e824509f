"""What must hold whatever is said, by whomever, in whatever order.

Random histories: every input in every stage, right and wrong epochs, late and doubled timers,
floors that open, close, fill up and empty, and time in steps from a millisecond to days. After
each input the laws of the life of a conversation are checked against `law_book.LawBook`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from math import inf, nan

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.any_floor import floors
from domain.any_policy import policies
from domain.anything import (
    BUILDERS,
    Talk,
    about_actions,
    all_inputs,
    any_input,
    signals,
    turns,
)
from domain.law_book import LawBook, wants_person
from domain.scene import NOON, Timers, Turned
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, decide, fold, step
from segue.domain.effects import Effect
from segue.domain.errors import Refused
from segue.domain.events import Event
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.signals import Signals

STEPS = (0.001, 0.5, 5, 29, 31, 59, 61, 181, 301, 901, 1801, 3_600, 86_400, 4 * 86_400, 8 * 86_400)
Turn = tuple[i.Input, Floor, int, tuple[Event, ...]]


Told = tuple[i.Input, Floor, int]


def other_signals(turns: list[Turn], noise: tuple[Signals, ...]) -> Iterator[Told]:
    """The models say something else."""
    others = cycle(noise)
    for heard, floor, at, _ in turns:
        if isinstance(heard, i.Understood):
            yield i.Understood(heard.about, next(others)), floor, at
        else:
            yield heard, floor, at


def no_signals(turns: list[Turn], _: tuple[Signals, ...]) -> Iterator[Told]:
    """There are no models: every turn is understood as nothing."""
    yield from other_signals(turns, (Signals(),))


def never_understood(turns: list[Turn], _: tuple[Signals, ...]) -> Iterator[Told]:
    """The reader is dead: `Understood` never comes."""
    for heard, floor, at, _events in turns:
        if not isinstance(heard, i.Understood):
            yield heard, floor, at


def understood_late(turns: list[Turn], noise: tuple[Signals, ...]) -> Iterator[Told]:
    """The reader is slow: `Understood` comes after the next three things that happen."""
    slow: list[tuple[int, i.Input]] = []
    for n, (heard, floor, at) in enumerate(other_signals(turns, noise)):
        if isinstance(heard, i.Understood):
            slow.append((n + 3, heard))
        else:
            yield heard, floor, at
        while slow and slow[0][0] <= n:
            yield slow.pop(0)[1], floor, at


def understood_wrongly(turns: list[Turn], noise: tuple[Signals, ...]) -> Iterator[Told]:
    """What is understood is said of another turn."""
    for heard, floor, at in other_signals(turns, noise):
        if isinstance(heard, i.Understood):
            yield i.Understood(Seq(heard.about + 1), heard.signals), floor, at
            yield i.Understood(Seq(max(0, heard.about - 2)), heard.signals), floor, at
        else:
            yield heard, floor, at


Amiss = Callable[[list[Turn], tuple[Signals, ...]], Iterator[Told]]
AMISS: tuple[Amiss, ...] = (
    other_signals,
    no_signals,
    never_understood,
    understood_late,
    understood_wrongly,
)
NOISE = st.lists(signals(0.0, 1.0, 0.999, -5.0, 1e308, nan, inf, -inf), min_size=1, max_size=4).map(
    tuple
)


class AnyHistory(RuleBasedStateMachine):
    """One conversation, and everything that may happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh = self.one = Conversation(ConversationId("c"))
        self.snapshots = [self.one]
        self.kept: tuple[Event, ...] = ()
        self.turns: list[Turn] = []
        self.timers = Timers()
        self.now = NOON
        self.times = [NOON]
        self.floor = Floor()
        self.refusals: set[tuple[str, str]] = set()
        self.policy = Policy()
        self.book = LawBook(self.policy)
        self.noise: tuple[Signals, ...] = ()
        self.amiss = AMISS[0]

    @initialize(policy=policies(), noise=NOISE, amiss=st.sampled_from(AMISS))
    def under_a_policy(self, policy: Policy, noise: tuple[Signals, ...], amiss: Amiss) -> None:
        self.policy = policy
        self.book = LawBook(policy)
        self.noise, self.amiss = noise, amiss

    @rule(floor=floors())
    def people_come_and_go(self, floor: Floor) -> None:
        self.floor = floor

    @rule(data=st.data(), times=st.integers(1, 12))
    def people_and_machines_speak(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            self.hear(any_input(data.draw, self.one, self.now, self.timers))
            self.now += timedelta(milliseconds=1)

    @precondition(lambda self: isinstance(self.one.stage, s.WithBot))
    @rule(turns=st.lists(turns(), min_size=1, max_size=5))
    def customer_and_assistant_talk(self, turns: list[Talk]) -> None:
        """Turns as they mostly are: said, understood, answered. Here rules have their say."""
        for one in turns:
            self.hear(i.CustomerSaid(one.text, "k"))
            self.now += timedelta(milliseconds=30)
            self.hear(i.Understood(self.one.heard, one.signals))
            self.now += timedelta(seconds=2)
            heard, epoch = self.one.heard, self.one.epoch
            said = i.BotAnswered(heard, epoch, "Here.", one.sure, one.confidence, one.sources)
            self.hear(said)
            if one.then is not None:
                self.hear(one.then(self.one))

    @precondition(lambda self: isinstance(self.one.stage, s.WithBot | s.Waiting))
    @rule(data=st.data(), times=st.integers(1, 4))
    def something_is_done(self, data: st.DataObject, times: int) -> None:
        """The assistant asks or acts in time, and what follows is about that."""
        self.hear(i.CustomerSaid("I want to send it back", "k"))
        self.hear(i.Understood(self.one.heard, Signals()))
        self.now += timedelta(seconds=2)
        heard, epoch = self.one.heard, self.one.epoch
        for _ in range(times):
            self.hear(about_actions(data.draw, self.one, self.now, self.timers, heard, epoch))
            self.now += timedelta(milliseconds=1)

    @rule(seconds=st.sampled_from(STEPS))
    def time_passes(self, seconds: float) -> None:
        """Every timer speaks at its time."""
        until = self.now + timedelta(seconds=seconds)
        while (timer := self.timers.due(until)) is not None:
            self.now = max(self.now, timer.at)
            self.hear(timer.then)
        self.now = until
        match self.one.stage:
            case s.Waiting(handoff=handoff) | s.Offered(waiting=s.Waiting(handoff=handoff)):
                own = self.policy.line.of(handoff.team).wait_limit
                limit = own or self.policy.wait_limit
                assert self.now < handoff.at + limit, "Q1: never forgotten"
            case _:
                pass

    @rule(seconds=st.sampled_from(STEPS))
    def time_passes_while_the_server_is_down(self, seconds: float) -> None:
        """Every timer speaks late."""
        self.now += timedelta(seconds=seconds)
        while (timer := self.timers.due(self.now)) is not None:
            self.hear(timer.then)

    def hear(self, heard: i.Input) -> None:
        was = self.one
        try:
            now, events, effects = step(was, heard, self.policy, self.floor, now=self.now)
        except Refused as refused:  # law 7: any other exception is a bug
            self.refusals.add((refused.code, str(refused)))
            return
        self.one = now
        self.kept += events
        self.turns.append((heard, self.floor, len(self.times), events))
        self.times.append(self.now)
        self.timers.follow(effects)
        self.snapshots.append(now)
        everything_survives_json(heard, now, events, effects)
        self.book.inspect(Turned(was, heard, events, now, self.timers, self.now))

    def teardown(self) -> None:
        assert all(code and sentence for code, sentence in self.refusals)
        assert fold(self.fresh, self.kept) == self.one, "law 6: the fold is the snapshot"
        for old in self.snapshots[:: max(1, len(self.snapshots) // 5)]:
            assert fold(old, self.kept[old.seq :]) == self.one, "law 6: onto any old snapshot"
        self.replayed()
        self.lived_again_with_noise()

    def replayed(self) -> None:
        """Law 8: the inputs that were kept, with the floors they met, give the same events."""
        one = self.fresh
        for heard, floor, time, events in self.turns:
            assert decide(one, heard, self.policy, floor, self.times[time]) == events
            one = fold(one, events)

    def lived_again_with_noise(self) -> None:
        """Whatever the models say instead, or do not: all laws hold, and above all law 3, that
        every turn that asked for a person ends with one, a place or a promise."""
        one, timers, book = self.fresh, Timers(), LawBook(self.policy)
        for heard, floor, at in self.amiss(self.turns, self.noise):
            now = self.times[at]
            try:
                then, events, effects = step(one, heard, self.policy, floor, now=now)
            except Refused:
                assert not wants_person(heard), "law 3: asking is never refused"
                continue
            timers.follow(effects)
            book.inspect(Turned(one, heard, events, then, timers, now))
            one = then


def everything_survives_json(
    heard: i.Input, now: Conversation, events: tuple[Event, ...], effects: tuple[Effect, ...]
) -> None:
    assert _IN.decode(_OUT.encode(heard)) == heard
    assert _STATE.decode(_OUT.encode(now)) == now
    assert _EVENTS.decode(_OUT.encode(events)) == events
    assert _EFFECTS.decode(_OUT.encode(effects)) == effects


_OUT = msgspec.json.Encoder()
_IN: msgspec.json.Decoder[i.Input] = msgspec.json.Decoder(i.Input)
_STATE = msgspec.json.Decoder(Conversation)
_EVENTS: msgspec.json.Decoder[tuple[Event, ...]] = msgspec.json.Decoder(tuple[Event, ...])
_EFFECTS: msgspec.json.Decoder[tuple[Effect, ...]] = msgspec.json.Decoder(tuple[Effect, ...])


def test_the_laws_hold_in_any_history() -> None:
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=200))


@pytest.mark.long
def test_the_laws_hold_in_ten_thousand_histories() -> None:
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=10_000))


def test_every_kind_of_input_is_tried() -> None:
    assert set(BUILDERS) == all_inputs()
