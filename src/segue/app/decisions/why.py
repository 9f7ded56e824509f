"""Why then, and why not earlier: two sentences made of facts, and the facts beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from segue.app.decisions import explaining, wording
from segue.app.decisions.readings import Reading, Step
from segue.app.decisions.recounting import Recount
from segue.app.decisions.shapes import Why, WhyFact
from segue.app.decisions.wording import say
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.facts import facts_in
from segue.domain.rules.tests import Seen

TOLD = 2
"""So many numbers stand in "why not earlier"."""


@dataclass(frozen=True, slots=True)
class Called:
    """The first time that a person came into it: the turn, what happened in it, and when."""

    step: Step
    event: e.Event
    at: datetime

    @property
    def handoff(self) -> s.Handoff | None:
        match self.event:
            case e.HandoffRequested(handoff=handoff) | e.AnswerDeferred(handoff=handoff):
                return handoff
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Telling:
    """What the sentences are made of. `zone` is the reader's; `who` the customer."""

    recount: Recount
    zone: ZoneInfo

    @property
    def steps(self) -> list[Step]:
        return self.recount.steps

    @property
    def who(self) -> str:
        name = self.steps[-1].after.contact.name if self.steps else None
        return name.split()[0] if name and name.strip() else say("customer")

    def time(self, at: datetime) -> str:
        return wording.clock(at, self.zone)


def called(steps: list[Step]) -> Called | None:
    """Where a person was called first: by the line, by a later answer, or by taking over."""
    for step in steps:
        for row in step.taken.rows:
            if isinstance(row.event, e.HandoffRequested | e.AnswerDeferred | e.AgentJoined):
                return Called(step, row.event, row.at)
    return None


def why(telling: Telling) -> Why:
    """Both sentences, and what else a reader wants to know at a glance."""
    found = called(telling.steps)
    if found is None:
        return Why(_nobody(telling), _closest_of_all(telling), _facts(telling, None))
    return Why(_then(telling, found), _not_earlier(telling, found), _facts(telling, found))


# --- why then -----------------------------------------------------------------------------


def _then(telling: Telling, found: Called) -> str:
    time, who, handoff = telling.time(found.at), telling.who, found.handoff
    heard = found.step.taken.heard
    if handoff is None:
        agent = found.event.name if isinstance(found.event, e.AgentJoined) else ""
        return say("took_over", time=time, agent=agent)
    if handoff.reason == s.Reason.ASKED:
        button = any(one.kind == "button" for one in handoff.evidence)
        return say("button" if button else "asked", time=time, who=who)
    if isinstance(heard, i.CustomerChose) or (
        isinstance(found.event, e.AnswerDeferred) and not handoff.rule
    ):
        return say("later", time=time, who=who)
    plain = {
        s.Reason.BOT_ERROR: "bot_error",
        s.Reason.BOT_ASKED: "bot_asked",
        s.Reason.INTEGRATION: "integration",
    }.get(handoff.reason)
    if plain is not None:
        return say(plain, time=time)
    rule = rule_name(telling, handoff.rule, handoff.policy)
    if isinstance(heard, i.CustomerTookPerson | i.CustomerSaid):
        return say("took", time=time, who=who, rule=rule)
    if isinstance(heard, i.AgentRejectedDraft | i.DraftTimedOut):
        how = "rejected" if isinstance(heard, i.AgentRejectedDraft) else "timed_out"
        return say("draft", time=time, settled=say(f"settled_{how}"), rule=rule)
    return _by_rule("rule", time, rule, handoff.rule, found.step)


def _by_rule(key: str, time: str, name: str, rule_id: str, step: Step) -> str:
    """The rule, and every condition of it that was met."""
    for reading in step.readings:
        rule = reading.policy.rules.named(rule_id)
        if rule is None:
            continue
        held = [one for one in explaining.conditions(rule, reading) if one.held]
        if held:
            return say(key, time=time, rule=name, met=_list([wording.met(one) for one in held]))
    return say(f"{key}_plain", time=time, rule=name)


def rule_name(telling: Telling, rule_id: str, version: int) -> str:
    """What a rule was called in that version."""
    if not rule_id:
        return ""
    try:
        known = telling.recount.policy_at(version).rules.named(rule_id) if version else None
    except LookupError:
        known = None
    return known.name if known and known.name else rule_id


def _nobody(telling: Telling) -> str:
    """No person was called at all."""
    offer = _last_offer(telling)
    turns = sum(1 for one in telling.recount.entries if one.author == "customer")
    if not turns:
        return say("nothing_said")
    if offer is None:
        return say("nobody", turns=wording.counted(turns, "turn", "turns"))
    step, event, at = offer
    key = "nobody_offered" if _offer_open(step, telling) else "nobody_declined"
    name = rule_name(telling, event.rule, _version(step))
    return say(key, time=telling.time(at), rule=name, who=telling.who)


def _version(step: Step) -> int:
    return step.taken.rested.policy if step.taken.rested else 0


def _last_offer(
    telling: Telling, before: Step | None = None
) -> tuple[Step, e.PersonOffered, datetime] | None:
    found = None
    for step in telling.steps:
        if step is before:
            break
        for row in step.taken.rows:
            if isinstance(row.event, e.PersonOffered):
                found = (step, row.event, row.at)
    return found


def _offer_open(step: Step, telling: Telling) -> bool:
    """Was nothing said to this offer since?"""
    after = telling.steps[telling.steps.index(step) + 1 :]
    return not any(
        isinstance(row.event, e.PersonDeclined) for one in after for row in one.taken.rows
    )


# --- why not earlier ----------------------------------------------------------------------


def _not_earlier(telling: Telling, found: Called) -> str:
    offer = _last_offer(telling, found.step)
    if offer is not None:
        step, event, at = offer
        declined = "" if _offer_open(step, telling) else say("declined", who=telling.who)
        name = rule_name(telling, event.rule, _version(step))
        return say("earlier_offered", time=telling.time(at), rule=name, declined=declined)
    turn = found.step.before.heard
    asked = turn if found.step.taken.heard and _about_newest(found.step) else None
    earlier = _readings(telling, found.step, asked)
    if not earlier:
        return say("not_read" if found.step.before.turns > 1 else "first")
    closest = _closest(earlier)
    if not closest:
        return say("earlier_plain")
    return say("earlier", closest=_list([wording.fell_short(one) for one in closest]))


def _about_newest(step: Step) -> bool:
    """Is this turn about the customer's newest words, so that these are no "earlier" ones?"""
    return isinstance(step.taken.heard, i.Understood | i.BotAnswered | i.BotFailed)


def _readings(telling: Telling, until: Step, about: object) -> list[Reading]:
    """Everything that was really read before, but for what belongs to the same turn."""
    found: list[Reading] = []
    for step in telling.steps:
        if step is until:
            break
        found += [one for one in step.readings if one.about != about]
    return found


def _closest(readings: list[Reading]) -> list[Seen]:
    """The numbers that came furthest without crossing, one a field, at their best."""
    best: dict[str, Seen] = {}
    for reading in readings:
        for seen in (one.seen for one in explaining.numbers(reading)):
            old = best.get(seen.field)
            if old is None or explaining.closeness(seen) > explaining.closeness(old):
                best[seen.field] = seen
    short = [
        one
        for one in best.values()
        if not one.held and explaining.closeness(one) >= explaining.WORTH_SHOWING
    ]
    return sorted(short, key=explaining.closeness, reverse=True)[:TOLD]


def _closest_of_all(telling: Telling) -> str:
    readings = [one for step in telling.steps for one in step.readings]
    if not readings:
        return say("not_read") if telling.recount.entries else ""
    closest = _closest(readings)
    if not closest:
        return say("closest_none")
    return say("closest", closest=_list([wording.fell_short(one) for one in closest]))


def _list(parts: list[str]) -> str:
    """a, b and c."""
    if len(parts) <= 1:
        return "".join(parts)
    return say("and", first=", ".join(parts[:-1]), second=parts[-1])


# --- facts --------------------------------------------------------------------------------


def wait(steps: list[Step]) -> tuple[tuple[int, int] | None, int | None]:
    """The wait that was promised with the first handoff, and what it took until a person had
    joined, both in seconds."""
    promised: tuple[int, int] | None = None
    asked: datetime | None = None
    for step in steps:
        for row in step.taken.rows:
            match row.event:
                case e.HandoffRequested(handoff=handoff) if asked is None:
                    asked = handoff.at
                    if handoff.told_low_s is not None and handoff.told_high_s is not None:
                        promised = (handoff.told_low_s, handoff.told_high_s)
                case e.AgentJoined(at=at) if asked is not None:
                    return promised, round((at - asked).total_seconds())
                case _:
                    pass
    return promised, None


def said_twice(steps: list[Step]) -> tuple[str, ...]:
    """What the customer had said before and said again to the person who joined."""
    joined, known, again = False, set[tuple[str, str]](), dict[str, None]()
    for step in steps:
        for row in step.taken.rows:
            if isinstance(row.event, e.AgentJoined):
                joined = True
            elif _customers(row.event) and isinstance(row.event, e.MessagePosted):
                for fact in facts_in(row.event.text):
                    if joined and fact in known:
                        again[f"{fact[0]} {fact[1]}"] = None
                    known.add(fact)
    return tuple(again)


def _customers(event: e.Event) -> bool:
    return isinstance(event, e.MessagePosted) and event.author == e.Author.CUSTOMER


def verdict(steps: list[Step]) -> e.VerdictGiven | None:
    """The newest verdict of a colleague."""
    found = None
    for step in steps:
        for row in step.taken.rows:
            if isinstance(row.event, e.VerdictGiven):
                found = row.event
    return found


def _facts(telling: Telling, found: Called | None) -> tuple[WhyFact, ...]:
    facts: list[WhyFact] = []
    steps = telling.steps
    _, took = wait(steps)
    if took is not None and found is not None:
        asked = found.handoff is not None and found.handoff.reason == s.Reason.ASKED
        what = say("asked_to" if asked else "called_to")
        facts.append(WhyFact("timer", say("fact_wait", what=what, took=wording.took(took))))
    if any(isinstance(row.event, e.AgentJoined) for step in steps for row in step.taken.rows):
        twice = said_twice(steps)
        text = say("fact_twice", what=", ".join(twice)) if twice else say("fact_once")
        facts.append(WhyFact("repeat", text))
    given = verdict(steps)
    if given is not None:
        words = wording.VERDICTS.get(given.verdict, given.verdict)
        name = given.by.split()[0] if given.by.strip() else given.by
        text = say("fact_verdict", name=name, verdict=words)
        facts.append(WhyFact("check" if given.verdict == "right" else "x", text))
    return tuple(facts)
