"""A policy against kept conversations: the same gives the same, another is told apart exactly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.conftest import ANA, ORDERS, House, Turned, who
from segue.app.decisions.readings import Taken, taken
from segue.app.labels import failing
from segue.app.policybook import ExamplesFail
from segue.app.ports import Example, StalePolicy
from segue.app.replaying import replay, verify, walk, what_if
from segue.app.replaying.whatif import with_value
from segue.domain import inputs as i
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import Rule
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Signals
from segue.domain.stages import Source

WORDS = ("where is my order", "it is still not here", "that does not help me", "hello?")
STOLEN = Signals(urgency=("fraud_or_theft",))
CALM, CROSS = Signals(frustration=0.1, repeats=0.0), Signals(frustration=0.7, repeats=0.6)


def off(*names: str) -> Policy:
    """The house's policy without these recipes."""
    rules = tuple(replace(rule, on=rule.on and rule.id not in names) for rule in RECIPES)
    return Policy(team=ORDERS, brand="Fernhill", rules=Rules(rules))


async def chat(
    house: House, name: str, turns: list[tuple[str, Signals, i.BotAnswered | None]]
) -> ConversationId:
    """One conversation: words, what was read of them, and what the assistant answered."""
    one = ConversationId(name)
    await house.start(conversation=one)
    for text, signals, answer in turns:
        kept = await house.say(i.CustomerSaid(text), conversation=one)
        about = kept.conversation.heard
        house.clock.go_on(seconds=2)
        kept = await house.say(i.Understood(about, signals), conversation=one)
        if answer is not None and kept.conversation.owner[0] == "bot":
            said = replace(answer, about=about, epoch=kept.conversation.epoch)
            house.clock.go_on(seconds=1)
            await house.say(said, conversation=one)
        house.clock.go_on(seconds=20)
    return one


def answer(confidence: float = 0.9, *, sure: bool = True, item: str = "delivery") -> i.BotAnswered:
    source = (Source(item, item.title()),) if sure else ()
    return i.BotAnswered(Seq(0), Epoch(0), "Two days." if sure else "I do not know.", sure,
                         confidence, source)  # fmt: skip


MISS = answer(0.2, sure=False, item="")


async def a_day(house: House) -> list[ConversationId]:
    """Some of everything: answers, misses, anger, held answers, a heads-up, a person."""
    await house.on_shift(ANA)
    made = [
        await chat(house, "answered", [(WORDS[0], CALM, answer())]),
        await chat(house, "missed", [(WORDS[0], CALM, MISS), (WORDS[1], CALM, MISS)]),
        await chat(
            house, "cross", [(WORDS[0], CALM, answer()), (WORDS[2], CROSS, answer(item="refunds"))]
        ),
        await chat(house, "unsure", [(WORDS[0], CALM, answer(0.4)), (WORDS[1], CALM, answer(0.4))]),
        await chat(
            house, "urgent", [("my card was stolen", Signals(urgency=("fraud_or_theft",)), None)]
        ),
        await chat(house, "asked", [("I want to talk to a human", Signals(), None)]),
    ]
    one = (await house.segue.store.conversations([ConversationId("asked")]))[0]
    assert one.handoff is not None
    await house.on_shift(ANA)
    await house.say(i.AgentFound(ANA, "Ana", one.handoff.id), conversation=one.id)
    kept = await house.say(i.AgentAccepted(who(ANA)), conversation=one.id)
    await house.say(i.AgentSaid(who(ANA), "Hi.", kept.conversation.epoch), conversation=one.id)
    house.clock.go_on(seconds=300)
    await house.say(i.AgentClosed(who(ANA)), i.CustomerRated(2), conversation=one.id)
    held = (await house.segue.store.conversations([ConversationId("unsure")]))[0]
    await house.say(i.DraftTimedOut(held.drafts), conversation=held.id)
    return made


async def journal_of(house: House, name: ConversationId) -> list[Taken]:
    return taken(await house.segue.store.recorded([name]))


async def test_the_live_policy_gives_the_journal_again_to_the_bit(house: House) -> None:
    for name in await a_day(house):
        journal = await journal_of(house, name)
        assert len(journal) > 1
        assert verify(name, journal, house.segue.book.at, 1) is None
        assert walk(name, journal, house.segue.policy) is None


async def test_a_policy_that_changes_in_mid_conversation_is_replayed_by_version(
    house: House,
) -> None:
    one = await chat(house, "two", [(WORDS[0], CALM, MISS)])
    form = {"segue_policy": 1, "rules": [{"recipe": "two-misses", "on": False}]}
    assert await house.segue.book.publish(form, by="Ines", note="let it try", based_on=1) == 2
    assert house.segue.policy.version == 2
    kept = await house.say(i.CustomerSaid(WORDS[1]), conversation=one)
    about, epoch = kept.conversation.heard, kept.conversation.epoch
    await house.say(
        i.Understood(about, CALM), replace(MISS, about=about, epoch=epoch), conversation=one
    )
    journal = await journal_of(house, one)
    assert {turn.rested.policy for turn in journal if turn.rested} == {1, 2}
    assert verify(one, journal, house.segue.book.at, 2) is None
    split = walk(one, journal, house.segue.book.at(1))
    assert split is not None, "the old rules would have called a person at the second miss"
    assert split.would[0].reason == "misses"


async def test_gained_lost_and_rerouted_are_told_with_what_really_happened(house: House) -> None:
    await a_day(house)
    since, until = house.clock() - timedelta(days=7), house.clock()
    store = house.segue.store
    same = await replay(store, house.segue.policy, since=since, until=until)
    assert (same.conversations, same.changes, same.net) == (6, (), 0)
    assert not same.enough

    fewer = await replay(store, off("two-misses", "stand-by"), since=since, until=until)
    assert {(one.kind, one.conversation) for one in fewer.changes} == {("lost", "missed")}
    assert fewer.net == -1
    assert fewer.after.n == fewer.before.n - 1
    assert fewer.handled_median_s == 300

    sooner = replace(off(), rules=Rules((with_do(), *RECIPES)))
    more = await replay(store, sooner, since=since, until=until)
    kinds = {one.conversation: one.kind for one in more.changes}
    assert kinds[ConversationId("cross")] == "gained"
    assert more.good["of"] >= 1
    assert walk(ConversationId("cross"), await journal_of(house, ConversationId("cross")), sooner)


def with_do() -> Rule:
    from segue.policies.problems import Findings  # noqa: PLC0415
    from segue.policies.ruleform import read_rule  # noqa: PLC0415

    found = Findings()
    rule = read_rule(
        {"id": "cross", "lane": "mood", "do": "hand_off",
         "when": [{"frustration": {"at_least": 0.65}}]}, found)  # fmt: skip
    assert rule is not None
    assert not found.problems
    return rule


@pytest.mark.parametrize("value", [0.05, 0.65, 0.75])
async def test_a_changed_threshold_changes_exactly_the_decisions_it_should(
    house: House, value: float
) -> None:
    names = await a_day(house)
    base = replace(off("stand-by"), rules=Rules((with_do(), *off("stand-by").rules.all)))
    other = with_value(base, "cross", "frustration", value)
    for name in names:
        journal = await journal_of(house, name)
        crossed = any(
            isinstance(turn.heard, i.Understood)
            and (turn.heard.signals.frustration or 0.0) >= value
            for turn in journal
        )
        split, before = walk(name, journal, other), walk(name, journal, base)
        by_rule = split is not None and any(one.rule == "cross" for one in split.would)
        handed = name in ("asked", "urgent")
        assert by_rule == (crossed and not handed), name
        if value == 0.65:
            assert split == before


async def test_what_if_says_when_a_person_would_have_come(house: House) -> None:
    await a_day(house)
    name = ConversationId("missed")
    journal = await journal_of(house, name)
    one_miss = with_value(house.segue.policy, "two-misses", "misses", 1.0)
    found = what_if(name, journal, one_miss)
    assert found.then is not None
    assert found.now is not None
    assert found.now.rule == "two-misses"
    assert found.sooner_s == 23
    assert what_if(name, journal, house.segue.policy).same
    with pytest.raises(LookupError):
        with_value(house.segue.policy, "two-misses", "frustration", 0.3)


async def test_labelled_turns_are_tests_that_a_policy_must_pass(house: House) -> None:
    await a_day(house)
    store, book = house.segue.store, house.segue.book
    missed = (await store.conversations([ConversationId("missed")]))[0]
    label = Example(missed.id, missed.heard, "person", "Ines", house.clock())
    await store.add_example(label)
    assert await failing(store, house.segue.policy, await store.examples()) == []
    form = {"segue_policy": 1, "rules": [{"recipe": "two-misses", "on": False}]}
    with pytest.raises(ExamplesFail):
        await book.publish(form, by="Ines", note="no", based_on=1)
    assert house.segue.policy.version == 1
    await store.add_example(replace(label, label="no_person"))
    assert await failing(store, house.segue.policy, await store.examples())
    assert await book.publish(form, by="Ines", note="yes", based_on=1) == 2


async def test_of_two_who_change_the_same_version_the_second_is_told(house: House) -> None:
    book = house.segue.book
    form = {"segue_policy": 1, "mood": False}
    await book.publish(form, by="Ines", note="", based_on=1)
    with pytest.raises(StalePolicy):
        await book.publish(form, by="Sara", note="", based_on=1)
    assert await book.restore(1, by="Sara") == 3
    assert replace(house.segue.policy, version=1) == replace(book.at(1), version=1)
    assert [one.policy.version for one in book.versions] == [3, 2, 1]


async def test_another_process_sees_what_was_published(house: House, clock: Turned) -> None:
    from segue.app.policybook import PolicyBook  # noqa: PLC0415

    used: list[int] = []
    base = Policy(team=ORDERS)
    other = PolicyBook(house.segue.store, clock, base, use=[lambda one: used.append(one.version)])
    await other.refresh()
    await house.segue.book.publish({"segue_policy": 1}, by="Ines", note="", based_on=1)
    await other.refresh()
    assert used == [1, 2]


@pytest.fixture
def clock() -> Turned:
    return Turned()


async def test_an_offer_less_does_not_hide_the_person_who_came_later(house: House) -> None:
    owed = Signals(frustration=0.1, about_money=0.9)
    one = await chat(house, "owed", [(WORDS[0], owed, MISS), (WORDS[2], owed, MISS)])
    kept = (await house.segue.store.conversations([one]))[0]
    assert kept.handoff is not None
    label = Example(one, kept.heard, "person", "Ines", house.clock())
    await house.segue.store.add_example(label)
    examples = await house.segue.store.examples()
    without_money = off("money", "stand-by")
    split = walk(one, await journal_of(house, one), without_money)
    assert split is not None
    assert split.was[0].what == "offered"
    assert await failing(house.segue.store, without_money, examples) == []
    assert await failing(house.segue.store, off("money", "two-misses", "stand-by"), examples)


async def test_words_that_called_nobody_then_are_not_read_again(house: House) -> None:
    """A newer lexicon is no effect of the rules: the journal here is by one that knew less."""
    one = await chat(house, "odd", [("hello there", CALM, None)])
    journal = await journal_of(house, one)
    n = next(n for n, turn in enumerate(journal) if isinstance(turn.heard, i.CustomerSaid))
    journal[n] = Taken(i.CustomerSaid("get me a human"), journal[n].rested, journal[n].rows)
    assert verify(one, journal, house.segue.book.at, 1) is not None
    assert walk(one, journal, house.segue.policy) is None
