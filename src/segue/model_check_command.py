"""`segue model-check`: does the model that is set do what Segue needs of it?

Three questions, in each way of asking for the form, and a table of what came back.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TextIO

from msgspec import Struct, structs, to_builtins

from segue.app.ports_actions import Action, ActionInput
from segue.app.ports_bot import BotTurn
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.own_model import limits_of
from segue.settings import BadSettings, Settings

if TYPE_CHECKING:
    from segue.bots.model.limits import Limits
    from segue.bots.model.prompt import Prompt
    from segue.bots.model.spoken import Spoken

OUTPUTS: Final = ("tool", "schema", "text")
_NEARLY: Final = 0.7
_PAGE: Final = "Refunds arrive 5–7 business days after we get your parcel back."
_CANCEL: Final = Action(
    "cancel_order",
    "Cancel an order",
    "Cancels an order that is not packed yet.",
    (ActionInput("order", "Order number", "order"),),
)


class Question(Struct, frozen=True):
    """What is asked, and whether a form is a right answer to it."""

    name: str
    text: str
    right: Callable[[Spoken], bool]


QUESTIONS: Final = (
    Question(
        "answers and cites",
        "How long does a refund take?",
        lambda said: said.answered and "p1" in said.cited and "5" in said.text,
    ),
    Question(
        "says that it does not know",
        "Do you sell kayaks?",
        lambda said: not said.answered or not said.text,
    ),
    Question(
        "wishes for an action",
        "Please cancel my order 4712",
        lambda said: (
            said.wants is not None
            and said.wants.name == _CANCEL.id
            and dict(said.wants.inputs) == {"order": "4712"}
        ),
    ),
)


class Tried(Struct, frozen=True):
    """How one question went: `how` is `yes`, `no` or what failed; `s` seconds, `sent` and `got`
    tokens."""

    output: str
    question: str
    how: str
    s: float = 0.0
    sent: int = 0
    got: int = 0
    money: float = 0.0


def run(settings: Settings, out: TextIO, *, as_json: bool = False) -> bool:
    """Ask, and print what came; True when at least one way of asking works throughout.

    Raises:
        BadSettings: when a setting of the model makes no sense, or the extra is missing.
    """
    limits = limits_of(settings)
    tried = asyncio.run(_tried(limits))
    good = [one for one in OUTPUTS if all(t.how == "yes" for t in tried if t.output == one)]
    if as_json:
        print(json.dumps({"tried": to_builtins(tried), "works": good}), file=out)
    else:
        _print(limits, tried, good, settings.model_output, out)
    return bool(good)


async def _tried(limits: Limits) -> list[Tried]:
    from segue.bots.model.endpoint import model_of  # noqa: PLC0415 - loads pydantic-ai
    from segue.bots.model.limits import BadModel  # noqa: PLC0415

    tried: list[Tried] = []
    for output in OUTPUTS:
        one = structs.replace(limits, output=output, tries=1)
        if one.form != output:
            continue
        try:
            model: Any = await asyncio.to_thread(model_of, one)
        except BadModel as why:
            raise BadSettings(str(why)) from why
        try:
            tried += [await _ask(model, one, question) for question in QUESTIONS]
        finally:
            await model.client.close()
    return tried


async def _ask(model: Any, limits: Limits, question: Question) -> Tried:
    from segue.bots.model.asking import Failed, Purse, ask  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    purse = Purse(None, "check", limits)
    try:
        got = await ask(
            model, _prompt(question, limits), limits, purse, loop.time() + limits.timeout_s
        )
    except Failed as why:
        return Tried(limits.output, question.name, why.code, time.perf_counter() - began)
    how = "yes" if question.right(got.spoken) else "no"
    took = time.perf_counter() - began
    money = limits.costs(got.sent, got.got)
    return Tried(limits.output, question.name, how, took, got.sent, got.got, money)


def _prompt(question: Question, limits: Limits) -> Prompt:
    from segue.bots.model.finding import Found, Shown  # noqa: PLC0415
    from segue.bots.model.prompt import for_words, prompt  # noqa: PLC0415

    turn = BotTurn(ConversationId("check"), Seq(1), Epoch(1), "en", question.text)
    found = Found((Shown("p1", "refunds", "Refunds", _PAGE),), 1.0, (("refunds", 1.0),))
    made = prompt(
        turn, found, [_CANCEL], brand="Example", language="en", source="en",
        room=limits.tokens_per_turn - limits.answer_tokens,
    )  # fmt: skip
    return made if limits.form == "tool" else for_words(made)


def _print(limits: Limits, tried: list[Tried], good: list[str], now: str, out: TextIO) -> None:
    rows = [("asked as", "question", "right", "s", "tokens", "money")]
    for one in tried:
        tokens = f"{one.sent} + {one.got}" if one.sent else ""
        money = f"{one.money:.5f}" if one.money else ""
        rows.append((one.output, one.question, one.how, f"{one.s:.2f}", tokens, money))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"{limits.model} at {_where(limits)}\n", file=out)
    for row in rows:
        cells = zip(row, widths, strict=True)
        print("  ".join(cell.ljust(width) for cell, width in cells).rstrip(), file=out)
    print(file=out)
    if not good:
        print("In no way does it do all three: the help pages will often answer alone.", file=out)
    elif now in good:
        print(f'model_output = "{now}" works.', file=out)
    else:
        print(f'Set model_output = "{good[0]}".', file=out)
    longest = max((one.s for one in tried), default=0.0)
    if longest > _NEARLY * limits.timeout_s:
        print(f"It took up to {longest:.1f} s; model_timeout_s is {limits.timeout_s:g}.", file=out)


def _where(limits: Limits) -> str:
    from segue.bots.model.endpoint import address_of  # noqa: PLC0415

    return address_of(limits)
