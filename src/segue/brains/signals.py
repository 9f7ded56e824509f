"""What a customer's last turn says besides its question: the signals that the rules look at.

Each is honest about how little it knows, and shows what it rests on. Asking for a person is words;
where those are silent, a model may suspect it in English, and says that it was the model. Moods are
the surface or a head trained on comments, whichever says more: indicators, never alone a reason to
hand over. Repetition compares turns by their sentence vectors.

A reading goes through stages, from the cheapest and most important to the dearest. A stage that
breaks costs its own signals and nobody else's. When the time is over, what is left is not read, and
named in `late`.

Reading blocks for a few milliseconds; `segue.brains.reading` does it in a thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import structlog
from msgspec.structs import asdict

from segue.brains import heads, moods, topics, versions
from segue.brains.encoder import Encodes, Vector, encoder
from segue.brains.errors import EncoderMissing
from segue.brains.languages import UNSURE, Spoken, language_of
from segue.brains.moods import Moods, moods_in
from segue.brains.plain import count_words, shown, without_quotations
from segue.brains.repetition import Again, answers_in, asked_again, bot_repeats, circles
from segue.brains.small_talk import small_talk
from segue.brains.topics import Hit, money_in, topics_in, topics_like
from segue.domain.asking import asks_for_person, only_looks_alike
from segue.domain.asking.lexicon import TABLE as LEXICON
from segue.domain.facts import facts_in
from segue.domain.signals import Basis, Signals

log = structlog.get_logger()

Turns: TypeAlias = Sequence[tuple[str, str]]
"""What was said, oldest first: (who, text), who is `customer`, `bot`, `agent` or `system`."""
Clock: TypeAlias = Callable[[], float]

_ASKED: Final = {"request": 0.97, "declined": 0.01}
_ASKS_NOT: Final = 0.02
_SUSPECTS: Final = 0.5  # what one in a thousand ordinary messages passes
_SUSPECTED_AT_MOST: Final = 0.9  # a model is never as sure as words
_FEWEST_FOR_HEADS: Final = 3  # words: names and slips of the keyboard puzzle a model
_FEWEST_FOR_TONE: Final = 2
_HEADS_KNOW: Final = ("en",)
_WORTH_SHOWING: Final = 0.4  # a head's share from which its turn is named as its basis
_MOODS_BACK: Final = 6  # of the customer's turns that the trend looks at
_LATELY: Final = 2  # turns that the trend compares with those before
_MOST_BASIS: Final = 12
_WORDED: Final = 0.95
_UNWORDED: Final = 0.02


class TurnSignals(Signals, frozen=True):
    """The signals of one turn, with what only people's own pipelines want to see."""

    wants_person_words: str = ""
    asked_team: str = ""  # the team that was asked for, as the installation writes it
    facts: tuple[tuple[str, str], ...] = ()

    def signals(self) -> Signals:
        """Return what the domain keeps of it."""
        kept = asdict(self)
        return Signals(**{name: kept[name] for name in Signals.__struct_fields__})


class TimeIsOver(Exception):
    """The reading has used up its time in the middle of a stage."""


def read(
    turns: Turns,
    teams: tuple[str, ...] = (),
    *,
    mood: bool = True,
    budget_s: float | None = None,
    meaning: Encodes | None = None,
    clock: Clock = time.monotonic,
) -> TurnSignals:
    """Return the signals of the last turn of the customer; of silence, if there is none.

    `teams` are the names of the installation's teams: they can be asked for like a person. With
    `mood` off, nothing about the tone is read. `meaning` compares turns (MiniLM, if not given).
    The words are read whatever the time; everything else only while `budget_s` seconds are not
    over, and what it says without the part that is late stands.
    """
    ends = None if budget_s is None else clock() + budget_s
    reading = _Reading(turns, teams, mood, meaning or encoder(), ends, clock)
    for stage in _STAGES:
        reading.run(stage)
    return reading.result()


class _Stage(NamedTuple):
    """A part of a reading: its method's name, and the signals that are missing without it."""

    name: str
    gives: tuple[str, ...]
    always: bool = False
    tone: bool = False


_STAGES: Final = (
    _Stage("asking", ("wants_person",), always=True),
    _Stage("urgency", ("urgency", "topics"), always=True),
    _Stage("language", ("language",)),
    _Stage("money", ("about_money",), always=True),
    _Stage("facts", (), always=True),
    _Stage("tone", ("frustration", "anger", "anxiety", "mood"), always=True, tone=True),
    _Stage("heads", ("heads",)),
    _Stage("repetition", ("repeats", "asked_times")),
    _Stage("bot_repetition", ("bot_repeats",)),
    _Stage("circling", ("circles",)),
    _Stage("trend", ("mood_trend",), tone=True),
)


class _Reading:
    """One reading of one turn: what has been found so far."""

    def __init__(
        self,
        turns: Turns,
        teams: tuple[str, ...],
        mood: bool,  # noqa: FBT001 - from `read`, by name
        meaning: Encodes,
        ends: float | None,
        clock: Clock,
    ) -> None:
        self.turns, self.teams, self.mood, self.meaning = turns, teams, mood, meaning
        self.ends, self.clock = ends, clock
        self.said = [text for who, text in turns if who == "customer"]
        self.text = self.said[-1] if self.said else ""
        self.found: dict[str, Any] = {"words": count_words(self.text)}
        self.basis: dict[tuple[str, int], Basis] = {}
        self.models: dict[str, None] = {}
        self.late: list[str] = []
        self.spoken: Spoken = UNSURE
        self.hits: list[Hit] = []
        self.moods = Moods(0.0, 0.0, 0.0, 0.0, {})
        self.again = Again(None, 0)

    def run(self, stage: _Stage) -> None:
        """Do a stage, unless it is unwanted or too late; what breaks in it stays in it."""
        if stage.tone and not self.mood:
            return
        try:
            if not stage.always:
                self.check_time()
            getattr(self, stage.name)()
        except TimeIsOver:
            self.late.extend(stage.gives)
        except EncoderMissing as missing:
            log.debug("signals.no_encoder", stage=stage.name, why=str(missing))
        except Exception as error:  # noqa: BLE001 - what breaks here must not break the turn
            _tell_of(stage.name, error)

    def check_time(self) -> None:
        if self.ends is not None and self.clock() >= self.ends:
            raise TimeIsOver

    def result(self) -> TurnSignals:
        """Return what was found, the likeliest topics first."""
        self.found["urgency"] = tuple(h.code for h in self.hits if h.priority in topics.URGENT)
        self.found["topics"] = tuple(
            (hit.code, hit.p) for hit in sorted(self.hits, key=lambda hit: -hit.p)
        )
        return TurnSignals(
            **self.found,
            basis=tuple(self.basis.values())[:_MOST_BASIS],
            models=tuple(self.models),
            late=tuple(self.late),
        )

    def rests_on(self, signal: str, text: str, back: int = 0) -> None:
        """Note the words of a signal; of several, the first ones stand."""
        if text:
            self.basis.setdefault((signal, back), Basis(signal, shown(text), back))

    def used(self, model: str) -> None:
        self.models[model] = None

    # The stages, in their order.

    def asking(self) -> None:
        self.used(_lexicon_version())
        asked = asks_for_person(self.text, self.teams)
        self.found |= {
            "wants_person": _ASKED[asked.kind] if asked else _ASKS_NOT,
            "wants_person_by": "words" if asked else "none",
            "declined": asked is not None and asked.kind == "declined",
        }
        if asked:
            self.found |= {"wants_person_words": asked.words, "asked_team": asked.team or ""}
            self.rests_on("declined" if asked.kind == "declined" else "wants_person", asked.words)

    def urgency(self) -> None:
        self.used(topics.version())
        self.hits = list(topics_in(self.text))
        for hit in self.hits:
            self._note(hit)
        self._delicate()

    def language(self) -> None:
        self.spoken = language_of(self.text)
        self.found |= {
            "language": self.spoken.code,
            "language_sure": round(self.spoken.p, 3),
        }
        self.used(versions.of_package("py3langid"))

    def money(self) -> None:
        if hit := next((one for one in self.hits if one.code in topics.ABOUT_MONEY), None):
            share, words = _WORDED, hit.words
        else:
            share, words = money_in(self.text, self.spoken.code)
        self.found["about_money"] = share
        self.rests_on("about_money", words)

    def facts(self) -> None:
        self.found["facts"] = facts_in(self.text)

    def tone(self) -> None:
        self.used(moods.version())
        self.moods = moods_in(self.text, self.spoken.code)
        for name, words in self.moods.words.items():
            if name != "pleased":
                self.rests_on(name, words)
        self._tell_moods()

    def heads(self) -> None:
        """Let the models for English speak where the words are silent."""
        sure = self._heads_know(self.text, self.spoken.code)
        if not sure and not self._tone_is_known(self.text, self.spoken.code):
            return
        vector = encoder().encode(self.text)
        self.used(_model_version(encoder()))
        self.used(heads.version())
        own = without_quotations(self.text)
        asks = heads.chance("request", vector if own == self.text else encoder().encode(own))
        silent = self.found.get("wants_person_by") == "none"
        if sure and silent and asks >= _SUSPECTS and not only_looks_alike(self.text, self.teams):
            self.found |= {
                "wants_person": round(min(asks, _SUSPECTED_AT_MOST), 3),
                "wants_person_by": "model",
            }
            self.rests_on("wants_person", self.text)
        if self.mood:
            self._add_tones(vector)
        if sure:
            self._add_likeness(vector)

    def repetition(self) -> None:
        meaning = self._meaning() if len(self.said) > 1 else None
        self.again = asked_again(self.said, meaning, self.spoken.code, self.check_time)
        self.found |= {"repeats": self.again.repeats, "asked_times": self.again.times}
        for _, back in self.again.likely:
            self.rests_on("repeats", self.said[-1 - back], back)

    def bot_repetition(self) -> None:
        answers = answers_in(self.turns)
        meaning = self._meaning() if len(answers) > 1 else None
        self.found["bot_repeats"] = share = bot_repeats(answers, meaning)
        if share is not None and share >= _SUSPECTS:
            self.rests_on("bot_repeats", answers[-1], 1)

    def circling(self) -> None:
        share = circles(self.again, self.found.get("bot_repeats"), self.turns)
        self.found["circles"] = share
        if share is not None and share >= _SUSPECTS:
            for _, back in self.again.likely:
                self.rests_on("circles", self.said[-1 - back], back)

    def trend(self) -> None:
        """Compare the last turns with those before; there must be some."""
        earlier = self.said[-_MOODS_BACK:-1]
        if not earlier:
            return
        series = [self._mood_of_earlier(one) for one in earlier] + [self.found.get("mood") or 0.0]
        before = series[:-_LATELY] or series[:1]
        slow = before[0]
        for one in series[1:]:
            slow = (slow + one) / 2
        trend = round(max(-1.0, min(1.0, slow - sum(before) / len(before))), 3)
        self.found["mood_trend"] = trend
        if abs(trend) >= _WORTH_SHOWING / 2:
            self.rests_on("mood_trend", self.text)

    # What stages share.

    def _note(self, hit: Hit) -> None:
        kind = "urgency" if hit.priority in topics.URGENT else "topics"
        self.rests_on(f"{kind}.{hit.code}", hit.words)

    def _delicate(self) -> None:
        """Tell from the topics whether the turn is about personal data or changes an account."""
        for code in ("personal_data", "account_change"):
            hit = next((one for one in self.hits if one.code == code), None)
            self.found[code] = hit.p if hit else _UNWORDED

    def _add_likeness(self, vector: Vector) -> None:
        known = {hit.code for hit in self.hits}
        for hit in topics_like(self.text, vector, encoder()):
            if hit.code not in known:
                self.hits = topics.gravest_first([*self.hits, hit])
                self._note(hit)
        self._delicate()

    def _add_tones(self, vector: Vector) -> None:
        self.moods = with_heads(self.moods, vector)
        self._tell_moods()
        for name in ("frustration", "anger", "anxiety"):
            if self.found[name] >= _WORTH_SHOWING:
                self.rests_on(name, self.text)

    def _tell_moods(self) -> None:
        said = self.moods
        self.found |= {
            "frustration": said.frustration,
            "anger": said.anger,
            "anxiety": said.anxiety,
            "mood": mood_of(said, self.text),
        }
        if abs(self.found["mood"]) >= _WORTH_SHOWING:
            heavy = ("frustration", "anger", "anxiety") if self.found["mood"] < 0 else ("pleased",)
            strongest = max(heavy, key=lambda name: float(getattr(said, name)))
            self.rests_on("mood", said.words.get(strongest) or self.text)

    def _mood_of_earlier(self, text: str) -> float:
        spoken = language_of(text).code
        said = moods_in(text, spoken)
        if self._tone_is_known(text, spoken):
            self.check_time()
            said = with_heads(said, encoder().encode(text))
        return mood_of(said, text)

    def _heads_know(self, text: str, language: str | None) -> bool:
        known = language in _HEADS_KNOW and count_words(text) >= _FEWEST_FOR_HEADS
        return known and small_talk(text) is None

    def _tone_is_known(self, text: str, language: str | None) -> bool:
        """Plain words in no sure language will do: other languages' hardly ever sound angry."""
        english = language in _HEADS_KNOW or (language is None and text.isascii())
        return english and count_words(text) >= _FEWEST_FOR_TONE and small_talk(text) is None

    def _meaning(self) -> Encodes | None:
        """Return the encoder that compares turns; None where it does not run."""
        try:
            self.meaning.encode("ok")
        except EncoderMissing:
            return None
        self.used(_model_version(self.meaning))
        return self.meaning


def with_heads(said: Moods, vector: Vector) -> Moods:
    """Return the moods of words or of the heads, whichever say more; frustration adds up.

    Words and the head of frustration miss different things, and together they are worth more than
    the better of them (`benchmarks/judgement_frustration.py`: AUROC .84 instead of .82).
    """
    found = {
        name: max(getattr(said, name), round(heads.chance(name, vector), 3))
        for name in ("anger", "anxiety", "pleased")
    }
    calm = (1 - said.frustration) * (1 - heads.chance("frustration", vector))
    return said._replace(**found, frustration=round(1 - calm, 3))


def mood_of(said: Moods, text: str) -> float:
    """Return the mood, -1 to 1: what pleases less what burdens; thanks alone is half."""
    burden = max(said.frustration, said.anger, said.anxiety)
    pleasantry = small_talk(text)
    pleased = max(said.pleased, 0.5 if pleasantry and pleasantry.kind == "thanks" else 0.0)
    return round(pleased * (1 - burden) - burden, 3)


_told: set[tuple[str, type[Exception]]] = set()


def _tell_of(stage: str, error: Exception) -> None:
    """Log a broken stage with its traceback once; a model that is broken breaks at each turn."""
    if (stage, type(error)) not in _told:
        _told.add((stage, type(error)))
        log.error("signals.stage_failed", stage=stage, exc_info=error)
    else:
        log.debug("signals.stage_failed", stage=stage, why=str(error))


def _model_version(model: Encodes) -> str:
    return versions.of_text(model.name, model.fingerprint)


def _lexicon_version() -> str:
    return versions.of_files("lexicon", LEXICON)
