"""How an answer is told, read from its form: sentences, rows, links, facts, refusals.

A sentence puts in inputs (`{order}`) and places of the answer (`{/status}`, `{/due|date}`); that
there are such inputs and formats is looked at here, once, and not when a customer waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from segue.actions import described as d
from segue.actions.problems import Findings
from segue.policies.problems import meant

PLACES = re.compile(r"\{([^{}]*)\}")
FORMATS = ("text", "date", "time", "datetime", "money", "number")


def returns(form: dict[str, Any], names: list[str], found: Findings) -> d.Returns:
    """How an answer is told; `names` are the action's inputs."""
    with found.at("result"):
        rows = form.get("rows", [])
        for n, row in enumerate(rows):
            if row is None:
                continue
            with found.at("rows"), found.at(n, f"{n + 1}."):
                _known_input(row["value"], names, found)
        each = form.get("each")
        ok = form.get("ok", {})
        return d.Returns(
            say=_cases(form.get("say", ()), names, found),
            rows=tuple(d.Row(**_with_words(row)) for row in rows if row),
            each=None if each is None else _each(each),
            url=form.get("url", ""),
            url_label=form.get("url_label", ()),
            facts=places(form.get("facts", {}), names, found, key="facts"),
            ok_at=ok.get("at", ""),
            ok_values=_values(ok.get("is", ())),
        )


def _each(form: dict[str, Any]) -> d.Each:
    made = _with_words(form)
    return d.Each(**made | {"most": int(made.get("most", 8))})


def _with_words(form: dict[str, Any]) -> dict[str, Any]:
    return {**form, "words": tuple(form.get("words", {}).items())}


def _cases(form: Any, names: list[str], found: Findings) -> tuple[d.Case, ...]:
    if not isinstance(form, list):
        with found.at("say"):
            return (d.Case(_placed(form, names, found, pointers=True)),) if form else ()
    made = []
    for n, one in enumerate(form):
        if one is None:
            continue
        with found.at("say"), found.at(n, f"{n + 1}."):
            if ("at" in one) != ("is" in one):
                found.add("“at” and “is” belong together: where to look, and what stands there.")
            words = _placed(one["say"], names, found, pointers=True)
            made.append(d.Case(words, one.get("at", ""), _values(one.get("is", ()))))
    return tuple(made)


def _values(form: Any) -> tuple[str, ...]:
    given = form if isinstance(form, list | tuple) else (form,)
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in given)


def sentence(form: dict[str, Any], key: str, names: list[str], found: Findings) -> d.Words:
    """The sentence at this key, which may put in inputs."""
    with found.at(key):
        return _placed(form.get(key, ()), names, found, pointers=False)


def refusals(form: dict[str, Any], names: list[str], found: Findings) -> tuple[d.Refusal, ...]:
    """What is told when the other system says no."""
    made = []
    for on, one in form.get("errors", {}).items():
        words, then = (one["say"], one["then"]) if isinstance(one, dict) else (one, "")
        with found.at("errors"), found.at(on):
            made.append(d.Refusal(on, _placed(words, names, found, pointers=False), then))
    return tuple(made)


def _placed(words: d.Words, names: Iterable[str], found: Findings, *, pointers: bool) -> d.Words:
    """The sentences, once what they put in was looked at."""
    known = list(names)
    for language, said in words:
        with found.at(language):
            for place in PLACES.findall(said):
                name, _, wanted = place.partition("|")
                if wanted and wanted.split(" ")[0] not in FORMATS:
                    found.add(f"There is no format “{wanted}”.{meant(wanted, FORMATS)}")
                if name.startswith("/") and pointers:
                    continue
                if name not in known:
                    found.add(f"It puts in {{{name}}}, and there is no such input."
                              f"{meant(name, known)}")  # fmt: skip
    return words


def places(
    form: dict[str, str], names: list[str], found: Findings, *, key: str = "undo"
) -> tuple[tuple[str, str], ...]:
    """(name, place): where in the answer, or which input."""
    for name, place in form.items():
        with found.at(key), found.at(name):
            _known_input(place, names, found)
    return tuple(form.items())


def _known_input(place: str, names: list[str], found: Findings) -> None:
    if place.startswith("{") and place[1:-1] not in names:
        found.add(f"{place} is no input.{meant(place[1:-1], names)}")
