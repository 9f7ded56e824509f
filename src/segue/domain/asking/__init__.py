"""Does a customer ask for a person? Known from their words alone, in 28 languages, in microseconds.

This works when every model is down, which is why it is the one judgement of text that the domain
makes by itself. `asks_for_person` answers *request* ("get me a human"), *declined* ("no need to
transfer me") or nothing, and always with the words that say so.

The rooms, in the order a message passes through them:

- `fold`: one spelling of a word for the many ways to type it
- `clauses`: from a message to clauses of folded words, quotations set apart
- `lexicon`: the words of every language (`lexicon.yaml`), indexed; `typos` beside it
- `teams`: the installation's own team names
- `match`: the rules of a clause in its languages, `weigh`: the same over bare places

**Bounded**: only the first 600 and the last 400 characters are read, a word is remembered only up
to a number of words, and nothing here backtracks over the whole message.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from segue.domain.asking.clauses import WORD, clauses
from segue.domain.asking.fold import fold
from segue.domain.asking.lexicon import Lexicon, lexicon
from segue.domain.asking.match import judge
from segue.domain.asking.teams import Teams, teams_named
from segue.domain.value import Plain

__all__ = ["READ_FIRST", "READ_LAST", "Asked", "asks_for_person", "only_looks_alike"]

# People say what they want at the beginning or at the end; a pasted log stands between.
READ_FIRST: Final = 600
READ_LAST: Final = 400

_SIGN: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_LETTERS_ALONE: Final = 4  # as many single letters may be a word that was spaced out


class Asked(Plain, frozen=True):
    """What was said about a person: asked for, or declined.

    `words` are the customer's own, as written; `language` is the code of the lexicon's language
    that knew them; `team` is the name of the team that was asked for, as the installation writes
    it.
    """

    kind: Literal["request", "declined"]
    words: str
    language: str
    team: str | None = None


def asks_for_person(text: str, teams: tuple[str, ...] = ()) -> Asked | None:
    """Say whether `text` asks for a person or declines one; None when it does neither.

    `teams` are the names of the installation's teams and departments, which count as persons to
    speak to ("put me through to reception"). The first request in the text counts, else the last
    refusal.
    """
    if len(text) > READ_FIRST + READ_LAST:
        text = f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}"
    return _asks(text, teams)[0]


def only_looks_alike(text: str, teams: tuple[str, ...] = ()) -> bool:
    """Say whether `text` names a person and is known to ask for none ("are you a person?").

    A model that suspects a request must not overrule this.
    """
    if len(text) > READ_FIRST + READ_LAST:
        text = f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}"
    return _asks(text, teams) == (None, True)


@lru_cache(maxsize=2_048)
def _asks(text: str, names: tuple[str, ...]) -> tuple[Asked | None, bool]:
    """Return what is said about a person, and whether a clause only looks like it."""
    words = lexicon()
    teams = teams_named(names)
    if not _worth_reading(text, words, teams):
        return None, False
    if (language := _is_keyword(text, words)) is not None:
        return Asked("request", text.strip(), words.codes[language]), False
    declined: Asked | None = None
    looks_alike = False
    for clause in clauses(text, words.respellings, words.joiners, words.tails, words.part):
        if (
            len(clause.words) > 1
            and (language := words.keywords.get(tuple(clause.words))) is not None
        ):
            said = text[clause.starts[0] : clause.ends[-1]]
            return Asked("request", said, words.codes[language]), False
        verdict = judge(clause, words, teams)
        if verdict is None:
            continue
        if verdict.kind == "blocked":
            looks_alike = True
        else:
            asked = Asked(
                verdict.kind,
                text[verdict.start : verdict.end],
                words.codes[verdict.language],
                verdict.team,
            )
            if asked.kind == "request":
                return asked, False
            declined = asked
    return declined, looks_alike


def _worth_reading(text: str, words: Lexicon, teams: Teams) -> bool:
    """Say whether any word could have part in asking: this is all that most messages cost."""
    alone = 0
    may_ask = words.may_ask
    may_begin = teams.may_begin_with if teams else None
    for word in WORD.findall(text):
        if may_ask(word) or (may_begin is not None and may_begin(word)):
            return True
        alone += len(word) == 1
    return alone >= _LETTERS_ALONE or bool(not text.isascii() and _SIGN.search(text))


def _is_keyword(text: str, words: Lexicon) -> int | None:
    """Return the language whose keyword is all that was written ("PERSON", "شخص")."""
    if len(text) > 40:  # noqa: PLR2004
        return None
    return words.keywords.get(tuple(fold(word) for word in WORD.findall(text)))
