"""The conformance kit: good bots pass it, and each way to be broken is found by its own check."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
import typer
from typer.testing import CliRunner

from bots.remote.making import SECRET
from bots.remote.test_sdk import EXAMPLE
from segue.bot_check_command import bot_check, register
from segue.bots.remote.checks import CHECKS, Found, run
from segue.settings import BadSettings
from segue_bot import Answer, Bot, NotOurs, Turn, reply

pytestmark = pytest.mark.slow


def example() -> Bot:
    """The bot of the SDK's example."""
    with patch.dict(os.environ, {"SEGUE_SECRET": SECRET}):
        spec = importlib.util.spec_from_file_location("tent_bot", EXAMPLE)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    made: Bot = module.bot
    return made


async def checked(bot: Bot, **more: Any) -> dict[str, Found]:
    with bot.serve() as serving:
        return {one.name: one for one in await run(serving.url, SECRET, **more)}


def failed(found: dict[str, Found], grade: str = "must") -> set[str]:
    return {name for name, one in found.items() if one.result == "failed" and one.grade == grade}


def test_there_are_about_thirty_and_each_has_advice() -> None:
    assert len(CHECKS) >= 30
    assert len({one.name for one in CHECKS}) == len(CHECKS)
    assert all(one.says.endswith(".") and one.advice for one in CHECKS)


async def test_the_example_of_the_sdk_passes_all_of_it() -> None:
    found = await checked(example())
    assert not failed(found)
    assert not failed(found, "should"), found


async def test_a_bot_that_always_answers_later_passes_too() -> None:
    bot = Bot(secret=SECRET)
    bot.turn(lambda turn: turn.later(lambda asked: reply(f"About {asked.text}", confidence=0.5)))
    found = await checked(bot)
    assert not failed(found), found
    assert (found["late"].result, found["token"].result) == ("ok", "ok")


async def test_a_bot_that_streams_passes_too() -> None:
    bot = Bot(secret=SECRET)
    bot.turn(lambda turn: (piece for piece in ("About ", turn.text)))
    found = await checked(bot)
    assert not failed(found), found
    assert found["stream"].result == "ok"


class Broken(Bot):
    """The SDK's bot, with something taken out. `breaks` changes how a request is handled."""

    def __init__(self, breaks: Callable[[Bot, dict[str, str], bytes], Answer | None]) -> None:
        super().__init__(SECRET)
        self.breaks = breaks
        self.turn(lambda _: reply("Yes.", confidence=0.9))

    def handle(self, headers: Any, body: bytes) -> Answer:
        given = {name.lower(): value for name, value in headers.items()}
        found = self.breaks(self, given, body)
        return super().handle(headers, body) if found is None else found


def trusting(bot: Bot, _: dict[str, str], body: bytes) -> Answer:
    """Looks at no signature."""
    try:
        told = json.loads(body)
    except ValueError:
        return 400, {}, b""
    turn = told["type"] == "bot.turn"
    return bot._once(told, stream=False) if turn else (204, {}, b"")  # noqa: SLF001


def timeless(bot: Bot, headers: dict[str, str], _: bytes) -> Answer | None:
    """Looks at the signature, and not at its time."""
    at = headers.get("webhook-timestamp", "0")
    bot._now = lambda: float(at) if at.isdigit() else 0.0  # noqa: SLF001
    return None


def forgetful(bot: Bot, headers: dict[str, str], body: bytes) -> Answer | None:
    """Answers each time anew."""
    try:
        bot.verify(headers, body)
    except (NotOurs, ValueError):
        return None
    if b"bot.turn" not in body:
        return None
    actions = [{"do": "reply", "text": f"It is {time.monotonic_ns()} now."}]
    return 200, {}, json.dumps({"actions": actions}).encode()


def strict(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Knows exactly what a turn looks like."""
    return (422, {}, b"") if b'"newer"' in body else None


def english(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Knows one alphabet."""
    return None if body.decode().isascii() else (500, {}, b"")


def deaf(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Knows turns only."""
    return None if b"bot.turn" in body else (404, {}, b"")


def narrow(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Takes short messages."""
    return (400, {}, b"") if len(body) > 4000 else None


def hasty(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Promises to answer later, and forgets."""
    return (202, {}, b"") if b"batch" in body or b"leaks" in body else None


def muddled(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Answers for another turn."""
    if b"bot.turn" not in body or b"epoch" not in body:
        return None
    answer = {"turn_id": "trn_other", "actions": [{"do": "reply", "text": "Yes."}]}
    return 200, {}, json.dumps(answer).encode()


def mute(_: Bot, __: dict[str, str], body: bytes) -> Answer | None:
    """Has nothing to say in the line."""
    return (200, {}, b'{"actions": []}') if b'"waiting":true' in body else None


@pytest.mark.parametrize(
    ("breaks", "found_by"),
    [
        (trusting, {"wrong_signature", "no_signature", "changed_body", "other_id", "too_old"}),
        (timeless, {"too_old"}),
        (forgetful, {"duplicate", "at_once"}),
        (strict, {"unknown_fields"}),
        (english, {"emoji", "right_to_left", "odd"}),
        (deaf, {"owner_changed"}),
        (narrow, {"long"}),
        (hasty, {"batch", "long", "late"}),
        (muddled, {"plain"}),
        (mute, {"waiting"}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
async def test_what_is_broken_is_found(breaks: Any, found_by: set[str]) -> None:
    found = await checked(Broken(breaks), deadline_s=1.5)
    assert failed(found) == found_by, [one for one in found.values() if one.result == "failed"]
    assert all(found[name].advice for name in found_by)


async def test_nobody_there_ends_at_the_first_check() -> None:
    with example().serve() as serving:
        url = serving.url
    found = await run(url, SECRET, deadline_s=1.0)
    assert [one.name for one in found] == ["plain"]
    assert "reached" in found[0].why


def test_the_command_prints_a_table_and_says_whether_it_passed() -> None:
    good, bad = io.StringIO(), io.StringIO()
    with example().serve() as serving:
        assert bot_check(serving.url, SECRET, good)
    with Broken(strict).serve() as serving:
        assert not bot_check(serving.url, SECRET, bad, as_json=True)
    assert "keeps to the protocol" in good.getvalue()
    told = json.loads(bad.getvalue())
    assert told["passed"] is False
    one = next(check for check in told["checks"] if check["name"] == "unknown_fields")
    assert (one["result"], one["grade"]) == ("failed", "must")


def test_it_is_a_command_whose_status_says_whether_it_passed() -> None:
    app = typer.Typer()
    register(app)
    with example().serve() as serving:
        good = CliRunner().invoke(app, [serving.url, "--secret", SECRET])
    with Broken(mute).serve() as serving:
        bad = CliRunner().invoke(app, [serving.url, "--json"], env={"SEGUE_BOT_SECRET": SECRET})
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert json.loads(bad.stdout)["passed"] is False


@pytest.mark.parametrize(
    ("url", "secret"), [("bot.example", SECRET), ("http://127.0.0.1:9/", "whsec_x")]
)
def test_what_makes_no_sense_is_said(url: str, secret: str) -> None:
    with pytest.raises(BadSettings):
        bot_check(url, secret, io.StringIO())


def test_a_turn_of_the_sdk_reads_a_turn_of_the_kit() -> None:
    raw = {"turn_id": "t", "input": [{"text": "a"}, {"text": "b", "choice": "c"}]}
    turn = Turn(raw)
    assert (turn.text, turn.choice) == ("a\nb", "c")
