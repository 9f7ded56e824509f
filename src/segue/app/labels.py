"""Labelled turns as tests of a policy: a person should have come by here, or should not have.

`person`: by the end of this turn somebody has been called or offered. `no_person`: nothing of the
kind happens at it. Judged on the conversation as it really went, up to where a person would have
come, or would not have come, other than they did.
"""

from __future__ import annotations

from collections.abc import Sequence

from segue.app.decisions.readings import Taken
from segue.app.ports import Example, Store
from segue.app.replaying.report import journals
from segue.app.replaying.walking import OWNS, alike, walked
from segue.domain.ids import Seq
from segue.domain.policy import Policy

PERSON, NO_PERSON = "person", "no_person"
LABELS = (PERSON, NO_PERSON)
EDITED = "edited"
"""An answer of the assistant's that somebody put right (`text` is what it said, `note` what went
out): an example for whoever improves the assistant, and no test of a policy."""

COUNTS = (*OWNS, "offered")
AT_ONCE = 100


async def failing(store: Store, policy: Policy, examples: Sequence[Example]) -> list[Example]:
    """Those that would come out wrong under this policy. One whose conversation is gone passes."""
    tests = [one for one in examples if one.label in LABELS]
    names = list(dict.fromkeys(one.conversation for one in tests))
    wrong: list[Example] = []
    for start in range(0, len(names), AT_ONCE):
        for name, journal in await journals(store, names[start : start + AT_ONCE]):
            here = (one for one in tests if one.conversation == name)
            wrong += [one for one in here if journal and not passes(journal, policy, one)]
    return sorted(wrong, key=lambda one: one.id)


def passes(journal: Sequence[Taken], policy: Policy, example: Example) -> bool:
    """Does this turn come out as it was labelled?

    An offer more or less does not end the walk: the customer could have gone on as they did.
    """
    called: list[Seq] = []
    for one in walked(example.conversation, journal, policy):
        if any(happened.what in COUNTS for happened in one.would):
            called.append(one.about)
        owned = any(happened.what in OWNS for happened in (*one.was, *one.would))
        if owned and not alike(one.was, one.would):
            break
    if example.label == PERSON:
        return any(seq <= example.seq for seq in called)
    return example.seq not in called
