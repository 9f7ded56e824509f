"""Which team gets what, learned from finished handoffs: what teaches, when, and how it is used."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.conftest import ANA, BEN, House, who
from segue.app.departments import Ended, LearnedTeams, ended, examples_of, known_only, lesson_from
from segue.app.ports_staff import Team
from segue.app.replaying import journals, verify
from segue.domain import inputs as i
from segue.domain.ids import ConversationId, TeamId
from segue.domain.signals import Signals
from segue.settings import BadSettings, Settings
from segue.teams_commands import told
from segue.teams_learned import examples_in, learner

BILLING, ORDERS = TeamId("billing"), TeamId("orders")
TEAMS = (Team(ORDERS, "Orders"), Team(BILLING, "Billing & tax"))


@dataclass(frozen=True)
class Guessed:
    team: str
    confidence: float
    sure: bool


@dataclass
class Parrot:
    """Says Billing where an invoice is named, and is sure of it."""

    checked: tuple[Any, ...] = ()
    slow_s: float = 0.0

    def team_for(self, turns: Sequence[str]) -> Guessed:
        time.sleep(self.slow_s)
        money = any("invoice" in turn for turn in turns)
        return Guessed("billing" if money else "orders", 0.97, money)


def parrot(_: Sequence[tuple[str, tuple[str, ...]]]) -> Parrot:
    return Parrot()


def many(team: str, text: str, count: int) -> list[Ended]:
    return [Ended(team, (f"{text} {n}",)) for n in range(count)]


OWN = [*many("orders", "where is my parcel", 40), *many("billing", "my invoice is wrong", 40)]


# --- what teaches ----------


async def settle(house: House, name: str, text: str, *, sent_to: TeamId | None = None) -> None:
    """A conversation from its first word to its end by a person, perhaps sent on meanwhile."""
    c = ConversationId(name)
    await house.start(conversation=c)
    await house.say(i.CustomerSaid(text), i.CustomerAskedForPerson(), conversation=c)
    await house.say(i.AgentPicked(who(ANA)), conversation=c)
    if sent_to is not None:
        kept = await house.segue.store.conversation(c)
        assert kept is not None
        sent = i.AgentTransferred(who(ANA), "theirs", kept.epoch, team=sent_to)
        await house.say(sent, i.AgentPicked(who(BEN)), conversation=c)
    await house.say(i.CustomerSaid("thank you"), conversation=c)
    await house.say(i.AgentClosed(who(ANA if sent_to is None else BEN)), conversation=c)


async def taught(house: House) -> dict[str, list[Ended]]:
    found = await examples_of(house.segue.store, house.clock.now.replace(year=2025))
    return {str(name): several for name, several in found.items()}


async def with_billing(house: House) -> None:
    await house.segue.store.save_team(Team(BILLING, "Billing"))
    for agent in (ANA, BEN):
        await house.segue.store.change_agent(
            agent, lambda was: replace(was, teams=(ORDERS, BILLING))
        )
    await house.on_shift(ANA, BEN)


async def test_the_team_where_it_ended_teaches_with_what_was_said_before_the_person(
    house: House,
) -> None:
    await with_billing(house)
    await settle(house, "c1", "where is my parcel")
    await settle(house, "c2", "my invoice is wrong", sent_to=BILLING)
    assert await taught(house) == {
        "c1": [Ended("orders", ("where is my parcel",))],
        "c2": [Ended("billing", ("my invoice is wrong",))],
    }


async def test_what_a_colleague_called_the_assistants_job_teaches_nothing(house: House) -> None:
    await with_billing(house)
    await settle(house, "c1", "how long does shipping take")
    await house.say(i.AgentJudged(who(ANA), "bots_job"))
    await settle(house, "c2", "where is my parcel")
    await house.say(i.AgentJudged(who(ANA), "too_late"), conversation=ConversationId("c2"))
    assert list(await taught(house)) == ["c2"]


async def test_what_has_not_ended_teaches_nothing(house: House) -> None:
    await with_billing(house)
    await house.start()
    await house.say(i.CustomerSaid("where is my parcel"), i.CustomerAskedForPerson())
    assert await taught(house) == {}
    await house.say(i.AgentPicked(who(ANA)))
    assert await taught(house) == {}


def test_an_empty_journal_teaches_nothing() -> None:
    assert ended([]) == []


# --- learning ----------


def test_teams_of_a_file_are_named_by_id_or_name_and_others_left_out() -> None:
    given = [Ended("Billing & Tax", ("a",)), Ended("ORDERS", ("b",)), Ended("sales", ("c",))]
    kept, left_out = known_only(given, TEAMS)
    assert [one.team for one in kept] == ["billing", "orders"]
    assert dict(left_out) == {"sales": 1}


def test_enough_of_two_teams_is_learned_from(house: House) -> None:
    lesson, model = lesson_from(OWN, (), TEAMS, parrot, house.clock())
    assert model is not None
    assert (lesson.counts, lesson.own, lesson.why_not) == (
        (("billing", 40), ("orders", 40)),
        80,
        "",
    )
    again, _ = lesson_from(OWN[::-1], (), TEAMS, parrot, house.clock())
    assert again.version == lesson.version
    other, _ = lesson_from(OWN[1:], (), TEAMS, parrot, house.clock())
    assert other.version != lesson.version


@pytest.mark.parametrize(
    ("own", "why"),
    [([], "not two teams"), (OWN[:40], "not two teams"),
     ([*OWN[:20], *OWN[40:60]], "Fewer than 60"),
     ([*OWN[:40], *OWN[40:44]], "not two teams")],
    ids=["nothing", "one team", "few", "one team and a bit"],
)  # fmt: skip
def test_too_few_are_not_believed(house: House, own: list[Ended], why: str) -> None:
    lesson, model = lesson_from(own, (), TEAMS, parrot, house.clock())
    assert model is None
    assert why in lesson.why_not


def test_a_file_is_believed_from_its_first_line(house: House) -> None:
    given = [Ended("orders", ("parcel",)), Ended("billing", ("invoice",))]
    lesson, model = lesson_from((), given, TEAMS, parrot, house.clock())
    assert model is not None
    assert (lesson.total, lesson.own) == (2, 0)


def test_no_team_drowns_the_others(house: House) -> None:
    own = [*many("orders", "where is my parcel", 5000), *OWN[40:]]
    lesson, _ = lesson_from(own, (), TEAMS, parrot, house.clock())
    assert dict(lesson.counts)["orders"] == 600


async def test_it_is_learned_from_the_house_kept_and_learned_anew_when_there_is_more(
    house: House,
) -> None:
    await with_billing(house)
    for n in range(3):
        await settle(house, f"c{n}", "where is my parcel")
    seen: list[int] = []

    def learn(examples: Sequence[tuple[str, tuple[str, ...]]]) -> Parrot:
        seen.append(len(examples))
        return Parrot()

    given = [Ended("orders", ("parcel",)), Ended("billing", ("invoice",))]
    learned = LearnedTeams(house.segue.store, house.clock, learn, given=given)
    lesson = await learned.look()
    assert lesson is not None
    assert (lesson.total, lesson.own) == (5, 3)
    assert (await house.segue.store.learned("teams") or b"").startswith(b"{")
    assert await learned.look() is lesson
    assert seen == [5]
    for n in range(3, 6):
        await settle(house, f"c{n}", "my invoice is wrong", sent_to=BILLING)
    again = await learned.look()
    assert again is not None
    assert again.version != lesson.version
    assert seen == [5, 8]


# --- being asked ----------


async def plain(_: tuple[tuple[str, str], ...]) -> Signals:
    return Signals(language="en", models=("words@1",))


async def ready(house: House, model: Parrot | None = None) -> LearnedTeams:
    learned = LearnedTeams(house.segue.store, house.clock, lambda _: model or Parrot())
    learned.lesson, learned.model = lesson_from(OWN, (), TEAMS, learned.learn, house.clock())
    return learned


async def test_the_team_is_a_signal_beside_the_others(house: House) -> None:
    learned = await ready(house)
    found = await learned.reading(plain)(
        (("customer", "hi"), ("bot", "?"), ("customer", "invoice"))
    )
    assert (found.team, found.team_p, found.team_sure, found.team_like) == (BILLING, 0.97, True, 40)
    assert found.language == "en"
    assert found.models == ("words@1", f"teams@{learned.lesson and learned.lesson.version}")
    unsure = await learned.reading(plain)((("customer", "hi"),))
    assert (unsure.team, unsure.team_sure) == (ORDERS, False)


async def test_nothing_is_said_where_nothing_was_learned_or_it_is_not_wanted(house: House) -> None:
    nothing = LearnedTeams(house.segue.store, house.clock, parrot)
    assert (await nothing.reading(plain)((("customer", "invoice"),))).team is None
    learned = await ready(house)
    learned.wanted = lambda: False
    assert (await learned.reading(plain)((("customer", "invoice"),))).team is None
    assert (await learned.reading(plain)((("bot", "invoice"),))).team is None


async def test_a_slow_or_broken_model_costs_its_own_signal_only(house: House) -> None:
    slow = await ready(house, Parrot(slow_s=0.5))
    found = await slow.reading(plain)((("customer", "invoice"),))
    assert (found.team, found.late, found.language) == (None, ("team",), "en")

    class Broken(Parrot):
        def team_for(self, turns: Sequence[str]) -> Guessed:
            raise ValueError(turns)

    broken = await ready(house, Broken())
    assert (await broken.reading(plain)((("customer", "invoice"),))).team is None


async def test_a_customer_is_routed_by_what_was_learned_and_it_verifies(house: House) -> None:
    await with_billing(house)
    read = (await ready(house)).reading(plain)
    await house.start()
    kept = await house.say(i.CustomerSaid("my invoice is wrong"))
    signals = await read((("customer", "my invoice is wrong"),))
    await house.say(i.Understood(kept.conversation.heard, signals), i.CustomerAskedForPerson())
    one = await house.segue.store.conversation(ConversationId("c1"))
    assert one is not None
    assert one.handoff is not None
    assert one.handoff.team == BILLING
    assert one.handoff.why_team == "learned: like 40 earlier ones (p .97)"
    for name, journal in await journals(house.segue.store, [ConversationId("c1")]):
        assert verify(name, journal, house.segue.book.at, 1) is None


async def test_it_learns_beside_the_conversations_and_ends(house: House) -> None:
    given = [Ended("orders", ("parcel",)), Ended("billing", ("invoice",))]
    await house.segue.store.save_team(Team(BILLING, "Billing"))
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    def learn(examples: Sequence[tuple[str, tuple[str, ...]]]) -> Parrot:
        assert len(examples) == 2
        loop.call_soon_threadsafe(asked.set)
        return Parrot()

    learned = LearnedTeams(house.segue.store, house.clock, learn, given=given, first_s=0.0)
    await learned.start()
    await asyncio.wait_for(asked.wait(), 10)
    await learned.stop()


# --- the real thing ----------


def test_a_file_of_examples_is_read_as_for_route(tmp_path: Path) -> None:
    file = tmp_path / "teams.jsonl"
    file.write_text(json.dumps({"team": "billing", "turns": ["hi", "my invoice is wrong"]}) + "\n")
    assert examples_in(file) == (Ended("billing", ("hi", "my invoice is wrong")),)
    file.write_text("{")
    with pytest.raises(BadSettings, match="departments_file"):
        examples_in(file)


def test_what_was_learned_is_checked_on_conversations_held_out(
    house: House, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path)
    lesson, model = lesson_from(OWN, (), TEAMS, learner(settings), house.clock())
    assert model is not None
    assert model.team_for(["where is that parcel of mine"]).team == "orders"
    [first] = [one for one in lesson.checked if one["turns"] == 1]
    assert first["n"] == 80
    assert first["right"] > 0.9


def test_what_was_learned_reads_like_a_table(house: House) -> None:
    checked = ({"turns": 2, "n": 80, "right": 0.9375, "sure": 0.8, "right_where_sure": 1.0},)
    lesson, _ = lesson_from(OWN, (), TEAMS, lambda _: Parrot(), house.clock())
    said = told(replace(lesson, checked=checked, left_out=(("sales", 3),)))
    assert "80 examples, 80 of them your own finished handoffs" in said
    assert "  sales                    3  left out" in said
    assert "      2     80   93.8%  80.0%  100.0%" in said
    assert "Too few to be measured" in told(lesson)
