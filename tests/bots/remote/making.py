"""Bots and turns for the tests of bots that live elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from segue.app.ports_bot import BotTurn
from segue.bots.remote import Outside, remote_bot
from segue.build import wall_clock
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.settings import Settings

SECRET = "whsec_c2VndWUtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZyE="
KEY = b"segue-test-secret-32-bytes-long!"


MakeBot = Callable[..., Outside]


def made(folder: Path, url: str, **more: Any) -> Outside:
    """A remote bot at this address."""
    given: dict[str, Any] = {"bot_secret": SECRET, "bot_deadline_s": 2.0, **more}
    settings = Settings(bot="remote", bot_url=url, data_dir=folder, **given)
    return remote_bot(settings, wall_clock)


def turn(text: str = "where is my order", about: int = 4, **more: Any) -> BotTurn:
    """A turn of one conversation."""
    return BotTurn(
        ConversationId("c_1"), Seq(about), Epoch(more.pop("epoch", 1)), "en", text, **more
    )
