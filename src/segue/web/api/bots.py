"""Calls of a company's own bot: an answer that comes later, and other products' own calls.

Nobody is signed in here: a bot brings the token of its turn, or the key from the settings. All of
them go through the one door, where words about an older owner or an older turn count for nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import FromPath, JSONBody

from segue.app.ports_bot import BotTrouble
from segue.app.ports_outside import NoSuchTurn, NotItsTurn, NotOurBot, OutsideBot
from segue.web import who
from segue.web.api.asked import Asked
from segue.web.frames import bots as f
from segue.web.frames.base import encode
from segue.web.refusals import No, bad, not_found

T = TypeVar("T")
PROBLEM_JSON = "application/problem+json"
STALE = 409
SENTENCES = {
    "stale_owner": "Somebody else has this conversation now: nothing was said to the customer.",
    "stale_turn": "The customer spoke again: answer the newer turn.",
    "answered_already": "This turn is answered, or was given to a person.",
}
TOKEN_HEADER = b"api_access_token"


def _outside(request: Asked) -> OutsideBot:
    found: OutsideBot | None = request.segue.outside
    if found is None:
        raise not_found()
    return found


async def _answered(doing: Awaitable[T]) -> T | Response[bytes]:
    """What came of it, or why not."""
    try:
        return await doing
    except NotOurBot:
        raise No(
            401, "not_your_turn", "This token opens nothing here.",
            headers={"www-authenticate": "Bearer"},
        ) from None  # fmt: skip
    except NoSuchTurn:
        raise not_found() from None
    except BotTrouble as why:
        raise bad(f"{why}.") from None
    except NotItsTurn as late:
        return _too_late(late)


def _too_late(late: NotItsTurn) -> Response[bytes]:
    problem = f.TooLate(
        type=f"urn:segue:problem:{late.code}",
        title="Not possible now",
        status=STALE,
        detail=SENTENCES[late.code],
        code=late.code,
        error=late.code,
        owner=late.owner,
        epoch=late.epoch,
    )
    return Response(encode(problem), status_code=STALE, media_type=PROBLEM_JSON)


async def actions(
    request: Asked, turn: FromPath[str], data: JSONBody[f.LaterActions]
) -> f.Acted | Response[bytes]:
    """Answer a turn later, with its token. 409 says who has the conversation now."""
    outside = _outside(request)
    token, by_cookie = who.token_of(request.asgi)
    request.web.limit("bot_calls", turn[:40])
    answer = msgspec.json.encode(data)
    done = await _answered(outside.acted(turn, "" if by_cookie else token, answer))
    return done if isinstance(done, Response) else f.Acted(done.seq, done.epoch)


async def _called(
    request: Asked, kind: str, verb: str, about: str, body: Any
) -> dict[str, Any] | Response[bytes]:
    outside = _outside(request)
    token = who.header(request.asgi, TOKEN_HEADER) or who.token_of(request.asgi)[0]
    request.web.limit("bot_calls", about[:40])
    return await _answered(outside.called(kind, verb, about, token, msgspec.to_builtins(body)))


async def chatwoot_message(
    request: Asked,
    account: FromPath[int],
    number: FromPath[int],
    data: JSONBody[f.ChatwootMessage],
) -> dict[str, Any] | Response[bytes]:
    """As Chatwoot's *create message*: the assistant says this, or leaves a private note."""
    about = f"{account}/{number}"
    return await _called(request, "chatwoot_agentbot", "message", about, data)


async def chatwoot_status(
    request: Asked,
    account: FromPath[int],
    number: FromPath[int],
    data: JSONBody[f.ChatwootStatus],
) -> dict[str, Any] | Response[bytes]:
    """As Chatwoot's *toggle status*: `open` brings in a person, `resolved` ends it."""
    about = f"{account}/{number}"
    return await _called(request, "chatwoot_agentbot", "status", about, data)


async def chatwoot_assign(
    request: Asked,
    account: FromPath[int],
    number: FromPath[int],
    data: JSONBody[f.ChatwootAssign],
) -> dict[str, Any] | Response[bytes]:
    """As Chatwoot's *assign*: brings in a person, of this team if it is one of ours."""
    about = f"{account}/{number}"
    return await _called(request, "chatwoot_agentbot", "assign", about, data)


async def botpress_start(
    request: Asked, data: JSONBody[f.BotpressStart]
) -> dict[str, Any] | Response[bytes]:
    """As Botpress's *startHitl*: brings in a person."""
    return await _called(request, "botpress", "start", data.userId, data)
