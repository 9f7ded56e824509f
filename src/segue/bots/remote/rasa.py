"""Rasa, by its REST channel: `POST /webhooks/rest/webhook` answers with a list of messages.

A person is asked for by a `custom` object of your own domain: `{"handover": true}`, with `reason`,
`queue`, `summary` and `fields` if you like. The `handoff_host` that some web chats use does too.
Buttons become choices; a tap is sent as the button's payload.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from segue.app.ports_bot import BotReply, BotTrouble
from segue.bots.remote.asking import Asked, Event
from segue.bots.remote.choices import Choices
from segue.bots.remote.making import Made, read
from segue.bots.remote.sending import Ask, Way


class Button(Struct, frozen=True):
    title: str = ""
    payload: str = ""


class RasaMessage(Struct, frozen=True):
    """What we understand of a message; the rest is ignored."""

    text: str | None = None
    image: str | None = None
    attachment: Any = None
    buttons: tuple[Button, ...] = ()
    custom: dict[str, Any] | None = None


class Rasa:
    """`Talker`. With a key it is sent as a bearer token, for a proxy before Rasa to check."""

    kind = "rasa"
    hears = False

    def __init__(self, way: Way, url: str, token: str, choices: Choices) -> None:
        path = "" if url.endswith("/webhook") else "/webhooks/rest/webhook"
        self._way, self._url, self._token, self._choices = way, url + path, token, choices

    async def ask(self, asked: Asked) -> BotReply | None:
        turn = asked.turn
        metadata = {
            "channel": turn.channel,
            "locale": turn.language,
            "turn_id": asked.turn_id,
            "verified": turn.verified,
            "attributes": {fact.name: fact.value for fact in turn.facts},
            "handback": turn.summary,
        }
        body = {"sender": turn.conversation, "message": asked.text, "metadata": metadata}
        reply = await self._way.ask(Ask(self._url, body, self._headers), lambda: asked.left_s)
        made = Made(self.kind)
        for message in read(reply.body, tuple[RasaMessage, ...]):
            _add(made, message)
        if made.empty:
            raise BotTrouble("Rasa had nothing to say")
        self._choices.offered(turn.conversation, made.choices)
        return made.reply(companion=turn.companion)

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"} if self._token else {}

    async def tell(self, event: Event) -> None:
        """The REST channel has no word for it."""


def _add(made: Made, message: RasaMessage) -> None:
    if message.text:
        made.say(message.text)
    if message.image:
        made.link(message.image)
    for button in message.buttons:
        made.offer(button.title, button.payload)
    custom = message.custom or {}
    if custom.get("handover") is True or custom.get("handoff_host"):
        made.hand_over(
            why=custom.get("reason") or custom.get("title"),
            summary=custom.get("summary"),
            team=custom.get("queue"),
            facts=custom.get("fields"),
        )
