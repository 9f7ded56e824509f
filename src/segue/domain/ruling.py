"""What the rules of the policy make happen: the bridge from a judgement to events.

Rules are read twice a turn. When it was understood (`at_heard`), the customer may be handed over or
asked; when the assistant has its answer (`at_answer`), that answer may also be held. Marks and
heads-ups apply beside whatever fires. Where somebody waits already, rules can only help: raise the
priority, find the fitting team.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import learned, promising, telling
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.destinations import destination, goes_on, home, there, why_team
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.rules.judging import Judgement, judge, reason_of
from segue.domain.rules.model import Do, IfNobody, Lane, Rule
from segue.domain.rules.moments import Moment
from segue.domain.rules.tests import explained
from segue.domain.rules.turns import TurnSeen
from segue.domain.signals import Signals
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
TAGS_KEPT = 20


def moment_of(
    was: Conversation,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    turn: TurnSeen | None = None,
    misses: int | None = None,
    asked: bool = False,
) -> Moment:
    """What is known now. `turn` is the newest one, once the assistant has had its say about it."""
    stage = was.stage
    if misses is None:
        misses = stage.misses if isinstance(stage, s.WithBot) else 0
    return Moment(
        was=was,
        turns=was.seen if turn is None else (*was.seen[:-1], turn),
        now=now,
        team=was.marks.team or policy.team,
        floor=floor,
        misses=misses,
        answered=turn is not None,
        asked=asked,
        words=was.last_words,
        calibration=policy.calibration,
        hazard=policy.hazard,
        mood=policy.mood,
    )


def judged(was: Conversation, moment: Moment, policy: Policy) -> Judgement:
    """The judgement of a moment. An offer does not fire while another stands, or when the same was
    declined lately; what says "the assistant goes on" does not fire while nobody is there."""
    stage, quiet = was.stage, quiet_reasons(was)
    offered = isinstance(stage, s.WithBot) and stage.offer is not None

    def may(rule: Rule) -> bool:
        if rule.do == Do.OFFER and (offered or reason_of(rule) in quiet):
            return False
        return rule.do == Do.APPROVE or not goes_on(was, rule, policy, moment.floor, moment.now)

    return judge(policy.rules, moment, may)


def quiet_reasons(was: Conversation) -> tuple[s.Reason, ...]:
    """Reasons for which the customer declined a person so lately that none is offered again."""
    stage = was.stage
    if not isinstance(stage, s.WithBot) or was.turns > stage.quiet_until_turn:
        return ()
    return (*stage.declined_too, *((stage.declined,) if stage.declined else ()))


def asking(was: Conversation) -> bool:
    """Does the newest turn, just read, ask for a person? Such turns are read but not answered; so
    are additions to a case, which do not ask."""
    return was.silent == was.heard and not isinstance(was.stage, s.Deferred)


# --- when a turn was understood ----------


def at_heard(
    was: Conversation, signals: Signals, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """What follows from the newest turn, whose signals `was` has taken in. What was asked outright
    was answered in its turn: if the assistant has it again, the customer chose so since."""
    asked = asking(was)
    if asked and isinstance(was.stage, s.WithBot):
        return ()
    moment = moment_of(was, policy, floor, now, asked=asked)
    found = judged(was, moment, policy)
    seen = learned.team_of(was, signals, policy, floor)
    if not found.matched:
        return (*seen, *_calm(was, policy))
    match was.stage:
        case s.WithBot():
            beside = (*seen, *beside_of(fold(was, seen), found, moment, policy))
            knowing = fold(was, beside)
            return (
                record(was, found, policy),
                *beside,
                *_fires(knowing, found.fired, moment, signals, policy, floor, now),
            )
        case s.Waiting() | s.Offered() | s.Deferred():
            helped = _helps(was, found, policy, floor)
            return (*helped, *(seen if not helped else ()))
        case _:
            return ()


def record(
    was: Conversation, found: Judgement, policy: Policy, *, answered: bool = False
) -> e.Judged:
    """What matched, for whoever asks later."""
    ids = tuple(rule.id for rule in found.matched)
    fired = found.fired.id if found.fired else ""
    return e.Judged(was.heard, policy.version, ids, fired, answered)


def _calm(was: Conversation, policy: Policy) -> Events:
    """A heads-up is released when some turns passed without a reason for it."""
    match was.stage:
        case s.WithBot(standing=s.Standing(turn=turn)):
            if was.turns - turn >= policy.stand_by_turns:
                return (e.StandByReleased("calm"),)
            return ()
        case _:
            return ()


def beside_of(was: Conversation, found: Judgement, moment: Moment, policy: Policy) -> Events:
    """Marks, and the heads-up: what happens beside the rule that fires."""
    events: Events = ()
    for rule in found.marks:
        events = (*events, *_marked(fold(was, events), rule))
    stage, standing = was.stage, found.stand_by
    calls = found.fired is not None and found.fired.do == Do.HAND_OFF
    if calls or not isinstance(stage, s.WithBot):
        return events
    if standing is None:
        return (*events, *_calm(was, policy))
    if stage.standing is not None:
        return events
    chance = next((one.value for one in explained(standing.when, moment)
                   if one.field == "needs_person"), None)  # fmt: skip
    asked = s.Standing(
        standing.id,
        standing.team or moment.team,
        _why(found, standing),
        round(chance, 3) if isinstance(chance, float) else 1.0,
        was.turns,
    )
    return (*events, e.StandByAsked(asked, evidence_of(was, standing, moment)))


def _why(found: Judgement, standing: Rule) -> s.Reason:
    """A heads-up says what the strongest other rule saw, if there is one."""
    others = [rule for rule in found.matched if rule.id != standing.id]
    return reason_of(others[0]) if others else reason_of(standing)


def _marked(was: Conversation, rule: Rule) -> Events:
    """A mark is made once; the same again changes nothing."""
    old = was.marks
    new = s.Marks(
        team=rule.team or old.team,
        why_team=f"rule {rule.id}" if rule.team else old.why_team,
        skills=tuple(dict.fromkeys((*old.skills, *rule.skills))),
        priority=max(old.priority, rule.priority or s.Priority.NORMAL),
    )
    marked: Events = (e.Marked(new, rule.id),) if new != old else ()
    return (*marked, *tagged(was, rule))


def tagged(was: Conversation, rule: Rule) -> Events:
    """The rule's tags, added to those that are there."""
    tags = tuple(dict.fromkeys((*was.tags, *rule.tags)))[:TAGS_KEPT]
    return (e.Tagged(tags, f"rule {rule.id}"),) if tags != was.tags else ()


def _fires(
    was: Conversation,
    rule: Rule | None,
    moment: Moment,
    signals: Signals,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    if rule is None:
        return ()
    evidence = evidence_of(was, rule, moment, signals)
    if rule.do == Do.OFFER:
        return (offered(was, rule, evidence, policy, floor, now),)
    return handed_over(was, rule, evidence, policy, floor, now)


# --- what a rule that fires makes ----------


def evidence_of(
    was: Conversation, rule: Rule, moment: Moment, signals: Signals | None = None
) -> tuple[s.Evidence, ...]:
    """The customer's words, and every number of the rule that held, beside what it needed."""
    seen = [one for one in explained(rule.when, moment) if one.held]
    names = {one.field for one in seen}
    shown = next(
        (
            basis.text
            for basis in (signals.basis if signals else ())
            if basis.back == 0 and basis.signal.split(".", maxsplit=1)[0] in names
        ),
        "",
    )
    scores = tuple(
        s.Evidence("score", label=one.field, value=float(one.value), needs=float(one.needs))
        for one in seen
        if isinstance(one.value, float | int)
        and not isinstance(one.value, bool)
        and isinstance(one.needs, float | int)
    )
    return (telling.quote(was, was.last_words, shown), *scores)


def offered(
    was: Conversation,
    rule: Rule,
    evidence: tuple[s.Evidence, ...],
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> e.PersonOffered:
    """Ask the customer whether they want a person. An offer is not force."""
    team = destination(home(was, rule, policy, floor, now), rule, policy, floor)
    line = telling.place_line(was, floor.team(team), key="offer")
    line = replace(line, say=rule.sentence(was.language))
    return e.PersonOffered(reason_of(rule), team, line, evidence, rule.id)


def handed_over(
    was: Conversation,
    rule: Rule,
    evidence: tuple[s.Evidence, ...],
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    tried: tuple[s.Tried, ...] = (),
    reason: s.Reason | None = None,
    team: TeamId | None = None,
    say: str | None = None,
) -> Events:
    """Call a person because of this rule; `team` wins over the rule's own."""
    wanted = team or home(was, rule, policy, floor, now)
    where = destination(wanted, rule, policy, floor)
    tags = tagged(was, rule)
    called = telling.handoff(
        was,
        reason or reason_of(rule),
        policy,
        floor,
        now,
        evidence=evidence,
        team=where,
        why_team=why_team(was, rule, where, wanted),
        skills=rule.skills,
        priority=priority_of(rule),
        tried=tried,
        rule=rule.id,
        say=rule.sentence(was.language) if say is None else say,
    )
    return (*tags, line_or_case(was, rule, called, policy, floor, now))


def line_or_case(
    was: Conversation,
    rule: Rule,
    called: e.HandoffRequested,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> e.HandoffRequested | e.AnswerDeferred:
    """The request itself; or at once a case, where the rule says so and nobody is there."""
    nobody = not there(floor, called.handoff.team)
    if nobody and rule.if_nobody == IfNobody.CASE and was.contact.email:
        return promising.later(was, policy, floor, now, channel="email", request=called)
    return called


def overtaken(was: Conversation) -> Events:
    """The answer that waits for approval is overtaken by what happens now."""
    match was.stage:
        case s.WithBot(draft=s.HeldDraft(n=n)):
            return (e.DraftSettled(n, "overtaken"),)
        case _:
            return ()


def priority_of(rule: Rule | None) -> s.Priority:
    """What the rule gives, or an ordinary one."""
    given = rule.priority if rule is not None else None
    return s.Priority.NORMAL if given is None else given


# --- where somebody waits already ----------

MAY_MOVE = (Lane.SAFETY, Lane.BUSINESS)


def _helps(was: Conversation, found: Judgement, policy: Policy, floor: Floor) -> Events:
    """Rules cannot call a person twice: they raise the priority, and find the fitting team."""
    handoff = was.handoff
    if handoff is None:
        return ()
    calls = [
        rule
        for rule in found.matched
        if rule.do == Do.MARK or (rule.do == Do.HAND_OFF and rule.lane in MAY_MOVE)
    ]
    events: Events = ()
    for rule in calls:
        events = (*events, *tagged(fold(was, events), rule))
    first = max(calls, key=lambda rule: rule.priority or 0, default=None)
    if first is not None and first.priority is not None and first.priority > handoff.priority:
        events = (*events, e.PriorityChanged(first.priority, f"rule {first.id}"))
    mover = next((rule for rule in calls if rule.team is not None), None)  # the first lane's word
    if mover is not None and mover.team is not None and isinstance(was.stage, s.Waiting):
        named = handoff.why_team.startswith(("named", "sent by"))  # somebody's word stands
        if mover.team != handoff.team and not named and there(floor, mover.team):
            line = telling.place_line(was, floor.team(mover.team))
            line = replace(line, say=mover.sentence(was.language))
            events = (*events, e.TeamChanged(mover.team, f"rule {mover.id}", line))
    return (record(was, replace(found, fired=None), policy), *events) if events else ()
