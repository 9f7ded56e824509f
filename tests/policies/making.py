"""Policies, conditions and moments made up by hypothesis, and small chats played by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from domain.scene import Scene, closed, floor, team
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.events import Event, HandoffRequested, Judged, PersonOffered
from segue.domain.floor import Floor, TeamNow
from segue.domain.hazard import WEIGHTS
from segue.domain.hours import OpenDay, OpenHours
from segue.domain.ids import ConversationId, Seq, TeamId
from segue.domain.line_rules import (
    ANY_LANGUAGE,
    EVERYTHING,
    Heads,
    LineRules,
    Step,
    TeamLineRules,
)
from segue.domain.policy import LATER_WAYS, Calibration, Policy, StandIn
from segue.domain.rules.catalogue import FIELDS, OPERATORS, Field, Kind, field_named
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Do,
    Fallback,
    IfNobody,
    Lane,
    NoneOf,
    Rule,
    Test,
)
from segue.domain.rules.moments import Moment
from segue.domain.rules.recipes import RECIPES
from segue.domain.rules.turns import TURNS_KEPT, TurnSeen
from segue.domain.signals import Signals
from segue.domain.stages import Priority, Reason
from segue.policies.showcase import ANSWERED, Chat, Said
from segue.policies.teams import TeamKnown

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SUPPORT, BILLING = TeamId("support"), TeamId("billing")
OFFICE = OpenHours("Europe/Madrid", (((540, 1080),),) * 5)
HOLIDAYS = replace(OFFICE, closed_on=tuple(f"2026-08-{day:02}" for day in range(1, 32)))
FAIR = OpenHours("Europe/Madrid", ((),) * 7, days=(OpenDay("2026-03-02", open=((540, 1080),)),))
"""Open on one day, and never again."""
TEAMS = (TeamKnown(SUPPORT, "Support", OFFICE, 3), TeamKnown(BILLING, "Billing", OFFICE, 2))
T = TypeVar("T")

# --- conditions ----------

SHARES = st.integers(0, 100).map(lambda n: n / 100)
WORDS = st.sampled_from(
    ("refund", "no", "on", "vip", "1e3", "010", "null", "a b", "Rück-gabe", "~")
)


def values(field: Field, op: str) -> st.SearchStrategy[bool | float | str | tuple[str, ...]]:
    """What may stand beside this operator."""
    if field.name == "language":
        words: st.SearchStrategy[str] = st.sampled_from(("en", "de", "no", "es"))
    else:
        words = st.sampled_from(field.codes) if field.codes else WORDS
    match field.kind:
        case Kind.SHARE:
            return SHARES
        case Kind.NUMBER if field.name == "mood_trend":
            return st.integers(-100, 100).map(lambda n: n / 100)
        case Kind.NUMBER:
            return st.integers(0, 12).map(float)
        case Kind.FLAG:
            return st.booleans()
        case _ if op == "matches":
            return st.sampled_from((r"re?fund\w*", "(a|b)c", "no+"))
        case _ if op in ("is", "is_not", "include"):
            return words
        case _:
            return st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def comparisons(draw: st.DrawFn, *, per_turn: bool = False) -> Test:
    """One comparison of the catalogue."""
    known = [one for one in FIELDS if one.per_turn or not per_turn]
    attribute = field_named("customer.plan")
    assert attribute is not None
    field = draw(st.sampled_from(known if per_turn else [*known, attribute]))
    op = draw(st.sampled_from(OPERATORS[field.kind]))
    return Test(field.name, op, draw(values(field, op)))


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """So many of the last so many turns."""
    turns = draw(st.integers(1, TURNS_KEPT))
    of = draw(st.lists(comparisons(per_turn=True), min_size=1, max_size=2))
    return Count(tuple(of), draw(st.integers(1, turns)), turns)


def conditions(depth: int = 2) -> st.SearchStrategy[Condition]:
    """Any condition, groups in groups."""
    single: st.SearchStrategy[Condition] = st.one_of(comparisons(), counts())
    if depth == 0:
        return single
    several = st.lists(conditions(depth - 1), min_size=1, max_size=3).map(tuple)
    return st.one_of(single, several.map(AllOf), several.map(AnyOf), several.map(NoneOf))


def whens() -> st.SearchStrategy[AllOf | AnyOf]:
    """What may stand behind `when:`."""
    either = st.lists(conditions(1), min_size=1, max_size=2).map(tuple)
    return st.one_of(st.lists(conditions(1), max_size=2).map(tuple).map(AllOf), either.map(AnyOf))


# --- rules and policies ----------

SAYINGS = st.dictionaries(
    st.sampled_from(("en", "de", "no", "pt-BR")),
    st.sampled_from(("One moment.", "on", "Gern: „sofort“", "- 1")),
    max_size=2,
).map(lambda said: tuple(said.items()))
TAGS = st.lists(WORDS, max_size=3, unique=True).map(tuple)
SOME_TEAM = st.sampled_from((None, SUPPORT, BILLING))


@st.composite
def rules(draw: st.DrawFn, begun: Rule | None = None) -> Rule:
    """A rule of one's own, or this one with changes."""
    one = begun or Rule(
        f"own-{draw(st.integers(0, 999))}",
        draw(st.sampled_from(Lane)),
        draw(st.sampled_from(Do)),
        name=draw(st.sampled_from(("", "Refunds first", "no", "a: b"))),
    )
    return replace(
        one,
        lane=draw(st.sampled_from(Lane)),
        do=draw(st.sampled_from(Do)),
        on=draw(st.booleans()),
        when=draw(whens()),
        reason=draw(st.sampled_from((None, *Reason))),
        team=draw(SOME_TEAM),
        skills=draw(TAGS),
        priority=draw(st.sampled_from((None, *Priority))),
        tags=draw(TAGS),
        say=draw(SAYINGS),
        if_nobody=draw(st.sampled_from(IfNobody)),
        else_team=draw(SOME_TEAM),
        within=draw(st.sampled_from((5, 30.5, 60, 86400)).map(lambda n: timedelta(seconds=n))),
        fallback=draw(st.sampled_from(Fallback)),
    )


SECONDS = st.integers(1, 200).map(lambda n: timedelta(seconds=30 * n))
HEAD_STARTS = st.sampled_from((-3600.0, -61.0, 0.0, 90.0, 5400.0))
STEPS = st.lists(
    st.builds(
        Step,
        after=SECONDS,
        drop=st.sampled_from(((), (EVERYTHING,), (ANY_LANGUAGE, "refunds"), ("no", "010"))),
        lower=st.integers(0, 2),
        teams=st.sampled_from(((), (SUPPORT,), (BILLING, SUPPORT))),
    ),
    max_size=3,
).map(tuple)
PROMISES = st.one_of(st.none(), SECONDS)


@st.composite
def team_lines(draw: st.DrawFn, team: TeamId) -> TeamLineRules:
    """What one team has of its own; something of it is."""
    return TeamLineRules(
        team,
        steps=draw(st.one_of(st.none(), STEPS)),
        wait_limit=draw(st.sampled_from((None, timedelta(minutes=10), timedelta(hours=1)))),
        first_answer=draw(PROMISES),
        next_answer=draw(PROMISES),
        goodwill=draw(st.one_of(st.none(), SAYINGS.map(lambda said: tuple(sorted(said))))),
        overflow=draw(st.sampled_from(((), (SUPPORT,), (BILLING, SUPPORT)))),
        callbacks=draw(st.integers(1, 9)),
    )


@st.composite
def lines(draw: st.DrawFn) -> LineRules:
    """A line as a file can describe it: tiers by name, none of them without a head start."""
    tiers = draw(st.dictionaries(st.sampled_from(("vip", "gold", "no")), HEAD_STARTS, max_size=3))
    weights = st.dictionaries(st.sampled_from(("email", "sms")), st.integers(5, 1000), max_size=2)
    return LineRules(
        heads=Heads(*(draw(HEAD_STARTS) for _ in Heads.__struct_fields__)),
        tiers=tuple(sorted((tier, head) for tier, head in tiers.items() if head)),
        weights=tuple(sorted(draw(weights).items())),
        pick=draw(st.sampled_from(("least_busy", "round_robin"))),
        sticky=draw(st.sampled_from((timedelta(), timedelta(hours=36), timedelta(days=14)))),
        steps=draw(STEPS),
        first_answer=draw(PROMISES),
        next_answer=draw(PROMISES),
        warns=draw(st.sampled_from((0.1, 0.5, 0.75, 0.99))),
        goodwill=tuple(sorted(draw(SAYINGS))),
        callbacks=draw(st.integers(1, 9)),
        slot=draw(st.sampled_from((timedelta(minutes=5), timedelta(minutes=90)))),
        call_tries=draw(st.integers(1, 10)),
        call_again=draw(st.sampled_from((timedelta(minutes=1), timedelta(days=1)))),
        learned=draw(st.booleans()),
        teams=draw(st.sampled_from(((), (draw(team_lines(BILLING)),),
                                    (draw(team_lines(SUPPORT)), draw(team_lines(BILLING)))))),
    )  # fmt: skip


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A policy as a file can describe it: all recipes are there, own rules before them."""
    own = draw(st.lists(rules(), max_size=2, unique_by=lambda one: one.id))
    changed = draw(st.sampled_from(RECIPES))
    changed_to = draw(rules(changed))
    recipes = [changed_to if one == changed else one for one in RECIPES]
    weights = draw(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), SHARES, max_size=2))
    calibrated = draw(st.sampled_from(((), (Calibration("confidence", -0.25, 1.5, 64),))))
    return Policy(
        team=draw(st.sampled_from((SUPPORT, BILLING))),
        rules=Rules((*own, *recipes)),
        mood=draw(st.booleans()),
        ways=tuple(way for way in LATER_WAYS if draw(st.booleans())),
        stand_ins=draw(st.sampled_from(((), (StandIn(BILLING, SUPPORT),)))),
        calibration=calibrated,
        hazard=tuple(weights.items()),
        line=draw(st.one_of(st.just(LineRules()), lines())),
    )


# --- moments ----------


@st.composite
def signals(draw: st.DrawFn) -> Signals:
    """What a reader may have read; much of it is not known."""
    maybe = st.one_of(st.none(), SHARES)
    topics = draw(st.lists(WORDS, max_size=2, unique=True))
    return Signals(
        wants_person=draw(maybe),
        frustration=draw(maybe),
        anger=draw(maybe),
        mood_trend=draw(st.one_of(st.none(), st.sampled_from((-1.0, -0.3, 0.0, 0.5)))),
        urgency=tuple(draw(st.lists(st.sampled_from(("danger", "outage")), unique=True))),
        topics=tuple((one, 0.9) for one in topics),
        about_money=draw(maybe),
        repeats=draw(maybe),
        asked_times=draw(st.integers(0, 3)),
        circles=draw(maybe),
        words=draw(st.integers(0, 12)),
    )


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Anything that can be known when rules are read."""
    turns = tuple(
        TurnSeen(
            Seq(n + 1),
            draw(signals()),
            draw(st.one_of(st.none(), SHARES)),
            draw(st.sampled_from(("", "answered", "missed", "small_talk"))),
            draw(st.sampled_from(("", "kb1", "kb2"))),
        )
        for n in range(draw(st.integers(0, 4)))
    )
    contact = i.Contact(
        tier=draw(st.sampled_from(("", "vip"))),
        verified=draw(st.booleans()),
        attributes=draw(st.sampled_from(((), (("plan", "refund"),)))),
    )
    was = Conversation(
        ConversationId("c"), contact=contact, tags=draw(TAGS), opened_at=NOON,
        turns=draw(st.integers(0, 12)), language=draw(st.sampled_from(("en", "no", "pt-BR"))),
    )  # fmt: skip
    there = TeamNow(SUPPORT, "Support", open=draw(st.booleans()), staffed=draw(st.integers(0, 1)))
    return Moment(
        was, turns, NOON + timedelta(minutes=draw(st.integers(0, 12))), SUPPORT, Floor((there,)),
        misses=draw(st.integers(0, 3)), answered=draw(st.booleans()), asked=draw(st.booleans()),
        words=draw(st.sampled_from(("", "I want a refund, no?", "AC bc"))),
        mood=draw(st.booleans()),
    )  # fmt: skip


# --- playing ----------


def playing(chat: Chat, policy: Policy | None = None) -> Scene:
    """The chat from its beginning, at a team that is there unless it is closed."""
    there = team(free=1) if chat.open else closed()
    scene = Scene(floor(there), policy or Policy())
    scene.hears(i.ConversationStarted(4812, contact=i.Contact(tier=chat.tier)))
    for one in chat.turns:
        scene.now += timedelta(seconds=20)
        says(scene, one)
    return scene


def says(scene: Scene, one: Said) -> tuple[Event, ...]:
    """One turn: the customer's words, what is read of them, and the assistant's answer."""
    before = len(scene.kept)
    scene.hears(i.CustomerSaid(one.text))
    scene.hears(i.Understood(scene.one.heard, one.signals))
    if isinstance(scene.one.stage, s.WithBot) and one.result:
        sure = one.result == ANSWERED
        scene.hears(
            i.BotAnswered(scene.one.heard, scene.one.epoch, "It is so.", sure, one.confidence)
        )
    return scene.kept[before:]


def acted(events: tuple[Event, ...], policy: Policy | None = None) -> set[str]:
    """Ids of the rules that did something in these events."""
    known = (policy or Policy()).rules
    found = set()
    for event in events:
        match event:
            case Judged(matched=matched, fired=fired):
                beside = (known.named(one) for one in matched)
                found |= {one.id for one in beside if one and one.do in (Do.MARK, Do.STAND_BY)}
                found |= {fired} - {""}
            case HandoffRequested(handoff=handoff):
                found |= {handoff.rule} - {""}
            case PersonOffered(rule=rule):
                found |= {rule} - {""}
            case _:
                pass
    return found


def last_turn(chat: Chat, policy: Policy | None = None) -> set[str]:
    """Ids of the rules that did something in the last turn of this chat."""
    scene = playing(replace(chat, turns=chat.turns[:-1]), policy)
    scene.now += timedelta(seconds=20)
    return acted(says(scene, chat.turns[-1]), policy)


def truth(condition: Condition, held: Callable[[], bool]) -> bool:
    """The value of a condition, given whether each single one inside held, in order."""
    if isinstance(condition, Test | Count):
        return held()
    inside = [truth(one, held) for one in condition.of]  # all of them: `held` goes on with each
    match condition:
        case AllOf():
            return all(inside)
        case AnyOf():
            return any(inside)
        case NoneOf():
            return not any(inside)
