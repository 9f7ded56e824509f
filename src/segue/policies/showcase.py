"""What each shipped recipe is for, with chats in which it does something and chats in which not.

The reference prints them; the tests play them. Signals stand beside the words as a reader would
have read them, so that a chat shows what the rule looks at.
"""

from __future__ import annotations

from segue.domain.signals import Signals
from segue.domain.value import Plain

ANSWERED, MISSED = "answered", "missed"


class Said(Plain, frozen=True):
    """One turn of a customer, what was read of it, and how the assistant did."""

    text: str
    signals: Signals = Signals()
    result: str = ANSWERED  # answered | missed | "" (somebody else was faster)
    confidence: float = 0.9


class Chat(Plain, frozen=True):
    """A short conversation. `tier` is what the company's system says of the customer."""

    turns: tuple[Said, ...]
    tier: str = ""
    open: bool = True


class Card(Plain, frozen=True):
    """One recipe: what it is for, chats at whose end it acts, and near ones where it does not."""

    recipe: str
    about: str
    acts: tuple[Chat, ...]
    stays: tuple[Chat, ...]


def _chat(*turns: Said, tier: str = "", closed: bool = False) -> Chat:
    return Chat(turns, tier, open=not closed)


PARCEL = Said("Where is my parcel?")
NOT_KNOWN = Said("Can you ship to Tromsø by sledge?", result=MISSED, confidence=0.1)

CARDS: tuple[Card, ...] = (
    Card(
        "safety-words",
        "Some words cannot wait for an assistant: danger, medical trouble, fraud, legal steps."
        " A person is called at once, ahead of everybody else.",
        (
            _chat(Said("Somebody stole my card and is paying with it right now",
                       Signals(urgency=("fraud_or_theft",), about_money=0.9))),
            _chat(PARCEL, Said("The charger is on fire, what do I do?",
                               Signals(urgency=("danger",)))),
        ),
        (
            _chat(Said("Do you sell fire extinguishers?")),
            _chat(Said("My flight leaves in two hours", Signals(urgency=("time_critical",)))),
        ),
    ),
    Card(
        "urgent-words",
        "Somebody is locked out, something is down, or time runs out: the assistant may still know"
        " the answer. But should a person be needed, this conversation goes before the others.",
        (
            _chat(Said("My flight leaves in two hours and I have no ticket yet",
                       Signals(urgency=("time_critical",)))),
            _chat(Said("I am locked out of my account and cannot get back in",
                       Signals(urgency=("account_locked",)))),
            _chat(Said("Your whole site is down for everybody here", Signals(urgency=("outage",)))),
        ),
        (_chat(Said("No rush, any time this week is fine")),),
    ),
    Card(
        "asked",
        "Whoever asks for a person gets one, in words or by the button, even if every model is"
        " broken. It cannot be switched off; where it leads and what is said can be changed.",
        (
            _chat(Said("I want to talk to a human", result="")),
            _chat(PARCEL, Said("please connect me with an agent", result="")),
        ),
        (
            _chat(Said("My friend said 'get me an agent' and it worked for her")),
            _chat(Said("Are you a robot?")),
        ),
    ),
    Card(
        "sounds-like-asking",
        "Where clear words are missing but it sounds as if a person were wanted, the customer is"
        " asked whether they want one.",
        (_chat(Said("is there nobody I could have a word with", Signals(wants_person=0.7))),),
        (
            _chat(Said("who delivers it", Signals(wants_person=0.2))),
            _chat(Said("no need to put me through", Signals(wants_person=0.05, declined=True))),
        ),
    ),
    Card(
        "vip",
        "Important customers stay with the assistant as long as it knows, but go first when a"
        " person is needed.",
        (_chat(PARCEL, tier="vip"),),
        (_chat(PARCEL), _chat(PARCEL, tier="basic")),
    ),
    Card(
        "vip-missed",
        "An important customer whom the assistant could not help once is not asked to try again.",
        (_chat(NOT_KNOWN, tier="vip"),),
        (_chat(NOT_KNOWN), _chat(PARCEL, tier="vip")),
    ),
    Card(
        "money",
        "A question about somebody's money that the assistant does not know is worth a person's"
        " time. The customer is asked.",
        (_chat(Said("Why was I charged 84 euros twice?", Signals(about_money=0.92),
                    MISSED, 0.2)),),
        (
            _chat(Said("Why was I charged 84 euros twice?", Signals(about_money=0.92))),
            _chat(NOT_KNOWN),
        ),
    ),
    Card(
        "two-misses",
        "The assistant did not know twice in a row. A third try would only cost time.",
        (_chat(NOT_KNOWN, Said("And by dog, then?", result=MISSED, confidence=0.1)),),
        (
            _chat(NOT_KNOWN),
            _chat(NOT_KNOWN, PARCEL, Said("And by dog?", result=MISSED, confidence=0.1)),
        ),
    ),
    Card(
        "circles",
        "The customer asks the same thing again while the assistant repeats itself or does not"
        " know: nobody gets out of this alone.",
        (_chat(PARCEL, Said("But where IS my parcel?",
                            Signals(repeats=0.9, asked_times=2, circles=0.85))),),
        (
            _chat(PARCEL, Said("And my other parcel?", Signals(repeats=0.4, asked_times=1))),
            _chat(PARCEL, Said("Where is it, please?", Signals(repeats=0.8, asked_times=2,
                                                               circles=0.3))),
        ),
    ),
    Card(
        "low-confidence",
        "When the assistant was unsure twice in a row, somebody looks at its answer before the"
        " customer sees it. After a minute without anybody, a person is called.",
        (_chat(Said("Is the lamp safe for a bathroom?", confidence=0.4),
               Said("And above the shower?", confidence=0.35)),),
        (
            _chat(Said("Is the lamp safe for a bathroom?", confidence=0.4)),
            _chat(Said("Is the lamp safe for a bathroom?", confidence=0.4), PARCEL,
                  Said("And above the shower?", confidence=0.35)),
        ),
    ),
    Card(
        "stand-by",
        "The chance that a person will be needed soon is high: somebody gets a quiet heads-up with"
        " the brief. The customer notices nothing, and it is taken back when things calm down.",
        (_chat(NOT_KNOWN),),
        (_chat(PARCEL), _chat(PARCEL, Said("Thanks, and the invoice?"))),
    ),
    Card(
        "frustration",
        "Somebody is losing patience, and there is a reason for it: hard words, or annoyance after"
        " a miss, a repeated question or a mood that is getting worse. Mood alone can be wrong, so"
        " the customer is asked.",
        (
            _chat(Said("this is a complete joke, you useless machine",
                       Signals(anger=0.9, frustration=0.9))),
            _chat(PARCEL, Said("I asked that already, come on",
                               Signals(frustration=0.7, repeats=0.6))),
        ),
        (
            _chat(Said("a bit annoying, but fine", Signals(frustration=0.65))),
            _chat(PARCEL, Said("where is it", Signals(frustration=0.3, repeats=0.9))),
        ),
    ),
    Card(
        "long",
        "After eight questions a person may be quicker. The customer is asked, and asked again only"
        " some turns after saying no.",
        (_chat(*(Said(f"Question number {n}, please?") for n in range(1, 9))),),
        (_chat(*(Said(f"Question number {n}, please?") for n in range(1, 8))),),
    ),
    Card(
        "after-hours",
        "Nobody is there, and the assistant does not know: better to leave the question with the"
        " team now than to try again. It becomes a case with a number and a time.",
        (_chat(NOT_KNOWN, closed=True),),
        (_chat(PARCEL, closed=True), _chat(NOT_KNOWN)),
    ),
)  # fmt: skip


def card(recipe: str) -> Card:
    """The card of a recipe. Raises `LookupError`."""
    for one in CARDS:
        if one.recipe == recipe:
            return one
    raise LookupError(recipe)
