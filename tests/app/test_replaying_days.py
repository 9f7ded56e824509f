"""A day of conversations of every kind, decided again: to the bit, and under other policies."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from msgspec.structs import replace

from app.conftest import Postbox, Scripted, read
from segue.app.decisions.readings import Taken, taken
from segue.app.replaying import replay, verify, walk
from segue.app.replaying.walking import OWNS, alike, walked
from segue.app.replaying.whatif import with_value
from segue.benching.days import BILLING, SUPPORT, Days, Turned, staff
from segue.build import Segue, put_together
from segue.domain import inputs as i
from segue.domain.ids import ConversationId
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.recipes import RECIPES
from segue.settings import Settings
from segue.store.memory import MemoryStore

CONVERSATIONS = 160
DAY = timedelta(hours=8)
POLICY = Policy(team=SUPPORT)


@dataclass
class Kept:
    """A house after its days, and every journal in it."""

    segue: Segue
    days: Days
    journals: dict[ConversationId, list[Taken]] = field(default_factory=dict)

    async def go_on(self, conversations: int) -> None:
        await self.days.play(conversations, DAY)
        store = self.segue.store
        for name in self.days.people:
            self.journals[name] = taken(await store.recorded([name]))


async def played(conversations: int) -> Kept:
    clock, store = Turned(), MemoryStore()
    segue = put_together(Settings(), store, Scripted(), read, Postbox(), clock=clock, policy=POLICY)
    await staff(segue, 4)
    kept = Kept(segue, Days(segue, clock, Random(11)))  # noqa: S311 - variety, no secrets
    await kept.go_on(conversations)
    return kept


@pytest.fixture(scope="module")
def kept() -> Kept:
    """One day for all who only look at it."""
    return asyncio.run(played(CONVERSATIONS))


def without(*names: str) -> Policy:
    rules = tuple(replace(rule, on=rule.on and rule.id not in names) for rule in RECIPES)
    return Policy(team=SUPPORT, rules=Rules(rules))


async def test_every_turn_of_a_day_comes_out_the_same_to_the_bit(kept: Kept) -> None:
    heard = Counter(
        type(turn.heard).__name__ for journal in kept.journals.values() for turn in journal
    )
    for kind in (i.BotFailed, i.DraftTimedOut, i.AgentApprovedDraft, i.AgentRejectedDraft,
                 i.StandByFound, i.CustomerTookPerson, i.CustomerDeclinedPerson, i.OfferExpired,
                 i.AgentTransferred, i.AgentReturned, i.AgentJudged, i.CustomerRated,
                 i.IdleTimedOut, i.WaitReached):  # fmt: skip
        assert heard[kind.__name__], f"no day without {kind.__name__}"
    for name, journal in kept.journals.items():
        assert verify(name, journal, kept.segue.book.at, 1) is None
        assert walk(name, journal, POLICY) is None


async def test_a_policy_published_at_noon_is_replayed_by_the_version_of_each_turn() -> None:
    two = await played(40)
    long = {"recipe": "long", "when": [{"turns": {"at_least": 5}}]}
    form = {"segue_policy": 1, "rules": [{"recipe": "low-confidence", "on": False}, long]}
    assert await two.segue.book.publish(form, by="Ines", note="noon", based_on=1) == 2
    await two.go_on(40)
    versions = Counter(
        turn.rested.policy for journal in two.journals.values() for turn in journal if turn.rested
    )
    assert versions[1]
    assert versions[2]
    for name, journal in two.journals.items():
        assert verify(name, journal, two.segue.book.at, 2) is None


async def test_a_turn_that_was_tampered_with_is_named(kept: Kept) -> None:
    name, journal = next(
        (name, list(journal))
        for name, journal in kept.journals.items()
        if any(isinstance(turn.heard, i.BotAnswered) for turn in journal)
    )
    n = next(n for n, turn in enumerate(journal) if isinstance(turn.heard, i.BotAnswered))
    answer = journal[n].heard
    assert isinstance(answer, i.BotAnswered)
    other = replace(answer, text="something else")
    journal[n] = Taken(other, journal[n].rested, journal[n].rows)
    found = verify(name, journal, kept.segue.book.at, 1)
    assert found is not None
    assert (found.seq, found.heard) == (journal[n].rows[0].seq, "BotAnswered")
    assert found.kept != found.again
    assert found.what == "message_posted.text"


@pytest.mark.parametrize(
    ("rule", "number", "value"),
    [
        ("frustration", "frustration", 0.4),
        ("two-misses", "misses", 1.0),
        ("long", "turns", 3.0),
        ("low-confidence", "confidence", 0.3),
        ("sounds-like-asking", "wants_person", 0.9),
        ("money", "about_money", 0.95),
    ],
)
async def test_another_number_in_a_rule_changes_decisions_of_that_rule_and_no_others(
    kept: Kept, rule: str, number: str, value: float
) -> None:
    other = with_value(POLICY, rule, number, value)
    changed = 0
    for name, journal in kept.journals.items():
        split = walk(name, journal, other)
        if split is None:
            continue
        changed += 1
        assert rule in {one.rule for one in (*split.was, *split.would)}, (name, split)
    assert changed, "a number that changes nothing tests nothing"


async def test_rules_that_are_read_last_are_only_seen_where_nothing_else_was(kept: Kept) -> None:
    """A rule that is switched off is missed exactly where it had decided."""
    for rule in ("frustration", "two-misses", "money", "low-confidence", "sounds-like-asking"):
        for name, journal in kept.journals.items():
            split = walk(name, journal, without(rule))
            decided = any(
                happened.rule == rule
                for one in walked(name, journal, POLICY)
                for happened in one.was
            )
            assert decided or split is None, (rule, name)
            if split is not None:
                assert rule in {one.rule for one in split.was}


async def test_a_walk_ends_where_it_first_goes_another_way(kept: Kept) -> None:
    other = with_value(POLICY, "two-misses", "misses", 1.0)
    for name, journal in kept.journals.items():
        split = walk(name, journal, other)
        upto = [one for one in journal if split is None or one.at < split.at]
        assert walk(name, upto, other) is None


async def test_a_mark_that_a_policy_would_not_make_leads_nowhere(kept: Kept) -> None:
    """Marks of the old rules are not left in the state on which the new ones decide."""
    billing = replace(next(rule for rule in RECIPES if rule.id == "vip"), team=BILLING)
    rules = tuple(billing if rule.id == "vip" else rule for rule in RECIPES)
    to_billing = Policy(team=SUPPORT, rules=Rules(rules))
    moved = 0
    for name, journal in kept.journals.items():
        one = kept.days.people[name]
        for turn in walked(name, journal, to_billing):
            if not alike(turn.was, turn.would):
                assert one.kind == "vip"
                assert turn.would[0].team == BILLING
                moved += turn.would[0].what in OWNS
                break
    assert moved


async def test_a_report_is_the_same_each_time_and_adds_up(kept: Kept) -> None:
    store, until = kept.segue.store, kept.segue.clock()
    since = until - timedelta(days=7)
    seen: list[tuple[int, int]] = []
    other = with_value(POLICY, "two-misses", "misses", 1.0)
    one = await replay(store, other, since=since, until=until,
                       progress=lambda done, of: seen.append((done, of)))  # fmt: skip
    assert one == await replay(store, other, since=since, until=until)
    assert seen[-1] == (CONVERSATIONS, CONVERSATIONS)
    assert one.enough
    assert one.conversations == CONVERSATIONS
    assert sum(one.counts.values()) == len(one.changes)
    assert one.net == one.counts.get("gained", 0) - one.counts.get("lost", 0) > 0
    assert one.after.n - one.before.n == one.net
    assert one.before.low < one.before.share < one.before.high
    assert one.handled_median_s is not None
    hours = one.net * one.handled_median_s / 3600
    assert one.agent_hours_a_week == pytest.approx(7 * hours, abs=0.01), "of one day"
    assert any("counted up" in note for note in one.notes)
    assert all(busy.staffed for busy in one.busiest)
    assert one.good["of"] == one.counts.get("gained", 0) + one.counts.get("sooner", 0)
    few = await replay(store, other, since=since, until=until, newest=20)
    assert (few.conversations, few.enough) == (20, False)
    web = await replay(store, other, since=since, until=until, channel="web")
    assert 0 < web.conversations < CONVERSATIONS
