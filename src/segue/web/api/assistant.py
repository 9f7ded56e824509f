"""The assistant, for the staff: ask it, see what it covers and may do, and where it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, cast

import msgspec
import structlog
from litestar.params import JSONBody
from msgspec.structs import replace

from segue.app.library.gaps import Gap, gap_of
from segue.app.library.looking import share
from segue.app.ports_actions import Doing
from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_knowledge import KnowledgeItem, Use
from segue.build import teams_known
from segue.domain import events as e
from segue.domain.access import may_see
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.domain.rules.model import Do
from segue.policies.wording import sentence
from segue.web.api.actions import shown as action_shown
from segue.web.api.asked import Asked
from segue.web.frames import knowledge as f
from segue.web.limits import clean
from segue.web.refusals import No, not_found

log = structlog.get_logger()
TRIAL: Final = ConversationId("trial")
SHOWN: Final = 8  # conversations of a gap
TOPICS: Final = 24
FAILS: Final = 20
LOOKED_AT: Final = 200  # of the newest uses, for what failed
DAYS: Final = 7
LOW: Final = 0.6
"""An answer below this that a person had to follow was a weak one."""
ANSWERABLE: Final = 0.5


# --- asking -------------------------------------------------------------------------------


async def ask(request: Asked, data: JSONBody[f.ToAsk]) -> f.AskedBoth:
    """Ask the assistant a question for a trial: what it would say now, and with `draft` what it
    would say if the item's draft were live. Nothing is kept, and it counts in no report."""
    request.web.limit("agent_commands", request.caller.agent.id)
    question = clean(data.question)
    if not question:
        raise No(422, "empty", "Ask something.")
    turn = BotTurn(TRIAL, Seq(1), Epoch(0), data.language, question)
    with_draft = None
    if data.item is not None:
        with_draft = await _with_draft(request, data.item)
    live = await _tried(request, turn, None)
    draft = None
    if data.draft and with_draft is not None:
        draft = await _tried(request, turn, with_draft)
    return f.AskedBoth(live=live, draft=draft)


async def _tried(
    request: Asked, turn: BotTurn, items: Sequence[KnowledgeItem] | None
) -> f.AskedShown:
    """Raises 503 for an assistant that cannot answer, or takes longer than a customer's may."""
    segue = request.segue
    try:
        async with asyncio.timeout(segue.settings.bot_deadline_s):
            reply, needs = await segue.library.attempt(turn, items)
            return _asked(reply, needs, segue.doing)
    except TimeoutError:
        said = "The assistant did not answer in time."
    except Exception as why:
        log.exception("trial.failed")
        said = segue.library.index.trouble or f"The assistant failed: {type(why).__name__}."
    raise No(503, "unavailable", said, retry_after_s=5)


async def _with_draft(request: Asked, name: str) -> list[KnowledgeItem] | None:
    """All items, as if the draft of this one were live for everybody; None without a draft."""
    items, _ = await request.segue.library.looking.all()
    found = next((one for one in items if one.id == name), None)
    if found is None:
        raise not_found()
    draft = found.draft
    if draft is None:
        return None
    words = {"title": draft.title, "body": draft.body, "examples": draft.examples}
    live = replace(found, **words, on=True, audience="public")
    return [live if one.id == name else one for one in items]


def _asked(reply: BotReply, needs: float, doing: Doing) -> f.AskedShown:
    action = doing.named(reply.act.action) if reply.act is not None else None
    measured = reply.measured
    answerable = measured.answerable if measured is not None else None
    goes_on = reply.small_talk or reply.clarifies or reply.asks is not None or reply.act is not None
    return f.AskedShown(
        text=reply.text or (f"It would begin: {action.title}." if action is not None else ""),
        sure=reply.sure,
        confidence=round(reply.confidence, 3),
        needs=round(needs, 3),
        answerable=reply.sure if answerable is None else answerable >= ANSWERABLE,
        sources=tuple(f.SourceNamed(one.id, one.title, one.url) for one in reply.sources),
        clarifies=reply.clarifies,
        choices=reply.choices,
        would_offer=reply.person is not None or not (reply.sure or goes_on),
        asks=reply.asks.label if reply.asks is not None else "",
        act=reply.act.action if reply.act is not None else "",
        measured=msgspec.to_builtins(measured) if measured is not None else {},
    )


# --- what is missing ----------------------------------------------------------------------


async def gaps(request: Asked) -> f.GapsShown:
    """Questions of the last 30 days that nothing answered, the same ones together; with a draft
    made of what your team answered, where it did."""
    library = request.segue.library
    found = await _mine(request, await library.gaps.find())
    known = await _conversations(
        request, [one.conversation for gap in found for one in gap.turns[:SHOWN]]
    )
    return f.GapsShown(tuple(_gap(gap, known) for gap in await library.gaps.drafted(found)))


async def _mine(request: Asked, found: Sequence[Gap]) -> list[Gap]:
    """Of the turns only those in conversations that this person may see."""
    if request.caller.person.lead:
        return list(found)
    known = await _conversations(request, [one.conversation for gap in found for one in gap.turns])
    seen = [[one for one in gap.turns if one.conversation in known] for gap in found]
    return [gap_of(turns) for turns in seen if turns]


async def _conversations(
    request: Asked, names: Sequence[ConversationId]
) -> dict[ConversationId, Conversation]:
    """Those that this person may see."""
    person = request.caller.person
    known = await request.segue.store.conversations(list(dict.fromkeys(names)))
    return {one.id: one for one in known if may_see(person, one)}


def _gap(gap: Gap, known: dict[ConversationId, Conversation]) -> f.GapShown:
    turns = {one.conversation: one for one in reversed(gap.turns[:SHOWN])}
    draft = gap.draft
    return f.GapShown(
        question=gap.question,
        times=gap.times,
        handed_over=gap.handed_over,
        conversations=tuple(
            f.GapTurn(name, known[name].case, one.at)
            for name, one in reversed(turns.items())
            if name in known
        ),
        last=gap.turns[0].at,
        examples=gap.examples,
        draft=None
        if draft is None
        else f.GapDraftShown(draft.title, draft.body, gap.examples, draft.answers),
    )


# --- what it can do -----------------------------------------------------------------------


async def assistant(request: Asked) -> f.Assistant:
    """What answers, what it covers, what it can do and may say, and where it failed lately."""
    segue = request.segue
    library = segue.library
    items, sources = await library.looking.all()
    days = await segue.store.last_days(segue.clock() - timedelta(days=DAYS))
    kind, name = library.by
    return f.Assistant(
        by=cast("Any", kind),
        name=name or segue.settings.brand,
        covers=f.Covers(
            items=len(items),
            on=sum(one.live for one in items),
            passages=library.index.passages,
            languages=tuple(sorted(library.index.languages)),
            sources=len(sources),
            trouble=library.index.trouble,
        ),
        topics=await _topics(request, items),
        actions=tuple(action_shown(one) for one in segue.doing.actions()),
        may_say=_may_say(request),
        fails=await _fails(request),
        last_days=f.LastDays(days.answered, days.missed, days.called, days.solved, DAYS),
    )


async def _topics(request: Asked, items: Sequence[KnowledgeItem]) -> tuple[f.Topic, ...]:
    """Items with titles alike are one topic, called by the one that answers most."""
    segue = request.segue
    live = [one for one in items if one.live]
    counts = await segue.store.use_counts(segue.clock() - timedelta(days=30))
    live.sort(key=lambda one: -counts.get(one.id, (0, 0))[0])
    groups = await segue.library.alike([one.title for one in live[:1000]])
    topics: list[f.Topic] = []
    for group in groups:
        figures = [counts.get(live[n].id, (0, 0)) for n in group]
        used, helped = sum(one for one, _ in figures), sum(one for _, one in figures)
        topics.append(f.Topic(live[group[0]].title, len(group), used, share(used, helped)))
    topics.sort(key=lambda one: (-one.used, -one.items, one.title))
    return tuple(topics[:TOPICS])


def _may_say(request: Asked) -> tuple[f.MaySay, ...]:
    """Rules that hold answers back or mark them, as the policy words them."""
    staffing = request.segue.staffing
    teams = teams_known(staffing.teams.values(), staffing.agents.values())
    rules = [one for one in request.segue.policy.rules.all if one.on]
    return tuple(
        f.MaySay(sentence(one, teams), one.id) for one in rules if one.do in (Do.APPROVE, Do.MARK)
    )


async def _fails(request: Asked) -> tuple[f.Failing, ...]:
    """The newest turns that were missed, or answered in vain."""
    store = request.segue.store
    uses = [one for one in await store.uses(limit=LOOKED_AT) if _failed(one)]
    known = await _conversations(request, [one.conversation for one in uses])
    found: list[f.Failing] = []
    for one in uses:
        if one.conversation in known and len(found) < FAILS:
            question = await _question(request, one)
            found.append(_failing(one, known[one.conversation], question))
    return tuple(found)


def _failed(one: Use) -> bool:
    return one.kind == "missed" or one.helped is False


async def _question(request: Asked, use: Use) -> str:
    """The customer's words that it was about."""
    before = Seq(max(0, use.seq - 12))
    rows = await request.segue.store.events(use.conversation, before, use.seq - before)
    said = [
        row.event.text
        for row in rows
        if isinstance(row.event, e.MessagePosted) and row.event.author == e.Author.CUSTOMER
    ]
    return said[-1][:400] if said else ""


def _failing(one: Use, conversation: Conversation, question: str) -> f.Failing:
    if one.confidence < 0:
        why = "error"
    elif one.kind == "missed":
        why = "missed"
    else:
        why = "low_confidence" if one.confidence < LOW else "handed_over"
    return f.Failing(
        question=question,
        why=cast("Any", why),
        at=one.at,
        conversation=one.conversation,
        case=conversation.case,
        item=one.item or None,
    )
