"""What a customer's words tell about them, kept with where it was said.

A claim changes nothing that a signed token said.
"""

from __future__ import annotations

import re

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.facts import facts_in
from segue.domain.ids import Seq
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
_MAY_STATE = re.compile(r"[\d@]")
"""Every fact that words can state has a digit or an at sign in it; most messages have neither."""


def facts_learned(was: Conversation, text: str) -> Events:
    """Facts in the customer's words of this very turn that were not known before."""
    if _MAY_STATE.search(text) is None:
        return ()
    found = facts_in(text)
    if not found:
        return ()
    known = {(fact.name, fact.value) for fact in was.facts}
    seq = Seq(was.seq + 1)
    fresh = tuple(
        s.Fact(name, value, "said", seq) for name, value in found if (name, value) not in known
    )
    return facts_kept(was, fresh)


def facts_kept(was: Conversation, facts: tuple[s.Fact, ...]) -> Events:
    """Keep these facts, and what they say of how to reach the customer."""
    if not facts:
        return ()
    said = {fact.name: fact.value for fact in facts}
    contact = i.Contact(
        name=said.get("name") if not was.contact.name else None,
        email=said.get("email") if not was.contact.email else None,
        phone=said.get("phone") if not was.contact.phone else None,
    )
    return (e.FactsLearned(facts), *contact_known(was, contact))


def contact_known(was: Conversation, contact: i.Contact) -> Events:
    """Keep what is new of this contact."""
    if was.contact.verified and contact.email and contact.email != was.contact.email:
        contact = i.Contact(name=contact.name, phone=contact.phone)
    fresh = (contact.name, contact.email, contact.phone)
    old = (was.contact.name, was.contact.email, was.contact.phone)
    if all(new is None or new == before for new, before in zip(fresh, old, strict=True)):
        return ()
    return (e.ContactKnown(contact),)


def masked(email: str) -> str:
    """An address as it may be shown to somebody who is not proven to own it: k…@example.org."""
    local, at, host = email.partition("@")
    return f"{local[:1]}…{at}{host}"
