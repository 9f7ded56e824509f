"""What stories of actions have in common: two actions, and short ways to want and to end them."""

from __future__ import annotations

from msgspec.structs import replace

from domain.scene import Scene
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.actions import ActionCall, ActionResult, Outcome

TRACK = ActionCall("track", "Track an order", (("order", "4812"),), (("Order", "4812"),))
RETURN = ActionCall(
    "return",
    "Start a return",
    (("order", "4812"),),
    (("Order", "4812"),),
    ask="Shall I start the return of order 4812?",
    needs_yes=True,
)
CHECKED = replace(RETURN, needs_approval=True)
EYES = replace(TRACK, needs_approval=True)
MINE = i.IdentityProven(i.Contact(name="Kim", customer_id="k1", verified=True), "token")


def acts(scene: Scene, call: ActionCall, text: str = "", **reply: object) -> tuple[e.Event, ...]:
    """The assistant wants this done about the newest turn."""
    heard, epoch = scene.one.heard, scene.one.epoch
    said = i.BotAnswered(heard, epoch, text, sure=True, confidence=0.9, act=call)
    return scene.hears(replace(said, **reply))


def ended(scene: Scene, outcome: Outcome = "done", n: int = 0, **more: object) -> i.ActionFinished:
    """The other system answered about the run of the moment."""
    result = ActionResult(n or scene.one.actions, "", "", outcome, "It comes tomorrow.")
    return i.ActionFinished(replace(result, **more))


def waits_for(scene: Scene) -> str:
    return scene.one.action.state if scene.one.action else ""


def runs(scene: Scene) -> bool:
    """Was the other system asked to do it just now?"""
    return any(isinstance(effect, x.RunAction) for effect in scene.effects)
