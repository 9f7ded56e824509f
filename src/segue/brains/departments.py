"""Which team a conversation is for, learned from conversations that teams had before.

A conversation is the mean of the vectors of its customer turns, without greetings and thanks,
beside its words (TF-IDF of one and two words, for names of products and habits of spelling). A
logistic regression over both is trained on the first one, two, three and five turns of each
example: what is asked while a conversation is young must be answered by a model that knows young
conversations. With fewer than eight examples a team there is too little to fit: then the nearest
middle of a team's examples says it.

An answer is *sure* from the confidence on at which conversations of that length, held out of the
training, were nearly always right. Not sure means: wait a turn, or ask. Nobody is ever sure of a
conversation that has only said hello.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from segue.brains.encoder import Encoder, Vector, encoder
from segue.brains.errors import BrainsError
from segue.brains.small_talk import small_talk
from segue.brains.softmax import chances, fit, temperature
from segue.brains.vectors import vectors_for
from segue.domain.value import Plain

Floats: TypeAlias = NDArray[np.float32]

PREFIXES: Final = (1, 2, 3, 5)  # customer turns of a conversation that the model is trained on
FEWEST: Final = 8  # examples of each team, for a model to be fitted
_FEWEST_TO_JUDGE: Final = 60  # conversations, for the threshold to be measured
_LONGEST: Final = 8  # turns of a conversation that are read
_STRENGTH, _STEPS, _STEPS_OF_A_FOLD = 10.0, 150, 100
_FOLDS: Final = 3
_MOST_WORDS, _RAREST = 2_000, 3
_RIGHT: Final = 0.999  # of what is sure, while it is measured: unseen conversations fare less well
_SURE_UNMEASURED: Final = 0.9
_NEVER: Final = 2.0
_SHARPNESS: Final = 12.0  # of cosines, where there are too few examples to fit anything
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")


class Example(NamedTuple):
    """The customer's turns of a conversation, and the team that it was for."""

    team: str
    turns: tuple[str, ...]


class Routed(Plain, frozen=True):
    """The likeliest team, the chance that it is right, and whether to act on it already."""

    team: str
    confidence: float
    sure: bool


class HeldOut(Plain, frozen=True):
    """How conversations of so many customer turns fared that were held out of the training in
    turn: their number, the share that was right, the share it was sure of, and of those the share
    that was right (1 where it was sure of none)."""

    turns: int
    n: int
    right: float
    sure: float
    right_where_sure: float


class Departments:
    """Teams learned from examples. Immutable; learning blocks, for seconds with thousands."""

    def __init__(
        self,
        examples: Sequence[Example],
        kept_in: Path | None = None,
        by: Encoder | None = None,
    ) -> None:
        """Learn from `examples`; their vectors are kept in the folder `kept_in`, if one is given.

        Raises:
            ValueError: when there is no example.
        """
        if not examples:
            raise ValueError("no examples")
        self.teams = tuple(sorted({example.team for example in examples}))
        self._encoder = by or encoder()
        self._vectors: dict[str, Vector] = {}
        self._know([t for example in examples for t in example.turns[: PREFIXES[-1]]], kept_in)
        of = np.array([self.teams.index(example.team) for example in examples])
        self.thresholds = dict.fromkeys(PREFIXES, _SURE_UNMEASURED)
        self.checked: tuple[HeldOut, ...] = ()
        self._warmth = 1.0
        fewest = min(Counter(example.team for example in examples).values())
        self._fitted = fewest >= FEWEST and len(self.teams) > 1
        if self._fitted:
            self._words = _Words([example.turns[: PREFIXES[-1]] for example in examples])
            self._fit(examples, of)
        else:
            self._middles = self._middle_of_each(examples, of)

    def team_for(self, turns: Sequence[str]) -> Routed:
        """Return the team for a conversation of which the customer said `turns` so far."""
        said = tuple(turns[:_LONGEST])
        if self._fitted:
            p = chances(self._row(said)[None] @ self._weights, self._warmth)[0]
        else:
            p = chances((_SHARPNESS * (self._middles @ self._mean(said)))[None])[0]
        best = int(p.argmax())
        told = any(_tells(turn) for turn in said)
        confidence = float(p[best])
        return Routed(self.teams[best], confidence, told and confidence >= self._needed(len(said)))

    def _needed(self, turns: int) -> float:
        """Return the confidence that is sure after so many turns."""
        return self.thresholds[max((n for n in PREFIXES if n <= turns), default=PREFIXES[0])]

    def _know(self, texts: Iterable[str], kept_in: Path | None = None) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, vectors_for(new, self._encoder, kept_in), strict=True))

    def _mean(self, turns: Sequence[str]) -> Floats:
        """Return the mean vector of what was said besides courtesies; zeros for silence."""
        said = [turn for turn in turns if _tells(turn)] or list(turns)
        vectors = [self._vectors.get(turn, None) for turn in said]
        known = [
            self._encoder.encode(turn) if vector is None else vector
            for turn, vector in zip(said, vectors, strict=True)
        ]
        return np.mean(known, axis=0) if known else np.zeros(_width(self._vectors), np.float32)

    def _row(self, turns: Sequence[str]) -> Floats:
        return np.concatenate(
            [self._mean(turns), self._words.row(turns), np.ones(1)], dtype=np.float32
        )

    def _fit(self, examples: Sequence[Example], of: NDArray[np.intp]) -> None:
        rows, teams, owners, lengths = [], [], [], []
        for number, example in enumerate(examples):
            for length in PREFIXES:
                if length <= len(example.turns):
                    rows.append(self._row(example.turns[:length]))
                    teams.append(of[number])
                    owners.append(number)
                    told = any(_tells(turn) for turn in example.turns[:length])
                    lengths.append(length if told else 0)
        x, y, owner = np.array(rows), np.array(teams), np.array(owners)
        self._weights = fit(x, y, len(self.teams), _STRENGTH, _STEPS)
        if len(examples) >= _FEWEST_TO_JUDGE:
            self._judge(x, y, owner % _FOLDS, np.array(lengths))

    def _judge(
        self,
        x: Floats,
        y: NDArray[np.intp],
        fold: NDArray[np.intp],
        lengths: NDArray[np.intp],
    ) -> None:
        """Set the temperature and the thresholds on conversations held out in turn."""
        held = np.zeros((len(y), len(self.teams)), dtype=np.float32)
        for one in range(_FOLDS):
            out = fold == one
            held[out] = x[out] @ fit(x[~out], y[~out], len(self.teams), _STRENGTH, _STEPS_OF_A_FOLD)
        self._warmth = temperature(held, y)
        p = chances(held, self._warmth)
        needed = 0.0
        for length in reversed(PREFIXES):
            of = lengths == length
            if of.any():
                right = p[of].argmax(axis=1) == y[of]
                # A shorter conversation never needs less.
                needed = max(needed, _threshold(p[of].max(axis=1), right))
            self.thresholds[length] = needed
        for length in PREFIXES:  # nobody was heard so long: as much as a shorter one needs
            self.thresholds[length] = self.thresholds[length] or needed
        self.checked = tuple(
            self._held_out(length, p[lengths == length], y[lengths == length])
            for length in PREFIXES
            if (lengths == length).any()
        )

    def _held_out(self, length: int, p: Floats, y: NDArray[np.intp]) -> HeldOut:
        right = p.argmax(axis=1) == y
        sure = p.max(axis=1) >= self.thresholds[length]
        of_sure = float(right[sure].mean()) if sure.any() else 1.0
        return HeldOut(
            length,
            len(y),
            round(float(right.mean()), 4),
            round(float(sure.mean()), 4),
            round(of_sure, 4),
        )

    def _middle_of_each(self, examples: Sequence[Example], of: NDArray[np.intp]) -> Floats:
        middles = np.zeros((len(self.teams), _width(self._vectors)), dtype=np.float32)
        for example, team in zip(examples, of, strict=True):
            middles[team] += self._mean(example.turns[:_LONGEST])
        norms = np.linalg.norm(middles, axis=1, keepdims=True)
        unit: Floats = middles / np.maximum(norms, 1e-9)
        return unit


class _Words:
    """The words of a conversation as TF-IDF over those that occur in some examples."""

    def __init__(self, examples: Sequence[Sequence[str]]) -> None:
        found = Counter(word for turns in examples for word in _words(turns))
        often = [(word, n) for word, n in found.most_common(_MOST_WORDS) if n >= _RAREST]
        self._place = {word: place for place, (word, _) in enumerate(often)}
        self._weight = [math.log(len(examples) / n) + 1 for _, n in often]

    def row(self, turns: Sequence[str]) -> Floats:
        row = np.zeros(len(self._weight), dtype=np.float32)
        for word, times in _words(turns).items():
            place = self._place.get(word)
            if place is not None:
                row[place] = (1 + math.log(times)) * self._weight[place]
        length = float(np.linalg.norm(row))
        return row / length if length else row


def _words(turns: Sequence[str]) -> Counter[str]:
    """Return in how many turns each word, and each pair of neighbours, occurs."""
    found: Counter[str] = Counter()
    for turn in turns:
        words = ["#" if one.isdigit() else one for one in _WORD.findall(turn[:2_000].lower())]
        found.update({*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))})
    return found


def _threshold(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Return the lowest confidence from which on nearly all are right."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= _RIGHT)
    return float(confidence[order][good[-1]]) if good.size else _NEVER


def _tells(turn: str) -> bool:
    return bool(turn.strip()) and small_talk(turn) is None


def _width(vectors: dict[str, Vector]) -> int:
    return len(next(iter(vectors.values()), np.zeros(384)))


# `segue route`: JSON lines in, JSON lines out.


class _Turn(msgspec.Struct):
    text: str
    who: str = "customer"


class _Line(msgspec.Struct):
    """`{"team", "turns": ["...", {"who", "text"}]}`, or a conversation without a team."""

    team: str | None = None
    text: str | None = None
    turns: tuple[str | _Turn, ...] = ()

    def said(self) -> tuple[str, ...]:
        """Return what the customer said."""
        turns = [_Turn(turn) if isinstance(turn, str) else turn for turn in self.turns]
        said = [turn.text for turn in turns if turn.who == "customer"]
        return (*said, self.text) if self.text is not None else tuple(said)


def read_teams(path: Path) -> list[Example]:
    """Read examples of teams: JSON lines of `{"team", "turns": [...]}`.

    Raises:
        BrainsError: for a file that cannot be read or has a wrong line, naming it.
    """
    examples = []
    try:
        # Not `splitlines`: JSON lines may hold other ends of lines inside.
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BrainsError(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            raise BrainsError(f"{path}, line {number}: {error}") from error
        if not one.team:
            raise BrainsError(f"{path}, line {number}: it names no team.")
        if said := one.said():
            examples.append(Example(one.team, said))
    if not examples:
        raise BrainsError(f"{path}: it holds no examples.")
    return examples


def route_lines(
    teams_file: Path, lines: Iterable[str], out: TextIO, kept_in: Path | None = None
) -> int:
    """Write the team for each line's conversation to `out`; return how many could not be read.

    Raises:
        BrainsError: when the examples cannot be read, or the encoder is missing.
    """
    departments = Departments(read_teams(teams_file), kept_in)
    failed = 0
    for line in lines:
        if not line.strip():
            continue
        answer: dict[str, Any]
        try:
            said = msgspec.json.decode(line, type=_Line).said()
            if not said:
                raise ValueError("nothing that the customer said")  # noqa: TRY301
            routed = departments.team_for(said)
            answer = {
                "team": routed.team,
                "confidence": round(routed.confidence, 4),
                "sure": routed.sure,
            }
        except ValueError as error:
            failed += 1
            answer = {"error": str(error)}
        out.write(msgspec.json.encode(answer).decode() + "\n")
        out.flush()
    return failed
