"""A house for the model: the demo's help pages, the offline bot, and stand-ins for models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from bots.model.house import HELP, NOW, Shop
from segue.app.ports_bot import Bot
from segue.bots.knowledge import KnowledgeBot
from segue.bots.model.bot import ModelBot
from segue.bots.model.finding import InKnowledge
from segue.bots.model.limits import Limits
from segue.brains.knowledge import Knowledge
from segue.fakes.models import FakeModel


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge.read([HELP])


@pytest.fixture(scope="session")
def offline() -> Iterator[KnowledgeBot]:
    bot = KnowledgeBot(HELP, brand="Fernhill")
    yield bot
    bot.close()


@pytest.fixture
async def fake() -> AsyncIterator[FakeModel]:
    async with FakeModel() as one:
        yield one


class Making(Protocol):
    """Makes a bot for one test, and closes it after."""

    def __call__(
        self, limits: Limits, *, doing: Any = None, model: Any = None, offline: Bot | None = None
    ) -> ModelBot: ...


@pytest.fixture
async def making(
    knowledge: Knowledge, offline: KnowledgeBot, tmp_path: Path
) -> AsyncIterator[Making]:
    made: list[ModelBot] = []
    without = offline

    def make(
        limits: Limits, *, doing: Any = None, model: Any = None, offline: Bot | None = None
    ) -> ModelBot:
        bot = ModelBot(
            offline or without,
            lambda: InKnowledge(lambda: knowledge),
            limits,
            brand="Fernhill",
            clock=lambda: NOW,
            doing=doing,
            book=tmp_path / "spent.db",
            model=model,
        )
        made.append(bot)
        return bot

    yield make
    for bot in made:
        await bot.aclose()


@pytest.fixture
def shop() -> Shop:
    return Shop()
