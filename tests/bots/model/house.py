"""What the tests of the model share: settings, turns, and a shop with three actions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import segue
from segue.app.ports_actions import Action, ActionInput, ActionWish, BadAction, NothingDone
from segue.app.ports_bot import BotTurn
from segue.bots.model.limits import Limits
from segue.domain.actions import ActionCall
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.fakes.models import FakeModel

HELP = Path(segue.__file__).parent / "demo" / "help"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def limits_for(fake: FakeModel, dialect: str = "openai", **more: Any) -> Limits:
    """The settings that lead to this stand-in."""
    ordinary: dict[str, Any] = {"key": fake.key, "idle_s": 0.5, "timeout_s": 5.0, "tries": 1}
    if dialect == "anthropic":
        return Limits("anthropic:quoter", url=fake.anthropic_url, **(ordinary | more))
    return Limits(f"{dialect}:quoter", url=fake.openai_url, **(ordinary | more))


def turn(text: str, *history: tuple[str, str], language: str = "en", **more: Any) -> BotTurn:
    return BotTurn(ConversationId("c_1"), Seq(4), Epoch(1), language, text, tuple(history), **more)


ORDER = ActionInput(
    "order",
    "Order number",
    "order",
    fact="order",
    ask=(("en", "What is your order number?"), ("de", "Wie lautet Ihre Bestellnummer?")),
)
TRACK = Action(
    "track_order",
    "Track an order",
    "Says where a parcel is.",
    (ORDER,),
    examples=("Where is my parcel?", "track my order"),
    needs_identity=True,
    titles=(("de", "Bestellung verfolgen"),),
)
CANCEL = Action(
    "cancel_order",
    "Cancel an order",
    "Cancels an order that is not packed yet.",
    (ORDER, ActionInput("reason", "Reason", required=False)),
    examples=("Please cancel my order", "I want to cancel an order"),
    changes=True,
    needs_yes=True,
    needs_identity=True,
    titles=(("de", "Bestellung stornieren"),),
)
REFUND = Action("refund", "Refund an order", "For the staff.", (ORDER,), who=("agent",))


class Shop(NothingDone):
    """Actions as a shop has them; `ran` stays empty unless somebody runs one."""

    def __init__(self) -> None:
        self.ran: list[ActionCall] = []

    def actions(self) -> tuple[Action, ...]:
        return (TRACK, CANCEL, REFUND)

    def named(self, action: str) -> Action | None:
        return next((one for one in self.actions() if one.id == action), None)

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:  # noqa: ARG002
        action = self.named(wish.action)
        if action is None:
            raise BadAction("unknown_action", "There is none.")
        if who not in action.who:
            raise BadAction("not_for_you", "Not yours.")
        given = dict(wish.inputs)
        for one in action.inputs:
            if one.required and one.name not in given:
                raise BadAction("missing_input", "Missing.", one.name)
            if one.kind == "order" and not given.get(one.name, "0").strip("#").isdigit():
                raise BadAction("bad_input", "No number.", one.name)
        return ActionCall(
            action.id, action.title, wish.inputs, needs_yes=action.needs_yes,
            needs_identity=action.needs_identity,
        )  # fmt: skip
