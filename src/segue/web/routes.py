"""Every HTTP route in one table, with the permission it needs beside it.

A route without a permission cannot be written: `needs` is not optional. `tests/web` walks this
table with every role. `PUBLIC` routes are for customers, monitors and the sign-in page.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from enum import Enum
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from segue.domain.access import Act
from segue.web import limits
from segue.web.api import (
    actions,
    assistant,
    bots,
    commands,
    conversations,
    floor,
    house,
    items,
    judgement,
    knowledge,
    people,
    policy,
    promises,
    routing,
    slots,
    staff,
    teams,
    waits,
    widget,
)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Handler: TypeAlias = Callable[..., Coroutine[Any, Any, Any]]


class Anybody(Enum):
    """Needs that are no act of the staff's."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


PUBLIC, SIGNED_IN = Anybody.PUBLIC, Anybody.SIGNED_IN
Needs: TypeAlias = Act | Anybody


class Route(Struct, frozen=True):
    """One row. `problems` are the statuses that its own refusals may have, beside the usual;
    `body` is how long a request may be, in bytes."""

    method: Method
    path: str
    does: Handler
    needs: Needs
    tag: str
    status: int = 200
    problems: tuple[int, ...] = ()
    body: int = limits.BODY_BYTES


API = "/api/v1"
ONE = f"{API}/conversations/{{conversation:str}}"
RUN = f"{ONE}/actions/{{run:int}}"
TEAM = f"{API}/teams/{{team:str}}"
VERSION = f"{API}/policies/{{version:int}}"
SOURCES = f"{API}/knowledge/sources"
ITEMS = f"{API}/knowledge/items"
ITEM = f"{ITEMS}/{{item:str}}"
PERSON = f"{API}/agents/{{agent:str}}"
LONG = limits.POLICY_BYTES
FILES = limits.UPLOAD_BYTES
CHATWOOT = f"{API}/accounts/{{account:int}}/conversations/{{number:int}}"
NO = (404, 409, 422, 503)
BOT = (401, 404, 409, 503)

ROUTES: tuple[Route, ...] = (
    # customers
    Route("GET", f"{API}/widget/config", widget.config, PUBLIC, "customers", 200, (403, 404)),
    Route(
        "POST", f"{API}/widget/sessions", widget.sessions, PUBLIC, "customers", 201, (403, 404, 503)
    ),
    Route("GET", f"{API}/widget/slots", slots.offered, PUBLIC, "customers", 200, (401, 503)),
    # the staff
    Route("POST", f"{API}/sign-in", staff.signed_in, PUBLIC, "staff", 200, (401, 503)),
    Route("GET", f"{API}/sign-in/hints", staff.hints, PUBLIC, "staff", 200, (404,)),
    Route("POST", f"{API}/sign-out", staff.signed_out, SIGNED_IN, "staff", 204),
    Route("GET", f"{API}/me", staff.me, SIGNED_IN, "staff"),
    Route("PUT", f"{API}/me/presence", people.presence, Act.PRESENCE, "staff", 200, (422, 503)),
    Route("GET", f"{API}/teams", staff.teams, Act.READ, "staff"),
    Route("GET", f"{API}/agents", staff.agents, Act.READ, "staff"),
    Route("GET", TEAM, teams.one, Act.READ, "staff", 200, (404, 503)),
    Route("PATCH", TEAM, teams.change, Act.HOURS, "staff", 200, (404, 503)),
    Route("POST", f"{TEAM}/surge", teams.surge, Act.SURGE, "staff", 200, (404, 503)),
    Route("GET", f"{TEAM}/preview", teams.preview, Act.READ, "staff", 200, (404, 503)),
    Route("GET", f"{API}/promises", promises.listed, Act.READ, "staff", 200, (503,)),
    Route("GET", PERSON, people.one, Act.READ, "staff", 200, (404,)),
    Route("PATCH", PERSON, people.change, Act.PEOPLE, "staff", 200, (404, 422, 503)),
    Route("POST", f"{PERSON}/lend", people.lend, Act.PEOPLE, "staff", 200, (404, 422, 503)),
    Route("GET", f"{API}/floor", floor.floor, Act.FLOOR, "staff", 200, (404, 503)),
    Route("GET", f"{API}/waits/score", waits.score, Act.AUDIT, "staff", 200, (422, 503)),
    # conversations
    Route("GET", f"{API}/conversations", conversations.listed, Act.READ, "conversations"),
    Route("GET", ONE, conversations.opened, Act.READ, "conversations", 200, (404,)),
    Route("GET", f"{ONE}/events", conversations.events, Act.READ, "conversations", 200, (404,)),
    Route("GET", f"{ONE}/routing", routing.why, Act.READ, "conversations", 200, (404,)),
    Route("POST", f"{ONE}/accept", commands.accept, Act.ACCEPT, "conversations", 200, NO),
    Route("POST", f"{ONE}/decline", commands.decline, Act.DECLINE, "conversations", 200, NO),
    Route("POST", f"{ONE}/pick", commands.pick, Act.PICK, "conversations", 200, NO),
    Route("POST", f"{ONE}/messages", commands.messages, Act.SAY, "conversations", 200, NO),
    Route("POST", f"{ONE}/notes", commands.notes, Act.NOTE, "conversations", 200, NO),
    Route("POST", f"{ONE}/transfer", commands.transfer, Act.TRANSFER, "conversations", 200, NO),
    Route("POST", f"{ONE}/return", commands.give_back, Act.RETURN, "conversations", 200, NO),
    Route("POST", f"{ONE}/close", commands.close, Act.CLOSE, "conversations", 200, NO),
    Route("POST", f"{ONE}/snooze", commands.snooze, Act.SNOOZE, "conversations", 200, NO),
    Route("POST", f"{ONE}/ask_proof", commands.ask_proof, Act.SAY, "conversations", 200, NO),
    Route("POST", f"{ONE}/verdict", commands.verdict, Act.JUDGE, "conversations", 200, NO),
    Route("POST", f"{ONE}/tags", commands.tags, Act.TAG, "conversations", 200, NO),
    Route("POST", f"{ONE}/assign", commands.assign, Act.ASSIGN, "conversations", 200, NO),
    Route("POST", f"{ONE}/whisper", commands.whisper, Act.WHISPER, "conversations", 200, NO),
    Route("POST", f"{ONE}/called", commands.called, Act.CALL, "conversations", 200, NO),
    Route("POST", f"{ONE}/take_over", commands.take_over, Act.TAKE_OVER, "conversations", 200, NO),
    Route(
        "POST",
        f"{ONE}/drafts/{{draft:int}}/approve",
        commands.approve,
        Act.APPROVE,
        "conversations",
        200,
        NO,
    ),
    Route(
        "POST",
        f"{ONE}/drafts/{{draft:int}}/reject",
        commands.reject,
        Act.APPROVE,
        "conversations",
        200,
        NO,
    ),
    # what was decided
    Route("GET", f"{ONE}/decisions", judgement.decisions, Act.READ, "judgement", 200, (404,)),
    Route("POST", f"{ONE}/what-if", judgement.what_if, Act.READ, "judgement", 200, (404,), LONG),
    Route("POST", f"{ONE}/examples", judgement.label, Act.EXAMPLES, "judgement", 201, (404, 503)),
    Route("GET", f"{API}/examples", judgement.examples, Act.EXAMPLES, "judgement"),
    Route(
        "DELETE",
        f"{API}/examples/{{example:int}}",
        judgement.unlabel,
        Act.EXAMPLES,
        "judgement",
        204,
        (404, 503),
    ),
    Route("PATCH", f"{ONE}/customer", commands.describe, Act.DESCRIBE, "conversations", 200, NO),
    Route("POST", f"{ONE}/handoff", commands.handoff, Act.HANDOFF, "integrations", 200, NO),
    # actions in other systems
    Route("GET", f"{API}/actions", actions.listed, Act.READ, "actions"),
    Route("GET", f"{API}/actions/runs", actions.record, Act.AUDIT, "actions"),
    Route("POST", f"{ONE}/actions", actions.act, Act.SAY, "actions", 201, NO),
    Route("POST", f"{RUN}/approve", actions.approve, Act.APPROVE, "actions", 200, NO),
    Route("POST", f"{RUN}/reject", actions.reject, Act.APPROVE, "actions", 200, NO),
    Route("POST", f"{RUN}/undo", actions.undo, Act.SAY, "actions", 201, NO),
    # the policy
    Route("GET", f"{API}/policy", policy.live, Act.POLICY, "policy"),
    Route("GET", f"{API}/policy/fields", policy.fields, Act.POLICY, "policy"),
    Route("GET", f"{API}/policy/recipes", policy.recipes, Act.POLICY, "policy"),
    Route("POST", f"{API}/policy/check", policy.check, Act.POLICY, "policy", 200, (), LONG),
    Route("POST", f"{API}/policy/try", policy.attempt, Act.POLICY, "policy", 200, (), LONG),
    Route("POST", f"{API}/policy/replay", policy.replay, Act.POLICY, "policy", 200, (503,), LONG),
    Route(
        "GET",
        f"{API}/policy/replays/{{replay:str}}",
        policy.replayed,
        Act.POLICY,
        "policy",
        200,
        (404,),
    ),
    Route("GET", f"{API}/policies", policy.versions, Act.POLICY, "policy"),
    Route("POST", f"{API}/policies", policy.publish, Act.PUBLISH, "policy", 201, (409, 503), LONG),
    Route("GET", VERSION, policy.one, Act.POLICY, "policy", 200, (404,)),
    Route("GET", f"{VERSION}/diff/{{other:int}}", policy.diff, Act.POLICY, "policy", 200, (404,)),
    Route(
        "POST",
        f"{VERSION}/restore",
        policy.restore,
        Act.PUBLISH,
        "policy",
        201,
        (404, 409, 503),
    ),
    # a company's own bot, which brings its own keys
    Route("POST", f"{API}/turns/{{turn:str}}/actions", bots.actions, PUBLIC, "bots", 200, BOT),
    Route("POST", f"{CHATWOOT}/messages", bots.chatwoot_message, PUBLIC, "bots", 200, BOT),
    Route("POST", f"{CHATWOOT}/toggle_status", bots.chatwoot_status, PUBLIC, "bots", 200, BOT),
    Route("POST", f"{CHATWOOT}/assignments", bots.chatwoot_assign, PUBLIC, "bots", 200, BOT),
    Route("POST", f"{API}/botpress/start", bots.botpress_start, PUBLIC, "bots", 200, BOT),
    # knowledge
    Route("GET", SOURCES, knowledge.sources, Act.READ, "knowledge", 200, (503,)),
    Route("POST", SOURCES, knowledge.add, Act.KEEP, "knowledge", 201, (503,)),
    Route("GET", f"{SOURCES}/{{source:str}}", knowledge.source, Act.READ, "knowledge", 200, NO),
    Route("PATCH", f"{SOURCES}/{{source:str}}", knowledge.change, Act.KEEP, "knowledge", 200, NO),
    Route("DELETE", f"{SOURCES}/{{source:str}}", knowledge.drop, Act.KEEP, "knowledge", 204, NO),
    Route("POST", f"{SOURCES}/{{source:str}}/sync", knowledge.sync, Act.EDIT, "knowledge", 202, NO),
    Route(
        "POST",
        f"{API}/knowledge/upload",
        knowledge.upload,
        Act.KEEP,
        "knowledge",
        202,
        (404, 408, 503),
        FILES,
    ),
    Route("GET", ITEMS, items.listed, Act.READ, "knowledge", 200, (503,)),
    Route("POST", ITEMS, items.add, Act.EDIT, "knowledge", 201, (404, 503), LONG),
    Route("GET", ITEM, items.one, Act.READ, "knowledge", 200, (404, 503)),
    Route("PATCH", ITEM, items.change, Act.EDIT, "knowledge", 200, NO, LONG),
    Route("DELETE", ITEM, items.drop, Act.EDIT, "knowledge", 204, NO),
    Route("GET", f"{ITEM}/versions", items.versions, Act.READ, "knowledge", 200, (404, 503)),
    Route("POST", f"{ITEM}/publish", items.publish, Act.KEEP, "knowledge", 200, NO),
    Route("POST", f"{ITEM}/discard", items.discard, Act.EDIT, "knowledge", 200, NO),
    Route(
        "POST",
        f"{ITEM}/versions/{{version:int}}/restore",
        items.restore,
        Act.KEEP,
        "knowledge",
        200,
        NO,
    ),
    Route("GET", f"{API}/knowledge/gaps", assistant.gaps, Act.READ, "knowledge", 200, (503,)),
    Route("POST", f"{API}/knowledge/ask", assistant.ask, Act.READ, "knowledge", 200, (404, 503)),
    Route("GET", f"{API}/assistant", assistant.assistant, Act.READ, "knowledge", 200, (503,)),
    # the house
    Route("GET", f"{API}/system", house.system, Act.SYSTEM, "house"),
    Route(
        "POST",
        f"{API}/system/jobs/{{job:int}}/retry",
        house.retry,
        Act.RETRY,
        "house",
        200,
        (404, 503),
    ),
    Route("GET", "/healthz", house.healthz, PUBLIC, "house"),
    Route("GET", "/readyz", house.readyz, PUBLIC, "house", 200, (503,)),
    Route("GET", "/metrics", house.metrics, PUBLIC, "house"),
    Route("GET", "/openapi.json", house.openapi, PUBLIC, "house"),
)
