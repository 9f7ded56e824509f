"""Why then, and why not earlier: the decisions of one conversation, made again from its journal.

readings.py      the moments at which rules were read, judged again by the same functions
explaining.py    one moment explained: every rule, every number beside its line
outcomes.py      what came of a turn, read off the events
recounting.py    the thread with all of that at each line
why.py           the two sentences, and the facts beside them
wording.py       every sentence, in one place
shapes.py        what is told
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from segue.app.decisions import why as reasons
from segue.app.decisions.readings import PolicyAt, Reading, Step, Taken, steps
from segue.app.decisions.recounting import Recount
from segue.app.decisions.shapes import Decisions, Turn, Why
from segue.domain.ids import ConversationId

__all__ = ["Decisions", "PolicyAt", "Reading", "Step", "Taken", "Turn", "Why", "decisions", "steps"]

UTC = ZoneInfo("UTC")


def decisions(
    conversation: ConversationId,
    journal: Sequence[Taken],
    policy_at: PolicyAt,
    *,
    brand: str = "",
    zone: ZoneInfo = UTC,
    truncated: bool = False,
) -> Decisions:
    """What was decided, and why, from the turns of one conversation in order.

    `policy_at` gives the policy of a version, or raises `LookupError`: turns under a policy that is
    not known any more are shown without rules. `zone` is the reader's, for the times in sentences.
    """
    recount = Recount(policy_at, brand)
    recount.walk(steps(conversation, journal, policy_at))
    told = reasons.Telling(recount, zone)
    one = recount.steps[-1].after if recount.steps else None
    promised, took = reasons.wait(recount.steps)
    given = reasons.verdict(recount.steps)
    versions = [taken.rested.policy for taken in journal if taken.rested is not None]
    return Decisions(
        conversation=conversation,
        case=one.case if one else "",
        customer=one.contact.name if one else None,
        rules_version=versions[-1] if versions else 0,
        why=reasons.why(told),
        turns=tuple(entry.told() for entry in recount.entries),
        promised_s=promised,
        took_s=took,
        verdict=given.verdict if given else None,
        opened_at=one.opened_at if one else None,
        last_at=one.last.at if one else None,
        truncated=truncated,
    )
