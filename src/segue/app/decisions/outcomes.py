"""What came of a turn: read off the events that were kept, never off what should have come."""

from __future__ import annotations

from collections.abc import Callable

from segue.app.decisions import explaining, wording
from segue.app.decisions.readings import Reading, Step
from segue.app.decisions.shapes import Outcome
from segue.app.decisions.wording import say
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.learned import BY as LEARNED
from segue.domain.rules.model import Do, Lane, Rule


def outcome_of(step: Step, reading: Reading | None) -> Outcome:
    """What this turn did. `reading` names rules and lanes; without one, only the events speak."""
    for row in step.taken.rows:
        match row.event:
            case e.HandoffRequested(handoff=handoff) | e.AnswerDeferred(handoff=handoff):
                rule = handoff.rule or ("asked" if handoff.reason == s.Reason.ASKED else "")
                return _fired("handed_off", rule, reading)
            case e.PersonOffered(rule=rule) if rule:
                return _fired("offered", rule, reading)
            case e.DraftHeld(draft=draft):
                return _fired("held", draft.rule, reading)
            case _:
                pass
    return _beside(step, reading) or _nothing(step, reading)


def _fired(kind: str, rule_id: str, reading: Reading | None) -> Outcome:
    rule = reading.policy.rules.named(rule_id) if reading else None
    if rule is None:
        text = say("handed_off_plain") if kind == "handed_off" else say(kind, **_plain(rule_id))
        return Outcome(kind, rule_id, rule_id, "", text)  # type: ignore[arg-type]
    text = say(
        kind, lane=wording.LANES[rule.lane], rule=rule.name or rule.id, also=_also(rule, reading)
    )
    return Outcome(kind, rule.id, rule.name or rule.id, rule.lane, text)  # type: ignore[arg-type]


def _plain(rule_id: str) -> dict[str, object]:
    return {"lane": "?", "rule": rule_id, "also": ""}


def _also(fired: Rule, reading: Reading | None) -> str:
    names = [
        f"“{one.name or one.id}”"
        for one in (reading.found.matched if reading else ())
        if one.id != fired.id
    ]
    if not names:
        return ""
    if len(names) == 1:
        return say("also_one", rule=names[0].strip("“”"))
    return say("also_more", rules=", ".join(names))


def _beside(step: Step, reading: Reading | None) -> Outcome | None:
    """Heads-ups, marks, and help for whoever waits: where nothing fired."""
    rule = _name(reading)
    learned: Outcome | None = None
    for row in step.taken.rows:
        match row.event:
            case e.Marked(rule=by, marks=marks) if by == LEARNED and marks.team is not None:
                team = step.taken.floor.team(marks.team).name
                learned = Outcome("marked", text=say("marked_learned", team=team))
            case e.TeamChanged(why=why, team=to) if why.startswith(LEARNED):
                team = step.taken.floor.team(to).name
                learned = Outcome("raised", text=say("moved_learned", team=team))
            case e.PriorityChanged(why=why) | e.TeamChanged(why=why) as event:
                return _raised(event, why.removeprefix("rule "), step, reading)
            case e.StandByAsked(standing=standing):
                team = step.taken.floor.team(standing.team).name
                text = say("stood_by", team=team)
                lane = _lane(reading, standing.rule)
                return Outcome("stood_by", standing.rule, rule(standing.rule), lane, text)
            case e.Marked(rule=by):
                text = say("marked", rule=rule(by))
                return Outcome("marked", by, rule(by), _lane(reading, by), text)
            case _:
                pass
    return learned


def _raised(
    event: e.PriorityChanged | e.TeamChanged, by: str, step: Step, reading: Reading | None
) -> Outcome:
    if isinstance(event, e.TeamChanged):
        what = say("raised_team", team=step.taken.floor.team(event.team).name)
    else:
        what = say("raised_priority")
    name = _name(reading)(by)
    lane = _lane(reading, by)
    return Outcome("raised", by, name, lane, say("raised", what=what, rule=name))


def _lane(reading: Reading | None, rule_id: str) -> str:
    rule = reading.policy.rules.named(rule_id) if reading else None
    return rule.lane if rule else ""


def _name(reading: Reading | None) -> Callable[[str], str]:
    def name(rule_id: str) -> str:
        rule = reading.policy.rules.named(rule_id) if reading else None
        return rule.name if rule and rule.name else rule_id

    return name


def _nothing(step: Step, reading: Reading | None) -> Outcome:
    """Nothing came of it: say what was closest, or why a rule that matched did not fire."""
    if reading is None:
        return Outcome()
    stage = reading.moment.was.stage
    if not isinstance(stage, s.WithBot):
        return Outcome(text=say("waits"))
    if reading.kind == "answered":
        missed = any(isinstance(row.event, e.BotMissed) for row in step.taken.rows)
        return Outcome("answered", text=say("not_known_said" if missed else "answered"))
    offers = [rule for rule in reading.found.matched if rule.do == Do.OFFER]
    if offers:
        if explaining.quiet(offers[0], reading):
            return Outcome("stayed", text=say("stayed_quiet", rule=offers[0].name or offers[0].id))
        return Outcome("stayed", text=say("stayed_offer"))
    near = [one for one in explaining.rules_seen(reading, "") if one.state == "near"]
    if near:
        text = say("stayed_near", rule=near[0].name, why=near[0].why)
        return Outcome("stayed", lane=Lane(near[0].lane), text=text)
    return Outcome("stayed", text=say("stayed"))
