"""Policy files: read, checked, put into words, proved to have no dead end, compared.

parsing.py      text to plain data: YAML or JSON, within limits
problems.py     what is wrong, where, and what to do about it
conditions.py   conditions of a rule, from the file form and back
ruleform.py     a whole rule, from the file form and back
reading.py      a whole policy, from the file form and back
durations.py    lengths of time as people write them
lineform.py     `line:`, from the file form
linewriting.py  and back
linechecks.py   what makes no sense in it
linewords.py    what it means, in sentences
doubting.py     conditions that can never hold, or always do
teams.py        what has to be known of the installation's teams
checking.py     everything that is wrong with a file, or with a policy as a whole
reaching.py     where asking for a person ends, in every cell of channel, hours and staffing
phrases.py      the templates of all sentences, to be translated
sentences.py    a rule as a sentence
comparing.py    what differs between two policies, in words
wording.py      both
schema.py       the JSON schema of the file form
lineschema.py   that of `line:`
showcase.py     what each recipe is for, with chats that make it fire and chats that do not
"""

from __future__ import annotations

from segue.policies.checking import Checked, check, check_file, check_form
from segue.policies.problems import BadPolicy, Problem
from segue.policies.reaching import Cell, dead_ends, reach
from segue.policies.reading import (
    note_of,
    read_form,
    read_policy,
    write_policy,
    write_yaml,
)
from segue.policies.teams import TeamKnown

__all__ = [
    "BadPolicy",
    "Cell",
    "Checked",
    "Problem",
    "TeamKnown",
    "check",
    "check_file",
    "check_form",
    "dead_ends",
    "note_of",
    "reach",
    "read_form",
    "read_policy",
    "write_policy",
    "write_yaml",
]
