"""What was decided in one conversation and why, what would have been, and turns as examples."""

from __future__ import annotations

import asyncio
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from segue.app import decisions as d
from segue.app.decisions.readings import taken
from segue.app.ports import Example
from segue.domain import events as e
from segue.domain.access import may_see
from segue.domain.ids import Seq
from segue.domain.policy import Policy
from segue.web import access
from segue.web.api.asked import Asked
from segue.web.frames import policy as f
from segue.web.limits import clean
from segue.web.refusals import No, bad, not_found

LONGEST = 4000
"""So many events of one conversation are looked at."""
QUOTE = 300
PAGE = 200
ZONE_LENGTH = 64

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
            policy_at(request),
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


def policy_at(request: Asked) -> d.PolicyAt:
    """The policy of a version, as far as it is still known."""
    live = request.segue.policy

    def at(version: int) -> Policy:
        if version != live.version:
            raise LookupError(version)
        return live

    return at


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
