"""Who the customer is, for sure: a token that the company signed, or a code mailed to an address.

The shell proves it; here is what follows. People are never merged: once it is proven who somebody
is, nobody else can be proven in the same conversation.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.errors import NotNow
from segue.domain.fields import value_in
from segue.domain.floor import Floor
from segue.domain.knowing import masked, merged, proven
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.telling import first_name
from segue.domain.wanting import moved_on

Events = tuple[e.Event, ...]
_CODE = re.compile(r"\d{3}[ -]?\d{3}")
CODES_AT_ONCE, CODES_WITHIN = 3, timedelta(minutes=10)


def code_asked(was: Conversation, heard: i.CustomerAskedCode, now: datetime) -> Events:
    """Mail a code to this address, some times in ten minutes."""
    if was.contact.verified:
        return ()
    if isinstance(was.stage, s.Closed):
        raise NotNow("This conversation is over. Write first, then prove who you are.")
    email = value_in("email", heard.email)
    if email is None:
        raise NotNow("That is no e-mail address.")
    if not may_send(was, now):
        raise NotNow("Enough codes were sent for now. Wait ten minutes.")
    return (code_to(was, email, now),)


def may_send(was: Conversation, now: datetime) -> bool:
    """May one more code be mailed?"""
    lately = [at for at in was.codes if now - at < CODES_WITHIN]
    return len(lately) < CODES_AT_ONCE


def proof_asked(was: Conversation, by: i.Who) -> Events:
    """Somebody of the staff wants to know for sure who this is."""
    if was.contact.verified:
        return ()
    line = e.Line("identity_wanted", was.language, name=first_name(by.name))
    return (e.IdentityAsked(0, line),)


def waits_for_proof(was: Conversation) -> bool:
    """Does a run, or whoever has the conversation, wait for the customer to show who they are?"""
    run = was.action
    if run is not None and run.state == "identity":
        return True
    return was.proof == was.epoch and not was.contact.verified


def gives_code(was: Conversation, text: str) -> bool:
    """Is this the code that was mailed, written like any other message? The shell tries it."""
    return waits_for_proof(was) and bool(was.codes) and _CODE.fullmatch(text.strip()) is not None


def code_to(was: Conversation, email: str, now: datetime) -> e.CodeAsked:
    return e.CodeAsked(email, now, e.Line("code_sent", was.language, email=masked(email)))


def shown(
    was: Conversation, heard: i.IdentityProven, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """It is proven who the customer is; what waited for it goes on."""
    new = replace(heard.contact, verified=True, claimed=())
    if was.contact.verified and is_other(was.contact, new):
        raise NotNow("Somebody else has proven who they are here. Begin a new conversation.")
    if merged(was.contact, new) == was.contact:
        return ()
    run = was.action
    waits = run is not None and run.state == "identity"
    told = waits or heard.how == "code"
    line = e.Line("identity_proven", was.language) if told else None
    known: Events = (e.IdentityProven(new, heard.how, line, heard.person, heard.person_at),)
    if run is None or not waits:
        return known
    return (*known, *moved_on(fold(was, known), run, "identity", policy, floor, now))


def is_other(was: i.Contact, new: i.Contact) -> bool:
    """Is this proof of somebody else than the one who is proven already? What cannot be compared
    is somebody else."""
    if was.customer_id and new.customer_id:
        return was.customer_id != new.customer_id
    if not proven(was, "email") or not new.email or not was.email:
        return True
    return was.email.casefold() != new.email.casefold()
