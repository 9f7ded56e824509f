"""What holds under any policy and whatever the models say, in short chats that go straight at it.

`test_laws` tries everything everywhere; here every example is a talk with the assistant, so that
rules fire in most of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.any_floor import floors
from domain.any_policy import policies
from domain.anything import OTHER, Talk, signals, turns
from domain.law_book import LawBook
from domain.scene import ANA, NOON, Timers, Turned
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.errors import Refused
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.domain.telling import since_of

ASKS: tuple[i.Input, ...] = (
    i.CustomerAskedForPerson(),
    i.CustomerSaid("I want to talk to a human"),
)
WORDS = st.sampled_from([text for text in OTHER if text != "yes please"])
NUMBERS = signals(0.0, 0.5, 1.0, -1e9, float("nan"), float("inf"))
TALKS = st.lists(turns(), min_size=1, max_size=5)


class Life:
    """One conversation under one policy; every turn is held against the law book."""

    def __init__(self, policy: Policy, floor: Floor) -> None:
        self.one, self.policy, self.floor = Conversation(ConversationId("c")), policy, floor
        self.book, self.timers, self.now = LawBook(policy), Timers(), NOON
        self.kept: tuple[e.Event, ...] = ()
        self.hear(i.ConversationStarted(4812))

    def hear(self, heard: i.Input) -> tuple[e.Event, ...]:
        was = self.one
        try:
            now, events, effects = step(was, heard, self.policy, self.floor, now=self.now)
        except Refused:
            return ()
        self.one = now
        self.kept += events
        self.timers.follow(effects)
        self.book.inspect(Turned(was, heard, events, now, self.timers, self.now))
        self.now += timedelta(seconds=1)
        return events

    def talk(self, one: Talk) -> None:
        self.hear(i.CustomerSaid(one.text))
        self.hear(i.Understood(self.one.heard, one.signals))
        self.hear(
            i.BotAnswered(
                self.one.heard, self.one.epoch, "Here.", one.sure, one.confidence, one.sources
            )
        )


def quietly(talks: Iterable[Talk], read: Callable[[Talk], Signals | None]) -> list[Talk]:
    """The same talks, with something else read of them; None is "never understood"."""
    return [one._replace(signals=read(one) or Signals(), then=None) for one in talks]


@settings(max_examples=200)
@given(policies(), floors(), TALKS, NUMBERS)
def test_no_signal_takes_a_person_from_who_asks(
    policy: Policy, floor: Floor, talks: list[Talk], noise: Signals
) -> None:
    """As read, as noise, and not read at all: asking ends with a person, a place or a promise."""
    readers: tuple[Callable[[Talk], Signals | None], ...] = (
        lambda one: one.signals,
        lambda _: noise,
        lambda _: None,
    )
    for asks, reader in product(ASKS, readers):
        life = Life(policy, floor)
        for one in quietly(talks, reader):
            life.talk(one)
        life.hear(asks)
        assert life.one.owner[0] in ("line", "later")
        life.hear(i.Understood(life.one.heard, noise))
        assert life.one.owner[0] in ("line", "later"), "nor does what is read of the asking"


@given(policies(), floors(), TALKS)
def test_a_reader_that_is_dead_changes_nothing_for_who_asks(
    policy: Policy, floor: Floor, talks: list[Talk]
) -> None:
    life = Life(policy, floor)
    for one in talks:
        life.hear(i.CustomerSaid(one.text))
    life.hear(ASKS[1])
    assert life.one.owner[0] in ("line", "later")


@given(policies(), floors(), st.lists(turns(), min_size=3, max_size=8))
def test_who_says_no_to_everything_is_not_asked_at_every_turn(
    policy: Policy, floor: Floor, talks: list[Talk]
) -> None:
    """However many reasons there are, none is asked about twice within three turns."""
    life = Life(policy, floor)
    asked: dict[s.Reason, int] = {}
    for n, one in enumerate(talks):
        before = len(life.kept)
        life.talk(one._replace(text=f"No. And number {n}?"))
        for event in life.kept[before:]:
            if isinstance(event, e.PersonOffered) and isinstance(life.one.stage, s.WithBot):
                last = asked.get(event.reason)
                assert last is None or n - last > policy.quiet_turns
                asked[event.reason] = n
        life.hear(i.CustomerDeclinedPerson())


@given(policies(), floors(), TALKS, WORDS)
def test_a_heads_up_takes_nothing_from_anybody(
    policy: Policy, floor: Floor, talks: list[Talk], text: str
) -> None:
    """With and without somebody standing by, the customer sees the same."""
    plain, warned = Life(policy, floor), Life(policy, floor)
    for one in (*talks, talks[0]._replace(text=text)):
        for life in (plain, warned):
            life.talk(one)
        warned.hear(i.StandByFound(ANA.id, "Ana Ruiz"))
        assert (warned.one.seat, warned.one.epoch) == (None, plain.one.epoch)
    said = [
        [event for event in life.kept if isinstance(event, e.MessagePosted | e.PersonOffered)]
        for life in (plain, warned)
    ]
    assert [len(one) for one in said] == [len(said[0])] * 2
    assert plain.one.handoffs == warned.one.handoffs


@given(policies(), floors(), TALKS, st.integers(1, 4))
def test_what_was_decided_can_be_decided_again(
    policy: Policy, floor: Floor, talks: list[Talk], version: int
) -> None:
    """Another version with the same content decides the same; only its number differs."""
    lives = Life(policy, floor), Life(replace(policy, version=version), floor)
    for one in talks:
        for life in lives:
            life.talk(one)
    first, second = lives
    assert [type(event) for event in first.kept] == [type(event) for event in second.kept]
    assert {one.policy for one in second.kept if isinstance(one, e.Judged)} <= {version}
    assert first.one.stage.__class__ is second.one.stage.__class__


@given(policies(), floors(), TALKS)
def test_who_waits_never_waits_longer_because_of_what_is_read(
    policy: Policy, floor: Floor, talks: list[Talk]
) -> None:
    life = Life(policy, floor)
    life.hear(ASKS[0])
    before, since = life.one.handoff, life.book.since
    assert before is not None
    for one in talks:
        life.talk(one._replace(text="It is about my refund"))
    assert life.one.handoff is not None
    assert (life.one.handoff.id, life.one.handoffs) == (before.id, 1)
    assert life.one.handoff.priority >= before.priority
    assert since_of(life.one.stage) == since
