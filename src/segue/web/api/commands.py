"""What the staff does with a conversation. Decode, check access, take, answer; no rules."""

from __future__ import annotations

from datetime import timedelta

from litestar.params import FromPath, JSONBody

from segue.app.labels import EDITED
from segue.app.ports import Example, KeyReused
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, Epoch, TeamId
from segue.domain.showing import shown
from segue.web import access
from segue.web.api.asked import Asked
from segue.web.frames import http as f
from segue.web.frames import policy as p
from segue.web.limits import clean
from segue.web.refusals import No, bad

PLAIN = f.Act()
KEY_LENGTH = 128
SNOOZE_MOST = timedelta(days=90)


async def _take(request: Asked, conversation: str, heard: i.Input, key: str | None) -> f.Done:
    segue, caller = request.segue, request.caller
    request.web.limit("agent_commands", caller.agent.id)
    await access.conversation_for(segue, caller.person, conversation)
    if not isinstance(heard, i.IntegrationAskedForPerson):
        key = access.key_of(caller.person, key)
    kept = await segue.turns.take(ConversationId(conversation), heard, key=key)
    request.web.metrics.commands.labels("agent", type(heard).__name__).inc()
    return f.Done(seq=kept.seq or kept.conversation.seq, epoch=kept.conversation.epoch)


def _me(request: Asked) -> i.Who:
    return access.who(request.caller.person)


def _epoch(act: f.Act) -> Epoch:
    """The owner that the agent believes in; without it nobody speaks."""
    if act.epoch is None:
        raise bad("`epoch` is needed here: it says which owner you believe in.")
    return Epoch(act.epoch)


def _words(text: str) -> str:
    found = clean(text)
    if not found:
        raise No(422, "empty", "There is nothing to send in it.")
    return found


async def accept(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Act | None] = None
) -> f.Done:
    """Take the conversation that rings at you."""
    act = data or PLAIN
    return await _take(request, conversation, i.AgentAccepted(_me(request)), act.client_id)


async def decline(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Decline | None] = None
) -> f.Done:
    """Let it go to the next one."""
    act = data or f.Decline()
    heard = i.AgentDeclined(_me(request), clean(act.reason))
    return await _take(request, conversation, heard, act.client_id)


async def pick(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Act | None] = None
) -> f.Done:
    """Take it from the line, from the cases or from the closed ones."""
    act = data or PLAIN
    return await _take(request, conversation, i.AgentPicked(_me(request)), act.client_id)


async def messages(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Message]
) -> f.Done:
    """Say something to the customer. Only the owner may, under the present epoch."""
    key = data.client_id
    heard = i.AgentSaid(_me(request), _words(data.text), Epoch(data.epoch), key or "")
    return await _take(request, conversation, heard, key)


async def notes(request: Asked, conversation: FromPath[str], data: JSONBody[f.Note]) -> f.Done:
    """Leave a note for the team. The customer never sees it."""
    heard = i.AgentNoted(_me(request), _words(data.text), data.client_id or "")
    return await _take(request, conversation, heard, data.client_id)


async def transfer(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Transfer]
) -> f.Done:
    """Give it to another team or to one colleague, with a reason."""
    segue = request.segue
    if data.team is None and data.agent is None:
        raise bad("Say to whom: `team` or `agent`.")
    if data.team is not None and TeamId(data.team) not in segue.staffing.teams:
        raise No(422, "unknown_team", "There is no team with this id.")
    to = await access.colleague(segue, data.agent) if data.agent is not None else None
    heard = i.AgentTransferred(
        _me(request),
        clean(data.why),
        _epoch(data),
        TeamId(data.team) if data.team is not None else None,
        to,
    )
    return await _take(request, conversation, heard, data.client_id)


async def give_back(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Return | None] = None
) -> f.Done:
    """Return it to the assistant, with what was promised."""
    act = data or f.Return()
    promises = tuple(clean(one) for one in act.promises)
    heard = i.AgentReturned(_me(request), _epoch(act), clean(act.summary), promises)
    return await _take(request, conversation, heard, act.client_id)


async def close(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Close | None] = None
) -> f.Done:
    """Close it. The customer is told and may rate."""
    act = data or f.Close()
    epoch = Epoch(act.epoch) if act.epoch is not None else None
    heard = i.AgentClosed(_me(request), act.outcome, clean(act.note or ""), epoch)
    return await _take(request, conversation, heard, act.client_id)


async def snooze(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Snooze | None] = None
) -> f.Done:
    """Put it aside until a time, in any case only until the customer's next word."""
    act, now = data or f.Snooze(), request.segue.clock()
    if act.until is not None and not now < act.until <= now + SNOOZE_MOST:
        raise bad("`until` is in the past, or more than 90 days ahead.")
    heard = i.AgentSnoozed(_me(request), _epoch(act), act.until or now + SNOOZE_MOST)
    return await _take(request, conversation, heard, act.client_id)


async def ask_proof(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.Act | None] = None
) -> f.Done:
    """Ask the customer to show who they are, by a one-time code. Only who has it may."""
    act = data or PLAIN
    heard = i.AgentAskedProof(_me(request), _epoch(act), act.client_id or "")
    return await _take(request, conversation, heard, act.client_id)


async def verdict(request: Asked, conversation: FromPath[str], data: JSONBody[f.Judge]) -> f.Done:
    """Was it right to hand over?"""
    heard = i.AgentJudged(_me(request), data.verdict, clean(data.note))
    return await _take(request, conversation, heard, data.client_id)


async def tags(request: Asked, conversation: FromPath[str], data: JSONBody[f.Tags]) -> f.Done:
    """Set the tags: these, and no others."""
    cleaned = (clean(tag) for tag in data.tags)
    wanted = tuple(dict.fromkeys(tag for tag in cleaned if tag))
    return await _take(request, conversation, i.AgentTagged(_me(request), wanted), data.client_id)


async def assign(request: Asked, conversation: FromPath[str], data: JSONBody[f.Assign]) -> f.Done:
    """Give it to somebody, who cannot decline. Leads only."""
    to = await access.colleague(request.segue, data.agent)
    heard = i.LeadAssigned(_me(request), to, clean(data.why))
    return await _take(request, conversation, heard, data.client_id)


async def take_over(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.TakeOver | None] = None
) -> f.Done:
    """Take it from whoever has it. Leads only."""
    act = data or f.TakeOver()
    heard = i.LeadTookOver(_me(request), clean(act.why))
    return await _take(request, conversation, heard, act.client_id)


async def whisper(request: Asked, conversation: FromPath[str], data: JSONBody[f.Whisper]) -> f.Done:
    """Say something to the agent who has it. The customer never reads it. Leads only."""
    heard = i.LeadWhispered(_me(request), _words(data.text), data.client_id or "")
    return await _take(request, conversation, heard, data.client_id)


async def called(request: Asked, conversation: FromPath[str], data: JSONBody[f.Called]) -> f.Done:
    """Say what came of a call. Not reached: it is tried again, or answered in writing."""
    heard = i.AgentCalled(_me(request), _epoch(data), data.outcome, data.again_at, clean(data.note))
    return await _take(request, conversation, heard, data.client_id)


async def approve(
    request: Asked,
    conversation: FromPath[str],
    draft: FromPath[int],
    data: JSONBody[f.Approve | None] = None,
) -> f.Done:
    """Let a held answer go out, as it is or as edited."""
    act = data or f.Approve()
    segue, me = request.segue, request.caller.person
    held = await access.draft_for(segue, me, conversation)
    text = _words(act.text) if act.text is not None else None
    heard = i.AgentApprovedDraft(_me(request), draft, text)
    done = await _take(request, conversation, heard, act.client_id)
    if text is not None and held is not None and held.n == draft and text != held.text:
        name = ConversationId(conversation)
        edited = Example(name, held.about, EDITED, me.name, segue.clock(), text, held.text)
        await segue.store.add_example(edited)
    return done


async def reject(
    request: Asked,
    conversation: FromPath[str],
    draft: FromPath[int],
    data: JSONBody[f.Act | None] = None,
) -> f.Done:
    """Do not send a held answer; the rule's fallback happens instead."""
    act = data or PLAIN
    await access.draft_for(request.segue, request.caller.person, conversation)
    return await _take(
        request, conversation, i.AgentRejectedDraft(_me(request), draft), act.client_id
    )


async def handoff(
    request: Asked, conversation: FromPath[str], data: JSONBody[f.HandoffAsked]
) -> f.Receipt:
    """Another system wants a person here. With `Idempotency-Key` it may be asked again safely."""
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= KEY_LENGTH and key.isprintable()):
        raise bad(f"`Idempotency-Key` is 1 to {KEY_LENGTH} printable characters.")
    heard = i.IntegrationAskedForPerson(
        reason=clean(data.reason),
        team=TeamId(data.team) if data.team is not None else None,
        skills=data.skills,
        priority=s.Priority[data.priority.upper()] if data.priority is not None else None,
        summary=clean(data.summary),
        facts=_facts(data),
    )
    try:
        done = await _take(request, conversation, heard, f"h.{key}" if key else None)
    except KeyReused:
        raise No(
            422, "key_reused", "This Idempotency-Key was used before for another request."
        ) from None
    return await _receipt(request, conversation, done, data.team)


def _facts(data: f.HandoffAsked) -> tuple[s.Fact, ...]:
    if isinstance(data.facts, dict):
        return tuple(s.Fact(name, clean(value), "crm") for name, value in data.facts.items())
    return tuple(s.Fact(fact.name, clean(fact.value), fact.source) for fact in data.facts)


async def _receipt(request: Asked, conversation: str, done: f.Done, team: str | None) -> f.Receipt:
    """Where the customer stands, as their own screen shows it, and what could not be done."""
    segue = request.segue
    found = await access.conversation_for(segue, request.caller.person, conversation)
    one, now = found.conversation, segue.clock()
    state = shown(one, segue.staffing.floor_for(one, now), segue.policy, now)
    return f.Receipt(
        place=state.place,
        eta_low_s=state.eta_low_s,
        eta_high_s=state.eta_high_s,
        case=state.case,
        seq=done.seq,
        epoch=done.epoch,
        state=state.key,
        notes=_notes(request, one, team),
    )


def _notes(request: Asked, one: Conversation, team: str | None) -> tuple[str, ...]:
    """The handoff's own; or that a team was named in vain, where a person was called already."""
    notes = one.handoff.notes if one.handoff is not None else ()
    teams = request.segue.staffing.teams
    if team is None or TeamId(team) in teams or any(f"‘{team}’" in note for note in notes):
        return notes
    there = teams.get(one.handoff.team) if one.handoff is not None else None
    stays = f"it stays with {there.name}" if there is not None else "nothing changed"
    return (*notes, f"There is no team ‘{team}’: {stays}.")


async def describe(
    request: Asked, conversation: FromPath[str], data: JSONBody[p.DescribeCustomer]
) -> f.Done:
    """Say what your own system knows of the customer: their tier, and attributes that rules may
    look at. What is not named stays; an empty value takes an attribute away."""
    heard = i.CustomerDescribed(
        _me(request),
        clean(data.tier) if data.tier is not None else None,
        tuple((name, clean(value)) for name, value in sorted(data.attributes.items())),
    )
    return await _take(request, conversation, heard, data.client_id)
