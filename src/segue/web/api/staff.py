"""Sign-in, me, teams and colleagues."""

from __future__ import annotations

from litestar import Response
from litestar.params import JSONBody

from segue.domain.hours_warnings import hours_text
from segue.web import rows, sign_in, who
from segue.web.api.asked import Asked
from segue.web.api.teams import surge_shown
from segue.web.frames import http as f
from segue.web.frames import shared as sh
from segue.web.refusals import not_found


def _cookie(request: Asked, value: str, max_age: int) -> str:
    parts = [f"{who.COOKIE}={value}", "Path=/", "HttpOnly", "SameSite=Lax", f"Max-Age={max_age}"]
    if who.is_secure(request.asgi, request.segue):
        parts.append("Secure")
    return "; ".join(parts)


async def signed_in(request: Asked, data: JSONBody[f.SignIn]) -> Response[f.SignedIn]:
    """Sign in. The token is for programs; browsers keep the cookie that comes with it."""
    agent = await sign_in.agent_with(request.web, request.asgi, data.email, data.password)
    token = await who.open_staff_session(request.segue, agent)
    life = round(who.STAFF_LIFE.total_seconds())
    return Response(
        f.SignedIn(token=token, agent=rows.me(agent, request.segue.staffing)),
        headers={"set-cookie": _cookie(request, token, life)},
    )


async def signed_out(request: Asked, data: JSONBody[f.SignOut | None] = None) -> Response[None]:
    """End this session, or with `everywhere` all of this agent's."""
    caller, store = request.caller, request.segue.store
    session: str | None = who.hashed(caller.token)
    if data is not None and data.everywhere:
        await store.end_sessions(caller.agent.id)
        session = None
    elif session is not None:
        await store.end_session(session)
    if request.web.audience.screens.sign_out(caller.agent.id, session):
        await request.segue.presence.signed_out(caller.agent.id)
    return Response(None, status_code=204, headers={"set-cookie": _cookie(request, "", 0)})


async def hints(request: Asked) -> f.Hints:
    """Sign-in data to click on. Only the demo has some; elsewhere there is nothing here."""
    accounts = request.segue.demo_accounts
    if not accounts:
        raise not_found()
    return f.Hints(
        demo=True,
        organisation=request.segue.settings.brand,
        accounts=tuple(
            f.HintAccount(
                email=one["email"], password=one["password"], name=one["name"], team=one["team"]
            )
            for one in accounts
        ),
    )


async def me(request: Asked) -> sh.AgentShown:
    """Who is signed in here, and how they stand."""
    return rows.me(request.caller.agent, request.segue.staffing)


async def teams(request: Asked) -> tuple[f.TeamNow, ...]:
    """All teams now: for choosing where to transfer."""
    staffing, now = request.segue.staffing, request.segue.clock()
    floor = staffing.floor(now)
    return tuple(
        f.TeamNow(
            id=team.id,
            name=team.name,
            open=team.open,
            waiting=team.waiting,
            available=team.free,
            opens_at=team.opens_at,
            hours_text=hours_text(staffing.teams[team.id].hours),
            surge=surge_shown(staffing.teams[team.id], now),
        )
        for team in floor.teams
    )


async def agents(request: Asked) -> tuple[sh.Colleague, ...]:
    """Everybody on the staff: for choosing whom to transfer to."""
    return request.web.audience.screens.people()
