"""What a model wrote, held against what it was shown. Here the answer is made safe, not by asking
the model to be good.

An answer passes sentence by sentence: what no passage bears out is cut, what holds a number that
stands nowhere is cut. Some things make the whole answer worthless, because no honest answer holds
them: an address that is in no cited passage, markup that fetches or runs something, our own rules,
a request for a password, another language than the customer's, or more cut than kept.

Encoding blocks: use it from a thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from segue.app.ports_bot import BotTurn
from segue.bots.model import cleaning
from segue.bots.model.claims import (
    Judged,
    Source,
    asks_for_secrets,
    asks_for_secrets_here,
    judged,
    said_in,
    shared_with,
)
from segue.bots.model.finding import Found, Shown
from segue.bots.model.memory import known
from segue.bots.model.prompt import Prompt
from segue.bots.model.specifics import Specifics, all_of, folded, specifics, unfounded
from segue.bots.model.spoken import Spoken
from segue.brains.encoder import Encodes
from segue.brains.languages import language_of
from segue.domain.value import Plain

LEAST_KEPT: Final = 0.6
_UNCITED: Final = 0.5  # what a sentence is worth that a passage says which was not cited
_ECHO: Final = 0.9  # so many of its words are the customer's
_SHINGLE: Final = 7  # so many words in a row of our rules are no accident
_OUR_WORDS: Final = (
    "wants_action", "wants_person", "asks_field", "text_in_source_language", "<<", ">>",
)  # fmt: skip
_ENDS: Final = tuple(".!?…:;)”\"»'。！？؟")
_SURE_OF_LANGUAGE: Final = 0.85
_BORNE_OUT_CLOSELY: Final = 0.78


class Worthless(Exception):
    """The whole answer is refused: `code` says why, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Checked(Plain, frozen=True):
    """An answer that may be given. `cited` is the share of its claims that were borne out, before
    the others were cut; `by` the passages that bear it out, the most used first."""

    text: str
    cited: float
    by: tuple[Shown, ...]
    cut: tuple[str, ...] = ()
    translated: bool = False


class Check:
    """Holds one answer against one turn's passages."""

    def __init__(
        self, found: Found, turn: BotTurn, prompt: Prompt, by: Encodes, longest: int
    ) -> None:
        self._found, self._prompt, self._by, self._longest = found, prompt, by, longest
        said = [text for who, text in turn.history if who == "customer"] + [turn.text]
        self._told = "" if "?" in turn.text else turn.text
        facts = [one.value for one in known(turn)]
        done = [value for one in turn.done for _, value in one.rows]
        self._talk = all_of([*said, *facts, *done])
        self._paid = all_of([*facts, *done]).money

    def answer(self, spoken: Spoken, *, language: str, source: str) -> Checked:
        """The answer as far as it is borne out. `language` is the customer's, `source` that of the
        passages. Raises `Worthless`."""
        self._look_for_the_worst(spoken)
        text = cleaning.plain(spoken.text)
        if not text:
            raise Worthless("empty")
        _in_language(text, language)
        cited = [one for name in spoken.cited if (one := self._found.named(name))]
        if language == source:
            return self._sentence_by_sentence(text, cited)
        return self._translated(text, cleaning.plain(spoken.in_source), cited, source)

    def _sentence_by_sentence(self, text: str, cited: Sequence[Shown]) -> Checked:
        text = _to_its_end(text)
        titles = {folded(part) for one in self._found.passages for part in (one.title, one.heading)}
        kept: list[str] = []
        cut: list[str] = []
        weights: list[float] = []
        bearers: list[str] = []
        for line in text.split("\n"):
            fine: list[str] = []
            for sentence in said_in(line):
                if folded(sentence).strip(" .:") in titles or self._echoes(sentence):
                    continue  # a heading answers nothing, nor do the customer's own words
                one, weight = self._weighed(sentence, cited)
                if one.claim:
                    weights.append(weight)
                if weight or not one.claim:
                    fine.append(sentence)
                    bearers += [one.by] if one.by and one.claim else []
                else:
                    cut.append(sentence)
            if fine:
                kept.append(" ".join(fine))
        self._enough(weights, bearers)
        by = tuple(
            shown
            for name in dict.fromkeys(sorted(bearers, key=bearers.count, reverse=True))
            if (shown := self._found.named(name))
        )
        text = _shortened("\n".join(kept), self._longest)
        return Checked(text, sum(weights) / len(weights), by, tuple(cut))

    def _echoes(self, sentence: str) -> bool:
        return bool(self._told) and shared_with(sentence, [self._told]) >= _ECHO

    def _weighed(self, sentence: str, cited: Sequence[Shown]) -> tuple[Judged, float]:
        """A sentence, and how much it counts: 1 when a cited passage says it, less when another
        one does, 0 when it has to go. Raises `Worthless` for the worst."""
        one, weight = judged(sentence, _sources(cited), self._by), 1.0
        if one.claim and not one.by:
            one, weight = judged(sentence, _sources(self._found.passages), self._by), _UNCITED
        here = asks_for_secrets_here(sentence)
        if here or (asks_for_secrets(sentence) and one.likeness < _BORNE_OUT_CLOSELY):
            raise Worthless("asks for secrets")
        said = specifics(sentence)
        bearer = self._found.named(one.by)
        pages = _specifics_of([*cited, *([bearer] if bearer else [])])
        wrong = unfounded(said, pages.with_all(Specifics(money=self._paid)), self._talk)
        if wrong in {"address", "phone"}:
            raise Worthless(
                f"an {wrong} of its own" if wrong == "address" else "a phone of its own"
            )
        if wrong or (one.claim and not one.by):
            return Judged(sentence, claim=True), 0.0
        return one, weight

    def _translated(
        self, text: str, in_source: str, cited: Sequence[Shown], source: str
    ) -> Checked:
        """The customer's language cannot be compared with the passages: the model's own text in
        theirs is checked, all of it has to pass, and both have to hold the same facts."""
        if not in_source:
            raise Worthless("no text in the language of the passages")
        _in_language(in_source, source)
        checked = self._sentence_by_sentence(in_source, cited)
        if checked.cut:
            raise Worthless("not borne out")
        pages = specifics(in_source)
        if unfounded(specifics(text), pages, pages):
            raise Worthless("the translation says something else")
        if len(text) > 2 * len(in_source) + 80:
            raise Worthless("the translation says more")
        text = _shortened(text, self._longest)
        return Checked(text, checked.cited, checked.by, (), translated=True)

    def _look_for_the_worst(self, spoken: Spoken) -> None:
        text = cleaning.visible(spoken.text)
        urls = {one.url for one in self._found.passages if one.url and one.id in spoken.cited}
        if cleaning.dangerous(text):
            raise Worthless("markup")
        if not urls.issuperset(cleaning.links_in(text)):
            raise Worthless("a link of its own")
        if len(text) > 4 * self._longest:
            raise Worthless("far too long")
        for said in (text, spoken.in_source):
            if self._prompt.mark in said or any(one in said for one in _OUR_WORDS):
                raise Worthless("our rules")
            if _shingles(said) & _shingles(self._prompt.rules):
                raise Worthless("our rules")

    def _enough(self, weights: Sequence[float], bearers: Sequence[str]) -> None:
        if not bearers:
            raise Worthless("not borne out")
        if sum(map(bool, weights)) < LEAST_KEPT * len(weights):
            raise Worthless("mostly not borne out")


def _to_its_end(text: str) -> str:
    """Without a last sentence that breaks off, if there is another one."""
    said = said_in(text)
    if len(said) < 2 or said[-1].rstrip().endswith(_ENDS) or said[-1].startswith("•"):  # noqa: PLR2004
        return text
    return text[: text.rindex(said[-1])].rstrip()


def _sources(passages: Sequence[Shown]) -> list[Source]:
    return [Source.of(one.id, one.text) for one in passages]


def _specifics_of(passages: Sequence[Shown]) -> Specifics:
    return all_of(
        part for one in passages for part in (one.title, one.heading, one.text, one.url or "")
    )


def _in_language(text: str, language: str) -> None:
    """Raises `Worthless` when the text is surely in another language."""
    spoken = language_of(text)
    code = language.split("-", maxsplit=1)[0].lower()
    if spoken.code and spoken.p >= _SURE_OF_LANGUAGE and spoken.code != code:
        raise Worthless(f"in {spoken.code} instead of {code}")


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", folded(text))
    return frozenset(
        tuple(words[n : n + _SHINGLE]) for n in range(max(0, len(words) - _SHINGLE + 1))
    )


def _shortened(text: str, longest: int) -> str:
    """Whole sentences, as many as there is room for."""
    if len(text) <= longest:
        return text
    kept = ""
    for line in text.split("\n"):
        for n, sentence in enumerate(said_in(line)):
            more = f"{kept}{' ' if n else chr(10) if kept else ''}{sentence}"
            if len(more) > longest:
                return kept or f"{text[: longest - 1]}…"
            kept = more
    return kept
