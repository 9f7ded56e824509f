"""The first bot: it answers from help pages, and says plainly when it does not know.

It never guesses: below the threshold of `segue.brains.knowledge` its reply is a miss, with a
sentence in the customer's language. Pleasantries are answered and are no misses. Everything that
takes time runs in one thread of its own, so that the event loop is never held up and two thousand
customers do not start two thousand threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.words import say
from segue.brains.knowledge import Answer, Knowledge
from segue.brains.languages import language_of
from segue.brains.small_talk import small_talk
from segue.domain.stages import Source

# An answer may be in pages of another language than the customer's when it is this sure.
_SURE_IN_ANOTHER_LANGUAGE = 0.8


class KnowledgeBot:
    """Answers turns from help pages. `app.ports_bot.Bot`."""

    def __init__(
        self, pages: Path | Sequence[Path] | None, *, brand: str, cache: Path | None = None
    ) -> None:
        """Answer from the files and folders `pages`, in the name of `brand`.

        `cache` is a folder for what is worth keeping between starts (vectors). Nothing is read
        before `warm` or the first turn. Without pages, every question is a miss.
        """
        self._pages = (pages,) if isinstance(pages, Path) else tuple(pages or ())
        self._cache = cache
        self._brand = brand
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-bot")
        self._knowledge: Knowledge | None = None

    async def warm(self) -> None:
        """Load encoder, language model and pages now, so that the first customer need not wait.

        Raises:
            BrainsError: when a page cannot be read or the encoder is missing.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._load)

    async def answer(self, turn: BotTurn) -> BotReply:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.reply, turn)

    def close(self) -> None:
        """Let the thread end. A turn that is being answered is finished."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def reply(self, turn: BotTurn) -> BotReply:
        """Return the reply to a turn; blocks for some milliseconds, the first time for a second."""
        spoken = language_of(turn.text)
        language = spoken.code or turn.language
        if said := small_talk(turn.text):
            text = say(said.kind, said.in_language(language), brand=self._brand)
            return BotReply(text, confidence=1.0, sure=True, small_talk=True)
        knowledge = self._load()
        said_before = [text for who, text in turn.history if who == "customer"]
        found = knowledge.answer(turn.text, said_before)
        foreign = spoken.code is not None and spoken.code not in knowledge.languages
        if found and found.sure and (not foreign or found.confidence >= _SURE_IN_ANOTHER_LANGUAGE):
            return self._answered(found, knowledge, language)
        return self._missed(turn, found, knowledge, language, foreign=foreign)

    def _answered(self, found: Answer, knowledge: Knowledge, language: str) -> BotReply:
        text = found.text
        if language.split("-", maxsplit=1)[0] not in knowledge.languages:
            frame = say("only_in", language, brand=self._brand, pages_in=knowledge.languages)
            text = f"{frame}\n{text}"
        return BotReply(
            text,
            sources=(Source(found.id, found.title, found.url),),
            confidence=found.confidence,
            sure=True,
        )

    def _missed(
        self,
        turn: BotTurn,
        found: Answer | None,
        knowledge: Knowledge,
        language: str,
        *,
        foreign: bool,
    ) -> BotReply:
        what = "unknown"
        if turn.companion:
            what = "unknown_in_line"
        elif foreign and knowledge.languages:
            what = "other_language"
        elif self._just_said("unknown", turn, language):
            what = "unknown_again"
        text = say(what, language, brand=self._brand, pages_in=knowledge.languages)
        return BotReply(text, confidence=found.confidence if found else 0.0, sure=False)

    def _just_said(self, what: str, turn: BotTurn, language: str) -> bool:
        said = [text for who, text in turn.history if who == "bot"]
        return bool(said) and said[-1] == say(what, language, brand=self._brand)

    def _load(self) -> Knowledge:
        if self._knowledge is None:
            self._knowledge = Knowledge.read(self._pages, self._cache)
            # The first of each loads its model.
            language_of("where is my order")
            self._knowledge.answer("where is my order")
        return self._knowledge
