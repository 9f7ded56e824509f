"""Somebody who knows the customer is asked first, so long as the policy lets them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scene import ANA, Scene, handoff, with_ana, with_bot
from segue.domain import inputs as i
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import LineRules

NOA = i.Contact(email="noa@example.org", customer_id="c-7", verified=True)


def asks_again(scene: Scene) -> AgentId | None:
    scene.hears(i.CustomerAskedForPerson())
    return handoff(scene).preferred


def given_back(**policy: Any) -> Scene:
    scene = with_ana(**policy)
    scene.hears(i.AgentReturned(ANA, scene.one.epoch, "Sorted."))
    return scene


def test_whoever_gave_it_back_is_preferred_when_a_person_is_needed_again() -> None:
    assert asks_again(given_back()) == ANA.id


def test_after_the_time_of_the_policy_anybody_will_do() -> None:
    scene = given_back(line=LineRules(sticky=timedelta(hours=1)))
    scene.later(hours=2)
    assert asks_again(scene) is None


def test_a_policy_of_no_time_prefers_nobody() -> None:
    scene = given_back(line=LineRules(sticky=timedelta()))
    scene.later(seconds=30)
    assert asks_again(scene) is None


def test_whoever_sent_it_on_is_not_preferred() -> None:
    scene = with_ana()
    scene.hears(i.AgentTransferred(ANA, "For billing.", scene.one.epoch, TeamId("billing")))
    assert handoff(scene).preferred is None
    assert ANA.id in handoff(scene).avoid


@pytest.mark.parametrize(("days", "preferred"), [(3, AgentId("ben")), (30, None)])
def test_somebody_known_for_sure_comes_back_to_whom_they_had(
    days: int, preferred: AgentId | None
) -> None:
    scene = with_bot()
    before = scene.now - timedelta(days=days)
    scene.hears(i.IdentityProven(NOA, "token", AgentId("ben"), before))
    assert asks_again(scene) == preferred


def test_what_happened_here_is_newer_than_what_was_elsewhere() -> None:
    scene = given_back()
    before = scene.now - timedelta(days=3)
    scene.hears(i.IdentityProven(replace(NOA), "token", AgentId("ben"), before))
    assert asks_again(scene) == ANA.id
