"""Mails out: by SMTP, or into a folder where a demo can look at them.

The Message-ID is made of the job's key, so a second attempt after an unknown outcome is the same
mail to every server that cares.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib

from segue.app.ports import Mail

TIMEOUT_S = 20.0


def message(mail: Mail, sender: str) -> EmailMessage:
    """The mail as RFC 5322 text. Automatic mails say so (RFC 3834): no out-of-office loops."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = mail.to
    made["Subject"] = mail.subject
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2].strip('>') or 'segue'}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    return made


@dataclass
class SmtpMailer:
    """`url` is `smtp://name:password@host:port`, or `smtps://` for TLS from the first byte."""

    url: str
    sender: str
    last_error: str = ""

    async def send(self, mail: Mail) -> None:
        """Raises `aiosmtplib.SMTPException` or `OSError`; the job is tried again."""
        parts = urlsplit(self.url)
        secure = parts.scheme == "smtps"
        try:
            await aiosmtplib.send(
                message(mail, self.sender),
                hostname=parts.hostname or "localhost",
                port=parts.port or (465 if secure else 25),
                username=unquote(parts.username) if parts.username else None,
                password=unquote(parts.password) if parts.password else None,
                use_tls=secure,
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError) as why:
            self.last_error = f"{type(why).__name__}: {why}"[:300]
            raise
        self.last_error = ""


@dataclass
class FolderMailer:
    """Writes each mail as `<id>.eml`. For the demo, which has no mail server to use."""

    folder: Path
    sender: str
    last_error: str = ""

    async def send(self, mail: Mail) -> None:
        await asyncio.to_thread(self._write, mail)

    def _write(self, mail: Mail) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{mail.id}.eml"
        part = target.with_suffix(".part")
        part.write_bytes(bytes(message(mail, self.sender)))
        part.replace(target)
