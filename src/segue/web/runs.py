"""Runs of actions and proofs of identity, as customers and staff read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from segue.domain import actions as a
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.identifying import waits_for_proof
from segue.domain.knowing import masked
from segue.domain.telling import first_name
from segue.web.frames import events as f
from segue.web.frames import runs as r

ASSISTANT = "assistant"


def labelled(rows: tuple[tuple[str, str], ...]) -> tuple[r.Labelled, ...]:
    return tuple(r.Labelled(label, value) for label, value in rows)


def run_shown(run: a.ActionRun | None, *, first: bool = False) -> r.RunShown | None:
    """The run that waits or runs; `first` says names as customers know them."""
    if run is None:
        return None
    by = first_name(run.name) if first else run.name
    return r.RunShown(
        n=run.n,
        action=run.call.action,
        title=run.call.title,
        shown=labelled(run.call.shown),
        state=run.state,
        ask=run.call.ask if run.state == "confirm" else "",
        until=run.until if run.state != "running" else None,
        by=(by or str(run.by)) if run.by else ASSISTANT,
    )


def result_shown(one: a.ActionResult) -> r.ResultShown:
    """How a run ended, for the staff."""
    return r.ResultShown(
        n=one.n,
        action=one.action,
        title=one.title,
        outcome=one.outcome,
        text=one.text,
        rows=labelled(one.rows),
        url=one.url,
        url_label=one.url_label,
        why=one.why,
        undo=one.may_be_undone,
        undone=one.undone,
        at=one.at,
    )


def identity_shown(one: Conversation) -> r.IdentityState:
    """Whether it is known for sure who the customer is, and whether that is asked just now."""
    asked = waits_for_proof(one)
    return r.IdentityState(one.contact.verified, asked, asked and bool(one.codes))


def customer_event(event: e.Event, said: Callable[[e.Line | None], str]) -> f.CustomerEvent | None:
    """What the customer may read of these events. `said` words a line."""
    match event:
        case e.ActionWanted(run=run, line=line):
            return f.ActionWanted(
                text=said(line) or _asked(run),
                n=run.n,
                title=run.call.title,
                rows=labelled(run.call.shown),
                ask=_asked(run),
                state=run.state,
            )
        case e.ActionMoved(run=run, line=line):
            text = said(line) or _asked(run)
            return f.ActionMoved(text=text, n=run.n, state=run.state, ask=_asked(run))
        case e.ActionOver(n=n, how=how, line=line):
            return f.ActionOver(text=said(line), n=n, how=_OVER[how])
        case e.ActionDone(result=result, said=was_said):
            return f.ActionDone(
                text="" if was_said else result.text,
                n=result.n,
                title=result.title,
                outcome=result.outcome,
                rows=labelled(result.rows),
                url=result.url,
                url_label=result.url_label,
                undoes=result.undoes,
            )
        case e.IdentityAsked(n=n, line=line):
            return f.IdentityAsked(text=said(line), n=n)
        case e.CodeAsked(email=email, line=line):
            return f.CodeAsked(text=said(line), email=masked(email))
        case e.IdentityProven(how=how, line=line):
            return f.IdentityProven(text=said(line), how=how)
        case _:
            return None


_OVER: dict[str, r.Over] = {
    "stopped": "stopped",
    "rejected": "rejected",
    "lapsed": "lapsed",
    "overtaken": "overtaken",
}


def _asked(run: a.ActionRun) -> str:
    return run.call.ask if run.state == "confirm" else ""


def staff_event(event: e.Event) -> dict[str, Any] | None:
    """The same kinds with what only the staff reads; None is some other event."""
    match event:
        case e.ActionWanted(run=run) | e.ActionMoved(run=run):
            told: dict[str, Any] = {"n": run.n, "state": run.state, "action": run.call.action}
            told |= {"title": run.call.title, "rows": labelled(run.call.shown)}
            told |= {"ask": _asked(run), "until": run.until, "undoes": run.call.undoes}
            told["wanted_by"] = run.name or ASSISTANT
            return told | ({"by": event.by} if isinstance(event, e.ActionMoved) else {})
        case e.ActionOver():
            return {"n": event.n, "how": event.how, "by": event.by, "why": event.why}
        case e.ActionDone(result=result):
            shown = result_shown(result)
            told = {name: getattr(shown, name) for name in shown.__struct_fields__}
            by = event.name or ASSISTANT
            return told | {"by": by, "said": event.said, "undoes": result.undoes}
        case e.IdentityAsked(n=n):
            return {"n": n}
        case e.CodeAsked(email=email):
            return {"email": masked(email)}
        case e.IdentityProven(contact=contact, how=how):
            return {"how": how, "email": contact.email, "name": contact.name}
        case _:
            return None


def fields_shown(one: Conversation) -> tuple[tuple[str, a.FieldAsk | None], ...]:
    """What is wanted of the customer and not known yet: the name, and the question if it stands."""
    stage = one.stage.waiting if isinstance(one.stage, s.Offered) else one.stage
    if isinstance(stage, s.Deferred) and stage.channel == "message" and not one.contact.email:
        return (("email", None),)
    if not isinstance(stage, s.WithBot | s.Waiting):
        return ()
    known = {fact.name for fact in one.facts}
    asked = stage.asked
    if asked is not None:  # what fitted an earlier occasion is asked for anew
        old = {fact.name for fact in one.facts if fact.seq <= one.answered}
        known -= {asked.name} & old
    names = list(stage.wanted) if isinstance(stage, s.WithBot) else []
    if asked is not None and asked.name not in names:
        names.append(asked.name)
    return tuple(
        (name, asked if asked is not None and asked.name == name else None)
        for name in names
        if name not in known
    )
