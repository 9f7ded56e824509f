"""What went wrong, in our words: from the guard's and the HTTP library's errors."""

from __future__ import annotations

from urllib.parse import urlsplit

from segue.outgoing.errors import OutgoingError


def errors() -> tuple[type[Exception], ...]:
    """Return what the transport may raise. Loads httpx."""
    import httpx  # noqa: PLC0415 - loaded by now, or about to be

    return (httpx.RequestError, httpx.StreamError)


def named(error: Exception, url: str) -> OutgoingError:
    """Return what the guard or the library says as an error with a code and a sentence."""
    refused = getattr(error, "outgoing", None)
    if isinstance(refused, OutgoingError):
        return refused
    kind = type(error).__name__
    host = host_of(url)
    if kind in {"ConnectTimeout", "PoolTimeout"}:
        return OutgoingError("timed_out", f"{host!r} did not answer.")
    if kind in {"ReadTimeout", "WriteTimeout"}:
        return OutgoingError("timed_out", f"{host!r} took too long to answer.", sent=True)
    if kind == "ConnectError":
        why = "its certificate is not good" if "CERTIFICATE" in str(error) else "nobody answers"
        return OutgoingError(
            "unreachable", f"{host!r} cannot be reached: {why}. Is it running, and the port right?"
        )
    if kind == "LocalProtocolError":
        return OutgoingError("bad_url", f"The request to {host!r} cannot be written: {error}.")
    return OutgoingError("broken", f"The reply of {host!r} broke off or is no HTTP.", sent=True)


def timed_out(url: str, seconds: float) -> OutgoingError:
    """Return what is said when the time is over."""
    said = f"{host_of(url)!r} did not answer within {seconds:g} s."
    return OutgoingError("timed_out", said, sent=True)


def host_of(url: str) -> str:
    """Return the host of an address as errors name it: never the path, which may hold a secret."""
    try:
        return urlsplit(url).hostname or "the server"
    except ValueError:
        return "the server"
