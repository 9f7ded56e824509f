"""Customers who are made up: what they write, what is read from it, what the assistant knows.

One kind of customer for every kind of decision that a policy makes. Scores are drawn from ranges,
so that thresholds have something to cut through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from segue.domain.inputs import Contact
from segue.domain.signals import Signals

QUESTIONS = (
    "where is my order {n}",
    "how long does delivery to the islands take, order {n}",
    "can I change the address of order {n}",
    "the lamp of order {n} came broken, what now",
    "which bulbs fit the lamp that I bought, number {n}",
    "do you have it in green as well, article {n}",
    "the tracking of {n} has not moved since Monday",
)
AGAIN = ("it is still not here, {n}", "as I said, {n} has not come", "but where is {n} then")
CROSS = ("that does not help me at all with {n}", "this is useless, I said {n}", "honestly? {n}?!")
MONEY = ("I was charged twice for {n}", "I want my money for {n} back", "the refund of {n} is late")
URGENT = ("somebody stole my card and bought {n}", "my account is locked since order {n}")
ASKS = ("I want to talk to a human", "get me a person please", "can I speak to somebody")
HINTS = ("is anyone real there, about {n}", "this needs somebody who can decide, {n}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What the customer says next, what is read from it and how the assistant answers.

    `reply` is answer, miss, fail or small_talk.
    """

    text: str
    signals: Signals
    reply: str = "answer"
    confidence: float = 0.9
    item: str = "delivery"


@dataclass(slots=True)
class Person:
    """One customer and their plan. `patience_s` is how long they wait in a line."""

    kind: str
    turns: list[Turn]
    contact: Contact
    channel: str
    patience_s: float
    takes: bool  # an offered person
    done: int = 0  # turns said
    seen: dict[int, Turn] = field(default_factory=dict)  # by the number of the message

    def next(self) -> Turn | None:
        """The next thing to say; None when all is said."""
        self.done += 1
        return self.turns[self.done - 1] if self.done <= len(self.turns) else None


KINDS = {
    "fine": 44,
    "missed": 11,
    "cross": 9,
    "asks": 9,
    "unsure": 8,
    "long": 5,
    "money": 4,
    "hints": 4,
    "vip": 3,
    "urgent": 2,
    "fails": 1,
}
"""Kinds of customers, and how many of a hundred there are."""


def person(n: int, dice: Random) -> Person:
    """Customer number `n`."""
    kind = dice.choices(list(KINDS), weights=list(KINDS.values()))[0]
    tier = "vip" if kind == "vip" else dice.choice(("", "", "", "plus"))
    mail = f"w{n}@example.com" if dice.random() < 0.4 else None  # noqa: PLR2004 - some have one
    return Person(
        kind=kind,
        turns=turns_of(kind, n, dice),
        contact=Contact(f"Wren {n}", mail, tier=tier),
        channel=dice.choice(("web", "web", "web", "whatsapp")),
        patience_s=dice.uniform(120, 1500),
        takes=dice.random() < 0.5,  # noqa: PLR2004 - half of them
    )


def turns_of(kind: str, n: int, dice: Random) -> list[Turn]:
    """The plan of a customer of this kind."""

    def say(some: tuple[str, ...]) -> str:
        return dice.choice(some).format(n=1000 + n)

    calm = [Turn(say(QUESTIONS), read(dice), confidence=dice.uniform(0.6, 0.98))
            for _ in range(dice.randint(1, 4))]  # fmt: skip
    match kind:
        case "missed":
            return [*calm[:1], *(_missed(say(AGAIN), dice) for _ in range(dice.randint(1, 3)))]
        case "cross":
            upset = read(dice, frustration=dice.uniform(0.35, 0.95), repeats=dice.uniform(0.1, 0.9))
            return [*calm[:2], Turn(say(CROSS), upset, item="returns"), *calm[:1]]
        case "asks":
            return [*calm[: dice.randint(0, 2)], Turn(dice.choice(ASKS), read(dice))]
        case "unsure":
            return [Turn(say(QUESTIONS), read(dice), confidence=dice.uniform(0.2, 0.6))
                    for _ in range(dice.randint(2, 4))]  # fmt: skip
        case "long":
            return [Turn(say(QUESTIONS), read(dice), item=f"page{k}") for k in range(9)]
        case "money":
            owed = read(dice, about_money=dice.uniform(0.5, 0.99))
            return [Turn(say(MONEY), owed, "miss", 0.3), *calm[:1]]
        case "hints":
            hint = read(dice, wants_person=dice.uniform(0.2, 0.8), wants_person_by="model")
            return [*calm[:1], Turn(say(HINTS), hint), *calm[:1]]
        case "vip":
            return [*calm[:1], _missed(say(AGAIN), dice), *calm[:1]]
        case "urgent":
            return [Turn(say(URGENT), read(dice, urgency=("fraud_or_theft",)), "miss", 0.2)]
        case "fails":
            return [*calm[:1], Turn(say(QUESTIONS), read(dice), "fail")]
        case _:
            return [*calm, Turn("thanks!", read(dice), "small_talk", 1.0)]


def _missed(text: str, dice: Random) -> Turn:
    again = read(dice, repeats=dice.uniform(0.1, 0.8), frustration=dice.uniform(0.05, 0.7))
    return Turn(text, again, "miss", dice.uniform(0.05, 0.45), item="")


def read(dice: Random, **more: object) -> Signals:
    """Signals of an ordinary turn, with some that are not."""
    usual: dict[str, object] = {
        "wants_person": dice.uniform(0.0, 0.1),
        "wants_person_by": "none",
        "frustration": dice.uniform(0.02, 0.4),
        "anger": dice.uniform(0.0, 0.2),
        "mood_trend": dice.uniform(-0.2, 0.2),
        "about_money": dice.uniform(0.0, 0.3),
        "repeats": dice.uniform(0.0, 0.3),
        "circles": dice.uniform(0.0, 0.3),
        "topics": (("delivery", round(dice.uniform(0.3, 0.9), 3)),),
        "language": "en",
        "language_sure": 0.99,
        "words": dice.randint(2, 20),
    }
    usual |= more
    rounded = {name: round(value, 4) if isinstance(value, float) else value
               for name, value in usual.items()}  # fmt: skip
    return Signals(**rounded)  # type: ignore[arg-type]  # fields of Signals, as above
