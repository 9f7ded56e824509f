"""Every "no" in one place: its status, its sentence, and its shape on HTTP and on sockets.

400 bad_frame, bad_multipart · 401 sign_in_first, wrong_password · 403 forbidden, lead_only,
cross_site · 404 not_found · 405 method_not_allowed · 408 too_slow · 409 the domain's refusals,
stale_policy, stale_item, no_draft, nothing_to_read · 413 too_large · 415 not_json, not_multipart ·
422 bad_request, client_id_reused, bad_policy, bad_hours, zone_unknown, examples_fail, bad_source ·
429 rate_limited · 503 unavailable
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from segue.app.library import (
    BadSource,
    MayNotPublish,
    NothingToPublish,
    NothingToRead,
    UnknownItem,
)
from segue.app.policybook import ExamplesFail
from segue.app.ports import KeyReused, StalePolicy, StoreUnavailable, UnknownConversation
from segue.app.ports_knowledge import StaleItem, UnknownSource
from segue.domain import words
from segue.domain.access import Forbidden
from segue.domain.errors import NoSlot, Refused
from segue.domain.hours_form import BadHours
from segue.policies import BadPolicy
from segue.web.frames.http import Problem

TITLES: Final = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Not possible now",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not understood",
    429: "Too many requests",
    431: "Header too large",
    500: "Our fault",
    503: "Unavailable",
}
STATUS_OF: Final = {
    "lead_only": 403,
    "email_needed": 422,
    "phone_needed": 422,
    "phone_unknown": 422,
}


class No(Exception):
    """A refusal of the web layer, with everything that the answer needs."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after_s: float | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[dict[str, str]] = (),
        alternatives: Sequence[datetime] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.headers = dict(headers or {})
        self.errors = tuple(errors)
        self.alternatives = tuple(alternatives)


def not_found() -> No:
    """The same words for what does not exist and for what is none of your business."""
    return No(404, "not_found", "There is nothing here, or nothing that you may see.")


def slow_down(wait_s: float) -> No:
    wait = max(0.1, round(wait_s, 1))
    return No(429, "rate_limited", f"That was very fast. Wait {wait} s.", retry_after_s=wait)


def bad(detail: str) -> No:
    """A body or a frame that does not say what it should."""
    return No(422, "bad_request", detail)


OURS = No(500, "our_fault", "Something broke on our side. It was written down.")


def from_inside(why: Exception) -> No:
    """The same where what was sent has been read already: what does not fit now is our own."""
    return OURS if isinstance(why, msgspec.ValidationError) else no_from(why)


def no_from(why: Exception) -> No:
    """Any exception as the refusal that it means. An unknown one is our fault (500)."""
    match why:
        case No():
            return why
        case NoSlot():
            return No(409, why.code, str(why), alternatives=why.alternatives)
        case Refused():
            return No(STATUS_OF.get(why.code, 409), why.code, str(why))
        case KeyReused():
            return No(
                422,
                "client_id_reused",
                "This key was used before for something else. Make a new one for new words.",
            )
        case UnknownConversation():
            return not_found()
        case BadPolicy():
            return _bad_policy(why)
        case BadHours():
            return _bad_hours(why)
        case ExamplesFail():
            return _examples_fail(why)
        case StalePolicy():
            return No(
                409,
                "stale_policy",
                f"Somebody published version {why.newest} meanwhile. Look at it first.",
            )
        case Forbidden():
            return No(403, why.code, str(why))
        case StaleItem():
            return No(409, "stale_item", f"{why} Look at it first.")
        case UnknownItem() | UnknownSource():
            return not_found()
        case NothingToPublish():
            return No(409, "no_draft", str(why))
        case NothingToRead():
            return No(409, "nothing_to_read", str(why))
        case MayNotPublish():
            return No(403, "forbidden", str(why))
        case BadSource():
            return No(422, "bad_source", str(why))
        case StoreUnavailable():
            return No(
                503,
                "unavailable",
                "It cannot be kept just now. Try again with the same key.",
                retry_after_s=why.retry_after_s,
            )
        case msgspec.ValidationError():
            return bad(f"{why}.")
        case msgspec.DecodeError() | UnicodeDecodeError():
            return No(400, "bad_json", f"This is not JSON: {why}.")
        case _:
            return OURS


ERRORS_TOLD = 50


def _bad_policy(why: BadPolicy) -> No:
    errors = [
        {"code": one.code, "where": one.where, "message": one.message}
        for one in why.problems[:ERRORS_TOLD]
    ]
    return No(422, "bad_policy", f"This policy cannot be used. {why}", errors=errors)


def _bad_hours(why: BadHours) -> No:
    errors = [
        {"code": one.code, "where": one.where, "message": one.message}
        for one in why.problems[:ERRORS_TOLD]
    ]
    return No(422, "bad_hours", f"These hours cannot be used. {why}", errors=errors)


def _examples_fail(why: ExamplesFail) -> No:
    """Each labelled turn that would come out wrong, so that it can be looked at."""
    errors = [
        {
            "example": str(one.id),
            "conversation": one.conversation,
            "seq": str(one.seq),
            "label": one.label,
            "text": one.text,
            "by": one.by,
        }
        for one in why.failing[:ERRORS_TOLD]
    ]
    return No(422, "examples_fail", str(why), errors=errors)


def problem(no: No) -> Problem:
    """The answer's body."""
    return Problem(
        type=f"urn:segue:problem:{no.code}",
        title=TITLES.get(no.status, "Refused"),
        status=no.status,
        detail=no.detail,
        code=no.code,
        retry_after_s=no.retry_after_s,
        errors=no.errors,
    )


def headers(no: No) -> dict[str, str]:
    found = dict(no.headers)
    if no.retry_after_s is not None:
        found["retry-after"] = str(max(1, math.ceil(no.retry_after_s)))
    return found


def for_customer(no: No, language: str) -> str:
    """The sentence in the customer's language, when the table of words has one for this code."""
    try:
        return words.word("refusals", no.code, language)
    except KeyError:
        return no.detail
