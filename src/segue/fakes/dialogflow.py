"""Stands in for Dialogflow CX: detectIntent, and the place where Google gives out tokens."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from segue.fakes.serving import ANSWER, SUMMARY, Answer, Emulator, Got, never, wish

AGENT = "/v3/projects/p/locations/l/agents/a"
PATH = re.compile(re.escape(AGENT) + r"/sessions/([^/:]{1,36}):detectIntent")
TOKEN = "ya29.fake"  # noqa: S105 - it opens nothing
LONGEST = 256
LIFE_S = 3600


@lru_cache(maxsize=1)
def _key() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


class FakeDialogflow(Emulator):
    """`key_file` is what Google would have given us: a service account of this server's."""

    def __init__(self) -> None:
        super().__init__()
        self.key = _key()
        self.given = 0

    def key_file(self) -> str:
        return json.dumps(
            {
                "type": "service_account",
                "client_email": "segue@p.example",
                "private_key": self.key.as_pem(private=True).decode(),
                "private_key_id": "k1",
                "token_uri": f"{self.url}/token",
            }
        )

    async def answers(self, got: Got) -> Answer:
        if (got.method, got.path) == ("POST", "/token"):
            return self._token(got)
        if got.method != "POST" or not PATH.fullmatch(got.path):
            return self.refuse(404, f"not found: {got.method} {got.path}")
        if got.headers.get("authorization") != f"Bearer {TOKEN}":
            return self.refuse(401, "Request had invalid authentication credentials.")
        body = got.json()
        text = body.get("queryInput", {}).get("text", {}).get("text")
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
            return self.refuse(400, "Input text exceeds 256 characters, or there is none.")
        if not body["queryInput"].get("languageCode"):
            return self.refuse(400, "The language code is missing.")
        return await self._said(text)

    def _token(self, got: Got) -> Answer:
        form = {name: values[0] for name, values in parse_qs(got.body.decode()).items()}
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return self.refuse(400, "unsupported_grant_type")
        try:
            claims = jwt.decode(form["assertion"], self.key, algorithms=["RS256"]).claims
        except (JoseError, KeyError):
            return self.refuse(400, "invalid_grant")
        if claims["aud"] != f"{self.url}/token" or claims["exp"] - claims["iat"] > LIFE_S:
            return self.refuse(400, "invalid_grant: aud or exp")
        self.given += 1
        return 200, {"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}

    async def _said(self, text: str) -> Answer:
        messages: list[dict[str, Any]] = [{"text": {"text": [ANSWER]}}]
        match: dict[str, Any] = {"matchType": "INTENT", "confidence": 0.98}
        match wish(text):
            case "person":
                metadata = {"queue": "orders", "reason": "refund", "summary": SUMMARY}
                messages = [
                    {"text": {"text": ["One moment."]}},
                    {"liveAgentHandoff": {"metadata": {**metadata, "order": "1234"}}},
                ]
            case "fail":
                return 500, {"error": {"code": 500, "status": "INTERNAL"}}
            case "garbage":
                return 200, {"queryResult": {"responseMessages": {"text": 1}}}
            case "slow":
                await never()
            case "nothing":
                messages = []
            case "choices":
                chips = {"type": "chips", "options": [{"text": "The red one"}]}
                messages = [{"text": {"text": ["Which?"]}}, {"payload": {"richContent": [[chips]]}}]
            case _:
                pass
        result = {"text": text, "languageCode": "en", "responseMessages": messages, "match": match}
        return 200, {"responseId": "1f2e", "queryResult": result}

    def refuse(self, status: int, why: str) -> Answer:
        self.refused.append(why)
        return status, {"error": {"code": status, "message": why}}
