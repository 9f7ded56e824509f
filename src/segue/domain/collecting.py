"""Asking the customer for one thing at a time, and finding it in what they say next.

The question is put in the assistant's own words; `stage.asked` remembers what it was for until the
assistant has spoken again. What is known is not asked for, and a question back is just answered.
"""

from __future__ import annotations

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import FieldAsk
from segue.domain.errors import NotNow
from segue.domain.fields import asks_back, value_in
from segue.domain.ids import Seq
from segue.domain.knowing import asked_of, fact_named, facts_kept
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
KINDS = {"order": "order", "email": "email", "phone": "phone"}
"""What a value looks like that nobody described, by its name."""
LASTING = ("order", "email", "phone")
"""Kinds that stay true from one matter to the next."""
BAD = {
    "order": "That does not look like an order number.",
    "email": "That is no e-mail address.",
    "phone": "That is no phone number.",
}


def known_already(was: Conversation, ask: FieldAsk) -> s.Fact | None:
    """The fact that makes this question one too many. What fits one occasion only, a street or a
    day, is another one the next time. Asked again with `tries`, the assistant says that the value
    it has will not do: what the customer merely said may then be asked for again."""
    fact = fact_named(was, ask.name) if ask.kind in LASTING else None
    if fact is None or (ask.tries and fact.source in ("said", "guess")):
        return None
    return fact if fact.source != "guess" else None


def wanted(was: Conversation, ask: FieldAsk) -> e.FieldWanted:
    """The question stands. Tries at the same value are counted here (`read`); one that looks right
    but will not do, as the bot has found out, counts as well."""
    before = asked_of(was.stage)
    if before is not None and before.name == ask.name:
        fact = fact_named(was, ask.name)
        will_not_do = fact is not None and fact.seq == was.heard
        ask = replace(ask, tries=before.tries + will_not_do)
    return e.FieldWanted(ask.name, ask)


def read(was: Conversation, text: str) -> Events:
    """What these words of the customer, just kept, say to what was asked for."""
    ask = asked_of(was.stage)
    if ask is None:
        return ()
    value = value_in(ask.kind, text, ask.choices)
    fact = fact_named(was, ask.name)
    if value is None:
        found = fact is not None and fact.seq == was.heard  # in passing, or by its other name
        silent = found or asks_back(text)
        return () if silent else (e.FieldMissed(ask.name, ask.tries + 1),)
    if fact is not None and fact.value == value:
        return ()  # found in passing already
    return facts_kept(was, (s.Fact(ask.name, value, "said", was.heard),))


def answered(was: Conversation, heard: i.CustomerAnsweredField) -> Events:
    """A value given by a form, for something that is not asked for in words just now."""
    kind = KINDS.get(heard.field, "text")
    value = value_in(kind, heard.value) if kind != "text" else heard.value.strip()
    if not value:
        raise NotNow(BAD.get(kind, "There is nothing in it."))
    return facts_kept(was, (s.Fact(heard.field, value, "said", Seq(was.seq + 1)),))
