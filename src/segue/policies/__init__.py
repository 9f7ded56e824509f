"""Policy files: read, checked, put into words, proved to have no dead end, compared.

parsing.py      text to plain data: YAML or JSON, within limits
problems.py     what is wrong, where, and what to do about it
conditions.py   conditions of a rule, from the file form and back
ruleform.py     a whole rule, from the file form and back
reading.py      a whole policy, from the file form and back
checking.py     what is wrong with a policy as a whole
reaching.py     where asking for a person ends, in every cell of channel, hours and staffing
wording.py      a rule as a sentence, a difference in words
schema.py       the JSON schema of the file form
"""

from __future__ import annotations

from segue.policies.problems import BadPolicy, Problem
from segue.policies.reading import read_form, read_policy, write_policy, write_yaml

__all__ = ["BadPolicy", "Problem", "read_form", "read_policy", "write_policy", "write_yaml"]
