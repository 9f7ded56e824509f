"""Where the log goes: to standard error, so that what a program prints can be piped and read.

A trace names files and lines, never values: those would be customers' words.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

from segue.settings import BadSettings

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


class _StandardError:
    """Whatever standard error is at the moment. A log that cannot be written (a closed pipe, a full
    disk) stops nobody's work."""

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def log_to_stderr(level: str = "info", *, as_json: bool = False) -> None:
    """From now on. Raises `BadSettings` for an unknown level."""
    if level not in LEVELS:
        raise BadSettings(f"There is no log level {level!r}. There are: {', '.join(LEVELS)}.")
    shown: tuple[structlog.typing.Processor, ...] = (
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    )
    if as_json:
        shown = (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.TimeStamper(fmt="iso" if as_json else "%Y-%m-%d %H:%M:%S"),
            *shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _StandardError())),
    )
