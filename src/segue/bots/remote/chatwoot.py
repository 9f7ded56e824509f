"""A bot made for Chatwoot: it gets Chatwoot's events, and answers by Chatwoot's calls, to us.

    to the bot   message_created · conversation_opened · conversation_resolved, signed
    from it      POST …/conversations/{n}/messages       say something, or leave a private note
                 POST …/conversations/{n}/toggle_status  open: a person; resolved: settled
                 POST …/conversations/{n}/assignments    a person, of this team if it is one of ours

Such a bot never says that it is done, so what it says is gathered until it falls silent. Point its
Chatwoot address at us, and its access token at `bot_token`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from segue.app.bot_wire import MessageSeen
from segue.app.ports_bot import BotReply, BotTrouble
from segue.app.ports_outside import NoSuchTurn, NotOurBot
from segue.bots.remote.asking import Asked, Event, number_of
from segue.bots.remote.choices import Choices
from segue.bots.remote.gathering import Gathering, Known
from segue.bots.remote.later import Later
from segue.bots.remote.making import Made
from segue.bots.remote.sending import Ask, Way, posted

INCOMING, OUTGOING = "incoming", "outgoing"
MESSAGE_TYPE = 1  # Chatwoot's number for what goes out


class ChatwootAgentBot:
    """`Talker`, with calls. `secret` signs what we send; `token` is what the bot brings."""

    kind = "chatwoot_agentbot"
    hears = True

    def __init__(
        self,
        way: Way,
        url: str,
        *,
        account: int,
        secret: str,
        token: str,
        now: Callable[[], datetime],
        choices: Choices,
    ) -> None:
        self._way, self._url, self._now, self._choices = way, url, now, choices
        self._account, self._secret, self._token = account, secret, token
        self._known = Known()

    # --- to the bot -----------------------------------------------------------------------------

    async def ask(self, asked: Asked) -> BotReply | None:
        turn = asked.turn
        gathering = Gathering(asked, Made(self.kind))
        self._known.begin(str(number_of(turn.conversation)), gathering)
        try:
            for ident, text in self._known.unseen(asked):
                body = msgspec.json.encode(self._incoming(asked, ident, text))
                await self._way.ask(
                    Ask(self._url, body, self._signer(ident, body)), lambda: asked.left_s
                )
            self._known.saw(asked)
            made = await gathering.done()
        finally:
            gathering.open = False
        self._choices.offered(turn.conversation, made.choices)
        return made.reply(companion=turn.companion)

    async def tell(self, event: Event) -> None:
        one = event.conversation
        status = {"bot": "pending", "nobody": "resolved"}.get(one.owner, "open")
        conversation = self._conversation(one.id, status, one.channel)
        if isinstance(event, MessageSeen):
            kind = INCOMING if event.who == "customer" else OUTGOING
            told = self._message(event.id, event.text, kind, conversation)
        elif one.owner == "bot":
            return
        else:
            name = "conversation_resolved" if one.owner == "nobody" else "conversation_opened"
            told = {"event": name, "account": {"id": self._account}, **conversation}
        body = msgspec.json.encode(told)
        headers = self._signer(event.id, body)()
        await posted(self._way.outgoing, self._url, headers, body)

    def _incoming(self, asked: Asked, ident: str, text: str) -> dict[str, Any]:
        turn = asked.turn
        sender = {"id": number_of(turn.conversation), "name": turn.customer_name, "type": "contact"}
        conversation = self._conversation(turn.conversation, "pending", turn.channel)
        conversation["meta"] = {"sender": sender, "assignee": None}
        conversation["custom_attributes"] = {fact.name: fact.value for fact in turn.facts}
        return {**self._message(ident, text, INCOMING, conversation), "sender": sender}

    def _conversation(self, conversation: str, status: str, channel: str) -> dict[str, Any]:
        return {
            "id": number_of(conversation),
            "inbox_id": 1,
            "status": status,
            "can_reply": True,
            "channel": "Channel::WebWidget" if channel == "web" else "Channel::Api",
            "contact_inbox": {"source_id": conversation, "inbox_id": 1},
            "additional_attributes": {},
            "custom_attributes": {},
            "labels": [],
            "messages": [],
            "meta": {"sender": None, "assignee": None},
        }

    def _message(
        self, ident: str, text: str, kind: str, conversation: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "event": "message_created",
            "id": number_of(ident),
            "content": text,
            "content_type": "text",
            "content_attributes": {},
            "created_at": self._now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "message_type": kind,
            "private": False,
            "source_id": None,
            "inbox": {"id": 1, "name": "Segue"},
            "account": {"id": self._account, "name": "Segue"},
            "conversation": conversation,
        }

    def _signer(self, ident: str, body: bytes) -> Callable[[], Mapping[str, str]]:
        def headers() -> Mapping[str, str]:
            at = str(int(self._now().timestamp()))
            signed = hmac.new(self._secret.encode(), f"{at}.".encode() + body, sha256)
            return {
                "x-chatwoot-signature": f"sha256={signed.hexdigest()}",
                "x-chatwoot-timestamp": at,
                "x-chatwoot-delivery": ident,
            }

        return headers

    # --- from the bot ---------------------------------------------------------------------------

    async def called(
        self, verb: str, about: str, token: str, body: dict[str, Any], later: Later
    ) -> dict[str, Any]:
        """One of the three calls; `about` is account/number."""
        account, _, number = about.partition("/")
        known = hmac.compare_digest(token.encode(), self._token.encode())
        if not self._token or not known or account != str(self._account):
            raise NotOurBot
        turn = self._known.of(number)
        if turn is None:
            raise NoSuchTurn
        made = turn.made if turn.open else Made(self.kind)
        doing = {"message": self._said, "status": self._status, "assign": self._assigned}[verb]
        answer = doing(made, body, int(number))
        if turn.open:
            await later.check(turn.ticket)
            turn.said()
        elif not made.empty:
            reply = made.reply(companion=turn.asked.turn.companion)
            await later.say(turn.ticket, reply, sha256(msgspec.json.encode(body)).hexdigest()[:24])
        return answer

    def _said(self, made: Made, body: dict[str, Any], number: int) -> dict[str, Any]:
        text = str(body["content"])
        if body["message_type"] == INCOMING:
            raise BotTrouble("a bot speaks with the message_type outgoing")
        if body["private"]:
            made.notes.append(text)
        else:
            made.say(text)
        items = (body["content_attributes"] or {}).get("items")
        for item in items if isinstance(items, list) else ():
            if body["content_type"] == "input_select" and isinstance(item, dict):
                made.offer(str(item.get("title", "")), str(item.get("value", "")))
        if not text.strip():
            raise BotTrouble("there is no content to say")
        return {
            "id": number_of(f"{number}:{text}"),
            "content": text,
            "conversation_id": number,
            "message_type": MESSAGE_TYPE,
            "content_type": body["content_type"],
            "private": body["private"],
        }

    def _status(self, made: Made, body: dict[str, Any], number: int) -> dict[str, Any]:
        status = body["status"]
        if status == "open":
            made.hand_over(why="the bot opened it", summary="\n".join(made.notes))
        elif status == "resolved":
            made.solved = True
        elif status != "pending":
            raise BotTrouble(f"there is no status {status!r} here: open, resolved or pending")
        payload = {"success": True, "current_status": status, "conversation_id": number}
        return {"meta": {}, "payload": payload}

    def _assigned(self, made: Made, body: dict[str, Any], number: int) -> dict[str, Any]:
        team = body["team_id"]
        made.hand_over(
            why="the bot assigned it", summary="\n".join(made.notes),
            team=team if isinstance(team, str) else None,
        )  # fmt: skip
        return {"id": team if team is not None else body["assignee_id"], "conversation": number}
