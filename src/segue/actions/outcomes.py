"""What a reply means, and what the customer and the staff are told of it.

2xx, as it should be     done          404          refused: not found for this customer
2xx, but not readable    read: failed  4xx          refused with the company's words, else failed
                         else: unsure  3xx, 5xx     failed; unsure where something may have changed
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from segue.actions import sentences as say
from segue.actions.described import Case, Described, Each, Words, in_language
from segue.actions.sending import UNDONE, Sent
from segue.actions.shaping import at, inert, link, plain, told
from segue.actions.values import read_out
from segue.app.ports_actions import Action
from segue.domain.actions import ActionCall, ActionResult, Outcome
from segue.outgoing import Reply

MOST_ROWS = 12
CODES = ("/code", "/error", "/error/code", "/type")
"""Where other systems say which kind of no it is."""
SHOWN = 300


Pairs: TypeAlias = tuple[tuple[str, str], ...]


def title_of(action: Action, language: str) -> str:
    return in_language(action.titles, language) or action.title


def result_of(
    described: Described, call: ActionCall, n: int, sent: Sent, language: str
) -> ActionResult:
    """What came back as the end of run `n`."""
    reply = sent.reply
    if 200 <= reply.status < 300:  # noqa: PLR2004
        answer, trouble = read(reply)
        if trouble:
            return lost(described, n, trouble, language, sent=True)
        return answered(described, call, n, answer, language)
    if 400 <= reply.status < 500 and reply.status != 429:  # noqa: PLR2004
        return _no(described, call, n, reply, language)
    what = "sends us elsewhere, which is refused" if reply.status < 400 else "failed"  # noqa: PLR2004
    why = f"The other system {what}: status {reply.status}.{_quoted(reply)}"
    return lost(described, n, why, language, sent=sent.maybe or reply.status not in UNDONE)


def read(reply: Reply) -> tuple[Any, str]:
    """The answer as data, or what is wrong with it."""
    if not reply.body.strip():
        return None, ""
    if reply.kind != "application/json" and not reply.kind.endswith("+json"):
        kind = plain(reply.kind, 60) or "something without a kind"
        return None, f"The other system answered {reply.status} with {kind}, not with JSON."
    try:
        return msgspec.json.decode(reply.body), ""
    except (msgspec.DecodeError, RecursionError, UnicodeError) as why:
        return None, f"The other system answered {reply.status} with JSON that is broken: {why}."


def answered(
    described: Described, call: ActionCall, n: int, answer: Any, language: str
) -> ActionResult:
    """An answer that was read: done, unless it says itself that it was not."""
    returns = described.returns
    if returns.ok_at and _value(at(answer, returns.ok_at)) not in returns.ok_values:
        return _refused(described, call, n, answer, language, f"It answered {_short(answer)}.")
    title = title_of(described.action, language)
    inputs = dict(call.inputs)
    text, rows = _card(described, answer, inputs, language)
    undo = _places(described.undo_inputs, answer, inputs)
    undoable = described.action.undo if len(undo) == len(described.undo_inputs) else ""
    url = link(at(answer, returns.url)) if returns.url else None
    return ActionResult(
        n,
        described.action.id,
        title,
        "done",
        text=text or in_language(say.DONE, language).format(title=title),
        rows=rows[:MOST_ROWS],
        url=url,
        url_label=in_language(returns.url_label, language) if url else "",
        facts=tuple((name, inert(it)) for name, it in _places(returns.facts, answer, inputs)),
        undo=undoable,
        undo_inputs=undo if undoable else (),
    )


def _card(
    described: Described, answer: Any, inputs: Mapping[str, str], language: str
) -> tuple[str, Pairs]:
    """The sentence, and the rows under it."""
    returns, said = described.returns, spoken(described, inputs, language)
    rows = []
    for row in returns.rows:
        value = told(_found(row.value, answer, said), language, row.format,
                     currency=_currency(row.currency, answer), words=row.words)  # fmt: skip
        if value:
            rows.append((in_language(row.label, language), value))
    text = _said(returns.say, answer, said, language)
    if returns.each is not None:
        more = _each(returns.each, answer, language)
        rows += more
        if not more and returns.each.empty:
            text = _filled(in_language(returns.each.empty, language), answer, said, language)
    return text, tuple(rows)


def _places(places: Pairs, answer: Any, inputs: Mapping[str, str]) -> Pairs:
    """(name, value) of what stands at these places; without those that are empty."""
    found = ((name, plain(_value(_found(place, answer, inputs)))) for name, place in places)
    return tuple((name, value) for name, value in found if value)


def lost(described: Described, n: int, why: str, language: str, *, sent: bool) -> ActionResult:
    """No answer that can be used: failed, or unsure where it may have been done all the same."""
    if described.reads_only:
        return ended(described, n, "failed", say.NOT_READ, language, why)
    if sent:
        return ended(described, n, "unsure", say.UNSURE, language, f"{why} It may have been done.")
    return ended(described, n, "failed", say.FAILED, language, why)


def ended(
    described: Described, n: int, outcome: Outcome, words: Words, language: str, why: str
) -> ActionResult:
    """A run that gave nothing. `why` is for the staff."""
    title = title_of(described.action, language)
    text = in_language(words, language).format(title=title)
    return ActionResult(n, described.action.id, title, outcome, text=text, why=plain(why, 500))


# --- the other system says no ---


def _no(
    described: Described, call: ActionCall, n: int, reply: Reply, language: str
) -> ActionResult:
    answer, _ = read(reply)
    why = f"The other system answered {reply.status}.{_quoted(reply)}"
    return _refused(described, call, n, answer, language, why, reply.status)


def _refused(
    described: Described,
    call: ActionCall,
    n: int,
    answer: Any,
    language: str,
    why: str,
    status: int = 0,
) -> ActionResult:
    codes = [_value(at(answer, place)) for place in CODES]
    known = {one.on: one for one in described.refusals}
    found = next((known[code] for code in (*codes, str(status)) if code and code in known), None)
    if found is not None:
        said = spoken(described, dict(call.inputs), language)
        text = _filled(in_language(found.say, language), None, said, language)
        return replace(ended(described, n, "refused", (), language, why), text=text)
    if status == 404:  # noqa: PLR2004
        return ended(described, n, "refused", say.NOT_FOUND, language, why)
    if status == 401:  # noqa: PLR2004
        why += " Its key is not accepted: see the settings of this service."
        words = say.NOT_READ if described.reads_only else say.FAILED
        return ended(described, n, "failed", words, language, why)
    return ended(described, n, "refused", say.REFUSED, language, why)


def instead(described: Described, result: ActionResult, reply: Reply) -> str:
    """The action that the company wants after this refusal, if it names one."""
    if result.outcome != "refused":
        return ""
    answer, _ = read(reply)
    known = {one.on: one.then for one in described.refusals}
    codes = (*(_value(at(answer, place)) for place in CODES), str(reply.status))
    return next((known[code] for code in codes if code and code in known), "")


# --- putting it into words ---


def _found(place: str, answer: Any, inputs: Mapping[str, str]) -> Any:
    return inputs.get(place[1:-1]) if place.startswith("{") else at(answer, place)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _currency(place: str, answer: Any) -> str:
    return _value(at(answer, place)) if place.startswith("/") else place


def _said(cases: tuple[Case, ...], answer: Any, inputs: Mapping[str, str], language: str) -> str:
    for case in cases:
        if not case.at or _value(at(answer, case.at)) in case.values:
            return _filled(in_language(case.say, language), answer, inputs, language)
    return ""


def _filled(text: str, answer: Any, inputs: Mapping[str, str], language: str) -> str:
    """The company's sentence with values put in: once, so that a value puts in nothing itself."""
    pieces = text.split("{")
    made = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        if not closed:
            made.append("{" + piece)
            continue
        place, _, form = name.partition("|")
        form, _, currency = form.partition(" ")
        value = at(answer, place) if place.startswith("/") else inputs.get(place, "")
        known: Any = form or "text"
        money = _currency(currency, answer)
        made.append(told(value, language, known, currency=money) + rest)
    return plain("".join(made), 1000, lines=True)


def question(described: Described, inputs: Mapping[str, str], language: str) -> str:
    """The company's own question that asks for a yes, or empty."""
    words = in_language(described.action.confirm, language)
    return _filled(words, None, spoken(described, inputs, language), language) if words else ""


def spoken(described: Described, inputs: Mapping[str, str], language: str) -> dict[str, str]:
    """The inputs as this customer reads them."""
    return {
        field.shown.name: read_out(field, inputs[field.shown.name], language)
        for field in described.fields
        if field.shown.name in inputs
    }


def _each(each: Each, answer: Any, language: str) -> list[tuple[str, str]]:
    found = at(answer, each.list)
    rows = []
    for one in found[: each.most] if isinstance(found, list) else ():
        label = told(at(one, each.label), language, each.label_format)
        value = told(at(one, each.value), language, each.format,
                     currency=_currency(each.currency, one), words=each.words)  # fmt: skip
        if label and value:
            rows.append((label, value))
    return rows


def _short(answer: Any) -> str:
    return plain(msgspec.json.encode(answer).decode("utf-8", "replace"), SHOWN)


def _quoted(reply: Reply) -> str:
    """The beginning of what it said, for the staff: as words, without marks."""
    said = inert(plain(reply.body[:2000].decode("utf-8", "replace"), SHOWN))
    return f" It said: {said}" if said else ""
