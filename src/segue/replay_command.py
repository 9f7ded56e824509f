"""`segue replay`: what a policy would have decided on kept conversations."""

from __future__ import annotations

from pathlib import Path

import msgspec
import typer

from segue.app.policybook import PolicyBook
from segue.app.ports import Store
from segue.app.replaying import Report, Verified, replay, verify_all
from segue.build import wall_clock
from segue.policies import BadPolicy
from segue.policy_access import bar, looking, policy_called, problems_told, span
from segue.replay_printing import printed

LISTED = 20


def run_verify(since: str, channel: str | None, data: Path | None, *, as_json: bool) -> bool:
    """Decide every kept turn again under the policy that decided it; say whether all came out the
    same."""
    back = span(since)

    async def work(book: PolicyBook, store: Store) -> Verified:
        return await verify_all(
            store,
            book.at,
            book.live.version,
            since=wall_clock() - back,
            channel=channel,
            progress=bar(),
        )

    found = looking(data, work)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return not found.different
    for one in found.differences[:LISTED]:
        typer.echo(f"  {one.conversation} at {one.seq}, {one.heard}: {one.what}")
    seen = f"{found.conversations} conversations, {found.turns} turns"
    if not found.different:
        typer.echo(f"{seen}: all come out the same.")
        return True
    typer.echo(f"{seen}: {found.different} conversations differ. Either another version of Segue"
               " decided them, or this is a fault: please report it.")  # fmt: skip
    return False


def run_replay(
    policy: Path | None, since: str, channel: str | None, data: Path | None, *, as_json: bool
) -> None:
    """Print what a policy (the live one without a file) would have decided."""
    back = span(since)

    async def work(book: PolicyBook, store: Store) -> Report:
        made = book.live if policy is None else policy_called(book, str(policy))
        until = wall_clock()
        return await replay(
            store, made, since=until - back, until=until, channel=channel, progress=bar()
        )

    try:
        report = looking(data, work)
    except BadPolicy as why:
        raise problems_told(why) from None
    if as_json:
        typer.echo(msgspec.json.encode(report).decode())
    else:
        typer.echo(printed(report, str(policy) if policy else ""))
