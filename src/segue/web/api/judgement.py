"""What was decided in one conversation and why, what would have been, and turns as examples."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from segue.app import decisions as d
from segue.app import replaying as rp
from segue.app import spans
from segue.app.decisions import wording
from segue.app.decisions.readings import taken
from segue.app.ports import Example
from segue.app.replaying.whatif import Then, with_value
from segue.domain import events as e
from segue.domain.access import may_see
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.web import access
from segue.web.api.asked import Asked
from segue.web.frames import policy as f
from segue.web.limits import clean
from segue.web.refusals import No, bad, not_found
from segue.web.replays import TooMany

LONGEST = 4000
"""So many events of one conversation are looked at."""
QUOTE = 300
PAGE = 200
ZONE_LENGTH = 64
ELSEWHERE_S = 5.0
NEWEST = 3_000  # conversations: more are not counted while somebody waits
"""So long is counted what a change would have done elsewhere."""

After = Annotated[int, QueryParameter(ge=0, le=2**53)]


async def decisions(
    request: Asked, conversation: FromPath[str], zone: FromQuery[str] = "UTC"
) -> d.Decisions:
    """Why a person was called just then, or was not, and why not earlier: every turn with what was
    seen in it, the rules with their lines, near misses, and what came of it.

    `zone` is the reader's time zone (`Europe/Berlin`), for the times in the sentences.
    """
    segue = request.segue
    found = await access.conversation_for(segue, request.caller.person, conversation)
    one, place = found.conversation, zone_of(zone)
    rows = await segue.store.recorded([one.id])
    journal = taken(rows[:LONGEST])

    def tell() -> d.Decisions:
        return d.decisions(
            one.id,
            journal,
            segue.book.at,
            brand=segue.settings.brand,
            zone=place,
            truncated=len(rows) > LONGEST,
        )

    return await asyncio.to_thread(tell)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name. Raises 422."""
    try:
        return ZoneInfo(name if len(name) <= ZONE_LENGTH else "")
    except (ValueError, OSError, LookupError):
        raise bad("`zone` is no time zone: give one like Europe/Berlin.") from None


# --- what if ------------------------------------------------------------------------------


async def what_if(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.WhatIfAsked]
) -> f.WhatIf:
    """What would have come of this conversation under other rules: a whole policy, or one number of
    one rule. Also how often it would have mattered elsewhere, if that can be counted in seconds.
    """
    segue, caller = request.segue, request.caller
    found = await access.conversation_for(segue, caller.person, conversation)
    other = await other_policy(request, data)
    journal = taken((await segue.store.recorded([found.conversation.id]))[:LONGEST])
    one = found.conversation.id
    came = await asyncio.to_thread(rp.what_if, one, journal, other)
    return f.WhatIf(
        then=_person(came.then),
        now=_person(came.now),
        sooner_s=None if came.sooner_s is None else round(came.sooner_s),
        text=_in_words(came, other),
        also=await _elsewhere(request, data, other, one),
    )


async def other_policy(request: Asked, data: f.WhatIfAsked) -> Policy:
    """The policy that is meant. Raises 422."""
    if data.policy is not None:
        return await asyncio.to_thread(request.segue.book.read, data.policy)
    if data.rule is None or data.field is None or data.value is None:
        raise bad("Give a `policy`, or a `rule` with its `field` and another `value`.")
    try:
        return with_value(request.segue.policy, data.rule, data.field, data.value)
    except LookupError as why:
        raise No(422, "no_such_number", str(why.args[0] if why.args else why)) from None


def _person(then: Then | None) -> f.PersonAt | None:
    return None if then is None else f.PersonAt(then.seq, then.at, then.what, then.rule)


def _in_words(came: rp.WhatIf, other: Policy) -> str:
    """In one sentence."""
    if came.same:
        return wording.say("if_same")
    if came.now is None:
        return wording.say("if_none")
    rule = other.rules.named(came.now.rule)
    filled = {
        "what": wording.WHATS.get(came.now.what, came.now.what),
        "rule": rule.name if rule and rule.name else came.now.rule,
    }
    if came.sooner_s is None:
        return wording.say("if_new", **filled)
    if came.sooner_s == 0:
        return wording.say("if_other", **filled)
    key = "if_sooner" if came.sooner_s > 0 else "if_later"
    return wording.say(key, by=wording.took(abs(came.sooner_s)), **filled)


async def _elsewhere(
    request: Asked, data: f.WhatIfAsked, other: Policy, but: ConversationId
) -> f.AlsoThen | None:
    """What it would have done in other conversations; None when that takes too long to count."""
    if data.look is None or request.web.wait("replays", request.caller.agent.id):
        return None
    replays, until = request.web.replays, request.segue.clock()
    since = until - span(data.look)
    try:
        run = replays.begin(other, since, until, within_s=ELSEWHERE_S, newest=NEWEST)
    except TooMany:
        return None
    await replays.waited(run, ELSEWHERE_S)
    report = run.report
    if report is None:
        return None
    others = [one for one in report.changes if one.conversation != but]
    here = len(report.changes) - len(others)
    more, less = ("gained", "offered"), ("lost", "not_offered")
    gained = sum(report.counts.get(kind, 0) for kind in more)
    lost = sum(report.counts.get(kind, 0) for kind in less)
    mine = next((one.kind for one in report.changes if one.conversation == but), "")
    return f.AlsoThen(
        weeks=round((until - since) / timedelta(weeks=1), 2),
        gained=gained - (here if mine in more else 0),
        lost=lost - (here if mine in less else 0),
        bot_solved=sum(one.kind in more and one.bot_solved for one in others),
        conversations=report.conversations,
        enough=report.enough,
    )


LONGEST_SPAN = timedelta(days=366)


def span(text: str) -> timedelta:
    """`7d` as a time, at most a year."""
    return min(spans.span(text), LONGEST_SPAN)


# --- examples -----------------------------------------------------------------------------


async def label(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.ExampleIn]
) -> f.Created:
    """Say of one of the customer's turns whether it should bring a person. The rules are held to
    it whenever a policy is published. A second label of the same turn takes the first one's place.
    """
    segue, person = request.segue, request.caller.person
    request.web.limit("agent_commands", request.caller.agent.id)
    found = await access.conversation_for(segue, person, conversation)
    one = found.conversation
    rows = await segue.store.events(one.id, Seq(max(0, data.seq - 1)), 1)
    said = rows[0].event if rows and rows[0].seq == data.seq else None
    if not isinstance(said, e.MessagePosted) or said.author != e.Author.CUSTOMER:
        raise No(422, "no_turn", "`seq` is no message of the customer in this conversation.")
    made = await segue.store.add_example(
        Example(
            conversation=one.id,
            seq=Seq(data.seq),
            label=data.label,
            by=person.name,
            at=segue.clock(),
            note=clean(data.note),
            text=said.text[:QUOTE],
        )
    )
    return f.Created(id=str(made))


async def examples(request: Asked, after: After = 0) -> f.Examples:
    """All labelled turns of conversations that you may see, oldest first."""
    segue, person = request.segue, request.caller.person
    found = [one for one in await segue.store.examples() if one.id > after]
    some = found[:PAGE]
    if not person.lead:
        names = list(dict.fromkeys(one.conversation for one in some))
        known = await segue.store.conversations(names)
        mine = {one.id for one in known if may_see(person, one)}
        shown = [one for one in some if one.conversation in mine]
    else:
        shown = some
    return f.Examples(
        items=tuple(_example(one) for one in shown),
        next=str(some[-1].id) if len(found) > len(some) else None,
    )


def _example(one: Example) -> f.ExampleShown:
    return f.ExampleShown(
        id=str(one.id),
        conversation=one.conversation,
        seq=one.seq,
        label=one.label,
        text=one.text,
        by=one.by,
        at=one.at,
        note=one.note,
    )


async def unlabel(request: Asked, example: FromPath[int]) -> Response[None]:
    """Take a label away."""
    segue, person = request.segue, request.caller.person
    found = next((one for one in await segue.store.examples() if one.id == example), None)
    if found is None:
        raise not_found()
    await access.conversation_for(segue, person, found.conversation)
    if not await segue.store.drop_example(example):
        raise not_found()
    return Response(None, status_code=204)
