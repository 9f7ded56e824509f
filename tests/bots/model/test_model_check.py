"""`segue model-check` says what a model can and what to set."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bots.model.house import NOW, turn
from segue.app.ports_actions import NothingDone
from segue.bots.knowledge import KnowledgeBot
from segue.fakes.dialects import Asked
from segue.fakes.models import FakeModel, form, quoting
from segue.model_check_command import run
from segue.own_model import answering, limits_of
from segue.settings import BadSettings, Settings


def clever(asked: Asked) -> dict[str, Any]:
    """Does all that is asked of it."""
    if "4712" in asked.data:
        wish = {"name": "cancel_order", "inputs": [{"name": "order", "value": "4712"}]}
        return form("", answered=False, wants_action=wish)
    if "kayaks" in asked.data:
        return form("", answered=False)
    return quoting(asked)


def words_only(asked: Asked) -> dict[str, Any] | str:
    return clever(asked) if asked.form == "text" else "I am a poet and know no tools."


async def checked(says: Any, *, as_json: bool = False, **more: Any) -> tuple[bool, str]:
    async with FakeModel(says=says) as fake:
        settings = Settings(
            model="openai-compatible:quoter", model_url=fake.openai_url, model_key=fake.key, **more
        )
        out = io.StringIO()
        good = await asyncio.to_thread(run, settings, out, as_json=as_json)
        assert not fake.wrong
        return good, out.getvalue()


async def test_a_clever_model_works_in_every_way() -> None:
    good, said = await checked(clever)
    assert good
    assert 'model_output = "tool" works.' in said
    assert said.count("yes") == 9


async def test_a_model_that_knows_no_tools_is_to_be_asked_in_words() -> None:
    good, said = await checked(words_only)
    assert good
    assert 'Set model_output = "text".' in said
    assert "no_form" in said


async def test_one_that_cannot_do_it_at_all_is_told_so_and_machines_may_read_it() -> None:
    good, said = await checked(lambda _: "no", as_json=True)
    assert not good
    told = json.loads(said)
    assert told["works"] == []
    assert {one["how"] for one in told["tried"]} == {"no_form"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"model": ""}, "not one of"),
        ({"model": "openai:x", "model_key": "k", "model_timeout_s": 9.0}, "bot_deadline_s"),
        ({"model": "openai:x", "model_key": "k", "model_output": "poem"}, "wrong"),
        ({"model": "openai:x", "model_key_file": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_settings_of_the_model_are_checked_before_anything_is_asked(
    more: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadSettings, match=said):
        limits_of(Settings(**more))


def test_a_key_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-1\n", "utf-8")
    assert limits_of(Settings(model="openai:x", model_key_file=str(file))).key == "sk-1"


async def test_a_model_answers_only_where_it_is_set(offline: KnowledgeBot) -> None:
    more: dict[str, Any] = {"clock": lambda: NOW, "doing": NothingDone()}
    assert answering(Settings(), offline, lambda: None, **more) is None
    with pytest.raises(BadSettings, match="not one of"):
        answering(Settings(bot="model"), offline, lambda: None, **more)


async def test_before_anything_is_indexed_the_offline_bot_answers(
    offline: KnowledgeBot, fake: FakeModel, tmp_path: Path
) -> None:
    settings = Settings(
        data_dir=tmp_path, bot="model", model="openai-compatible:quoter",
        model_url=fake.openai_url, model_key=fake.key,
    )  # fmt: skip
    bot = answering(settings, offline, lambda: None, clock=lambda: NOW, doing=NothingDone())
    assert bot is not None
    await bot.start()
    assert (await bot.answer(turn("How long does a refund take?"))).sure
    assert bot.why == {"nothing": 1}
    assert fake.asked == []
    await bot.stop()
