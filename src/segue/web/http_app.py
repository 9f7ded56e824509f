"""The HTTP routes as a Litestar application: guards, problems, documentation."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any

import structlog
from litestar import Litestar, Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag

from segue import __version__
from segue.domain.access import Act, may
from segue.web import limits, refusals, who
from segue.web.api.asked import CALLER, WEB, Asked
from segue.web.context import Web
from segue.web.frames.base import encode
from segue.web.frames.http import Problem
from segue.web.refusals import No
from segue.web.routes import PUBLIC, ROUTES, Needs, Route

PROBLEM_JSON = "application/problem+json"
OUR_FAULT = 500
USUAL = (400, 413, 415, 422, 429)
"""What any request may be told; with a sign-in also 401 and 403."""
TAGS = (
    Tag("customers", "Before the customer's socket: see the reference of the sockets."),
    Tag("staff", "Sign-in and people."),
    Tag("conversations", "Lists, threads, and everything the staff does with them."),
    Tag("actions", "What can be done in other systems, and what was."),
    Tag("judgement", "What was decided and why, and what would have been."),
    Tag("policy", "The rules that decide: versions, checks, replays."),
    Tag("knowledge", "What the assistant answers from, what is missing, and what it can do."),
    Tag("integrations", "For other systems."),
    Tag("bots", "Calls of a company's own bot."),
    Tag("house", "Health and upkeep."),
)
log = structlog.get_logger()
Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Coroutine[Any, Any, None]]


@lru_cache(maxsize=1)
def make_http() -> Litestar:
    """All routes of the table. It holds nothing: each request brings its `Web` in the scope, so one
    is enough for any number of servers in a process."""
    return Litestar(
        route_handlers=[_handler(route) for route in ROUTES],
        request_class=Asked,
        request_max_body_size=limits.BODY_BYTES,
        exception_handlers={Exception: _refuse},
        openapi_config=OpenAPIConfig(
            title="Segue",
            version=__version__,
            description="Handover from bot to person. Errors are RFC 9457 problems with a code.",
            tags=list(TAGS),
            components=Components(
                security_schemes={
                    "bearer": SecurityScheme(type="http", scheme="bearer"),
                    "cookie": SecurityScheme(
                        type="apiKey", name=who.COOKIE, security_scheme_in="cookie"
                    ),
                }
            ),
            render_plugins=[JsonRenderPlugin()],  # ours is /openapi.json; theirs is not reachable
        ),
        logging_config=None,
        debug=False,
    )


def _handler(route: Route) -> HTTPRouteHandler:
    signed_in = () if route.needs is PUBLIC else (401, 403)
    problems = {*USUAL, *signed_in, *route.problems}
    name = f"{route.does.__module__.rsplit('.', 1)[-1]}_{route.does.__name__}"
    text = (route.does.__doc__ or "").strip()
    made = HTTPRouteHandler(
        route.path,
        http_method=route.method,
        status_code=route.status,
        guards=[_guard(route.needs)],
        tags=[route.tag],
        operation_id=name,
        summary=text.split("\n", 1)[0],
        description=" ".join(text.split()),
        security=None if route.needs is PUBLIC else [{"bearer": []}, {"cookie": []}],
        raises=[],
        request_max_body_size=route.body,
        responses={
            status: ResponseSpec(
                Problem,
                description=refusals.TITLES[status],
                generate_examples=False,
                media_type=PROBLEM_JSON,
            )
            for status in sorted(problems)
        },
    )
    return made(route.does)


def _guard(needs: Needs) -> Guard:
    """Signed in, from our own page if by cookie, and of a role that may."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        scope: Any = connection.scope
        web: Web = scope[WEB]
        if needs is PUBLIC:
            return
        caller = await who.caller_of(web.segue, scope)
        if caller.by_cookie and scope["method"] not in who.SAFE and not who.same_site(scope):
            raise No(403, "cross_site", "This page is not ours: a cookie alone may change nothing.")
        web.limit("requests_by_agent", caller.agent.id)
        if isinstance(needs, Act):
            may(caller.person, needs)
        scope[CALLER] = caller

    return guard


def _refuse(request: Request[Any, Any, Any], why: Any) -> Response[bytes]:
    """Any exception as a problem document."""
    no = _from_litestar(why) if isinstance(why, HTTPException) else refusals.no_from(why)
    if no.status == OUR_FAULT:
        log.error("http.fault", path=request.url.path, exc_info=why)
    return Response(
        encode(refusals.problem(no)),
        status_code=no.status,
        media_type=PROBLEM_JSON,
        headers=refusals.headers(no),
    )


def _from_litestar(why: HTTPException) -> No:
    cause = why.__cause__
    if isinstance(cause, No):
        return cause
    match why:
        case NotFoundException():
            return refusals.not_found()
        case MethodNotAllowedException():
            allow = (why.headers or {}).get("Allow", "")
            return No(405, "method_not_allowed", "Not with this method.", headers={"allow": allow})
        case ValidationException():
            return refusals.bad(_what(why))
        case _:
            codes = {413: "too_large", 415: "not_json", 400: "bad_request"}
            return No(why.status_code, codes.get(why.status_code, "refused"), why.detail)


def _what(why: ValidationException) -> str:
    """Which parameter, and what is wrong with it."""
    extra: Any = why.extra
    if isinstance(extra, list) and extra:
        told = [
            f"{one.get('key', '?')}: {one.get('message', '')}"
            for one in extra
            if isinstance(one, dict)
        ]
        if told:
            return "; ".join(told)
    return why.detail
