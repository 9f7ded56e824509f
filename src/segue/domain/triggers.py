"""When what was read in a turn calls for a person, or for asking whether one is wanted.

Asking for a person in words or by button is not here: that is checked before anything is read
(`by_customer`), as promise 1 wants it. Misses and failures of the bot are in `by_bot`. Here are the
triggers that rest on signals: each is a small function of the conversation, the signals and the
policy, and says what to do with the evidence for it. The first that has something to say decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from segue.domain import stages as s
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.domain.state import Conversation
from segue.domain.value import Plain

OFFER, HAND_OFF = "offer", "hand_off"


class Fired(Plain, frozen=True):
    """What a trigger wants (`offer` asks the customer, `hand_off` calls a person), and why."""

    what: str
    reason: s.Reason
    evidence: tuple[s.Evidence, ...]


Trigger: TypeAlias = Callable[[Conversation, Signals, Policy], Fired | None]


def sounds_like_asking(was: Conversation, signals: Signals, policy: Policy) -> Fired | None:
    """A model, not a word, thinks that a person is wanted: then the customer is asked."""
    wanted = signals.wants_person
    if wanted is None or wanted < policy.offer_at:
        return None
    evidence = (
        s.Evidence("quote", was.last_words, was.heard),
        s.Evidence("score", label="wants_person", value=wanted, needs=policy.offer_at),
    )
    return Fired(OFFER, s.Reason.ASKED, evidence)


def losing_patience(was: Conversation, signals: Signals, policy: Policy) -> Fired | None:
    """Frustration in the text is past the installation's threshold (off at 1.0, the default)."""
    mood = signals.frustration
    if mood is None or policy.mood_at >= 1.0 or mood < policy.mood_at:
        return None
    evidence = (
        s.Evidence("quote", was.last_words, was.heard),
        s.Evidence("score", label="frustration", value=mood, needs=policy.mood_at),
    )
    return Fired(OFFER, s.Reason.MOOD, evidence)


TRIGGERS: tuple[Trigger, ...] = (sounds_like_asking, losing_patience)
"""In the order in which they are asked."""


def fired(was: Conversation, signals: Signals, policy: Policy) -> Fired | None:
    """The first trigger that fires while the bot has the conversation; None when none does.

    An offer that the customer declined is not made again for some turns (`policy.quiet_turns`),
    unless it is for another reason.
    """
    stage = was.stage
    if not isinstance(stage, s.WithBot) or stage.offer is not None:
        return None
    for trigger in TRIGGERS:
        found = trigger(was, signals, policy)
        if found is None:
            continue
        declined = found.reason == stage.declined and was.turns <= stage.quiet_until_turn
        if found.what == OFFER and declined:
            continue
        return found
    return None
