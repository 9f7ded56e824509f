"""The SDK of one file: who may ask, what is answered, and that it runs on old Pythons."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from bots.remote.making import SECRET, MakeBot, turn
from segue.app.ports_bot import BotReply
from segue_bot import (
    Bot,
    NotOurs,
    Turn,
    ask,
    close,
    handoff,
    note,
    remember,
    reply,
    run_action,
)

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "packages" / "segue-bot" / "examples" / "tent_bot.py"


def signed(body: bytes, ident: str = "trn_1", at: float | None = None) -> dict[str, str]:
    when = datetime.fromtimestamp(at if at is not None else time.time(), UTC)
    signature = Webhook(SECRET).sign(ident, when, body.decode())
    return {
        "webhook-id": ident,
        "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": signature,
    }


def asked(text: str = "hello", ident: str = "trn_1", **more: Any) -> bytes:
    told = {
        "type": "bot.turn", "turn_id": ident, "deadline_ms": 8000,
        "conversation": {"id": "c_1", "owner_epoch": 1, "locale": "en"}, "contact": {},
        "input": [{"id": "m", "text": text}], **more,
    }  # fmt: skip
    return json.dumps(told).encode()


@pytest.fixture
def said() -> list[Turn]:
    return []


@pytest.fixture
def here(said: list[Turn]) -> Iterator[str]:
    bot = Bot(secret=SECRET)

    @bot.turn
    def answer(turn: Turn) -> Any:
        said.append(turn)
        if turn.text == "raise":
            raise RuntimeError("no")
        if turn.text == "stream":
            return (piece for piece in ("It ", "is ", "here.", remember(order="1234")))
        return f"You said {turn.text}"

    with bot.serve() as serving:
        yield serving.url


def test_a_turn_is_answered(here: str) -> None:
    body = asked("hello")
    got = httpx.post(here, content=body, headers=signed(body), trust_env=False)
    assert got.status_code == 200
    assert got.json() == {
        "turn_id": "trn_1",
        "actions": [{"do": "reply", "text": "You said hello"}],
    }


def test_the_same_turn_is_answered_once(here: str, said: list[Turn]) -> None:
    body = asked("hello")
    answers = {
        httpx.post(here, content=body, headers=signed(body), trust_env=False).text for _ in range(3)
    }
    assert (len(answers), len(said)) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "other"},
        {"webhook-timestamp": "0"},
        {"webhook-timestamp": "soon"},
    ],
)
def test_whoever_is_not_segue_is_sent_away(
    change: dict[str, str], here: str, said: list[Turn]
) -> None:
    body = asked()
    got = httpx.post(here, content=body, headers={**signed(body), **change}, trust_env=False)
    assert got.status_code == 401
    assert not said


def test_an_old_request_is_sent_away(here: str) -> None:
    body = asked()
    old = signed(body, at=time.time() - 3600)
    assert httpx.post(here, content=body, headers=old, trust_env=False).status_code == 401


def test_other_requests_have_their_status(here: str) -> None:
    wrong = b"{"
    assert (
        httpx.post(here, content=wrong, headers=signed(wrong), trust_env=False).status_code == 400
    )
    big = b"x" * 1_000_001
    assert httpx.post(here, content=big, headers=signed(big), trust_env=False).status_code == 413
    assert httpx.get(here, trust_env=False).status_code == 405
    event = b'{"type": "something.newer"}'
    assert (
        httpx.post(here, content=event, headers=signed(event), trust_env=False).status_code == 204
    )


def test_a_handler_that_raises_is_a_500_and_may_do_better_next_time(
    here: str, said: list[Turn]
) -> None:
    body = asked("raise")
    for _ in range(2):
        got = httpx.post(here, content=body, headers=signed(body), trust_env=False)
        assert got.status_code == 500
    assert len(said) == 2


async def test_segue_and_the_sdk_understand_each_other(bot: MakeBot, here: str) -> None:
    outside = bot(here)
    assert (await outside.answer(turn("hello"))).text == "You said hello"
    streamed = await outside.answer(turn("stream", 6))
    assert streamed.text == "It is here."
    assert streamed.facts[0].value == "1234"


async def test_every_action_of_the_sdk_is_one_of_segue_s(bot: MakeBot) -> None:
    theirs = Bot(secret=SECRET)
    actions: dict[str, Any] = {
        "reply": reply("A", choices=["x", ("id", "y")], media=["https://a.example/b"],
                       sources=[{"title": "Page"}], confidence=0.5),
        "ask": ask("order", "Which order?", kind="order"),
        "handoff": handoff("r", summary="s", queue="q", skills=["k"], priority="urgent",
                           fields={"a": 1}),
        "both": [reply("Bye"), close("done"), note("n"), remember(a="b", tags=["t"])],
        "run": run_action("track", order="1"),
    }  # fmt: skip
    theirs.turn(lambda turn: actions[turn.text])
    with theirs.serve() as serving:
        outside = bot(serving.url)
        got: dict[str, BotReply] = {
            text: await outside.answer(turn(text, 2 * n + 2)) for n, text in enumerate(actions)
        }
    assert got["reply"].choices == ("x", "y")
    assert got["reply"].confidence == 0.5
    assert got["reply"].sources[0].title == "Page"
    wanted = got["ask"].asks
    assert wanted is not None
    assert (wanted.name, wanted.kind) == ("order", "order")
    person = got["handoff"].person
    assert person is not None
    assert (person.why, person.team, person.skills) == ("r", "q", ("k",))
    assert got["both"].solved
    assert (got["both"].note, got["both"].tags) == ("n", ("t",))
    wish = got["run"].act
    assert wish is not None
    assert wish.inputs == (("order", "1"),)


def test_an_async_handler_will_do(said: list[Turn]) -> None:
    bot = Bot(secret=SECRET)

    @bot.turn
    async def answer(turn: Turn) -> str:
        said.append(turn)
        return "later than never"

    body = asked()
    status, _, answered = bot.handle(signed(body), body)
    assert (status, json.loads(answered)["actions"][0]["text"]) == (200, "later than never")


def test_events_are_heard() -> None:
    bot, heard = Bot(secret=SECRET), threading.Event()
    bot.on("conversation.owner.changed")(lambda _: heard.set())
    body = b'{"type": "conversation.owner.changed", "id": "own_1"}'
    assert bot.handle(signed(body), body)[0] == 204
    assert heard.is_set()


def test_two_secrets_are_believed_while_one_is_changed() -> None:
    bot = Bot(secret=f"whsec_bmV3LXNlY3JldC0zMi1ieXRlcy1sb25nLWluZGVlZCE= {SECRET}")
    body = asked()
    assert bot.verify(signed(body), body)["turn_id"] == "trn_1"
    with pytest.raises(NotOurs):
        bot.verify(signed(body), body + b" ")
    with pytest.raises(ValueError, match="secret"):
        Bot(secret="")


def test_the_example_is_short() -> None:
    assert len(EXAMPLE.read_text().splitlines()) < 40


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.9", "3.10", "3.13"])
async def test_the_example_runs_on_older_and_newer_pythons(version: str, bot: MakeBot) -> None:
    found = [
        one
        for name in (f"python{version}", "python3")
        if (one := shutil.which(name)) and _version(one) == version
    ]
    if not found:
        return  # this machine has none
    given = {**os.environ, "SEGUE_SECRET": SECRET, "PYTHONPATH": str(EXAMPLE.parents[1] / "src")}
    process = subprocess.Popen(  # noqa: ASYNC220 - it starts at once
        [found[0], "-W", "error", str(EXAMPLE), "0"],
        env=given, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        outside = bot(url, bot_deadline_s=8.0)
        assert (await outside.answer(turn("Do you have tents?"))).choices == ("For two", "For four")
        assert "1.4 kg" in (await outside.answer(turn("For two", 6))).text
        person = (await outside.answer(turn("Get me a human please", 8))).person
        assert person is not None
    finally:
        process.terminate()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _version(python: str) -> str:
    """Of an interpreter that may be a mere signpost to one that is not there."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()
