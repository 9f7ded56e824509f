"""The bot that answers with a model, and without one whenever that is safer.

Each turn, the offline bot answers first: it costs milliseconds, and its answer is what is given
when anything at all goes wrong. Small talk, a question for a field and a wish to act are the
offline bot's alone. Then the model is asked, what it says is checked, and only what passes is
given. `why` counts how turns went, for the metrics: `answered`, or why not.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog
from msgspec import structs

from segue.app.ports_actions import Doing, NothingDone
from segue.app.ports_bot import AskedPerson, Bot, BotReply, BotTurn
from segue.bots.model.asking import Failed, Pause, Purse, ask
from segue.bots.model.checking import Check, Checked, Worthless
from segue.bots.model.endpoint import model_of
from segue.bots.model.finding import Finds, Found, results
from segue.bots.model.limits import Limits
from segue.bots.model.measuring import Evidence, evidence, measured, sure
from segue.bots.model.memory import told
from segue.bots.model.prompt import Prompt, for_words, prompt
from segue.bots.model.spending import Spending, Spent
from segue.bots.model.spoken import Spoken
from segue.bots.model.wishes import Weighed, ask_for, weigh
from segue.bots.model.words import say
from segue.bots.replying import asked_which
from segue.brains.clarifying import chosen
from segue.brains.languages import language_of
from segue.domain.stages import Source

if TYPE_CHECKING:
    from pydantic_ai.models import Model

log = structlog.get_logger()
_T = TypeVar("_T")
_OF_A_RESULT = 0.9  # how sure an answer is that stands in the result of an action
_DOUBTED = 0.7  # what an offline answer is worth when the model found none in its passages


class ModelBot:
    """Answers turns with a model, else as the offline bot does. `app.ports_bot.Bot`."""

    def __init__(
        self,
        offline: Bot,
        finds: Callable[[], Finds],
        limits: Limits,
        *,
        brand: str,
        clock: Callable[[], datetime],
        doing: Doing | None = None,
        book: Path | None = None,
        model: Model | None = None,
    ) -> None:
        """`offline` answers without a model; `finds` gives what looks for passages (called in a
        thread, as it may have to load). `book` is the file that spending is kept in; without one
        only the limits of a turn hold. `model` is one made elsewhere, for tests.

        Raises:
            BadModel: when the settings make no sense.
        """
        self._offline, self._finds, self._brand = offline, finds, brand
        self._limits = limits if model is not None else limits.checked()
        self._doing: Doing = doing or NothingDone()
        self._clock, self._book = clock, book
        self._model: Model | None = model
        self._spending: Spending | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-model")
        self._only_once = asyncio.Lock()
        self._at_once = asyncio.Semaphore(limits.at_once)
        self._pause: Pause | None = None
        self.why: Counter[str] = Counter()

    async def warm(self) -> None:
        """Load the client now. Raises `BadModel` when it cannot be."""
        await self._ready()

    async def answer(self, turn: BotTurn) -> BotReply:
        """Return a reply. Raises only when the offline bot does, and nobody else has one."""
        try:
            offline = await self._offline.answer(turn)
        except Exception:  # whatever it was, the model may still know
            log.exception("model.offline_failed", conversation=turn.conversation)
            offline = None
        if offline is not None and self._settled(offline, turn):
            self.why["offline"] += 1
            return offline
        reply, why = await self._with_model(turn, offline)
        self.why[why] += 1
        if reply is not None:
            return reply
        log.info("model.offline_instead", conversation=turn.conversation, why=why)
        if offline is None:
            raise RuntimeError(f"Neither the help pages nor the model answered: {why}.")
        return offline

    async def spent(self) -> Spent:
        """What was used today."""
        _, spending = await self._ready()
        return await asyncio.to_thread(spending.today) if spending else Spent()

    async def start(self) -> None:
        """Nothing is loaded at a start: see `warm`."""

    async def stop(self) -> None:
        """What runs beside the conversations ends with them."""
        await self.aclose()

    async def aclose(self) -> None:
        """Hang up, and let the threads end."""
        client = getattr(self._model, "client", None)
        if client is not None:
            await client.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._spending is not None:
            self._spending.close()

    def _settled(self, offline: BotReply, turn: BotTurn) -> bool:
        """Is this the offline bot's business, or as good as it gets?"""
        doing = turn.asked is not None and self._doing.named(turn.asked.purpose) is not None
        if doing and not (offline.act or offline.asks or offline.person):
            return False  # an answer to a question of ours goes on with the action
        if (titles := asked_which(turn)) and chosen(turn.text, titles) is not None:
            return True  # the customer picked one of the pages that were asked about
        if offline.small_talk or offline.asks or offline.act or offline.person or offline.solved:
            return True
        return self._limits.when == "unsure" and offline.sure

    async def _with_model(
        self, turn: BotTurn, offline: BotReply | None
    ) -> tuple[BotReply | None, str]:
        """A reply of the model, or None; and what became of it."""
        loop = asyncio.get_running_loop()
        pause = self._pause = self._pause or Pause(loop.time)
        if pause.on:
            return None, "paused"
        try:
            async with self._at_once:
                reply, why = await self._asked(turn, offline)
        except Failed as failed:
            if failed.code != "budget":
                pause.failed()
            return None, failed.code
        except Worthless as worthless:
            log.warning("model.refused", conversation=turn.conversation, why=worthless.code)
            pause.worked()
            return None, "refused"
        except Exception:  # a broken model must not cost the customer an answer
            log.exception("model.broken", conversation=turn.conversation)
            return None, "broken"
        pause.worked()
        return reply, why

    async def _asked(self, turn: BotTurn, offline: BotReply | None) -> tuple[BotReply | None, str]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.timeout_s
        model, spending = await self._ready()
        finds = await self._threaded(self._finds)
        language = language_of(turn.text).code or turn.language
        purse = Purse(spending, str(turn.conversation), self._limits)
        before = [text for who, text in turn.history if who == "customer"]
        question, source = turn.text, _source(finds, language)
        if source != language:
            if not self._limits.translates:
                return None, "language"
            rewritten = self._prompt(turn, Found(), source, source)
            first = await ask(model, rewritten, self._limits, purse, deadline)
            question = first.spoken.question or question
        found = await self._threaded(lambda: finds.find(question, before, verified=turn.verified))
        found = structs.replace(found, passages=(*found.passages, *results(turn)))
        if not found.passages and not self._doing.actions():
            return None, "nothing"
        words = self._prompt(turn, found, language, source)
        answered = await ask(model, words, self._limits, purse, deadline)
        read = _Read(turn, found, words, language, source)
        return await self._threaded(lambda: self._heard(answered.spoken, read, finds, offline))

    def _prompt(self, turn: BotTurn, found: Found, language: str, source: str) -> Prompt:
        room = self._limits.tokens_per_turn - self._limits.answer_tokens
        actions = [one for one in self._doing.actions() if "bot" in one.who]
        made = prompt(
            turn, found, actions, brand=self._brand, language=language, source=source,
            room=min(room, (self._limits.tokens_per_turn * 2) // 3),
        )  # fmt: skip
        if self._limits.form == "tool":
            return made
        return for_words(made)

    def _heard(
        self, spoken: Spoken, read: _Read, finds: Finds, offline: BotReply | None
    ) -> tuple[BotReply | None, str]:
        """What the form asks for, after every check. Blocks. Raises `Worthless`."""
        turn, language = read.turn, read.language
        if spoken.wants is not None or spoken.asks:
            weighed = (
                weigh(spoken.wants, turn, self._doing, language, finds.encoder)
                if spoken.wants is not None
                else ask_for(spoken.asks, turn, self._doing, language, finds.encoder)
            )
            if (reply := self._wished(weighed, language)) is not None:
                return reply, "wished"
            log.info("model.wish_dropped", why=weighed.dropped)
        if spoken.person:
            return BotReply("", person=AskedPerson(spoken.person, told(turn))), "person"
        if not spoken.answered or not spoken.text:
            wished = spoken.wants is not None or bool(spoken.asks)
            return (None, "wish_dropped") if wished else (_doubted(offline), "unknown")
        checked = Check(read.found, turn, read.prompt, finds.encoder, self._limits.longest).answer(
            spoken, language=language, source=read.source
        )
        reply = self._reply(checked, spoken, read, finds)
        return reply, "answered" if reply else "unsure"

    def _wished(self, weighed: Weighed, language: str) -> BotReply | None:
        if weighed.wish is not None:
            return BotReply("", act=weighed.wish, confidence=1.0)
        if weighed.ask is not None:
            text = weighed.question or say("ask", language, label=weighed.ask.label)
            return BotReply(text, asks=weighed.ask, choices=weighed.ask.choices, confidence=1.0)
        if weighed.confirm:
            text = say("shall_i", language, title=weighed.confirm)
            return BotReply(text, clarifies=True, choices=(weighed.confirm,), confidence=0.5)
        return None

    def _reply(
        self, checked: Checked, spoken: Spoken, read: _Read, finds: Finds
    ) -> BotReply | None:
        items = [one for one in dict.fromkeys(one.item for one in checked.by) if one]
        weighed = self._weighed(spoken, read, finds, items)
        confidence, made_of = measured(
            f"model:{self._limits.name or 'model'}",
            answerable=weighed.answerable,
            chance=weighed.chance,
            cited=checked.cited,
            agreed=weighed.agreed,
            own=spoken.confidence,
            translated=checked.translated,
        )
        if not sure(confidence, weighed.answerable):
            return None
        sources = {one.item: Source(one.item, one.title, one.url) for one in checked.by if one.item}
        return BotReply(
            checked.text,
            sources=tuple(sources[one] for one in items),
            confidence=confidence,
            sure=True,
            measured=made_of,
        )

    def _weighed(self, spoken: Spoken, read: _Read, finds: Finds, items: list[str]) -> Evidence:
        """What retrieval says for these pages, by the customer's words and by the model's."""
        if not items:  # what another system of the company just said needs no page that says it
            return Evidence(_OF_A_RESULT, _OF_A_RESULT)
        said = [text for who, text in read.turn.history if who == "customer"]
        chances = dict(read.found.chances)
        return evidence(
            finds,
            read.turn.text if read.language == read.source else "",
            spoken.question,
            said[-1] if said else "",
            items,
            Evidence(
                read.found.answerable, max((chances.get(one, 0.0) for one in items), default=0.0)
            ),
            verified=read.turn.verified,
        )

    async def _ready(self) -> tuple[Model, Spending | None]:
        async with self._only_once:
            if self._model is None:
                self._model = await asyncio.to_thread(model_of, self._limits)
            if self._spending is None and self._book is not None:
                self._spending = await asyncio.to_thread(
                    Spending, self._book, self._limits, self._clock
                )
        return self._model, self._spending

    async def _threaded(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class _Read:
    """One turn as it was put to the model."""

    def __init__(
        self, turn: BotTurn, found: Found, prompt: Prompt, language: str, source: str
    ) -> None:
        self.turn, self.found, self.prompt = turn, found, prompt
        self.language, self.source = language, source


def _source(finds: Finds, language: str) -> str:
    """The language to compare in: the customer's if there are pages in it."""
    code = language.split("-", maxsplit=1)[0].lower()
    if not finds.languages or code in finds.languages:
        return language
    return "en" if "en" in finds.languages else min(finds.languages)


def _doubted(offline: BotReply | None) -> BotReply | None:
    """The offline answer, when the model saw the passages and found no answer in them."""
    if offline is None or not offline.sure:
        return offline
    return structs.replace(offline, confidence=offline.confidence * _DOUBTED)
