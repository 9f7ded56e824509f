"""A whole house whose assistant is a bot that lives elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bots.remote.making import made
from segue.opening import join
from web.conftest import House


class BotHouse(House):
    """The bot at `url`, joined to the house once its port is known."""

    def __init__(self, folder: Path, url: str, **more: Any) -> None:
        self.outside = made(folder, url, **{"bot_deadline_s": 5.0, **more})
        super().__init__(bot=self.outside)

    async def start(self, *, at: str | None = None) -> None:
        await super().start(at=at)
        join(self.outside, self.segue)
        self.outside.reached_at(self.url)
        self.segue.jobs.work = {**self.segue.jobs.work, self.outside.JOB: self.outside.tell}
