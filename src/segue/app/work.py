"""What each kind of job does: read a turn, ask the bot, say what a timer says, send a mail.

Every job ends by speaking to the one door. A bot that fails, hangs or answers rubbish becomes
`BotFailed`, which opens the conversation to people: it never becomes a silent job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec
import structlog

from segue.app.bot_speech import heard_of
from segue.app.feed import Hub, Passing
from segue.app.mailing import compose
from segue.app.ports import Job, Mailer, Row, Store, UnknownConversation
from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import Bot, BotTrouble, BotTurn, NothingToSay
from segue.app.ports_identity import Codes
from segue.app.turn import Turns
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionResult, ActionRun, FieldAsk
from segue.domain.conversation import Conversation
from segue.domain.errors import Refused
from segue.domain.ids import ConversationId, Seq
from segue.domain.inputs import ActionFinished, BotFailed, Input, Understood
from segue.domain.knowing import asked_of, facts_known, proven_only
from segue.domain.signals import Signals
from segue.domain.wanting import PROOF

log = structlog.get_logger()
HISTORY = 12
PAGE = 500
TRANSCRIPT_EVENTS = 2000

Reader = Callable[[tuple[tuple[str, str], ...]], Awaitable[Signals]]
"""Turns of a conversation as (who, text), oldest first, to signals of the last customer turn."""


@dataclass
class Workers:
    """The work behind each kind of job. `bot_deadline_s` is all the time a bot gets."""

    store: Store
    turns: Turns
    hub: Hub
    bot: Bot
    read: Reader
    mailer: Mailer | None
    bot_deadline_s: float = 8.0
    doing: Doing = field(default_factory=NothingDone)
    codes: Codes | None = None
    read_deadline_s: float = 2.0
    action_deadline_s: float = 25.0  # less than a lease: an action's own time-out is shorter

    def by_kind(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        return {
            "consider": self.consider,
            "ask_bot": self.ask_bot,
            "timer": self.timer,
            "send_mail": self.send_mail,
            "run_action": self.run_action,
            "send_code": self.send_code,
        }

    async def consider(self, job: Job) -> None:
        """Signals that are late are left out, never waited for."""
        wanted = msgspec.json.decode(job.body, type=x.Consider)
        conversation = _of(job)
        turns = await self._spoken(conversation)
        try:
            async with asyncio.timeout(self.read_deadline_s):
                signals = await self.read(turns)
        except TimeoutError:
            signals = Signals()
        except Exception:  # a broken reader must not keep the bot from answering
            log.exception("consider.failed", conversation=conversation)
            signals = Signals()
        await self._say(conversation, Understood(wanted.about, signals))

    async def ask_bot(self, job: Job) -> None:
        wanted = msgspec.json.decode(job.body, type=x.AskBot)
        conversation = _of(job)
        one = await self.store.conversation(conversation)
        if one is None or one.heard != wanted.about or one.epoch != wanted.epoch:
            return
        self.hub.tell(Passing("typing", conversation, "bot"))
        heard = await self._answer(one, wanted)
        if heard is not None:
            await self._say(conversation, heard)

    async def _answer(self, one: Conversation, wanted: x.AskBot) -> Input | None:
        spoken = await self._spoken(one.id)
        stage = one.stage
        earlier = stage.earlier if isinstance(stage, s.WithBot) else None
        turn = BotTurn(
            conversation=one.id,
            about=wanted.about,
            epoch=wanted.epoch,
            language=one.language,
            text=spoken[-1][1] if spoken else "",
            history=spoken[:-1],
            companion=wanted.companion,
            person_left=earlier.name if earlier else None,
            summary=earlier.summary if earlier else "",
            promises=tuple(promise.text for promise in earlier.promises) if earlier else (),
            channel=one.channel,
            inbox=str(one.inbox),
            customer_name=one.contact.name or "",
            verified=one.contact.verified,
            facts=facts_known(one),
            asked=_asked(stage),
            done=one.done,
            misses=stage.misses if isinstance(stage, s.WithBot) else 0,
        )
        try:
            async with asyncio.timeout(self.bot_deadline_s):
                reply = await self.bot.answer(turn)
        except NothingToSay:
            return None
        except BotTrouble as why:
            log.warning("bot.trouble", conversation=one.id, why=str(why))
            return BotFailed(wanted.about, wanted.epoch, str(why)[:200])
        except TimeoutError:
            return BotFailed(wanted.about, wanted.epoch, "no answer in time")
        except Exception as why:  # whatever a bot throws, a person takes over
            log.exception("bot.failed", conversation=one.id)
            return BotFailed(wanted.about, wanted.epoch, f"{type(why).__name__}")
        return heard_of(reply, wanted, self.doing, one.language)

    async def run_action(self, job: Job) -> None:
        """Once for each run, under one key: whoever is broken off here does it again with it."""
        wanted = msgspec.json.decode(job.body, type=x.RunAction)
        conversation = _of(job)
        one = await self.store.conversation(conversation)
        run = one.action if one is not None else None
        if one is None or run is None or run.n != wanted.n or run.state != "running":
            return
        ended = await self._run(one, run, again=job.attempts > 0)
        await self._say(conversation, ActionFinished(ended))

    async def _run(self, one: Conversation, run: ActionRun, *, again: bool) -> ActionResult:
        call = run.call
        try:
            async with asyncio.timeout(self.action_deadline_s):
                return await self.doing.run(
                    call,
                    run.n,
                    conversation=one.id,
                    contact=proven_only(one.contact),
                    language=one.language,
                    key=f"{one.id}/action/{run.n}",
                    again=again,
                )
        except TimeoutError:
            why = "no answer in time"
        except Exception as broke:  # it may have happened, or not: a person looks
            log.exception("action.failed", conversation=one.id, action=call.action)
            why = type(broke).__name__
        return ActionResult(run.n, call.action, call.title, "unsure", why=why)

    async def send_code(self, job: Job) -> None:
        """A new code by mail. Whoever is proven meanwhile needs none."""
        wanted = msgspec.json.decode(job.body, type=x.SendCode)
        conversation = _of(job)
        one = await self.store.conversation(conversation)
        if one is None or one.contact.verified:
            return
        if self.codes is None:
            raise RuntimeError("Nobody here makes one-time codes.")
        await self.codes.send(conversation, wanted.email, wanted.language)

    async def timer(self, job: Job) -> None:
        timer = msgspec.json.decode(job.body, type=x.SetTimer)
        await self._say(_of(job), timer.then)

    async def send_mail(self, job: Job) -> None:
        wanted = msgspec.json.decode(job.body, type=x.SendMail)
        conversation = _of(job)
        one = await self.store.conversation(conversation)
        if one is None:
            return
        if self.mailer is None:
            raise RuntimeError("No mail server is set: SEGUE_SMTP_URL is empty.")
        rows = await self._all(conversation)
        if wanted.what == "answer":
            rows = [row for row in rows if row.seq <= wanted.seq]
        inboxes = {inbox.id: inbox for inbox in await self.store.inboxes()}
        mail = compose(wanted.what, wanted.to, one, inboxes.get(str(one.inbox)), rows, job.key)
        await self.mailer.send(mail)

    async def _all(self, conversation: ConversationId) -> list[Row]:
        rows: list[Row] = []
        while len(rows) < TRANSCRIPT_EVENTS:
            after = rows[-1].seq if rows else Seq(0)
            more = await self.store.events(conversation, after, PAGE)
            rows += more
            if len(more) < PAGE:
                break
        return rows

    async def _spoken(self, conversation: ConversationId) -> tuple[tuple[str, str], ...]:
        """The latest turns as (who, text), oldest first, ending with the customer's last word."""
        rows = await self.store.latest_events(conversation, 4 * HISTORY)
        said = [
            (str(row.event.author), row.event.text)
            for row in rows
            if isinstance(row.event, e.MessagePosted)
        ]
        while said and said[-1][0] != "customer":
            said.pop()
        return tuple(said[-HISTORY:])

    async def _say(self, conversation: ConversationId, heard: Input) -> None:
        try:
            await self.turns.take(conversation, heard)
        except (Refused, UnknownConversation) as why:
            log.info("job.refused", conversation=conversation, why=str(why))


def _asked(stage: s.Stage) -> FieldAsk | None:
    """What the bot asked for last. The address that a code is mailed to is not its business."""
    asked = asked_of(stage)
    return None if asked is not None and asked.purpose == PROOF else asked


def _of(job: Job) -> ConversationId:
    if job.conversation is None:
        raise ValueError(f"The job {job.key} names no conversation.")
    return job.conversation
