"""What can go wrong with a request to the outside.

`OutgoingError.code` is stable and one of:

    bad_url           no http or https address, or one with a name and password in it
    private_address   the name leads into a private network, and no administrator allowed that
    unreachable       no such name, nobody answers there, or the certificate is not good
    timed_out         not done in the time that was given, or silent for too long
    too_large         the reply is longer than was allowed, also once it is decompressed
    redirected        the reply sends us elsewhere, and that was not asked for (or not safe)
    bad_type          the reply is of another kind than was asked for (HTML instead of JSON)
    bad_status        the reply says that it went wrong (only where the caller minds)
    bad_json          the reply says that it is JSON and is not
    broken            the reply ended half-way, or is no HTTP at all
"""

from __future__ import annotations


class OutgoingError(Exception):
    """A request that was not made, or whose reply is not worth having.

    `said` is a sentence for whoever set the address up: what happened, and what to do. It names
    the host, never the whole address, which may hold a secret. `sent` says whether the other side
    may have seen the request: if not, it is safe to say that nothing was done.
    """

    def __init__(
        self,
        code: str,
        said: str,
        *,
        sent: bool = False,
        status: int = 0,
        location: str = "",
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(said)
        self.code = code
        self.said = said
        self.sent = sent
        self.status = status
        self.location = location
        self.body = body  # of a bad status: its beginning
        self.headers = headers or {}
