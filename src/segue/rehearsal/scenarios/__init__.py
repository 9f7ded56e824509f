"""The plays, in the order of rehearsal. A new one is a file here and a line below."""

from segue.rehearsal.playing import Scenario
from segue.rehearsal.scenarios import (
    agent_drops,
    asks_for_a_person,
    bot_late,
    nobody_there,
    two_misses,
)

SCENARIOS: tuple[Scenario, ...] = (
    asks_for_a_person.SCENARIO,
    two_misses.SCENARIO,
    nobody_there.SCENARIO,
    agent_drops.SCENARIO,
    bot_late.SCENARIO,
)

__all__ = ["SCENARIOS"]
