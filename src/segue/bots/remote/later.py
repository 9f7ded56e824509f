"""Answers that come by themselves, after a 202 or in another product's calls: through the fence.

A late answer is an input like any other: the one door drops what is about an older epoch or an
older turn, and here the bot is told so, with who has the conversation now.
"""

from __future__ import annotations

from hashlib import sha256

from segue.app.bot_answers import offered_in, read_answer, reply_of, says_something
from segue.app.bot_speech import heard_of
from segue.app.bot_wire import Typing, Wait
from segue.app.feed import Hub, Passing
from segue.app.ports import Kept, Store
from segue.app.ports_actions import Doing
from segue.app.ports_bot import BotReply, BotTrouble
from segue.app.ports_outside import Acted, NotItsTurn, NotOurBot
from segue.app.turn import Turns
from segue.bots.remote.asking import turn_id_of
from segue.bots.remote.choices import Choices
from segue.bots.remote.tokens import Ticket, Tokens
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, Seq
from segue.domain.inputs import BotFailed


class Later:
    """Speaks for a bot outside of the turn's own request."""

    def __init__(
        self, turns: Turns, hub: Hub, store: Store, doing: Doing, tokens: Tokens, by: str
    ) -> None:
        self._turns, self._hub, self._store = turns, hub, store
        self._doing, self._tokens, self._by = doing, tokens, by
        self.choices = Choices()

    async def acted(self, turn_id: str, token: str, raw: bytes) -> Acted:
        """Raises `NotOurBot`, `NotItsTurn`, `BotTrouble`."""
        ticket = self._tokens.read(token)
        if turn_id_of(ticket.turn) != turn_id:
            raise NotOurBot
        answer = read_answer(raw, turn_id)
        if not says_something(answer):
            if not any(isinstance(one, Typing | Wait) for one in answer.actions):
                raise BotTrouble("nothing to say: it needs a reply, an ask, a run or a handoff")
            return await self.typing(ticket)
        reply = reply_of(answer, by=self._by, companion=ticket.companion)
        done = await self.say(ticket, reply, sha256(raw).hexdigest()[:24])
        self.choices.offered(ticket.conversation, offered_in(answer))
        return done

    async def typing(self, ticket: Ticket) -> Acted:
        one = await self._found(ticket.conversation)
        self._fence(one, ticket)
        self._hub.tell(Passing("typing", ticket.conversation, "bot"))
        return Acted(one.seq, one.epoch)

    async def check(self, ticket: Ticket) -> None:
        """Raises `NotItsTurn` when whatever is said about this turn would count for nothing."""
        self._fence(await self._found(ticket.conversation), ticket)

    async def say(self, ticket: Ticket, reply: BotReply, key: str) -> Acted:
        """Through the one door. `key` makes a repeated call safe. Raises `NotItsTurn`,
        `BotTrouble`."""
        one = await self._found(ticket.conversation)
        wanted = x.AskBot(ticket.about, ticket.epoch, ticket.companion)
        heard = heard_of(reply, wanted, self._doing, one.language)
        if isinstance(heard, BotFailed):
            raise BotTrouble(heard.why)
        key = f"t.{turn_id_of(ticket.turn)}.{key}"
        kept = await self._turns.take(ticket.conversation, heard, key=key)
        if not await self._counted(kept):
            self._fence(kept.conversation, ticket)
            raise NotItsTurn("answered_already", kept.conversation.owner[0], one.epoch)
        return Acted(kept.seq or kept.conversation.seq, kept.conversation.epoch)

    async def _found(self, conversation: ConversationId) -> Conversation:
        one = await self._store.conversation(conversation)
        if one is None:
            raise NotOurBot
        return one

    async def _counted(self, kept: Kept) -> bool:
        """Was it said, and not dropped? Of a repeated call, the same as the first time."""
        rows = list(kept.rows)
        if kept.repeat and kept.seq:
            one = kept.conversation.id
            rows = await self._store.events(one, Seq(kept.seq - 1), 1)
        return bool(rows) and not any(isinstance(row.event, e.Dropped) for row in rows)

    def _fence(self, one: Conversation, ticket: Ticket) -> None:
        if one.epoch != ticket.epoch:
            raise NotItsTurn("stale_owner", one.owner[0], one.epoch)
        if one.heard != ticket.about:
            raise NotItsTurn("stale_turn", one.owner[0], one.epoch)
        if one.owner[0] not in ("bot", "line"):
            raise NotItsTurn("stale_owner", one.owner[0], one.epoch)
