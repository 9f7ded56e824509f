"""What an agent is told on taking over: deterministic, complete, and never a guess dressed up.

Reason, evidence, facts with where they come from, what the assistant tried, what was promised, and
a greeting to start from. The same object is the card on the screen, the body of an API answer and
the page of a mail.
"""

from __future__ import annotations

from datetime import UTC, datetime

from segue.domain import stages as s
from segue.domain import words
from segue.domain.actions import ActionResult
from segue.domain.brief_parts import (
    Brief,
    BriefAsked,
    BriefCall,
    BriefDone,
    BriefEvidence,
    BriefFact,
    BriefMissing,
    BriefMood,
    BriefPromise,
    BriefRow,
    BriefRule,
    BriefTried,
)
from segue.domain.ids import HandoffId, TeamId
from segue.domain.knowing import facts_known, missing
from segue.domain.rules.catalogue import Kind, field_named
from segue.domain.rules.judging import Rules
from segue.domain.state import Conversation

NO_RULES = Rules()
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
REASONS = {
    s.Reason.ASKED: "Asked for a person",
    s.Reason.MISSES: "Answers missed",
    s.Reason.CIRCLES: "Going in circles",
    s.Reason.UNKNOWN: "Nothing known about this",
    s.Reason.MOOD: "Losing patience",
    s.Reason.URGENT: "Urgent",
    s.Reason.SENSITIVE: "Sensitive matter",
    s.Reason.VIP: "Important customer",
    s.Reason.LONG: "Long conversation",
    s.Reason.LOW_CONFIDENCE: "Assistant not sure",
    s.Reason.BOT_ERROR: "Assistant not working",
    s.Reason.BOT_ASKED: "Assistant asked for help",
    s.Reason.POLICY: "By rule",
    s.Reason.REOPENED: "Came back, not solved",
    s.Reason.AGENT_LOST: "Colleague lost the connection",
    s.Reason.TRANSFERRED: "Passed on by a colleague",
    s.Reason.INTEGRATION: "Asked for by another system",
}
FACTS = {
    "order": "Order",
    "email": "E-mail",
    "phone": "Phone",
    "amount": "Amount",
    "name": "Name",
}
RESULTS = {"answered": "answered", "missed": "did not know", "failed": "did not work"}
LOWER = ("confidence", "mood_trend")
"""Fields whose alarming side is the lower one."""


def brief(
    was: Conversation,
    team_name: str = "",
    me: str = "",
    *,
    rules: Rules = NO_RULES,
    matched: tuple[str, ...] = (),
    mood: bool = True,
) -> Brief | None:
    """The card of the present handoff; None when no person was called in this stage.

    `me` is the first name of the person who reads it, for the greeting. `rules` name the rule that
    called and those that `matched` beside it. `mood` off leaves the tone of the texts out.
    """
    handoff = was.handoff
    if handoff is None:
        return None
    return _card(was, handoff, team_name, me, rules, matched, mood=mood)


def ahead(
    was: Conversation,
    team_name: str = "",
    me: str = "",
    *,
    rules: Rules = NO_RULES,
    mood: bool = True,
) -> Brief | None:
    """The card of a conversation that may soon need a person, or whose answer waits for approval;
    None when neither is so."""
    match was.stage:
        case s.WithBot(draft=s.HeldDraft() as draft):
            rule, reason, team = draft.rule, s.Reason.LOW_CONFIDENCE, draft.team
            evidence = draft.evidence
        case s.WithBot(standing=s.Standing() as standing):
            rule, reason, team = standing.rule, standing.reason, standing.team
            evidence = ()
        case _:
            return None
    supposed = s.Handoff(
        id=HandoffId(""),
        reason=reason,
        team=team or TeamId(""),
        at=was.waiting_since or was.last.at or was.opened_at or BEGINNING,
        evidence=evidence,
        priority=was.marks.priority,
        why_team=was.marks.why_team or "default",
        rule=rule,
    )
    return _card(was, supposed, team_name, me, rules, (), mood=mood)


def _card(
    was: Conversation,
    handoff: s.Handoff,
    team_name: str,
    me: str,
    rules: Rules,
    matched: tuple[str, ...],
    *,
    mood: bool,
) -> Brief:
    others = tuple(_rule(one, rules) for one in matched if one != handoff.rule)
    return Brief(
        handoff=handoff.id,
        reason=handoff.reason,
        reason_text=REASONS[handoff.reason],
        priority=handoff.priority.name.lower(),
        summary=_summary(was, handoff),
        greeting=greeting(was, handoff, team_name, me),
        since=_since(was, handoff),
        team=handoff.team,
        why_team=handoff.why_team,
        evidence=tuple(_evidence(one) for one in handoff.evidence),
        facts=_facts(was),
        missing=_missing(was, handoff),
        tried=tuple(_tried(one) for one in _all_tried(was, handoff)),
        mood=_mood(was) if mood else (),
        promises=_promises(handoff),
        note=handoff.note,
        verdict=was.verdict or None,
        rule=_rule(handoff.rule, rules) if handoff.rule else None,
        also=others,
        policy=handoff.policy,
        done=tuple(_done(one) for one in was.done),
        asked=_asked(was),
        notes=handoff.notes,
        calls=_calls(was.stage),
    )


def _calls(stage: s.Stage) -> tuple[BriefCall, ...]:
    calls = stage.calls if isinstance(stage, s.Deferred | s.WithAgent) else ()
    return tuple(BriefCall(one.at, one.outcome, one.by, one.note) for one in calls)


def _rows(rows: tuple[tuple[str, str], ...]) -> tuple[BriefRow, ...]:
    return tuple(BriefRow(label, value) for label, value in rows)


def _done(one: ActionResult) -> BriefDone:
    return BriefDone(
        n=one.n,
        action=one.action,
        title=one.title,
        outcome=one.outcome,
        text=one.text,
        rows=_rows(one.rows),
        url=one.url,
        url_label=one.url_label,
        why=one.why,
        undo=one.may_be_undone,
        undone=one.undone,
        at=one.at,
    )


def _asked(was: Conversation) -> BriefAsked | None:
    """The run that waits for a yes, or the last one that was given up before it was done."""
    run = was.action if was.action is not None and was.action.state != "running" else was.wanted
    if run is None:
        return None
    call = run.call
    return BriefAsked(run.n, call.action, call.title, run.state, _rows(call.shown))


def _rule(rule: str, rules: Rules) -> BriefRule:
    known = rules.named(rule)
    return BriefRule(rule, known.name if known and known.name else rule)


def _mood(was: Conversation) -> tuple[BriefMood, ...]:
    """The tone of the last turns, 1 (pleased) to -1 (angry), where it was read."""
    read: list[BriefMood] = []
    for turn in was.seen:
        score = turn.signals.mood
        if score is None and turn.signals.frustration is not None:
            score = -turn.signals.frustration
        if score is not None:
            read.append(BriefMood(turn.seq, round(score, 2)))
    return tuple(read)


def _since(was: Conversation, handoff: s.Handoff) -> datetime:
    match was.stage:
        case s.Waiting(since=since) | s.WithAgent(since=since) | s.Deferred(since=since):
            return since
        case s.Offered(waiting=waiting):
            return waiting.since
        case _:
            return handoff.at


def _evidence(one: s.Evidence) -> BriefEvidence:
    score = one.kind == "score"
    return BriefEvidence(
        kind=one.kind,
        text=one.text or (_label(one) if score else ""),
        seq=one.seq,
        label=one.label,
        value=one.value,
        needs=one.needs,
        over=score and (one.value >= one.needs or one.label in LOWER),
    )


def _label(one: s.Evidence) -> str:
    """What people call the number. A share that needs one or more is a count of turns."""
    field = field_named(one.label)
    if field is None:
        return one.label
    counted = field.kind == Kind.SHARE and one.needs >= 1
    return f"{field.label}, turns in which it was so" if counted else field.label


def _facts(was: Conversation) -> tuple[BriefFact, ...]:
    """Identity first, then what was said. What is proven of it is marked as such."""
    return tuple(
        BriefFact(fact.name, FACTS.get(fact.name, fact.name), fact.value, fact.source, fact.seq)
        for fact in facts_known(was)
    )


def _missing(was: Conversation, handoff: s.Handoff) -> tuple[BriefMissing, ...]:
    """What was asked for, before the request for a person or since, and is still not known."""
    known = {fact.name for fact in facts_known(was)}
    names = dict.fromkeys((*handoff.missing, *missing(was)))
    return tuple(BriefMissing(name, FACTS.get(name, name)) for name in names if name not in known)


def _all_tried(was: Conversation, handoff: s.Handoff) -> tuple[s.Tried, ...]:
    """What the assistant tried before the request for a person, and while they waited."""
    return (*handoff.tried, *(one for one in was.tried if one not in handoff.tried))


def _tried(one: s.Tried) -> BriefTried:
    return BriefTried(
        what=one.what,
        result=RESULTS.get(one.result, one.result),
        ok=one.result == "answered",
        sources=one.sources,
    )


def _promises(handoff: s.Handoff) -> tuple[BriefPromise, ...]:
    told = tuple(BriefPromise(one.text, one.at) for one in handoff.promises)
    if handoff.told_low_s is None:
        return told
    wait = words.eta(handoff.told_low_s, handoff.told_high_s, words.FALLBACK)
    return (*told, BriefPromise(wait, handoff.at))


def _topic(was: Conversation, handoff: s.Handoff) -> str:
    """The customer's newest words about the matter itself, not those asking for a person."""
    asked = {one.text for one in handoff.evidence if one.kind == "quote"}
    for one in reversed(_all_tried(was, handoff)):
        if one.what and one.what not in asked:
            return one.what
    return was.last_words if was.last_words not in asked else ""


def _summary(was: Conversation, handoff: s.Handoff) -> str:
    """At most two sentences, from what is known for sure."""
    topic = _topic(was, handoff)
    if not topic and not was.last_words:
        return "Asked for a person before saying what it is about."
    first = f"Wrote: “{_cut(topic or was.last_words, 140)}”"
    tried = _all_tried(was, handoff)
    answered = [one for one in tried if one.result == "answered" and one.sources]
    missed = sum(1 for one in tried if one.result != "answered")
    if answered:
        second = f"The assistant answered from {answered[-1].sources[0]}."
    elif missed:
        times = "once" if missed == 1 else f"{missed} times"
        second = f"The assistant had no answer, {times}."
    else:
        second = "The assistant has not answered anything yet."
    return f"{first} {second}"


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def greeting(was: Conversation, handoff: s.Handoff, team_name: str, me: str) -> str:
    """A first line in the customer's language; put into the composer, never sent by itself."""
    language = was.language
    first = was.contact.name.split()[0] if was.contact.name else None
    parts = [word_without_name(language, first, me, team_name)]
    topic = _order(was)
    if topic:
        parts.append(words.word("says", "greet_about", language, topic=topic))
    if any(one.result != "answered" for one in handoff.tried):
        parts.append(words.word("says", "greet_sorry", language))
    return " ".join(parts)


def word_without_name(language: str, first: str | None, me: str, team_name: str) -> str:
    """The hello; an unknown name leaves no hole and no stray comma."""
    hello = words.word("says", "greet", language, name=first or "\u0000", me=me, team=team_name)
    hole = f"{words.ISOLATE}\u0000{words.POP}"
    return hello.replace(hole, "\u0000").replace(" \u0000", "").replace("\u0000", "")


def _order(was: Conversation) -> str | None:
    """What the matter is called, when a fact names it."""
    for fact in reversed(was.facts):
        if fact.name == "order":
            return words.word("says", "order", was.language, n=fact.value)
    return None
