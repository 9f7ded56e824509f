"""The first bot: it answers from help pages, does what it may, and says when it does not know.

It never guesses: below the threshold of `segue.brains.knowledge` its reply is a miss, with a
sentence in the customer's language. Where two pages compete it asks which is meant, once.
Pleasantries are answered and are no misses. What it can have done (`Doing`) it wishes for, and
collects what that needs; the engine decides and does.

Everything that takes time runs in one thread of its own, so that the event loop is never held up
and two thousand customers do not start two thousand threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from segue.app.ports_actions import Action, Doing, NothingDone
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots import collecting, replying
from segue.bots.in_line import ask_for_the_person
from segue.bots.words import code_of, say
from segue.brains.clarifying import chosen, competing
from segue.brains.encoder import encoder
from segue.brains.knowledge import Answer, Knowledge
from segue.brains.languages import language_of
from segue.brains.small_talk import small_talk
from segue.brains.wanting import Actions, Wanted
from segue.domain.actions import FieldAsk, Measured
from segue.domain.courtesy import is_no, is_solved
from segue.domain.fields import asks_back

Shelf = Callable[[], Knowledge | None]
"""The knowledge as it is now: never None for longer than it takes to read it the first time."""

# An answer may be in pages of another language than the customer's when it is this sure.
_SURE_IN_ANOTHER_LANGUAGE = 0.8
# Of fewer words than these, a language has to be surer than usual (a wrong one sends away).
_ENOUGH_WORDS, _SURE_OF_FEW = 4, 0.8
_CHOSEN = 0.95  # how sure an answer is from the page that the customer has picked


def _spoken(text: str) -> str | None:
    """The language of these words; None when too few of them say too little: "my tent" looks
    Polish."""
    found = language_of(text)
    few = len(text.split()) < _ENOUGH_WORDS
    return None if few and found.p < _SURE_OF_FEW else found.code


class KnowledgeBot:
    """Answers turns from help pages. `app.ports_bot.Bot`."""

    def __init__(
        self,
        pages: Path | Sequence[Path] | None = None,
        *,
        brand: str,
        cache: Path | None = None,
        shelf: Shelf | None = None,
        doing: Doing | None = None,
    ) -> None:
        """Answer in the name of `brand` from what is on the `shelf`, or from the files and folders
        `pages`, and wish for what `doing` can do.

        `cache` is a folder for what is worth keeping between starts (vectors of `pages`). Nothing
        is read before `warm` or the first turn. Without pages, every question is a miss.
        """
        self._pages = (pages,) if isinstance(pages, Path) else tuple(pages or ())
        self._cache = cache
        self._brand = brand
        self._shelf = shelf
        self._doing = doing or NothingDone()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-bot")
        self._knowledge: Knowledge | None = None
        self._actions: tuple[tuple[Action, ...], Actions] | None = None

    async def warm(self) -> None:
        """Load encoder, language model and pages now, so that the first customer need not wait.

        Raises:
            BrainsError: when a page cannot be read or the encoder is missing.
        """
        await asyncio.get_running_loop().run_in_executor(self._thread, self._warm)

    async def answer(self, turn: BotTurn) -> BotReply:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.reply, turn)

    def close(self) -> None:
        """Let the thread end. A turn that is being answered is finished."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def reply(self, turn: BotTurn, knowledge: Knowledge | None = None) -> BotReply:
        """Return the reply to a turn; blocks for some milliseconds, the first time for a second.

        With `knowledge`, from that instead of what is live: to try out a draft.
        """
        language = _spoken(turn.text) or turn.language
        known = knowledge if knowledge is not None else self._load()
        if turn.asked is not None:
            return self._going_on(turn, turn.asked, known, language)
        return self._fresh(turn, known, language)

    def _fresh(self, turn: BotTurn, knowledge: Knowledge, language: str) -> BotReply:
        """Answer a turn that nothing was asked before."""
        if picked := self._picked(turn, knowledge, language):
            return picked
        if pleasant := self._pleasantry(turn, language):
            return pleasant
        if said := replying.promised(turn, language, encoder()):
            return said
        return self._found(turn, knowledge, language)

    def _found(self, turn: BotTurn, knowledge: Knowledge, language: str) -> BotReply:
        """Do what is meant, answer what is asked, ask which of several, or say that it is none."""
        audience = "signed_in" if turn.verified else "public"
        before = [text for who, text in turn.history if who == "customer"]
        found = knowledge.answer(turn.text, before, audience, language=code_of(language))
        wanted = self._wanted(turn, found)
        if wanted and wanted.meant and (action := self._doing.named(wanted.action)):
            reply = collecting.go_on(turn, action, self._doing, language)
            return replace(reply, measured=Measured(by=replying.BY, raw=wanted.score))
        agreed = knowledge.agreed(turn.text, found, audience) if found else None
        spoken = _spoken(turn.text)
        foreign = spoken is not None and found is not None and found.language != spoken
        if found and found.sure and (not foreign or found.confidence >= _SURE_IN_ANOTHER_LANGUAGE):
            reply = replying.answering(found, language, self._brand, agreed)
            if wanted and wanted.handy and (action := self._nearest(wanted)):
                reply = replace(reply, choices=(collecting.title_of(action, language),))
            return ask_for_the_person(turn, reply, found, self._nearest(wanted), language)
        if not foreign and found and not replying.asked_which(turn):
            titles = self._titles(found, wanted, language)
            if titles:
                return replying.asking_which(titles, found, language)
        nowhere = spoken is not None and spoken not in knowledge.languages
        pages_in = knowledge.languages if nowhere else frozenset()
        return replying.missing(
            turn, found, language, self._brand, pages_in=pages_in, agreed=agreed
        )

    def _titles(self, found: Answer, wanted: Wanted | None, language: str) -> tuple[str, ...]:
        """Return what to ask about: pages that compete, or a page and something to be done."""
        action = self._nearest(wanted) if wanted and wanted.perhaps else None
        if action and found.title:
            return (collecting.title_of(action, language), found.title)
        return tuple(title for _, title in competing(found))

    def _picked(self, turn: BotTurn, knowledge: Knowledge, language: str) -> BotReply | None:
        """Answer from what the customer has picked of what the bot asked about."""
        titles = replying.asked_which(turn)
        place = chosen(turn.text, titles) if titles else None
        if place is None:
            return None
        question = replying.question_before(turn)
        for action in self._may_do().actions:
            if collecting.title_of(action, language) == titles[place]:
                asked_so = replace(turn, text=question)
                return collecting.go_on(asked_so, action, self._doing, language)
        page = next((one.id for one in knowledge.items if one.title == titles[place]), None)
        found = knowledge.from_page(page, question) if page else None
        if found is None:
            return None
        return replying.answering(replace(found, confidence=_CHOSEN), language, self._brand)

    def _pleasantry(self, turn: BotTurn, language: str) -> BotReply | None:
        answered = any(who == "bot" for who, _ in turn.history) and not turn.misses
        if said := small_talk(turn.text):
            text = say(said.kind, said.in_language(language), brand=self._brand)
            over = answered and said.kind == "goodbye" and not turn.companion
        elif is_solved(turn.text):
            text = say("fine", language, brand=self._brand)
            over = answered and not turn.companion
        else:
            return None
        return BotReply(text, confidence=1.0, sure=True, small_talk=True, solved=over)

    def _going_on(
        self, turn: BotTurn, asked: FieldAsk, knowledge: Knowledge, language: str
    ) -> BotReply:
        """Go on with what something was asked for, or with what was said instead."""
        action = self._doing.named(asked.purpose)
        if collecting.answered(turn, asked) is not None:
            if action is not None:
                return collecting.go_on(turn, action, self._doing, language, tries=asked.tries)
            return BotReply(say("noted", language), confidence=1.0, sure=True, small_talk=True)
        if is_no(turn.text) or is_solved(turn.text):
            text = say("dropped", language)
            return BotReply(text, confidence=1.0, sure=True, small_talk=True)
        reply = self._fresh(turn, knowledge, language)
        if action is None or reply.act or reply.asks or reply.clarifies:
            return reply  # what was asked for the brief only is not asked again
        if not reply.sure and not asks_back(turn.text):
            if asked.tries >= collecting.ENOUGH:
                return replace(reply, text=say("asked_enough", language))
            return collecting.again(asked, action, language, "ask_again")
        if reply.sure and not collecting.asked_still(turn, asked, action, language):
            more = collecting.again(asked, action, language, "ask_still")
            return replace(reply, text=f"{reply.text}\n\n{more.text}", asks=more.asks,
                           choices=more.choices, small_talk=False)  # fmt: skip
        return reply

    def _wanted(self, turn: BotTurn, found: Answer | None) -> Wanted | None:
        near, needs = (found.near, found.needs) if found else ((), ())
        return self._may_do().wanted(turn.text, near, needs)

    def _nearest(self, wanted: Wanted | None) -> Action | None:
        return self._doing.named(wanted.action) if wanted else None

    def _may_do(self) -> Actions:
        now = self._doing.actions()
        if self._actions is None or self._actions[0] != now:
            self._actions = now, Actions(now, encoder())
        return self._actions[1]

    def _load(self) -> Knowledge:
        if self._shelf is not None:
            return self._shelf() or Knowledge(())
        if self._knowledge is None:
            self._knowledge = Knowledge.read(self._pages, self._cache)
        return self._knowledge

    def _warm(self) -> None:
        """The first of each loads its model."""
        language_of("where is my order")
        encoder().encode("where is my order")
        self._may_do()
        self._load().answer("where is my order")
