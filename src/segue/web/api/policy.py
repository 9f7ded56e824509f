"""The policy: read it, check it, replay it, try it, publish it, take it back."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Response
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from segue.app.decisions.trying import Line, tried
from segue.app.policybook import Version
from segue.build import teams_known
from segue.domain import inputs as i
from segue.domain.floor import Floor, TeamNow
from segue.domain.policy import Policy
from segue.domain.rules.catalogue import FIELDS, OPERATORS
from segue.domain.rules.model import Rule
from segue.domain.rules.recipes import RECIPES
from segue.policies import BadPolicy, Cell, Problem, check_form
from segue.policies.checking import ENGLISH
from segue.policies.reading import read_all
from segue.policies.ruleform import write_rule
from segue.policies.teams import Teams
from segue.policies.wording import difference, line_sentences, sentence
from segue.web import rows
from segue.web.api.asked import Asked
from segue.web.api.judgement import span
from segue.web.frames import policy as f
from segue.web.limits import clean
from segue.web.refusals import No, bad, not_found
from segue.web.replays import Run, TooMany

WAITED_S = 8.0
"""A replay that is done within this is answered at once."""
STAFFED = 2


# --- versions -----------------------------------------------------------------------------


async def live(request: Asked) -> f.PolicyShown:
    """The policy that decides now, in its file form and as sentences."""
    return _shown(request, request.segue.policy.version)


async def one(request: Asked, version: FromPath[int]) -> f.PolicyShown:
    """An earlier version, the same way."""
    return _shown(request, version)


async def versions(request: Asked) -> f.PolicyVersions:
    """Every version that was published, the newest first. Version 1 is what ships."""
    book = request.segue.book
    return f.PolicyVersions(items=tuple(_listed(request, one) for one in book.versions))


async def diff(request: Asked, version: FromPath[int], other: FromPath[int]) -> f.PolicyDiff:
    """What is other in the second version than in the first, in words."""
    old, new = _policy(request, version), _policy(request, other)
    return f.PolicyDiff(lines=difference(old, new, _teams(request)))


def _version(request: Asked, number: int) -> Version:
    try:
        return request.segue.book.version(number)
    except LookupError:
        raise not_found() from None


def _policy(request: Asked, number: int) -> Policy:
    try:
        return request.segue.book.at(number)
    except LookupError:
        raise not_found() from None


def _number(version: Version) -> int:
    return version.published.version if version.published else 1


def _listed(request: Asked, version: Version) -> f.PolicyVersion:
    kept, number = version.published, _number(version)
    return f.PolicyVersion(
        version=number,
        at=kept.at if kept else None,
        by=kept.by if kept else "",
        note=kept.note if kept else "",
        live=number == request.segue.policy.version,
    )


def _shown(request: Asked, number: int) -> f.PolicyShown:
    version = _version(request, number)
    row = _listed(request, version)
    try:
        sentences = _sentences(version.policy, _teams(request))
        line = _line(version.policy, _teams(request))
    except BadPolicy:  # by a newer program: its text can be shown, its rules cannot
        sentences, line = (), ()
    return f.PolicyShown(
        version=row.version,
        at=row.at,
        by=row.by,
        note=row.note,
        live=row.live,
        file=version.form,
        sentences=sentences,
        line=line,
    )


def _sentences(policy: Policy, teams: Teams) -> tuple[f.PolicySentence, ...]:
    return tuple(
        f.PolicySentence(rule.id, rule.lane, rule.name or rule.id, sentence(rule, teams), rule.on)
        for rule in policy.rules.all
    )


def _line(policy: Policy, teams: Teams) -> tuple[f.LineSentence, ...]:
    return tuple(f.LineSentence(one.key, one.text) for one in line_sentences(policy.line, teams))


def _teams(request: Asked) -> Teams:
    """All teams, as checking and wording know them."""
    staffing = request.segue.staffing
    return teams_known(staffing.teams.values(), staffing.agents.values())


# --- trying -------------------------------------------------------------------------------


async def check(request: Asked, data: JSONBody[f.PolicyToCheck]) -> f.PolicyChecked:
    """Could this be published? Everything that is wrong with it, and where asking for a person
    would end, for every channel, hour and staffing."""
    segue, teams = request.segue, _teams(request)
    languages = tuple(dict.fromkeys(one.locale for one in await segue.store.inboxes()))

    def look() -> f.PolicyChecked:
        found = check_form(
            data.file, base=segue.policy, teams=teams, languages=languages or ENGLISH
        )
        made = read_all(data.file, base=segue.policy).policy
        return f.PolicyChecked(
            ok=found.ok,
            problems=tuple(_problem(one) for one in found.problems),
            reach=f.Reach(cells=tuple(_cell(one, request) for one in found.cells)),
            sentences=_sentences(made, teams),
            line=_line(made, teams),
            lines=difference(segue.policy, found.policy, teams) if found.policy else (),
        )

    return await asyncio.to_thread(look)


def _problem(one: Problem) -> f.PolicyProblem:
    return f.PolicyProblem(one.code, one.where, one.message, one.warning)


def _cell(one: Cell, request: Asked) -> f.ReachCell:
    return f.ReachCell(
        channel=one.channel,
        hours=one.hours,
        staffing=one.staffing,
        team=rows.team_ref(one.team, request.segue.staffing),
        ends=one.ends,
        ok=one.ok,
        rule=one.rule,
        why=one.why,
    )


async def replay(request: Asked, data: JSONBody[f.PolicyToReplay]) -> Response[f.ReplayState]:
    """What this policy would have done in the conversations kept since then. A short replay is
    answered at once (200); else it is 202, and `GET /policy/replays/{id}` tells how far it is."""
    request.web.limit("replays", request.caller.agent.id)
    segue, replays = request.segue, request.web.replays
    made = await asyncio.to_thread(segue.book.read, data.file)
    until = segue.clock()
    try:
        run = replays.begin(made, until - span(data.since), until, by=request.caller.agent.id)
    except TooMany:
        raise No(
            429, "rate_limited", "Too many replays are waiting. Try again soon.", retry_after_s=30
        ) from None
    await replays.waited(run, WAITED_S)
    return Response(_state(run), status_code=202 if run.state == "running" else 200)


async def replayed(request: Asked, replay: FromPath[str]) -> f.ReplayState:
    """How far a replay is, and what came out."""
    run = request.web.replays.runs.get(replay)
    if run is None:
        raise not_found()
    return _state(run)


def _state(run: Run) -> f.ReplayState:
    report: dict[str, Any] | None = None
    if run.report is not None:
        report = {name: getattr(run.report, name) for name in run.report.__struct_fields__}
    return f.ReplayState(run.id, run.state, run.seen, run.of, report, run.problem)


async def attempt(request: Asked, data: JSONBody[f.TryAsked]) -> f.TriedOut:
    """Say some lines, and see what the rules would make of each. Nothing is kept."""
    segue = request.segue
    policy = segue.policy
    if data.policy is not None:
        policy = await asyncio.to_thread(segue.book.read, data.policy)
    lines = tuple(Line(one.who, clean(one.text), one.confidence, one.sure) for one in data.turns)
    if any(not line.text for line in lines):
        raise No(422, "empty", "There is nothing to say in one of the lines.")
    now = segue.clock()
    floor = Floor(tuple(_there(one, now_open=data.open) for one in segue.staffing.floor(now).teams))
    started = i.ConversationStarted(
        number=0,
        channel=data.channel,
        language=data.language,
        contact=i.Contact(tier=clean(data.tier)),
    )
    return f.TriedOut(turns=await tried(lines, policy, segue.read, floor, now, started))


def _there(team: TeamNow, *, now_open: bool) -> TeamNow:
    """A team with somebody at hand, or with nobody."""
    people = STAFFED if now_open else 0
    return replace(team, open=now_open, staffed=people, free=people, waiting=0)


# --- changing -----------------------------------------------------------------------------


async def publish(request: Asked, data: JSONBody[f.PolicyToPublish]) -> f.Published:
    """Make this the policy from now on. Refused with everything that is wrong: what cannot be read
    or leads nowhere (`bad_policy`), labelled turns that would come out wrong (`examples_fail`), a
    version that is not the newest any more (`stale_policy`)."""
    note = clean(data.note)
    if not note:
        raise No(422, "empty", "Say in a few words what is other.")
    number = await request.segue.book.publish(
        data.file, by=request.caller.person.name, note=note, based_on=data.based_on
    )
    return f.Published(version=number)


async def restore(
    request: Asked, version: FromPath[int], data: JSONBody[f.RestoreAsked | None] = None
) -> f.Published:
    """An earlier version again, as a new one."""
    if version == request.segue.policy.version:
        raise bad("This version is the one that decides now.")
    _version(request, version)
    note = clean(data.note) if data is not None else ""
    by = request.caller.person.name
    return f.Published(version=await request.segue.book.restore(version, by=by, note=note))


# --- what there is to build with ----------------------------------------------------------


async def fields(request: Asked) -> f.Fields:  # noqa: ARG001 - the same for everybody
    """Everything that a condition may look at. `customer.NAME` is an attribute of your own."""
    return f.Fields(
        items=tuple(
            f.FieldShown(
                name=one.name,
                kind=one.kind,
                label=one.label,
                help=one.help,
                operators=OPERATORS[one.kind],
                codes=one.codes,
                unit=one.unit,
                per_turn=one.per_turn,
                at_answer=one.at_answer,
            )
            for one in FIELDS
        )
    )


async def recipes(request: Asked) -> f.Recipes:
    """The rules that every installation starts with, and whether they are on here."""
    rules = request.segue.policy.rules

    def on(rule: Rule) -> bool:
        known = rules.named(rule.id)
        return known is not None and known.on

    return f.Recipes(
        items=tuple(
            f.RecipeShown(rule.id, rule.name, rule.lane, sentence(rule), write_rule(rule), on(rule))
            for rule in RECIPES
        )
    )
