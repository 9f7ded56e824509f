"""What a model may cost is counted, whatever happens in between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.model.conftest import Making
from bots.model.house import limits_for, turn
from segue.bots.model.limits import BadModel, Limits
from segue.bots.model.spending import Spending, SpentOut
from segue.fakes.models import FakeModel

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = "How long does a refund take?"
FEW = Limits("openai:x", key="k", tokens_per_day=1_000, tokens_per_conversation=600)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "spent.db"


def test_the_real_cost_takes_the_place_of_the_largest(file: Path) -> None:
    book = Spending(file, FEW, lambda: NOW)
    one = book.put_aside("c_1", 300, 200)
    assert book.today().tokens == 500
    book.settle(one, 100, 20)
    assert book.today().tokens == 120
    assert book.today("c_1").tokens == 120
    assert book.today("c_2").tokens == 0
    book.close()


def test_a_conversation_has_its_own_limit(file: Path) -> None:
    book = Spending(file, FEW, lambda: NOW)
    book.put_aside("c_1", 300, 200)
    with pytest.raises(SpentOut) as why:
        book.put_aside("c_1", 100, 100)
    assert why.value.of == "tokens_per_conversation"
    book.put_aside("c_2", 100, 100)
    book.close()


def test_a_restart_forgets_nothing_and_the_next_day_begins_anew(file: Path) -> None:
    book = Spending(file, FEW, lambda: NOW)
    book.put_aside("c_1", 400, 200)
    book.close()
    book = Spending(file, FEW, lambda: NOW)
    book.put_aside("c_2", 300, 100)
    with pytest.raises(SpentOut) as why:
        book.put_aside("c_3", 1, 1)
    assert why.value.of == "tokens_per_day"
    book.close()
    book = Spending(file, FEW, lambda: NOW + timedelta(days=1))
    book.put_aside("c_3", 1, 1)
    book.close()


def test_two_processes_share_one_limit(file: Path) -> None:
    one, other = (Spending(file, FEW, lambda: NOW) for _ in range(2))
    one.put_aside("c_1", 500, 0)
    with pytest.raises(SpentOut):
        other.put_aside("c_2", 501, 0)
    one.close()
    other.close()


def test_money_is_counted_by_the_prices(file: Path) -> None:
    limits = Limits("openai:x", key="k", money_per_day=0.01, price_in=2.0, price_out=8.0)
    book = Spending(file, limits, lambda: NOW)
    book.put_aside("c_1", 1_000, 500)  # 0.006
    assert book.today().money == pytest.approx(0.006)
    with pytest.raises(SpentOut) as why:
        book.put_aside("c_1", 1_000, 500)
    assert why.value.of == "money_per_day"
    book.close()


async def test_when_it_is_spent_the_help_pages_answer(making: Making, fake: FakeModel) -> None:
    limits = limits_for(fake, tokens_per_day=6_000)
    bot = making(limits)
    for _ in range(6):
        assert (await bot.answer(turn(ASKED))).sure
    assert bot.why["answered"] >= 1
    assert bot.why["budget"] >= 1
    assert len(fake.asked) == bot.why["answered"]
    spent = await bot.spent()
    assert spent.tokens <= 6_000
    assert spent.asked == len(fake.asked)


async def test_many_at_once_do_not_overspend(making: Making, fake: FakeModel) -> None:
    bot = making(limits_for(fake, tokens_per_day=10_000, tokens_per_conversation=0))
    await bot.warm()
    await asyncio.gather(*(bot.answer(turn(ASKED)) for _ in range(20)))
    assert (await bot.spent()).tokens <= 10_000


async def test_what_a_busy_server_turns_away_costs_nothing(making: Making, fake: FakeModel) -> None:
    fake.will("busy")
    bot = making(limits_for(fake))
    await bot.answer(turn(ASKED))
    assert (await bot.spent()).tokens == 0


async def test_half_an_answer_is_counted_in_full(making: Making, fake: FakeModel) -> None:
    fake.will("half")
    bot = making(limits_for(fake))
    await bot.answer(turn(ASKED))
    assert (await bot.spent()).tokens > 700


async def test_a_prompt_is_made_to_fit_the_turns_tokens(making: Making, fake: FakeModel) -> None:
    bot = making(limits_for(fake, tokens_per_turn=2_400, answer_tokens=300))
    history = [("customer" if n % 2 else "bot", "word " * 400) for n in range(12)]
    assert (await bot.answer(turn(ASKED, *history))).sure
    assert fake.asked
    (read,) = fake.asked
    assert read.tokens < 2_400
    assert "passage p1" in read.data


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits("gpt"), "not one of"),
        (Limits("gemini:x"), "not one of"),
        (Limits("openai:"), "not one of"),
        (Limits("openai-compatible:x"), "model_url"),
        (Limits("openai-compatible:x", url="ftp://x"), "http://"),
        (Limits("openai:x"), "model_key"),
        (Limits("openai:x", key="k", money_per_day=1.0), "model_price_in"),
        (Limits("openai:x", key="k", tokens_per_turn=1_000), "model_tokens_per_turn"),
    ],
)
def test_settings_that_make_no_sense_say_so(limits: Limits, said: str) -> None:
    with pytest.raises(BadModel, match=said):
        limits.checked()
