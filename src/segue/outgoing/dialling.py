"""Connecting: a name is resolved here, its addresses are judged, and one of those is dialled.

The connection goes to the address that was judged and keeps the name for TLS and `Host`, which
are taken from the request. There is no second look-up that could give another answer.

Works for httpcore and for httpcore2 alike: it is handed the one it is to work for.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from segue.outgoing.addresses import Allowed, address_of, public
from segue.outgoing.errors import OutgoingError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host's name and a port to its addresses as text. OSError: there is no such name."""

_LONGEST_DIAL_S = 10.0


async def resolved(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver. It also reads 127.1, 0x7f.1 and 2130706433 as what they are."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Dialling:
    """A network back end of httpcore that dials nothing but judged addresses."""

    def __init__(self, core: Any, allowed: Allowed, resolve: Resolve = resolved) -> None:
        self._core = core
        self._allowed = allowed
        self._resolve = resolve
        self._dialler = core.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Any:
        """Connect to the first address of `host` that answers.

        Raises:
            OutgoingError: private_address, unreachable.
            core.ConnectTimeout, core.ConnectError: as httpcore's own back ends.
        """
        most = min(timeout or _LONGEST_DIAL_S, _LONGEST_DIAL_S)
        try:
            async with asyncio.timeout(most):
                addresses = await self.judged(host, port)
                return await self._first(addresses, port, most, local_address, socket_options)
        except TimeoutError as error:
            raise self._core.ConnectTimeout(f"no answer from {host}") from error

    async def judged(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host`, all of which may be asked."""
        try:
            found = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise OutgoingError(
                "unreachable", f"There is no server called {host!r}. Check the address."
            ) from error
        addresses = list(dict.fromkeys(address_of(one) for one in found))
        if not addresses:
            raise OutgoingError("unreachable", f"There is no server called {host!r}.")
        if not self._allowed.names(host, port):
            for address in addresses:
                if not public(address) and not self._allowed.covers(address, port):
                    raise OutgoingError(
                        "private_address",
                        f"{host!r} leads into a private network, where Segue asks nobody. If this"
                        f" is meant, an administrator may allow {host}:{port}.",
                    )
        return [str(one) for one in addresses]

    async def _first(
        self,
        addresses: Sequence[str],
        port: int,
        most: float,
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> Any:
        failed: Exception | None = None
        for address in addresses:
            try:
                return await self._dialler.connect_tcp(
                    address,
                    port,
                    timeout=max(1.0, most / len(addresses)),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (self._core.ConnectError, self._core.ConnectTimeout) as error:
                failed = error
        raise failed or self._core.ConnectError("no address")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> Any:
        """Never: a file of this machine is no place to ask."""
        raise OutgoingError("private_address", "A socket of this machine is not asked.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
