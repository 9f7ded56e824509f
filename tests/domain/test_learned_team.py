"""The team that was learned: a signal among others, below everybody's word, in the journal."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from domain.scene import SUPPORT, Scene, floor, team
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import AllOf, Do, Lane, Rule
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Signals

BILLING, ORDERS = TeamId("billing"), TeamId("orders")
SURE = Signals(team=BILLING, team_p=0.97, team_sure=True, team_like=37)
UNSURE = replace(SURE, team_p=0.6, team_sure=False)


def called(name: TeamId, **now: Any) -> TeamNow:
    """A team at work, or as said."""
    there = TeamNow(name, name.title(), staffed=1, people=2)
    return replace(there, **now)


def house(**billing: Any) -> Floor:
    """The default team and Billing, both at work, nobody free."""
    return Floor((team(), called(BILLING, **billing)))


def asked(scene: Scene, text: str, signals: Signals) -> None:
    """The customer says it, and it is read."""
    scene.hears(i.CustomerSaid(text))
    scene.hears(i.Understood(scene.one.heard, signals))


def begun(there: Floor | None = None, policy: Policy | None = None) -> Scene:
    """A conversation that has just begun."""
    scene = Scene(there or house(), policy or Policy())
    scene.hears(i.ConversationStarted(4812))
    return scene


def waiting(scene: Scene) -> s.Waiting:
    """Where this customer waits."""
    assert isinstance(scene.one.stage, s.Waiting)
    return scene.one.stage


def test_what_is_sure_goes_to_the_team_that_earlier_ones_went_to() -> None:
    scene = begun()
    asked(scene, "my invoice is wrong", SURE)
    scene.hears(i.CustomerAskedForPerson())
    handoff = waiting(scene).handoff
    assert handoff.team == BILLING
    assert handoff.why_team == "learned: like 37 earlier ones (p .97)"


def test_what_is_not_sure_goes_to_the_default_team_at_once() -> None:
    scene = begun()
    asked(scene, "there is something wrong", UNSURE)
    scene.hears(i.CustomerAskedForPerson())
    assert waiting(scene).handoff.why_team == "default"
    assert waiting(scene).handoff.team == Policy().team


def test_one_turn_later_it_is_sure_and_the_customer_moves_with_their_place() -> None:
    scene = begun()
    scene.hears(i.CustomerAskedForPerson())
    since = waiting(scene).since
    asked(scene, "it is about my invoice", SURE)
    [told] = [event for event in scene.kept if isinstance(event, e.TeamChanged)]
    assert (told.team, told.line.team) == (BILLING, "Billing")
    assert waiting(scene).since == since
    assert waiting(scene).handoff.why_team.startswith("learned")


def test_the_turn_that_asks_may_say_what_it_is_about() -> None:
    scene = begun()
    asked(scene, "I want to talk to a person about my invoice", SURE)
    assert waiting(scene).handoff.team == BILLING


def test_nobody_is_moved_twice_by_what_was_learned() -> None:
    there = Floor((team(), called(BILLING), called(ORDERS)))
    scene = begun(there)
    scene.hears(i.CustomerAskedForPerson())
    asked(scene, "it is about my invoice", SURE)
    asked(scene, "or about my order", replace(SURE, team=ORDERS))
    assert waiting(scene).handoff.team == BILLING


def test_the_customers_own_word_stands() -> None:
    there = Floor((team(), called(BILLING), called(ORDERS)))
    scene = begun(there)
    asked(scene, "put me through to Orders please", SURE)
    assert waiting(scene).handoff.team == ORDERS


def test_a_rules_word_stands() -> None:
    rule = Rule("mine", Lane.BUSINESS, Do.MARK, when=AllOf(()), team=ORDERS)
    there = Floor((team(), called(BILLING), called(ORDERS)))
    scene = begun(there, Policy(rules=Rules((rule, *RECIPES))))
    asked(scene, "my invoice is wrong", SURE)
    scene.hears(i.CustomerAskedForPerson())
    assert waiting(scene).handoff.team == ORDERS
    assert waiting(scene).handoff.why_team == "rule mine"


def test_a_later_turn_may_be_about_something_else() -> None:
    there = Floor((team(), called(BILLING), called(ORDERS)))
    scene = begun(there)
    asked(scene, "my invoice is wrong", SURE)
    asked(scene, "and where is my parcel", replace(SURE, team=ORDERS))
    assert scene.one.marks.team == ORDERS
    asked(scene, "hm", UNSURE)
    assert scene.one.marks.team == ORDERS


@pytest.mark.parametrize(
    "there",
    [Floor((team(),)), house(people=0), house(staffed=0), house(open=False)],
    ids=["no such team", "nobody works for it", "nobody is at work", "closed"],
)
def test_a_team_that_cannot_take_it_is_not_taken(there: Floor) -> None:
    scene = begun(there)
    asked(scene, "my invoice is wrong", SURE)
    assert scene.one.marks.team is None


def test_at_night_the_right_team_finds_it_in_the_morning() -> None:
    opens = Scene(floor()).now
    shut = {"open": False, "opens_at": opens, "staffed": 0}
    scene = begun(Floor((called(SUPPORT, **shut), called(BILLING, **shut))))
    asked(scene, "my invoice is wrong", SURE)
    assert scene.one.marks.team == BILLING


def test_an_installation_may_do_without() -> None:
    scene = begun(policy=Policy(line=LineRules(learned=False)))
    asked(scene, "my invoice is wrong", SURE)
    scene.hears(i.CustomerAskedForPerson())
    asked(scene, "it is about my invoice", SURE)
    assert waiting(scene).handoff.team == Policy().team


def test_the_place_that_was_kept_is_where_they_stood() -> None:
    scene = begun()
    scene.hears(i.CustomerAskedForPerson())
    scene.hears(i.CustomerChose("leave_line"))
    asked(scene, "my invoice is wrong", SURE)
    scene.hears(i.CustomerAskedForPerson())
    assert waiting(scene).handoff.team == Policy().team


@pytest.mark.parametrize(
    "heard",
    [i.CustomerAskedForPerson(), i.IntegrationAskedForPerson(reason="policy")],
    ids=["the customer", "another system"],
)
def test_a_team_that_went_home_meanwhile_is_not_waited_for(heard: i.Input) -> None:
    scene = begun()
    asked(scene, "my invoice is wrong", SURE)
    assert scene.one.marks.team == BILLING
    scene.put(team(), called(BILLING, staffed=0))
    scene.hears(heard)
    assert waiting(scene).handoff.team == Policy().team
    assert waiting(scene).handoff.why_team == "default"


def test_what_another_system_asks_for_goes_where_earlier_ones_went() -> None:
    scene = begun()
    asked(scene, "my invoice is wrong", SURE)
    scene.hears(i.IntegrationAskedForPerson(reason="policy"))
    assert waiting(scene).handoff.team == BILLING
    assert waiting(scene).handoff.why_team.startswith("learned")
