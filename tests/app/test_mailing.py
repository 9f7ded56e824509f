"""Mails hold what the customer saw, in their language, and nothing that could break a header."""

from __future__ import annotations

from datetime import UTC, datetime

from segue.app.mailing import compose
from segue.app.ports import Row
from segue.app.ports_staff import Inbox
from segue.channels.mail import message
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.ids import AgentId, ConversationId, HandoffId, Seq, TeamId
from segue.domain.policy import Policy

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
POLICY = Policy(team=TeamId("orders"))
SARA = i.Who(AgentId("sara"), "Sara Kim")
INBOX = Inbox("web", "pk", "Shop", "Fernhill")


def played(*heard: i.Input) -> tuple[Conversation, list[Row]]:
    one, rows = Conversation(ConversationId("c1")), []
    for said in heard:
        before = one.seq
        one, events, _ = step(one, said, POLICY, now=NOON)
        rows += [
            Row("", one.id, Seq(before + number), NOON, event)
            for number, event in enumerate(events, 1)
        ]
    return one, rows


STORY = (
    i.ConversationStarted(4812),
    i.CustomerSaid("Where is my parcel?"),
    i.CustomerAskedForPerson(),
    i.AgentFound(SARA.id, SARA.name, HandoffId("c1.h1")),
    i.AgentAccepted(SARA),
    i.AgentNoted(SARA, "a secret note"),
)


def test_a_transcript_holds_both_sides_and_the_case_but_no_notes() -> None:
    one, rows = played(*STORY)
    said = e.MessagePosted(e.Author.AGENT, "It is on its way.", NOON, name="Sara Kim")
    rows.append(Row("", one.id, Seq(99), NOON, said))
    mail = compose("transcript", "wren@example.com", one, INBOX, rows, "c1/7/0")
    assert mail.subject == "Your conversation with Fernhill, case 4812"
    assert "You: Where is my parcel?" in mail.text
    assert "Sara (A person): It is on its way." in mail.text
    assert "secret" not in mail.text


def test_a_transcript_in_german_reads_german() -> None:
    one, rows = played(i.ConversationStarted(7, language="de"), i.CustomerSaid("Hallo"))
    mail = compose("transcript", "w@example.com", one, INBOX, rows, "k")
    assert mail.subject == "Ihr Gespräch mit Fernhill, Vorgang 7"
    assert "Sie: Hallo" in mail.text


def test_a_name_cannot_write_headers() -> None:
    one, rows = played(*STORY)
    evil = Inbox("web", "pk", "Shop", "Fern\r\nBcc: all@example.com")
    mail = compose("case", "wren@example.com", one, evil, rows, "k\r\nX: y")
    made = message(mail, "Fernhill <help@fernhill.example>")
    assert made["Bcc"] is None
    assert "\n" not in str(made["Subject"])
    assert made["Message-ID"] == "<k..X..y@fernhill.example>"
    assert made["Auto-Submitted"] == "auto-generated"


def test_an_answer_mail_quotes_what_the_person_said() -> None:
    one, rows = played(*STORY)
    said = e.MessagePosted(e.Author.AGENT, "Found it.", NOON, name="Sara Kim")
    rows.append(Row("", one.id, Seq(99), NOON, said))
    mail = compose("answer", "w@example.com", one, INBOX, rows, "k")
    assert "Sara Kim: Found it." in mail.text
    assert "Where is my parcel" not in mail.text
