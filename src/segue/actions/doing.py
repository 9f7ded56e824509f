"""The actions of an installation: which there are, what a wish has to bring, and one run.

    wish --call()--> ActionCall --(yes, identity, approval: the conversation)--> run() --> result

`call` is quick and asks nobody. `run` speaks to the other system and never raises for what that
does: every end is an outcome, with a sentence for the customer and a reason for the staff.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import structlog
from msgspec.structs import replace

from segue.actions import outcomes
from segue.actions import sentences as say
from segue.actions.asking import Ask, ask_for, idempotency_of, is_known
from segue.actions.described import Described, Left, Service, in_language
from segue.actions.documents import Documents, Loaded
from segue.actions.keys import Keys, NoKey, keys_from
from segue.actions.mcp import McpServer, NoTool, arguments_of, text_of
from segue.actions.reading import Read
from segue.actions.sending import Fresh, Sender, Silent, send
from segue.actions.values import checked, label_of, read_out
from segue.app.ports_actions import Action, ActionWish, BadAction
from segue.domain.actions import ActionCall, ActionResult
from segue.domain.ids import ConversationId
from segue.domain.inputs import Contact

log = structlog.get_logger()
RELOAD_S, RETRY_S = 3600.0, 30.0


def _clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - signs a request to a real system, at the real time


class Actions:
    """`app.ports_actions.Doing`. `start` also reads documents and servers that are elsewhere."""

    def __init__(
        self,
        read: Read,
        *,
        keys: Keys | None = None,
        outgoing: Sender | None = None,
        clock: Callable[[], datetime] = _clock,
        folder: str = ".",
    ) -> None:
        self._keys = keys or keys_from()
        self._clock = clock
        self._outgoing: Sender | None = outgoing
        self._own = tuple(replace(one, n=0) for one in read.actions)
        self.services: dict[str, Service] = {one.id: one for one in read.services}
        self._documents = Documents(read, self._sender, self._keys, clock, folder)
        self._loading: asyncio.Task[None] | None = None
        self._use(self._documents.beside())

    # --- which there are ---

    def actions(self) -> tuple[Action, ...]:
        return tuple(one.action for one in self._known.values())

    def named(self, action: str) -> Action | None:
        found = self._known.get(action)
        return found.action if found else None

    def described(self, action: str) -> Described | None:
        """The same with how it is done: for commands of an administrator."""
        return self._known.get(action)

    @property
    def left(self) -> tuple[Left, ...]:
        """What documents and servers hold that is no action here, and what could not be read."""
        return self._left

    def keys_missing(self) -> tuple[str, ...]:
        """A sentence for each key that is named and not there, for whoever sets this up."""
        told = []
        for name in dict.fromkeys(one.auth.secret for one in self.services.values()):
            try:
                if name:
                    self._keys(name)
            except NoKey as why:
                told.append(str(why))
        return tuple(told)

    def _use(self, loaded: Loaded) -> None:
        self.services |= {one.id: one for one in loaded.services}
        known = {one.action.id: one for one in self._own}
        left = list(loaded.left)
        for one in loaded.actions:
            if one.action.id in known:
                left.append(Left(one.action.id, "another action has this id already"))
            else:
                known[one.action.id] = one
        for name, one in known.items():
            if one.action.undo and one.action.undo not in known:
                left.append(Left(name, f"its undo, {one.action.undo}, is no action"))
                known[name] = replace(one, action=replace(one.action, undo=""))
        self._known: dict[str, Described] = known
        self._left = tuple(left)

    # --- documents elsewhere ---

    async def load(self) -> bool:
        """Read the documents and tools of all services now. False: something could not be read,
        and what was known before of that service is still used."""
        loaded = await self._documents.load()
        self._use(loaded)
        return loaded.whole

    async def start(self) -> None:
        """Read what is elsewhere, in the background and again every hour. Returns at once."""
        if self._documents.elsewhere and self._loading is None:
            self._loading = asyncio.create_task(self._keep_loading(), name="actions")

    async def _keep_loading(self) -> None:
        told: set[Left] = set()
        while True:
            try:
                whole = await self.load()
            except Exception:
                log.exception("actions.load_failed")
                whole = False
            for one in set(self._left) - told:
                log.info("actions.left_out", name=one.name, why=one.why)
            told = set(self._left)
            await asyncio.sleep(RELOAD_S if whole else RETRY_S)

    async def stop(self) -> None:
        """End the reading."""
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)
            self._loading = None

    def _sender(self) -> Sender:
        if self._outgoing is None:
            self._outgoing = Fresh(self._documents.allowed())
        return self._outgoing

    # --- a wish ---

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:
        """As the port says. An agent says yes by asking: only who the customer is stays to be
        known; a bot's wish waits for whatever the description wants."""
        described = self._known.get(wish.action)
        if described is None:
            raise BadAction("unknown_action", f"There is no action “{wish.action[:60]}”.")
        if who not in described.action.who:
            raise BadAction("not_for_you", f"“{described.action.id}” is not for the {who}.")
        inputs = checked(described, dict(wish.inputs), language)
        return _call(described, inputs, language, by_agent=who == "agent")

    # --- a run ---

    async def run(
        self,
        call: ActionCall,
        n: int,
        *,
        conversation: ConversationId,
        contact: Contact,
        language: str,
        key: str,
        dry: bool = False,
        again: bool = False,
    ) -> ActionResult:
        """As the port says. Nothing that changes is sent a second time without the other system
        knowing the run's key: `again` then ends as unsure."""
        described = self._known.get(call.action)
        if described is None:
            why = "This action is not described any more."
            return ActionResult(n, call.action, call.title, "failed", why=why)
        try:
            result = await self._run(described, call, n, contact, language, key, dry, again)
        except Silent as why:
            result = outcomes.lost(described, n, why.why, language, sent=why.sent)
        except NoKey as why:
            result = outcomes.lost(described, n, str(why), language, sent=False)
        except Exception as why:  # whatever it was, the customer gets a sentence and no silence
            log.exception("action.broke", conversation=conversation, action=call.action)
            said = f"It broke on our side: {type(why).__name__}."
            result = outcomes.lost(described, n, said, language, sent=True)
        log.info("action.ran", conversation=conversation, action=call.action, dry=dry,
                 outcome=result.outcome)  # fmt: skip
        return result

    async def _run(
        self,
        described: Described,
        call: ActionCall,
        n: int,
        contact: Contact,
        language: str,
        key: str,
        dry: bool,  # noqa: FBT001
        again: bool,  # noqa: FBT001
    ) -> ActionResult:
        service = self.services[described.service]
        try:
            inputs = dict(checked(described, dict(call.inputs), language))
        except BadAction as why:
            words = (("*", str(why)),)
            return outcomes.ended(described, n, "refused", words, language, f"{why.code}: {why}")
        if described.action.needs_identity and not is_known(service, contact):
            why_not = "It is not certain who the customer is."
            return outcomes.ended(described, n, "refused", say.WHO_ARE_YOU, language, why_not)
        repeatable = described.reads_only or (
            not described.tool and bool(idempotency_of(described, service))
        )
        if again and not repeatable:
            said = "A first try was broken off; a second one could do it twice."
            return outcomes.lost(described, n, said, language, sent=True)
        timeout_s = described.timeout_s or service.timeout_s
        if described.tool:
            return await self._tool(
                described, call, n, inputs, contact, language, timeout_s, dry=dry
            )
        ask = ask_for(
            described, service, inputs, contact,
            key=key, keys=self._keys, now=self._clock(), dry=dry,
        )  # fmt: skip
        if dry and not (described.dry_query or described.dry_request):
            return _would(described, n, ask.shown(), language)
        told = await send(self._sender(), ask, timeout_s=timeout_s, repeatable=repeatable or dry)
        sent = replace(call, inputs=tuple(inputs.items()))
        result = outcomes.result_of(described, sent, n, told, language)
        then = outcomes.instead(described, result, told.reply)
        result = replace(result, then=self._then(then, sent, language)) if then else result
        return replace(result, why=_redacted(result.why, ask))

    def _then(self, action: str, was: ActionCall, language: str) -> ActionCall | None:
        """What is wanted instead, with the same inputs. The company wants it, so it does not matter
        who may; and the customer said yes to it already."""
        other = self._known.get(action)
        if other is None:
            return None
        names = {field.shown.name for field in other.fields}
        try:
            given = {name: value for name, value in was.inputs if name in names}
            call = _call(other, checked(other, given, language), language, by_agent=False)
        except BadAction:
            return None
        return replace(call, needs_yes=False, ask="") if was.needs_yes else call

    async def _tool(
        self,
        described: Described,
        call: ActionCall,
        n: int,
        inputs: dict[str, str],
        contact: Contact,
        language: str,
        timeout_s: float,
        *,
        dry: bool,
    ) -> ActionResult:
        arguments = arguments_of(described, inputs)
        if dry:
            rows = (("Tool", described.tool), *((name, str(it)) for name, it in arguments.items()))
            return _would(described, n, rows, language)
        server: McpServer = self._documents.server(described.service)
        try:
            told = await server.call(
                described.tool, arguments, contact,
                timeout_s=timeout_s, repeatable=described.reads_only,
            )  # fmt: skip
        except NoTool as why:
            return outcomes.ended(described, n, "refused", say.REFUSED, language, str(why))
        text = text_of(told)
        if told.get("isError"):
            return outcomes.ended(described, n, "refused", say.REFUSED, language, text)
        sent = replace(call, inputs=tuple(inputs.items()))
        answer = told.get("structuredContent")
        result = outcomes.answered(described, sent, n, answer, language)
        return result if described.returns.say or not text else replace(result, text=text)


def _call(
    described: Described, inputs: tuple[tuple[str, str], ...], language: str, *, by_agent: bool
) -> ActionCall:
    """The wish with the company's words about it."""
    action = described.action
    needs_yes = action.needs_yes and not by_agent
    return ActionCall(
        action=action.id,
        title=outcomes.title_of(action, language),
        inputs=inputs,
        shown=_shown(described, inputs, language),
        ask=_question(described, dict(inputs), language) if needs_yes else "",
        needs_yes=needs_yes,
        needs_identity=action.needs_identity,
        needs_approval=not by_agent and _needs_approval(described, dict(inputs)),
    )


def _needs_approval(described: Described, inputs: Mapping[str, str]) -> bool:
    if not described.action.needs_approval or not described.approve_input:
        return described.action.needs_approval
    try:
        return float(inputs.get(described.approve_input, "inf")) > described.approve_above
    except ValueError:
        return True


def _shown(
    described: Described, inputs: Sequence[tuple[str, str]], language: str
) -> tuple[tuple[str, str], ...]:
    fields = {field.shown.name: field for field in described.fields}
    return tuple(
        (label_of(fields[name], language), read_out(fields[name], value, language))
        for name, value in inputs
    )


def _question(described: Described, inputs: Mapping[str, str], language: str) -> str:
    title = outcomes.title_of(described.action, language)
    own = outcomes.question(described, inputs, language)
    return own or in_language(say.CONFIRM, language).format(title=title)


def _would(
    described: Described, n: int, rows: Sequence[tuple[str, str]], language: str
) -> ActionResult:
    """What a dry run tells where the other system cannot be asked."""
    title = outcomes.title_of(described.action, language)
    why = "A dry run: nothing was sent."
    return ActionResult(
        n, described.action.id, title, "done", text=say.WOULD_SEND, rows=tuple(rows), why=why
    )


def _redacted(why: str, ask: Ask) -> str:
    """Without our key, should the other system have repeated it."""
    for name, value in ask.headers:
        if name in ask.secret:
            for part in {value, value.rpartition(" ")[2]}:
                why = why.replace(part, "•••") if len(part) > 3 else why  # noqa: PLR2004
    return why
