"""Where the token for a Google API comes from: a service account's key file, a command, a text."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from segue.app.ports_bot import BotTrouble
from segue.outgoing import Outgoing, OutgoingError

SCOPE: Final = "https://www.googleapis.com/auth/dialogflow"
GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFE_S: Final = 3600
EARLY_S: Final = 120  # a token is renewed so long before its end
COMMAND_S: Final = 300  # how long a command's token is used
TOKEN_BYTES: Final = 20_000


class ServiceAccount(Struct, frozen=True):
    """What is needed of Google's key file."""

    client_email: str
    private_key: str
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
    private_key_id: str = ""


class Granted(Struct, frozen=True):
    access_token: str
    expires_in: int = LIFE_S


def account_in(file: Path) -> ServiceAccount:
    """Raises ValueError with a sentence."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=ServiceAccount)
    except OSError as why:
        raise ValueError(f"the key file {file} cannot be read: {why.strerror}.") from why
    except msgspec.DecodeError as why:
        raise ValueError(f"{file} is no key file of a service account: {why}.") from why


class GoogleTokens:
    """One token, kept until shortly before its end. Of the three ways the first that is set."""

    def __init__(
        self,
        outgoing: Outgoing,
        now: Callable[[], datetime],
        *,
        account: ServiceAccount | None = None,
        command: str = "",
        fixed: str = "",
    ) -> None:
        self._outgoing, self._now = outgoing, now
        self._account, self._command, self._fixed = account, command, fixed
        self._token, self._until = "", 0.0
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """Raises `BotTrouble`."""
        if self._account is None and not self._command:
            return self._fixed
        async with self._lock:
            if self._now().timestamp() >= self._until:
                self._token, life = await (
                    self._granted(self._account) if self._account else self._printed()
                )
                self._until = self._now().timestamp() + life
        return self._token

    def forget(self) -> None:
        """It was refused: the next call gets another."""
        self._until = 0.0

    async def _granted(self, account: ServiceAccount) -> tuple[str, float]:
        body = urlencode({"grant_type": GRANT, "assertion": self._assertion(account)})
        kind = {"content-type": "application/x-www-form-urlencoded"}
        try:
            reply = await self._outgoing.request(
                "POST", account.token_uri, headers=kind, content=body.encode(),
                timeout_s=5, most_bytes=TOKEN_BYTES,
            )  # fmt: skip
            granted: Granted = reply.good().json(Granted)
        except OutgoingError as why:
            raise BotTrouble(f"no token for Dialogflow: {why.said}"[:200]) from None
        return granted.access_token, max(1.0, granted.expires_in - EARLY_S)

    def _assertion(self, account: ServiceAccount) -> str:
        from joserfc import jwt  # noqa: PLC0415 - only where Dialogflow answers
        from joserfc.jwk import RSAKey  # noqa: PLC0415

        at = int(self._now().timestamp())
        header = {"alg": "RS256", "typ": "JWT"}
        if account.private_key_id:
            header["kid"] = account.private_key_id
        claims = {
            "iss": account.client_email,
            "scope": SCOPE,
            "aud": account.token_uri,
            "iat": at,
            "exp": at + LIFE_S,
        }
        try:
            return jwt.encode(header, claims, RSAKey.import_key(account.private_key))
        except ValueError as why:
            raise BotTrouble(f"no token for Dialogflow: the private key is none ({why})") from None

    async def _printed(self) -> tuple[str, float]:
        try:
            process = await asyncio.create_subprocess_exec(
                *shlex.split(self._command),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            async with asyncio.timeout(5):
                out, _ = await process.communicate()
        except (OSError, TimeoutError) as why:
            raise BotTrouble(f"no token for Dialogflow: the command failed ({why})"[:200]) from None
        token = out.decode("ascii", "replace").strip()
        if process.returncode or not token:
            raise BotTrouble(f"no token for Dialogflow: the command ended {process.returncode}")
        return token, COMMAND_S
