"""Who is next, and who gets it: one decision with a long line, and what presence costs.

A big house: a thousand agents with four chats each, in twenty teams, with fifty skills at three
levels and five languages; everybody is full. What is timed is what happens all day: somebody ends a
chat, and the next in the line is found for them (`seat`, `next`, `taken`). As many arrive as are
served, so the line keeps its length. Beside it, in the same run and on the same line, the plain
specification `routing.choose`, which has to look at everybody, and must say the same.

Times are processor time of this thread: what others do on the machine is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from segue.benching.measuring import machine, medians, percentiles_ms
from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT, LineRules, Skill
from segue.domain.lineup import Lineup

LENGTHS = (1_250, 2_500, 5_000, 10_000, 20_000)
LONG = 10_000
AGENTS, TEAMS, SKILLS, CHATS = 1_000, 20, 50, 4
LANGUAGES = ("en", "de", "es", "fr", "ar")
SPOKEN = (60, 15, 12, 8, 5)  # of a hundred conversations
WIDENED, VIPS = 0.1, 0.05
DECISIONS, CHANGES, PLAIN = 1_000, 2_000, 1_250
TARGET_MS, TARGET_CHANGES, TARGET_GROWTH = 1.0, 1_000, 1.5
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULES = LineRules(weights=(("email", UNIT // 2),))
SEED = 5


class House:
    """Places and agents by the thousand, the same for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.dice = Random(seed)  # noqa: S311 - a benchmark has to be repeatable
        self.teams = [TeamId(f"t{n:02}") for n in range(TEAMS)]
        self.skills = [f"s{n:02}" for n in range(SKILLS)]
        self.count = 0

    def desks(self) -> list[routing.Desk]:
        """Everybody at work and full."""
        return [self._desk(n) for n in range(AGENTS)]

    def places(self, count: int) -> list[routing.Place]:
        """So many who arrived one after the other, four a second."""
        return [self.place() for _ in range(count)]

    def place(self) -> routing.Place:
        """The next who arrives: half need a skill or two, most at the first level."""
        dice, self.count = self.dice, self.count + 1
        team = self.teams[self._skewed(TEAMS)]
        names = {self.skills[self._skewed(SKILLS)] for _ in range(dice.choice((0, 0, 1, 1, 2)))}
        needs = tuple(Skill(name, dice.choice((1, 1, 1, 2, 2, 3))) for name in sorted(names))
        language = dice.choices(LANGUAGES, SPOKEN)[0]
        return routing.Place(
            ConversationId(f"c{self.count:07}"),
            HandoffId("h"),
            team,
            dice.choices((0, 1, 2, 3), (5, 80, 10, 5))[0],
            NOON + timedelta(seconds=self.count / 4),
            teams=(team, dice.choice(self.teams)) if dice.random() < WIDENED else (),
            tier="vip" if dice.random() < VIPS else "",
            needs=needs,
            wants=needs,
            language=language,
            wants_language=language,
            weight=dice.choice((UNIT, UNIT, UNIT, UNIT // 2)),
        )

    def _desk(self, n: int) -> routing.Desk:
        dice = self.dice
        teams = {self.teams[self._skewed(TEAMS)] for _ in range(dice.choice((1, 1, 2, 3)))}
        names = {self.skills[self._skewed(SKILLS)] for _ in range(dice.choice((2, 4, 6, 9)))}
        tongues = {"en", *dice.choices(LANGUAGES, SPOKEN, k=2)}
        return routing.Desk(
            AgentId(f"a{n:04}"),
            f"Agent {n}",
            tuple(sorted(teams)),
            CHATS * UNIT,
            CHATS * UNIT,
            skills=tuple(Skill(name, dice.choice((1, 2, 2, 3))) for name in sorted(names)),
            languages=tuple(sorted(tongues)),
        )

    def _skewed(self, count: int) -> int:
        """Few are asked for by many: the square of an even draw."""
        return int(self.dice.random() ** 2 * count)


def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Milliseconds of one decision at each length of the line, presence changes a second, and the
    plain choice's time for the same decision."""
    each: dict[int, list[dict[str, Any]]] = {length: [] for length in LENGTHS}
    for n in range(rounds):
        for length in LENGTHS:
            tell(f"{length:,} waiting, round {n + 1} of {rounds}")
            each[length].append(_decisions(length))
    by_length = {length: medians(found) for length, found in each.items()}
    tell("agents who come and go")
    changes = max(_changes(LONG) for _ in range(rounds))
    tell("everybody at once")
    at_once = _all_at_once(LONG)
    tell("the plain choice")
    plain = {length: _plain(length) for length in (PLAIN, LONG)}
    p50 = {length: min(one["decision_ms"]["p50"] for one in each[length]) for length in LENGTHS}
    growth = round(p50[LENGTHS[-1]] / p50[LENGTHS[0]], 2)
    return {
        "what": "the next in line for an agent who comes free, processor time",
        "machine": machine(),
        "house": {"agents": AGENTS, "teams": TEAMS, "skills": SKILLS, "languages": len(LANGUAGES)},
        "rounds": rounds,
        "decisions_each": DECISIONS,
        "by_waiting": by_length,
        "growth_of_best_p50": {f"{LENGTHS[0]:,} to {LENGTHS[-1]:,} waiting": growth},
        "presence_changes_per_s": changes,
        "everybody_at_once": at_once,
        "plain_choice_ms": {length: one["ms"] for length, one in plain.items()},
        "plain_choice_says_the_same": all(one["same"] for one in plain.values()),
        "targets": {
            f"a decision at {LONG:,} waiting <= {TARGET_MS:g} ms p50": p50[LONG] <= TARGET_MS,
            f"16 times the line, <= {TARGET_GROWTH:g} times the time": growth <= TARGET_GROWTH,
            f"presence changes >= {TARGET_CHANGES:,} a second": changes >= TARGET_CHANGES,
        },
    }


def standing(length: int, house: House) -> tuple[Lineup, list[routing.Desk]]:
    """A line of so many with everybody full, and the staff."""
    lineup, desks = Lineup(RULES), house.desks()
    for desk in desks:
        lineup.seat(desk)
    for place in house.places(length):
        lineup.put(place)
    if lineup.next() is not None:
        raise AssertionError("Somebody had room.")
    return lineup, desks


def _decisions(length: int) -> dict[str, Any]:
    house = House()
    lineup, desks = standing(length, house)
    decided: list[float] = []
    arrived: list[float] = []
    found = 0
    for free in _some(desks, house.dice, DECISIONS):
        began = time.thread_time()
        lineup.seat(replace(free, load=free.capacity - UNIT))
        match = lineup.next()
        if match is not None:
            lineup.taken(match)
        decided.append(time.thread_time() - began)
        lineup.seat(free)
        if match is None:
            continue
        found += 1
        lineup.drop(match.conversation)
        place = house.place()
        began = time.thread_time()
        lineup.put(place)
        lineup.next()
        arrived.append(time.thread_time() - began)
    return {
        "decision_ms": percentiles_ms(decided),
        "arrival_ms": percentiles_ms(arrived),
        "found_somebody": round(found / len(decided), 3),
    }


def _changes(length: int) -> int:
    """Away, and back with room for one more, and after each whatever follows from it."""
    house = House()
    lineup, desks = standing(length, house)
    among = list(_some(desks, house.dice, CHANGES // 2))
    spent = 0.0
    for desk in among:
        began = time.thread_time()
        lineup.seat(replace(desk, available=False))
        lineup.next()
        lineup.seat(replace(desk, load=desk.capacity - UNIT))
        match = lineup.next()
        if match is not None:
            lineup.taken(match)
        spent += time.thread_time() - began
        lineup.seat(desk)
        if match is not None:
            lineup.drop(match.conversation)
            lineup.put(house.place())
    return round(2 * len(among) / spent)


def _all_at_once(length: int) -> dict[str, float]:
    """Everybody comes to work in the same moment, before a line that stood all night."""
    house = House()
    lineup = Lineup(RULES)
    began = time.thread_time()
    for place in house.places(length):
        lineup.put(place)
    for desk in house.desks():
        lineup.seat(replace(desk, load=0))
    said = time.thread_time()
    made = 0
    while (match := lineup.next()) is not None:
        lineup.taken(match)
        made += 1
    ended = time.thread_time()
    return {
        "said_s": round(said - began, 2),
        "offers": made,
        "ms_per_offer": round((ended - said) / made * 1e3, 3),
    }


def _plain(length: int) -> dict[str, Any]:
    """The same decision by looking at everybody."""
    house = House()
    lineup, desks = standing(length, house)
    free = replace(desks[0], load=desks[0].capacity - UNIT)
    lineup.seat(free)
    places, staff = list(lineup.line()), [free, *desks[1:]]
    began = time.thread_time()
    plain = routing.choose(places, staff, RULES)
    took = time.thread_time() - began
    return {"ms": round(took * 1e3, 1), "same": plain == lineup.matches()}


def _some(desks: list[routing.Desk], dice: Random, count: int) -> Iterator[routing.Desk]:
    return (dice.choice(desks) for _ in range(count))
