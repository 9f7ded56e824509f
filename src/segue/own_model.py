"""The model that an administrator set, put together with what it answers from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from segue.app.ports_actions import Doing
from segue.app.ports_bot import Bot
from segue.settings import BadSettings, Settings

if TYPE_CHECKING:
    from segue.bots.model.bot import ModelBot
    from segue.bots.model.limits import Limits
    from segue.brains.knowledge import Knowledge

BOOK = "model-spending.db"


def limits_of(settings: Settings) -> Limits:
    """What these settings say of the model. Raises `BadSettings`."""
    from segue.bots.model.limits import BadModel, Limits  # noqa: PLC0415 - when a model is set

    given = {
        name: getattr(settings, f"model_{name}")
        for name in Limits.__struct_fields__
        if hasattr(settings, f"model_{name}")
    }
    given |= {"model": settings.model, "key": _key_of(settings)}
    if settings.model_timeout_s >= settings.bot_deadline_s:
        raise BadSettings(
            f"model_timeout_s is {settings.model_timeout_s:g} and bot_deadline_s"
            f" {settings.bot_deadline_s:g}: the model has to be done first."
        )
    try:
        return msgspec.convert(given, Limits).checked()
    except msgspec.ValidationError as why:
        raise BadSettings(f"A setting of the model is wrong: {why}.") from why
    except BadModel as why:
        raise BadSettings(str(why)) from why


def model_bot(
    settings: Settings,
    offline: Bot,
    knowledge: Callable[[], Knowledge],
    *,
    clock: Callable[[], datetime],
    doing: Doing,
) -> ModelBot:
    """The bot that answers with this model, and as `offline` whenever that is safer. `knowledge`
    is called in a thread, at each turn. Nothing is loaded before `warm` or the first turn.

    Raises:
        BadSettings: when a setting of the model makes no sense.
    """
    from segue.bots.model.bot import ModelBot  # noqa: PLC0415
    from segue.bots.model.finding import InKnowledge  # noqa: PLC0415

    finds = InKnowledge(knowledge)
    return ModelBot(
        offline,
        lambda: finds,
        limits_of(settings),
        brand=settings.brand,
        clock=clock,
        doing=doing,
        book=settings.data_dir / BOOK,
    )


def answering(
    settings: Settings,
    offline: Bot,
    live: Callable[[], Knowledge | None],
    *,
    clock: Callable[[], datetime],
    doing: Doing,
) -> ModelBot | None:
    """The model that answers in this house, if one does: to be warmed and stopped with the rest.

    Raises:
        BadSettings: when a setting of the model makes no sense.
    """
    if settings.bot != "model":
        return None

    def knowledge() -> Knowledge:
        from segue.brains.knowledge import Knowledge  # noqa: PLC0415 - in a thread

        return live() or Knowledge(())

    return model_bot(settings, offline, knowledge, clock=clock, doing=doing)


def _key_of(settings: Settings) -> str:
    if not settings.model_key_file:
        return settings.model_key
    try:
        return Path(settings.model_key_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as why:
        said = f"The key of the model cannot be read from {settings.model_key_file}."
        raise BadSettings(said) from why
