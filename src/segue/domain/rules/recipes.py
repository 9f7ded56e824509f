"""The rules that every installation starts with. Each may be changed or switched off, but for
asking: that always leads to a person.

The sentences a customer reads before the honest line about place and wait are in
`words/states.yaml` where they are needed in every language; a rule's own `say` is for what is
special about it.
"""

from __future__ import annotations

from datetime import timedelta

from segue.domain.rules.model import (
    AllOf,
    AnyOf,
    Count,
    Do,
    Fallback,
    Lane,
    NoneOf,
    Rule,
    Test,
)
from segue.domain.stages import Priority, Reason

SAFETY_WORDS = ("self_harm", "danger", "medical", "fraud_or_theft", "legal_or_complaint")

SAFETY = Rule(
    "safety-words",
    Lane.SAFETY,
    Do.HAND_OFF,
    name="Safety words",
    when=AllOf((Test("urgency", "include_any", SAFETY_WORDS),)),
    priority=Priority.URGENT,
    tags=("safety",),
)
URGENT_WORDS = Rule(
    "urgent-words",
    Lane.SAFETY,
    Do.MARK,
    name="Locked out, something is down, or time runs out",
    when=AllOf((Test("urgency", "include_any", ("outage", "account_locked", "time_critical")),)),
    priority=Priority.HIGH,
    tags=("urgent",),
)
ASKED = Rule(
    "asked",
    Lane.ASKED,
    Do.HAND_OFF,
    name="Asked for a person",
    when=AllOf((Test("asked", "is", True),)),  # noqa: FBT003 - a value of a condition
)
SOUNDS_LIKE_ASKING = Rule(
    "sounds-like-asking",
    Lane.ASKED,
    Do.OFFER,
    name="Sounds like asking for a person",
    when=AllOf((Test("wants_person", "at_least", 0.5),)),
)
VIP = Rule(
    "vip",
    Lane.BUSINESS,
    Do.MARK,
    name="Important customers first",
    when=AllOf((Test("tier", "is", "vip"),)),
    priority=Priority.HIGH,
    tags=("vip",),
)
VIP_MISSED = Rule(
    "vip-missed",
    Lane.BUSINESS,
    Do.HAND_OFF,
    name="Important customer, one miss",
    when=AllOf((Test("tier", "is", "vip"), Test("misses", "at_least", 1.0))),
    reason=Reason.VIP,
    priority=Priority.HIGH,
)
MONEY = Rule(
    "money",
    Lane.BUSINESS,
    Do.OFFER,
    name="Money, and the assistant does not know",
    when=AllOf((Test("about_money", "at_least", 0.7), Test("misses", "at_least", 1.0))),
    reason=Reason.SENSITIVE,
)
TWO_MISSES = Rule(
    "two-misses",
    Lane.BOT_FAILURE,
    Do.HAND_OFF,
    name="Two misses",
    when=AllOf((Test("misses", "at_least", 2.0),)),
)
CIRCLES = Rule(
    "circles",
    Lane.BOT_FAILURE,
    Do.HAND_OFF,
    name="Going in circles",
    when=AllOf((Test("circles", "at_least", 0.6),)),
)
LOW_CONFIDENCE = Rule(
    "low-confidence",
    Lane.BOT_FAILURE,
    Do.APPROVE,
    name="Unsure twice: a person checks the answer",
    when=AllOf((Count((Test("confidence", "below", 0.5),), times=2, turns=2),)),
    within=timedelta(seconds=60),
    fallback=Fallback.HAND_OFF,
)
FRUSTRATION = Rule(
    "frustration",
    Lane.MOOD,
    Do.OFFER,
    name="Losing patience",
    when=AnyOf(
        (
            Test("anger", "at_least", 0.8),
            AllOf(
                (
                    Test("frustration", "at_least", 0.6),
                    AnyOf(
                        (
                            Test("misses", "at_least", 1.0),
                            Test("repeats", "at_least", 0.5),
                            Test("mood_trend", "at_most", -0.3),
                        )
                    ),
                )
            ),
        )
    ),
)
LONG = Rule(
    "long",
    Lane.LENGTH,
    Do.OFFER,
    name="Long conversation",
    when=AllOf((Test("turns", "at_least", 8.0),)),
)
AFTER_HOURS = Rule(
    "after-hours",
    Lane.LENGTH,
    Do.OFFER,
    name="After hours: nobody is there, and the assistant does not know",
    when=AllOf((Test("open", "is", False), Test("misses", "at_least", 1.0))),  # noqa: FBT003
    reason=Reason.UNKNOWN,
)
STAND_BY = Rule(
    "stand-by",
    Lane.BOT_FAILURE,
    Do.STAND_BY,
    name="Will soon need a person",
    when=AllOf(
        (
            Test("needs_person", "at_least", 0.3),
            NoneOf((Test("asked", "is", True),)),  # noqa: FBT003
        )
    ),
)

RECIPES: tuple[Rule, ...] = (
    SAFETY,
    URGENT_WORDS,
    ASKED,
    SOUNDS_LIKE_ASKING,
    VIP,
    VIP_MISSED,
    MONEY,
    TWO_MISSES,
    CIRCLES,
    LOW_CONFIDENCE,
    STAND_BY,
    FRUSTRATION,
    LONG,
    AFTER_HOURS,
)
