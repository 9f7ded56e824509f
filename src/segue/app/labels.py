"""Labelled turns as tests of a policy: a person should have come by here, or should not have.

`person`: by the end of this turn somebody has been called or offered. `no_person`: nothing of the
kind happens at it. Judged on the conversation as it really went, up to where the policy leads
elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from segue.app.decisions.readings import Taken, taken
from segue.app.ports import Example, Store
from segue.app.replaying.walking import Happened, happened, walk
from segue.domain import events as e
from segue.domain.ids import Seq
from segue.domain.policy import Policy

PERSON, NO_PERSON = "person", "no_person"
LABELS = (PERSON, NO_PERSON)
COUNTS = ("handed_off", "deferred", "offered")


async def failing(store: Store, policy: Policy, examples: Sequence[Example]) -> list[Example]:
    """Those that would come out wrong under this policy. One whose conversation is gone passes."""
    wrong = []
    for one in examples:
        journal = taken(await store.recorded([one.conversation]))
        if journal and not passes(journal, policy, one):
            wrong.append(one)
    return wrong


def passes(journal: Sequence[Taken], policy: Policy, example: Example) -> bool:
    """Does this turn come out as it was labelled?"""
    split = walk(example.conversation, journal, policy)
    came: dict[Seq, list[Happened]] = {}
    heard = Seq(0)
    for turn in journal:
        if split is not None and turn.at >= split.at:
            came.setdefault(split.seq, []).extend(split.would)
            break
        for row in turn.rows:
            if isinstance(row.event, e.MessagePosted) and row.event.author == e.Author.CUSTOMER:
                heard = row.seq
        came.setdefault(heard, []).extend(happened(row.event for row in turn.rows))
    called = [seq for seq, things in came.items() if any(one.what in COUNTS for one in things)]
    if example.label == PERSON:
        return any(seq <= example.seq for seq in called)
    return example.seq not in called
