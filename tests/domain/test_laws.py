"""What must hold whatever is said, by whomever, in whatever order.

Random histories: every input in every stage, right and wrong epochs, late and doubled timers,
floors that open, close, fill up and empty, and time in steps from a millisecond to days. After
each input the laws of the life of a conversation are checked against `law_book.LawBook`.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from domain.anything import BUILDERS, all_inputs, any_input, floors
from domain.law_book import LawBook
from domain.scene import NOON, Timers
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, decide, fold, step
from segue.domain.effects import Effect
from segue.domain.errors import Refused
from segue.domain.events import Event
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId
from segue.domain.policy import Policy

STEPS = (0.001, 0.5, 5, 29, 31, 59, 61, 181, 301, 901, 1801, 3_600, 86_400, 4 * 86_400, 8 * 86_400)
POLICIES = (
    Policy(mood_at=0.8),
    Policy(hold_below=0.5),
    Policy(hold_below=0.5, draft_fallback="send", picking=False),
    Policy(hold_below=0.5, draft_fallback="unknown", misses_allowed=1),
)
Turn = tuple[i.Input, Floor, float, tuple[Event, ...]]


class AnyHistory(RuleBasedStateMachine):
    """One conversation, and everything that may happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh = self.one = Conversation(ConversationId("c"))
        self.snapshots = [self.one]
        self.kept: tuple[Event, ...] = ()
        self.turns: list[tuple[i.Input, Floor, int, tuple[Event, ...]]] = []
        self.timers = Timers()
        self.now = NOON
        self.times = [NOON]
        self.floor = Floor()
        self.refusals: set[tuple[str, str]] = set()
        self.policy = POLICIES[0]
        self.book = LawBook(self.policy)

    @initialize(policy=st.sampled_from(POLICIES))
    def under_a_policy(self, policy: Policy) -> None:
        self.policy = policy
        self.book = LawBook(policy)

    @rule(floor=floors())
    def people_come_and_go(self, floor: Floor) -> None:
        self.floor = floor

    @rule(data=st.data(), times=st.integers(1, 12))
    def people_and_machines_speak(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            self.hear(any_input(data.draw, self.one, self.now, self.timers))
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
                assert self.now < handoff.at + self.policy.wait_limit, "Q1: never forgotten"
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
        self.book.inspect(was, heard, events, now, self.timers, self.now)

    def teardown(self) -> None:
        assert all(code and sentence for code, sentence in self.refusals)
        assert fold(self.fresh, self.kept) == self.one, "law 6: the fold is the snapshot"
        for old in self.snapshots[:: max(1, len(self.snapshots) // 5)]:
            assert fold(old, self.kept[old.seq :]) == self.one, "law 6: onto any old snapshot"
        self.replayed()

    def replayed(self) -> None:
        """Law 8: the inputs that were kept, with the floors they met, give the same events."""
        one = self.fresh
        for heard, floor, time, events in self.turns:
            assert decide(one, heard, self.policy, floor, self.times[time]) == events
            one = fold(one, events)


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
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=300))


@pytest.mark.long
def test_the_laws_hold_in_ten_thousand_histories() -> None:
    run_state_machine_as_test(AnyHistory, settings=settings(max_examples=10_000))


def test_every_kind_of_input_is_tried() -> None:
    assert set(BUILDERS) == all_inputs()
