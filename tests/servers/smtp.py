"""A real SMTP server for tests, which keeps what it is sent."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from servers.processes import free_port


@dataclass(frozen=True)
class Letter:
    """One delivery: what the envelope said, and what was in it."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class PostOffice:
    """Takes every letter. `refuse` makes it answer with that line instead, e.g. `451 later`."""

    port: int
    host: str = "127.0.0.1"
    letters: list[Letter] = field(default_factory=list)
    refuse: str | None = None
    _arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, count: int = 1, seconds: float = 10) -> list[Letter]:
        """Until `count` letters have come in all. Blocks: in async tests, use a thread."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.letters) >= count, seconds):
                raise AssertionError(f"{len(self.letters)} of {count} letters in {seconds} s")
            return list(self.letters)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """What aiosmtpd calls when a letter is complete."""
        del server, session
        if self.refuse:
            return self.refuse
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = message_from_bytes(raw, EmailMessage, policy=policy.default)
        with self._arrived:
            letter = Letter(str(envelope.mail_from), list(envelope.rcpt_tos), message)
            self.letters.append(letter)
            self._arrived.notify_all()
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[PostOffice]:
    """An SMTP server on a free port, with an empty letter box."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname=office.host, port=office.port)
    controller.start()
    yield office
    controller.stop()
