"""A bot that says what was said: to see that everything is wired, without any bot at all."""

from __future__ import annotations

from segue.app.ports_bot import AskedPerson, BotReply, BotTrouble
from segue.bots.remote.asking import Asked, Event
from segue.domain.actions import Measured


class Echo:
    """`/person` asks for a person, `/fail` fails. `Talker`."""

    kind = "echo"
    hears = False

    async def ask(self, asked: Asked) -> BotReply | None:
        text = asked.text
        if text.startswith("/fail"):
            raise BotTrouble("it was told to fail")
        measured = Measured(by="remote:echo")
        if text.startswith("/person"):
            why = text.removeprefix("/person").strip()
            person = AskedPerson(
                why=why, summary=f"Echo was asked for a person: {why}".rstrip(": ")
            )
            return BotReply("", person=person, measured=measured)
        return BotReply(text, confidence=1.0, sure=True, measured=measured)

    async def tell(self, event: Event) -> None:
        """Nothing comes of it."""
