"""Every play of the rehearsal passes on a server of its own."""

import pytest

from segue.rehearsal import SCENARIOS, Scenario, perform
from segue.rehearsal.reporting import step_line

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
async def test_both_sides_see_what_they_must(scenario: Scenario) -> None:
    played = await perform(scenario)
    told = "\n".join(step_line(step) for step in (*played.steps, *played.laws))
    assert played.ok, f"\n{told}"
