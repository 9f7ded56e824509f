"""What is known of a customer: what their words tell, what is proven, and which of both counts.

A claim changes nothing that is proven: neither who the customer is nor how to reach them. What was
claimed stands beside it, as a claim.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import FieldAsk
from segue.domain.facts import facts_in
from segue.domain.ids import Seq
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
REACH = ("name", "email", "phone")
STRONG = ("signed_in", "order", "crm", "action")
"""Sources of facts that were looked up or proven; the others are somebody's word, or a guess."""
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


def facts_guessed(was: Conversation, facts: tuple[s.Fact, ...]) -> Events:
    """Facts that a bot brings. It is nobody's witness: it cannot prove who somebody is, and what it
    guesses replaces neither what the customer said nor what was looked up."""
    known = {fact.name: fact for fact in was.facts}
    fresh: dict[str, s.Fact] = {}
    for fact in facts:
        source = "guess" if fact.source == "signed_in" else fact.source
        old = known.get(fact.name)
        weak = source == "guess" and old is not None and old.source != "guess"
        strong = source not in STRONG and old is not None and old.source in STRONG
        same = old is not None and old.value == fact.value
        if fact.name and fact.value and not (weak or strong or same):
            fresh[fact.name] = replace(fact, source=source)
    return (e.FactsLearned(tuple(fresh.values())),) if fresh else ()


def contact_known(was: Conversation, contact: i.Contact) -> Events:
    """Keep what is new of this contact. What is proven stays as it is."""
    fresh = {
        name: new
        for name in REACH
        if (new := getattr(contact, name)) is not None
        and new != getattr(was.contact, name)
        and not proven(was.contact, name)
    }
    if not fresh:
        return ()
    known = i.Contact(fresh.get("name"), fresh.get("email"), fresh.get("phone"))
    return (e.ContactKnown(known),)


def reach_kept(was: Conversation, contact: i.Contact) -> Events:
    """How to reach the customer this time. Beside what is proven it stands as their word."""
    beside = tuple(
        s.Fact(name, new, "said", was.heard)
        for name in ("email", "phone")
        if (new := getattr(contact, name)) and proven(was.contact, name)
        if new != getattr(was.contact, name)
    )
    known = {(fact.name, fact.value) for fact in was.facts}
    fresh = tuple(fact for fact in beside if (fact.name, fact.value) not in known)
    told: Events = (e.FactsLearned(fresh),) if fresh else ()
    return (*told, *contact_known(was, contact))


def merged(was: i.Contact, known: i.Contact) -> i.Contact:
    """What was known stays, unless something newer is said; what is proven counts most."""
    claimed: tuple[str, ...] = ()
    if known.verified:  # what the proof does not hold stays a claim
        unproven = was.claimed if was.verified else REACH
        claimed = tuple(
            name for name in unproven if getattr(was, name) and not getattr(known, name)
        )
    elif was.verified:  # what is said now is a claim
        new = (name for name in REACH if getattr(known, name))
        claimed = tuple(dict.fromkeys((*was.claimed, *new)))
    return i.Contact(
        name=known.name or was.name,
        email=known.email or was.email,
        phone=known.phone or was.phone,
        verified=known.verified or was.verified,
        tier=known.tier or was.tier,
        attributes=known.attributes or was.attributes,
        customer_id=(known.customer_id if known.verified else "") or was.customer_id,
        claimed=claimed,
    )


def proven_only(contact: i.Contact) -> i.Contact:
    """The contact as other systems may take it: what is only claimed beside a proof is left out."""
    name, email, phone = (
        None if one in contact.claimed else getattr(contact, one) for one in REACH
    )
    return replace(contact, name=name, email=email, phone=phone, claimed=())


def proven(contact: i.Contact, name: str) -> bool:
    """Is this field of the contact more than the customer's word?"""
    return contact.verified and name not in contact.claimed and bool(getattr(contact, name))


def facts_known(was: Conversation) -> tuple[s.Fact, ...]:
    """Everything known: who the customer is, first, then what was said or looked up. Nobody asks
    for any of it again."""
    known = tuple(
        s.Fact(name, value, "signed_in" if proven(was.contact, name) else "said")
        for name in REACH
        if (value := getattr(was.contact, name))
    )
    have = {(fact.name, fact.value) for fact in known}
    return (*known, *(fact for fact in was.facts if (fact.name, fact.value) not in have))


def fact_named(was: Conversation, name: str) -> s.Fact | None:
    """What is known under this name."""
    return next((fact for fact in facts_known(was) if fact.name == name), None)


def asked_of(stage: s.Stage) -> FieldAsk | None:
    """What the assistant asked for last, if it has not spoken since."""
    match stage:
        case s.WithBot(asked=asked) | s.Waiting(asked=asked):
            return asked
        case s.Offered(waiting=waiting):
            return waiting.asked
        case _:
            return None


def missing(was: Conversation) -> tuple[str, ...]:
    """The names of what was asked for, or would help, and is not known."""
    ask = asked_of(was.stage)
    wanted = was.stage.wanted if isinstance(was.stage, s.WithBot) else ()
    names = dict.fromkeys((*wanted, *((ask.name,) if ask is not None else ())))
    known = {fact.name for fact in was.facts}
    known |= {name for name in REACH if getattr(was.contact, name)}
    return tuple(name for name in names if name not in known)


def masked(email: str) -> str:
    """An address as it may be shown to somebody who is not proven to own it: k…@example.org."""
    local, at, host = email.partition("@")
    return f"{local[:1]}…{at}{host}"
