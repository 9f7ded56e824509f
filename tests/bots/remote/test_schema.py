"""The published JSON schema is true: what is really sent and answered keeps to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bots.remote.making import KEY, MakeBot, turn
from bots.remote.test_bot_check import example
from segue.bots.remote import signing
from segue.domain.stages import Fact
from segue.fakes.serving import Emulator

jsonschema: Any = pytest.importorskip("jsonschema")  # schemathesis brings it
FILE = Path(__file__).parents[3] / "docs" / "reference" / "bot-protocol.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SAMPLE = (
    b'{"type":"bot.turn","turn_id":"trn_01JD","deadline_ms":8000,"conversation":{"id":"cnv_42",'
    b'"channel":"web","locale":"fr","owner_epoch":3,"attributes":{"plan":"pro"}},"contact":{"id":'
    b'"cnt_9","verified":true,"name":"Dana"},"input":[{"id":"msg_1","seq":15,"kind":"text","text":'
    b'"where is my order"}],"history_cursor":"cnv_42:14"}'
)


def valid(side: str, told: Any) -> None:
    jsonschema.validate(told, {**SCHEMA["properties"][side], "$defs": SCHEMA["$defs"]})


async def test_what_is_sent_keeps_to_it(bot: MakeBot) -> None:
    reply = {"actions": [{"do": "reply", "text": "Yes."}]}
    async with Emulator(then=[(200, reply), (200, reply)]) as server:
        outside = bot(server.url)
        await outside.answer(turn())
        await outside.answer(
            turn(
                "And now?", 9, history=(("bot", "Hi"), ("customer", "Hello")),
                facts=(Fact("order", "1"),), person_left="Ana", summary="s", promises=("p",),
                companion=True, verified=True, customer_name="Dana", misses=2,
            )
        )  # fmt: skip
    for got in server.got:
        valid("toBot", got.json())


def test_what_the_example_answers_keeps_to_it() -> None:
    bot = example()
    for text in ("Which tent?", "For two", "my order", "a human please", "what?"):
        body = json.dumps({"type": "bot.turn", "turn_id": text, "input": [{"text": text}]}).encode()
        status, _, answer = bot._once(json.loads(body), stream=False)  # noqa: SLF001
        assert status == 200
        valid("fromBot", json.loads(answer))


@pytest.mark.parametrize("wrong", [{}, {"actions": [{"do": "dance"}]}, {"actions": "x"}])
def test_what_does_not_keep_to_it_is_told_apart(wrong: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid("fromBot", wrong)


def test_a_known_turn_has_its_known_signature() -> None:
    """Made once by another program."""
    signed = signing.signature(KEY, "msg_2bbc9ba92046acbb59574906", 1764000000, SAMPLE)
    assert signed == "v1,4JsuQfwkQvv/CPmpG2Ipam+DqnzgDMtN2khBCaUYp/A="
