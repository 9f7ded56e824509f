"""Policies in words: a rule as a sentence, its conditions alone, and what differs between two."""

from __future__ import annotations

from segue.policies.comparing import difference
from segue.policies.sentences import condition, sentence

__all__ = ["condition", "difference", "sentence"]
