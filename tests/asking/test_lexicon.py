"""The table of words: up to date, without slips of YAML, and quick to have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from segue.domain.asking.fold import fold
from segue.domain.asking.lexicon import Part, lexicon
from segue.domain.asking.typos import distance

ROOT = Path(__file__).resolve().parents[2]


def test_the_compiled_table_is_what_the_source_says() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "tools/gen_lexicon.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_every_language_can_ask_and_decline() -> None:
    for code, table in zip(lexicon().codes, lexicon().tables, strict=True):
        assert table.entries["strong"], code
        assert table.entries["talk"], code
        assert table.entries["anti"], code
        assert table.entries.get("neg") or table.entries.get("neg_after"), code
    assert len(lexicon().codes) == 28
    assert "no" in lexicon().codes  # YAML 1.1 would read it as false


def test_every_look_alike_is_a_regular_expression() -> None:
    for number in range(len(lexicon().codes)):
        lexicon().blocks(number)
        lexicon().suffixes(number)


def test_entries_are_written_as_messages_are_folded() -> None:
    for table in lexicon().tables:
        for part, texts in table.entries.items():
            assert part.upper() in Part.__members__
            assert [" ".join(fold(word) for word in text.split()) for text in texts] == list(texts)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("MÉNSCH", "mensch"),
        ("me\u0301nsch", "mensch"),
        ("pleeeease", "please"),
        ("Straße", "strasse"),
        ("مُوَظَّف", "موظف"),
        ("إنسانة", "انسانه"),
        ("हिन्दी", "हिन्दी"),
        ("ガ", "ガ"),
        ("don’t", "don't"),
        ("İnsan", "insan"),
    ],
)
def test_a_word_has_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_slips_are_counted_with_swaps_as_one() -> None:
    assert distance("agnet", "agent", 2) == 1
    assert distance("human", "humen", 2) == 1
    assert distance("human", "woman", 1) == 2


def test_a_word_people_mean_is_no_slip() -> None:
    meant_by = lexicon().vocabulary.meant_by
    assert "human" in meant_by("hunan").values()
    assert not meant_by("actually")
    assert not meant_by("human")
