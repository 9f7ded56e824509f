"""While somebody waits for a person: one thing that this person will want to know, asked once."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from segue.app.ports_actions import Action
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.collecting import question_for
from segue.bots.words import say
from segue.brains.knowledge import Answer
from segue.domain.actions import FieldAsk
from segue.domain.facts import facts_in

_ORDERS: Final = re.compile(
    r"\b(?:orders?|ordered|parcels?|packages?|deliver\w*|refunds?|bestell\w*|paket\w*|liefer\w*|"
    r"pedidos?|paquetes?|envíos?|commandes?|colis|livraison|encomendas?|entrega|ordin[ei]|pacco|"
    r"consegna|bestelling\w*|pakket\w*|levering)\b|طلب|شحن",
    re.IGNORECASE,
)
_KINDS: Final = ("order", "email", "phone", "date")


def ask_for_the_person(
    turn: BotTurn, reply: BotReply, found: Answer, action: Action | None, language: str
) -> BotReply:
    """Return the answer, with a question for what the page or its topic needs and nobody knows.

    Only while the customer is in the line, at most one question, and never the same one twice.
    """
    if not turn.companion or reply.asks is not None:
        return reply
    known = {fact.name for fact in turn.facts} | {name for name, _ in facts_in(turn.text)}
    wanted = [name for name in found.needs if name not in known]
    if not wanted and "order" not in known and _about_an_order(turn, action):
        wanted = ["order"]
    if not wanted:
        return reply
    name = wanted[0]
    kind = name if name in _KINDS else "text"
    question = question_for(name, kind, name, language)
    if any(who == "bot" and question in text for who, text in turn.history):
        return reply
    text = f"{reply.text}\n\n{say('in_line_ask', language)} {question}"
    return replace(reply, text=text, asks=FieldAsk(name, "", kind, purpose=found.id))


def _about_an_order(turn: BotTurn, action: Action | None) -> bool:
    return bool(_ORDERS.search(turn.text)) and (
        action is None or any(one.kind == "order" for one in action.inputs)
    )
