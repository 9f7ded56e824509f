"""What commands ask of a running server by its HTTP API, signed in, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx

from segue.app.ports import StoreUnavailable
from segue.policy_server import TOO_MANY, signed_in
from segue.settings import BadSettings

Meaning: TypeAlias = Callable[[httpx.Response, dict[str, Any]], Exception | None]
"""What a refusal means to this command alone; None when it means what it says."""


@dataclass
class Caller:
    """Who signs in, and at which running server."""

    url: str
    email: str

    @contextmanager
    def signed_in(self) -> Iterator[httpx.Client]:
        """A client whose paths begin behind `/api/v1`; signed out again at the end."""
        with signed_in(self.url, self.email) as server:
            yield server.http


def answered(http: httpx.Client, method: str, path: str, meaning: Meaning, **more: Any) -> Any:
    """What it answers. Raises `BadSettings` for what the caller can put right, `StoreUnavailable`
    for the server's own trouble, and what `meaning` says."""
    try:
        answer = http.request(method, path, **more)
        said = answer.json() if answer.content else {}
    except httpx.HTTPError as why:
        raise BadSettings(f"The server does not answer ({why}).") from why
    except ValueError:
        raise BadSettings(f"What answers at {http.base_url} is no Segue.") from None
    if answer.is_success:
        return said
    meant = meaning(answer, said)
    if meant is not None:
        raise meant
    detail = str(said.get("detail") or "The server refused.")
    if answer.status_code == TOO_MANY or answer.status_code >= 500:  # noqa: PLR2004 - its own trouble
        raise StoreUnavailable(detail)
    raise BadSettings(detail)
