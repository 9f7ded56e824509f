"""What can be done in other systems, for the staff: see it, try it, do it, agree, take it back.

Decode, check access, take, answer. Who may do it for a conversation the domain says; what an
action wants its description says, and `Doing` holds a wish against it. Who the customer is comes
from the conversation's proven contact and from nowhere else.
"""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec.structs import replace

from segue.app.ports import Kept, Listed, Row
from segue.app.ports_actions import Action, ActionWish, BadAction
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.access import may_approve
from segue.domain.actions import ActionCall
from segue.domain.conversation import decide
from segue.domain.ids import ConversationId, Epoch
from segue.domain.knowing import proven_only
from segue.web import access, runs
from segue.web.api.asked import Asked
from segue.web.frames import actions as f
from segue.web.frames.http import Done
from segue.web.limits import clean
from segue.web.refusals import No, bad

CURSOR_LENGTH = 200
LOOKED_AT = 2_000
"""Events that one page of the record looks at: most conversations have few runs, or none."""


async def listed(request: Asked) -> f.Actions:
    """Everything that can be done in other systems, by whom and under which conditions."""
    return f.Actions(tuple(shown(one) for one in request.segue.doing.actions()))


def shown(one: Action) -> f.ActionShown:
    """An action as the staff sees it."""
    inputs = tuple(
        f.ActionInputShown(
            it.name, it.label, it.kind, it.required, it.choices, it.description, it.fact
        )
        for it in one.inputs
    )
    return f.ActionShown(
        id=one.id,
        title=one.title,
        description=one.description,
        inputs=inputs,
        who=one.who,
        examples=one.examples,
        changes=one.changes,
        needs_yes=one.needs_yes,
        needs_identity=one.needs_identity,
        needs_approval=one.needs_approval,
        undo=one.undo,
        source=one.source,
    )


async def act(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.RunAction]
) -> Response[f.ActionBegun | f.ActionTried]:
    """Run an action for this customer, under the present epoch. With `dry_run` nothing is done:
    then 200 with what would be sent. Else 201, and how it ends comes as an event."""
    found = await _here(request, conversation)
    inputs = tuple((name, clean(value)) for name, value in data.inputs.items())
    call = _called(request, found, ActionWish(data.action, inputs))
    if data.dry_run:
        return Response(await _tried(request, found, call, data.epoch), status_code=200)
    begun = await _begin(request, conversation, call, data.epoch, data.client_id)
    return Response(begun, status_code=201)


async def undo(
    request: Asked, conversation: FromPath[str], run: FromPath[int], data: JSONBody[f.UndoAction]
) -> f.ActionBegun:
    """Take back what run number `run` did, where its action says how."""
    found = await _here(request, conversation)
    done = next((one for one in found.conversation.done if one.n == run), None)
    if done is None or not done.undo:
        raise No(409, "not_now", "This cannot be taken back.")
    call = _called(request, found, ActionWish(done.undo, done.undo_inputs))
    call = replace(call, undoes=run)
    return await _begin(request, conversation, call, data.epoch, data.client_id)


async def approve(
    request: Asked,
    conversation: FromPath[str],
    run: FromPath[int],
    data: JSONBody[f.RejectAction | None] = None,
) -> Done:
    """Agree: what waits for the team's yes is done. Members of its team and leads may."""
    await _to_approve(request, conversation)
    heard = i.AgentApprovedAction(access.who(request.caller.person), run)
    return _done(await _take(request, conversation, heard, data.client_id if data else None))


async def reject(
    request: Asked,
    conversation: FromPath[str],
    run: FromPath[int],
    data: JSONBody[f.RejectAction | None] = None,
) -> Done:
    """Say no: it is not done, and a person goes on with it. Members of its team and leads may."""
    await _to_approve(request, conversation)
    why = clean(data.why) if data else ""
    heard = i.AgentRejectedAction(access.who(request.caller.person), run, why)
    return _done(await _take(request, conversation, heard, data.client_id if data else None))


async def record(request: Asked, after: FromQuery[str] = "", limit: FromQuery[int] = 200) -> f.Runs:
    """Who ran what, when, with which inputs, and what came of it: of all conversations, oldest
    first. Ask again with `next` as `after`; a page may be empty and still have a next one."""
    if len(after) > CURSOR_LENGTH or not 1 <= limit <= LOOKED_AT:
        raise bad(f"`after` is a `next` of before, `limit` is 1 to {LOOKED_AT}.")
    try:
        rows = await request.segue.store.events_since(after, LOOKED_AT)
    except ValueError:
        raise bad("`after` is a `next` of before.") from None
    items: list[f.RunTold] = []
    cursor = after
    for row in rows:
        if len(items) >= limit:
            break
        cursor = row.cursor or cursor
        told = _told(row)
        if told is not None:
            items.append(told)
    return f.Runs(tuple(items), cursor)


# --- steps ---


async def _here(request: Asked, conversation: str) -> Listed:
    request.web.limit("agent_commands", request.caller.agent.id)
    return await access.conversation_for(request.segue, request.caller.person, conversation)


def _called(request: Asked, found: Listed, wish: ActionWish) -> ActionCall:
    """The wish, held against the description. What is wrong with it is told in English."""
    doing, one = request.segue.doing, found.conversation
    try:
        doing.call(wish, who="agent", language="en")
        call = doing.call(wish, who="agent", language=one.language)
    except BadAction as why:
        status = 403 if why.code == "not_for_you" else 422
        errors = ({"field": why.field, "message": str(why)},) if why.field else ()
        raise No(status, why.code, str(why), errors=errors) from why
    if call.needs_identity and not one.contact.verified:
        said = "For this it has to be known for sure who the customer is. Ask for a code."
        raise No(409, "needs_identity", said)
    return call


async def _tried(request: Asked, found: Listed, call: ActionCall, epoch: int) -> f.ActionTried:
    """What a run would send. Raises what the run itself would be refused with."""
    segue, one = request.segue, found.conversation
    now = segue.clock()
    heard = i.AgentActed(access.who(request.caller.person), call, Epoch(epoch))
    decide(one, heard, segue.policy, segue.staffing.floor_for(one, now), now)
    result = await segue.doing.run(
        call,
        0,
        conversation=one.id,
        contact=proven_only(one.contact),
        language=one.language,
        key="dry-run",
        dry=True,
    )
    return f.ActionTried(runs.result_shown(result))


async def _begin(
    request: Asked, conversation: str, call: ActionCall, epoch: int, client_id: str | None
) -> f.ActionBegun:
    by = access.who(request.caller.person)
    heard = i.AgentActed(by, call, Epoch(epoch), client_id or "")
    kept = await _take(request, conversation, heard, client_id)
    wanted = [row.event.run.n for row in kept.rows if isinstance(row.event, e.ActionWanted)]
    done = _done(kept)
    return f.ActionBegun(wanted[0] if wanted else kept.conversation.actions, done.seq, done.epoch)


async def _to_approve(request: Asked, conversation: str) -> None:
    """Raises 403 for what another team agrees to."""
    found = await _here(request, conversation)
    run = found.conversation.action
    waits = run is not None and run.state == "approval"
    if waits and not may_approve(request.caller.person, found.conversation):
        raise No(403, "forbidden", "Another team agrees to this.")


async def _take(request: Asked, conversation: str, heard: i.Input, key: str | None) -> Kept:
    person = request.caller.person
    kept = await request.segue.turns.take(
        ConversationId(conversation), heard, key=access.key_of(person, key)
    )
    request.web.metrics.commands.labels("agent", type(heard).__name__).inc()
    return kept


def _done(kept: Kept) -> Done:
    return Done(seq=kept.seq or kept.conversation.seq, epoch=kept.conversation.epoch)


def _told(row: Row) -> f.RunTold | None:
    """The line that an event is in the record, if it is about a run."""
    call: ActionCall | None = None
    how: str
    why, how, event = "", "", row.event
    match event:
        case e.ActionWanted(run=run):
            what, n, how, by, call = "wanted", run.n, run.state, run.name or "assistant", run.call
        case e.ActionMoved(run=run):
            what, n, how, by, call = "moved", run.n, run.state, event.by, run.call
        case e.ActionOver(n=n):
            what, how, by, why = "over", event.how, event.by, event.why
        case e.ActionDone(result=result):
            what, n, by, why = "done", result.n, event.name or "assistant", result.why
            how, call = result.outcome, ActionCall(result.action, result.title)
        case _:
            return None
    return f.RunTold(
        at=row.at,
        conversation=str(row.conversation),
        seq=row.seq,
        n=n,
        what=what,
        how=how,
        by=by,
        action=call.action if call else "",
        title=call.title if call else "",
        inputs=runs.labelled(call.shown) if call else (),
        why=why,
    )
