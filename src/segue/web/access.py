"""Access before object: nobody holds a conversation without having been checked.

A conversation that does not exist and one that this person may not see are the same: 404.
"""

from __future__ import annotations

from segue.app.ports import Listed
from segue.build import Segue
from segue.domain import stages as s
from segue.domain.access import Person, may_approve, may_see
from segue.domain.ids import AgentId, ConversationId
from segue.domain.inputs import Who
from segue.web.refusals import No, not_found

ID_LENGTH = 80


async def conversation_for(segue: Segue, person: Person, name: str) -> Listed:
    """The conversation, if this person may know of it."""
    if not name or len(name) > ID_LENGTH or "\x00" in name:
        raise not_found()
    found = await segue.store.one(ConversationId(name))
    if found is None or not may_see(person, found.conversation):
        raise not_found()
    return found


async def draft_for(segue: Segue, person: Person, name: str) -> s.HeldDraft | None:
    """The answer that waits there. Raises 403 when another team approves it."""
    found = await conversation_for(segue, person, name)
    stage = found.conversation.stage
    held = isinstance(stage, s.WithBot) and stage.draft is not None
    if held and not may_approve(person, found.conversation):
        raise No(403, "forbidden", "Another team approves this answer.")
    return stage.draft if isinstance(stage, s.WithBot) else None


def who(person: Person) -> Who:
    """The person as inputs carry them."""
    return Who(person.id, person.name, person.lead)


async def colleague(segue: Segue, name: str) -> Who:
    """Somebody of the staff to give a conversation to. Raises 422 for nobody."""
    found = await segue.store.agent(AgentId(name))
    if found is None:
        raise No(422, "unknown_agent", "There is nobody on the staff with this id.")
    return Who(found.id, found.name, found.lead)


def key_of(person: Person, client_id: str | None) -> str | None:
    """The idempotency key of this person's command: nobody can use up somebody else's."""
    return f"a.{person.id}.{client_id}" if client_id is not None else None
