"""Dialogflow CX, by `detectIntent`: one request a turn, a session for each conversation.

`bot_url` is the agent's address:
`https://REGION-dialogflow.googleapis.com/v3/projects/P/locations/L/agents/A`. The response
`liveAgentHandoff` asks for a person; its metadata may hold `queue`, `reason`, `summary`, and more,
which is kept as facts. `endInteraction` ends the matter.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from segue.app.ports_bot import BotReply, BotTrouble
from segue.bots.remote.asking import Asked, Event, number_of
from segue.bots.remote.choices import Choices
from segue.bots.remote.google import GoogleTokens
from segue.bots.remote.making import Made, read
from segue.bots.remote.sending import Ask, Way

LONGEST_INPUT: Final = 256  # characters that Dialogflow takes
NO_MATCH: Final = ("NO_MATCH", "NO_INPUT")
REASONS: Final = ("queue", "reason", "summary")


class Texts(Struct, frozen=True):
    text: tuple[str, ...] = ()


class LiveAgentHandoff(Struct, frozen=True):
    metadata: dict[str, Any] = {}


class ResponseMessage(Struct, frozen=True, rename="camel"):
    text: Texts | None = None
    payload: dict[str, Any] | None = None
    live_agent_handoff: LiveAgentHandoff | None = None
    conversation_success: dict[str, Any] | None = None
    end_interaction: dict[str, Any] | None = None


class Match(Struct, frozen=True, rename="camel"):
    match_type: str = ""
    confidence: float | None = None


class QueryResult(Struct, frozen=True, rename="camel"):
    response_messages: tuple[ResponseMessage, ...] = ()
    match: Match | None = None


class Detected(Struct, frozen=True, rename="camel"):
    query_result: QueryResult


class DialogflowCX:
    """`Talker`."""

    kind = "dialogflow_cx"
    hears = False

    def __init__(self, way: Way, url: str, tokens: GoogleTokens, choices: Choices) -> None:
        self._way, self._url, self._tokens, self._choices = way, url, tokens, choices

    async def ask(self, asked: Asked) -> BotReply | None:
        turn = asked.turn
        session = f"segue-{number_of(turn.conversation):x}"
        body = {
            "queryInput": {
                "text": {"text": asked.text[:LONGEST_INPUT]},
                "languageCode": turn.language,
            },
            "queryParams": {
                "timeZone": "UTC",
                "payload": {"channel": turn.channel, "verified": turn.verified},
                "parameters": {fact.name: fact.value for fact in turn.facts},
            },
        }
        key = {"authorization": f"Bearer {await self._tokens.token()}"}
        try:
            reply = await self._way.ask(
                Ask(f"{self._url}/sessions/{session}:detectIntent", body, lambda: key),
                lambda: asked.left_s,
            )
        except BotTrouble as why:
            if " answered 401" in str(why):
                self._tokens.forget()
            raise
        made = made_of(read(reply.body, Detected).query_result)
        self._choices.offered(turn.conversation, made.choices)
        return made.reply(companion=turn.companion)

    async def tell(self, event: Event) -> None:
        """A session is not told; what a person said is not part of it."""


def made_of(result: QueryResult) -> Made:
    made = Made(DialogflowCX.kind)
    for message in result.response_messages:
        if message.text is not None:
            made.say(" ".join(message.text.text))
        if message.payload is not None:
            _chips(made, message.payload)
        if message.live_agent_handoff is not None:
            given = message.live_agent_handoff.metadata
            more = {name: value for name, value in given.items() if name not in REASONS}
            made.hand_over(
                why=given.get("reason"),
                summary=given.get("summary"),
                team=given.get("queue"),
                facts=more,
            )
        made.solved = made.solved or message.end_interaction is not None
    if result.match is not None:
        made.missed = result.match.match_type in NO_MATCH
        made.confidence = result.match.confidence
    if made.empty:
        raise BotTrouble("Dialogflow had nothing to say")
    made.solved = made.solved and made.person is None
    return made


def _chips(made: Made, payload: dict[str, Any]) -> None:
    """Rich content of the messenger: its chips are choices."""
    rows = payload.get("richContent")
    for row in rows if isinstance(rows, list) else ():
        for card in row if isinstance(row, list) else ():
            options = card.get("options") if isinstance(card, dict) else None
            for option in options if isinstance(options, list) else ():
                if isinstance(option, dict) and isinstance(option.get("text"), str):
                    made.offer(option["text"])
