"""Does a customer ask for a person: recall on requests, false alarms on ordinary messages.

    python benchmarks/judgement_person.py --data FOLDER [--words] [--show]

Prints JSON: shares with 95 % Wilson intervals, next to the baselines that were measured on the same
kind of sets. Every set is read twice: by the words alone (`segue.domain.asking`), and as
`segue signals` answers (words, or a model that suspects a request where the words are silent).
`--words` leaves out the second, which takes a few minutes; `--show` prints the lines that went
wrong.

What was looked at. The words were tuned on `train`, `check`, `fresh`, `second`, `third`, `fourth`,
`fifth`, `sixth` and `ordinary` of `tests/asking/data` (regression sets, no measure) and their false
alarms were read on every public set named here; the model was trained on parts of them
(`HEADS.md`).
`second_look`, `third_look` and `fourth_look` were each written before the words of their time and
measured once before a line was looked at (`FIRST_LOOK`); they are regression sets since. The
baselines' test sets are not in the folder.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from figures import Figure, Sets, progress, sets, share, tell

from segue.brains.signals import read
from segue.domain.asking import asks_for_person

OWN = Path(__file__).resolve().parent.parent / "tests/asking/data"
OWN_SETS = (
    "check", "fresh", "second", "third", "fourth", "fifth", "sixth", "ordinary",
    "second_look", "third_look", "fourth_look",
)  # fmt: skip
ORDINARY = {
    "clinc150/dev": None,
    "banking77/dev": None,
    "multidogo/dev": None,
    "goemotions/dev": None,
    "dstc11_intents/insurance": None,
    "langid/sentences": "news sentences in 14 languages",
}
LABELLED = ("nlupp/banking", "bitext/dev")
# How to reach the service is undecidable: neither a request nor an ordinary message.
UNDECIDABLE = "contact_customer_service"
# Lines labelled as requests that name nobody and refuse nothing, or that refuse a person.
IMPLICIT = frozenset(
    {
        "this conversation is not working at all",
        "this is really frustrating",
        "you are getting all wrong, this bot is stupid",
        "No, you don't need to transfer me to a real person",
        "No, you don't transfer me to operator",
    }
)
SUSPECTED = 0.5  # from here on a score of the signals counts as a request
GOAL = {"recall": 0.98, "false_alarms_per_1000": 2.0}
BASELINES = {
    "one regular expression": {
        "nlupp banking": "P .964 R .831",
        "nlupp hotels": "P .833 R .556",
        "bitext test": "P .46 R .61",
        "false alarms per 1000 of CLINC test": 3.3,
    },
    "MiniLM and logistic regression, banking + bitext + CLINC": {
        "nlupp hotels": "P .875 R .778",
        "false alarms per 1000 of CLINC test": 5.8,
    },
    "words and model before departments were persons": {
        "nlupp hotels": "R .333",
        "bitext test": "R .94",
        "false alarms per 1000, ordinary test sets": 0.84,
    },
}
# What was found before one line of a set had been looked at: (found, of). The three sets were
# written one after the other by the author of the words, each before the words of its time;
# `before` is how the words did that knew no departments.
FIRST_LOOK = {
    "second_look": {
        "requests, words": (197, 211),
        "requests, words, before": (113, 211),
        "departments and roles, words": (50, 53),
        "in 15 languages other than English, words": (111, 115),
        "false on look-alikes, words": (1, 89),
    },
    "third_look": {
        "requests, words": (85, 97),
        "requests, words, before": (64, 97),
        "requests, signals": (88, 97),
        "in English, words": (30, 40),
        "in 14 languages other than English, words": (55, 57),
        "false on look-alikes, words": (2, 51),
    },
    "fourth_look": {
        "requests, words": (41, 46),
        "requests, signals": (43, 46),
        "false on look-alikes, words": (2, 20),
        "false on look-alikes, signals": (2, 20),
    },
}

Row: TypeAlias = dict[str, Any]
Asks: TypeAlias = Callable[[str], bool]


def main() -> None:
    found, chosen = sets(__doc__, "--words", "--show")
    readers: dict[str, Asks] = {"words": _by_words}
    if not chosen.words:
        readers["signals"] = _by_signals
    tell(
        {
            "goal": GOAL,
            "baselines": BASELINES,
            "first_look": {
                name: {what: share(*one) for what, one in figures.items()}
                for name, figures in FIRST_LOOK.items()
            },
            **{
                name: _measured(found, name, asks, show=chosen.show)
                for name, asks in readers.items()
            },
        }
    )


def _by_words(text: str) -> bool:
    asked = asks_for_person(text)
    return asked is not None and asked.kind == "request"


def _by_signals(text: str) -> bool:
    return (read([("customer", text)]).signals().wants_person or 0.0) >= SUSPECTED


def _measured(found: Sets, reader: str, asks: Asks, *, show: bool) -> dict[str, Any]:
    figures: dict[str, Any] = {"labelled": {}, "ordinary": {}, "own": {}}
    for name in LABELLED:
        progress(f"{reader}: {name}")
        figures["labelled"][name] = _labelled(_public(found, name), asks, show=show)
    for name, what in ORDINARY.items():
        progress(f"{reader}: {name}")
        # The model knows English only; the news is for the words of the other languages.
        if what and reader != "words":
            continue
        alarms = _alarms(_public(found, name), asks, show=show)
        figures["ordinary"][name] = {"what": what, **alarms} if what else alarms
    for name in OWN_SETS:
        rows = Sets(OWN, None).rows(f"person_requests.{name}")
        figures["own"][name] = _own(rows, asks, show=show)
    return figures


def _public(found: Sets, name: str) -> Iterator[Row]:
    return (row for row in found.rows(name) if row.get("intent") != UNDECIDABLE)


def _labelled(rows: Iterable[Row], asks: Asks, *, show: bool) -> dict[str, Any]:
    """Return recall and precision, and the recall of requests that say whom they want."""
    said = [(row, asks(row["text"])) for row in rows]
    hits = [(row, yes) for row, yes in said if row["wants_human"]]
    plain = [yes for row, yes in hits if row["text"] not in IMPLICIT]
    false = sum(yes for row, yes in said if not row["wants_human"])
    true = sum(yes for _, yes in hits)
    _show_wrong(said, show=show)
    return {
        "recall": share(true, len(hits)),
        "recall_of_explicit_ones": share(sum(plain), len(plain)),
        "precision": share(true, true + false),
        "false_alarms_per_1000": _per_1000(false, len(said) - len(hits)),
    }


def _alarms(rows: Iterable[Row], asks: Asks, *, show: bool) -> dict[str, Any]:
    said = [({"wants_human": 0, **row}, asks(row["text"])) for row in rows]
    _show_wrong(said, show=show)
    alarms: dict[str, Any] = _per_1000(sum(yes for _, yes in said), len(said))
    return alarms


def _own(rows: Iterable[Row], asks: Asks, *, show: bool) -> dict[str, Any]:
    said = [(row, asks(row["text"])) for row in rows]
    by_language: dict[str, list[bool]] = defaultdict(list)
    for row, yes in said:
        if row["wants_human"]:
            by_language[row["lang"]].append(yes)
    hits: list[bool] = [yes for some in by_language.values() for yes in some]
    false = [yes for row, yes in said if not row["wants_human"]]
    _show_wrong(said, show=show)
    return {
        "recall": share(sum(hits), len(hits)) if hits else None,
        "false_on_look_alikes": share(sum(false), len(false)) if false else None,
        "found_by_language": {
            language: f"{sum(some)}/{len(some)}" for language, some in sorted(by_language.items())
        },
    }


def _per_1000(hits: int, n: int) -> Figure:
    one = share(hits, n)
    value, low, high = (float(one[name] or 0) for name in ("value", "low", "high"))
    return {
        "value": round(1000 * value, 2),
        "low": round(1000 * low, 2),
        "high": round(1000 * high, 2),
        "n": n,
    }


def _show_wrong(said: Iterable[tuple[Row, bool]], *, show: bool) -> None:
    for row, yes in said if show else ():
        if yes != bool(row["wants_human"]):
            sys.stderr.write(f"{'false' if yes else 'missed'}: {row['text']}\n")


if __name__ == "__main__":
    main()
