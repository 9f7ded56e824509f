"""Policies in words: a rule as a sentence, its conditions alone, the line, and what differs between
two policies."""

from __future__ import annotations

from segue.policies.comparing import difference
from segue.policies.linewords import LineSaid, line_sentences
from segue.policies.sentences import condition, sentence

__all__ = ["LineSaid", "condition", "difference", "line_sentences", "sentence"]
