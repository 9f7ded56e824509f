"""What stands on the customer's screen in every stage, and what the agent's brief says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from segue.domain import briefing
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, Epoch, HandoffId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.showing import Shown, initials, shown
from segue.domain.signals import Signals
from segue.domain.words import table

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ORDERS = TeamId("orders")
POLICY = Policy(team=ORDERS, brand="Fernhill")
SARA = i.Who(AgentId("sara"), "Sara Kim")
BUSY = TeamNow(ORDERS, "Orders", staffed=2, waiting=2, eta_low_s=60, eta_high_s=120)
SHUT = TeamNow(
    ORDERS,
    "Orders",
    open=False,
    opens_at=NOON + timedelta(hours=9),
    answer_by=NOON + timedelta(hours=13),
)
HELLO = i.ConversationStarted(4812, contact=i.Contact(name="Wren Fielding"))
ASKED = (HELLO, i.CustomerSaid("Where is order 1234?"), i.CustomerAskedForPerson())
FOUND = i.AgentFound(SARA.id, SARA.name, HandoffId("c1.h1"))
JOINED = (*ASKED, FOUND, i.AgentAccepted(SARA))


def after(*heard: i.Input, there: TeamNow = BUSY, now: datetime = NOON) -> Conversation:
    was = Conversation(ConversationId("c1"))
    for one in heard:
        was, _, _ = step(was, one, POLICY, Floor((there,)), now=now)
    return was


def seen(was: Conversation, there: TeamNow = BUSY, now: datetime = NOON) -> Shown:
    return shown(was, Floor((there,)), POLICY, now)


@pytest.mark.parametrize(
    ("heard", "there", "key", "owner"),
    [
        ((HELLO,), BUSY, "assistant", "bot"),
        ((HELLO,), SHUT, "assistant_closed", "bot"),
        (ASKED, BUSY, "in_line", "line"),
        (ASKED, SHUT, "away", "line"),
        ((*ASKED, FOUND), BUSY, "finding", "line"),
        (JOINED, BUSY, "joined", "person"),
        ((*JOINED, i.AgentLost(SARA.id)), BUSY, "person_lost", "line"),
        ((*ASKED, i.CustomerChose("leave_line")), BUSY, "left_line", "bot"),
        ((*ASKED, i.CustomerChose("leave_message", text="hi")), BUSY, "saved", "later"),
        (
            (*ASKED, i.CustomerChose("callback", phone="+4930123456")),
            BUSY,
            "callback_booked",
            "later",
        ),
        ((*JOINED, i.AgentReturned(SARA, Epoch(2))), BUSY, "handed_back", "bot"),
        ((*JOINED, i.AgentClosed(SARA)), BUSY, "rating", "bot"),
        ((*JOINED, i.AgentClosed(SARA), i.CustomerRated(5)), BUSY, "ended", "bot"),
        ((*JOINED, i.AgentTransferred(SARA, "x", Epoch(2))), BUSY, "transferring", "line"),
    ],
)
def test_each_stage_has_its_state_and_the_state_has_words(
    heard: tuple[i.Input, ...], there: TeamNow, key: str, owner: str
) -> None:
    found = seen(after(*heard, there=there), there)
    assert (found.key, found.owner) == (key, owner)
    assert key in table()["states"]


def test_a_place_is_shown_with_a_range_and_what_else_can_be_done() -> None:
    found = seen(after(*ASKED))
    assert (found.place, found.eta_low_s, found.eta_high_s) == (2, 60, 120)
    assert "leave_message" in found.choices
    assert found.can_ask_person


def test_nobody_on_shift_is_no_number() -> None:
    found = seen(after(*ASKED), TeamNow(ORDERS, "Orders", waiting=1))
    assert (found.eta_low_s, found.people_online) == (None, False)
    assert found.key == "in_line"


def test_an_apology_is_shown_after_three_minutes() -> None:
    was = after(*ASKED, i.WaitReached(HandoffId("c1.h1"), 1), i.WaitReached(HandoffId("c1.h1"), 2))
    assert seen(was).key == "in_line_longer"


def test_a_person_is_shown_by_first_name_and_initials() -> None:
    found = seen(after(*JOINED))
    assert (found.name, found.initials, found.speaks) == ("Sara", "SK", "person")
    assert initials("أمل") == "أ"
    assert initials("Ana Maria de Souza") == "AS"


def test_the_brief_has_reason_words_facts_and_a_greeting() -> None:
    was = after(
        HELLO,
        i.CustomerSaid("My refund for order 1234 has not come, mail me at wren@example.com"),
        i.BotAnswered(
            Seq(2),
            Epoch(0),
            "Refunds take 5 days.",
            sure=True,
            confidence=0.9,
            sources=(s.Source("refunds", "Refund policy"),),
        ),
        i.CustomerSaid("I want to talk to a human"),
    )
    card = briefing.brief(was, "Orders", "Sara")
    assert card is not None
    assert card.reason_text == "Asked for a person"
    assert card.evidence[0].text == "I want to talk to a human"
    facts = {fact.name: fact.value for fact in card.facts}
    assert facts["order"] == "1234"
    assert facts["email"] == "wren@example.com"
    assert card.tried[0].sources == ("Refund policy",)
    assert "Refund policy" in card.summary
    assert card.greeting.startswith("Hi Wren, this is Sara from Orders")
    assert "order 1234" in card.greeting


def test_a_greeting_to_somebody_without_a_name_has_no_hole() -> None:
    was = after(i.ConversationStarted(1), i.CustomerAskedForPerson())
    card = briefing.brief(was, "Orders", "Sara")
    assert card is not None
    assert card.greeting.startswith("Hi, this is Sara from Orders.")
    assert card.summary == "Asked for a person before saying what it is about."


def test_there_is_no_brief_before_a_person_is_called() -> None:
    assert briefing.brief(after(HELLO), "Orders", "Sara") is None


def test_notes_and_signals_are_hidden_from_customers() -> None:
    from segue.domain.visibility import for_customer  # noqa: PLC0415

    note = e.NoteAdded(SARA.id, SARA.name, "secret", NOON)
    assert not for_customer(note)
    assert not for_customer(e.SignalsRead(Seq(1), Signals()))
    assert for_customer(e.MessagePosted(e.Author.BOT, "hi", NOON))
