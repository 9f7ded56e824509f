"""`segue demo`: the whole product on this machine, filled with the demo company.

Prints where to click, sign-in data, and one JSON line for machines, once it accepts messages.
Started again on the same folder it goes on where it was.
"""

from __future__ import annotations

import json
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import typer

from segue.build import Segue, clock_from, wall_clock
from segue.demo import (
    BRAND,
    DEFAULT_TEAM,
    accounts,
    actions_file,
    help_folder,
    policy_file,
    secrets_of,
    seed,
)
from segue.demo.shop import MOUNT, demo_services
from segue.opening import open_segue
from segue.settings import Settings, load

HOST = "127.0.0.1"


class PortTaken(OSError):
    """Somebody listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Try another: --port {port + 1}, or --port 0.")


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address. Raises `PortTaken`."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise PortTaken(port) from None
    made.listen(1024)
    return made


def demo_settings(folder: Path) -> Settings:
    """The settings of a demo: the environment's, with the company's name, pages and team."""
    given = load()
    return msgspec.structs.replace(
        given,
        data_dir=folder,
        brand=BRAND,
        default_team=str(DEFAULT_TEAM),
        knowledge_dir=str(help_folder()),
        actions_file=str(actions_file()),
        policy_file=given.policy_file or str(policy_file()),
        mail_from="Fernhill <help@fernhill.example>",
        identity_secrets=(secrets_of(folder)["identity_secret"],),
    )


def run_demo(*, port: int, folder: Path, at: datetime | None, as_json: bool) -> None:
    """Run until interrupted."""
    from segue.web.serving import run, serve_on  # noqa: PLC0415

    waiting = listen(port)
    folder = folder.resolve()
    kept = secrets_of(folder)
    clock = clock_from(at) if at else wall_clock
    url = f"http://{HOST}:{waiting.getsockname()[1]}"
    shop = demo_services(folder, kept["shop_key"], clock)
    segue = open_segue(
        demo_settings(folder),
        clock=clock,
        mail_folder=folder / "mail",
        urls={"shop": f"{url}{MOUNT}"},
        keys={"SEGUE_SECRET_SHOP_KEY": kept["shop_key"]},
    )
    if segue.outside is not None:
        segue.outside.reached_at(url)
    segue.mounted[MOUNT] = shop
    segue.demo_accounts = tuple(accounts(kept))

    async def fill() -> None:
        from segue.web.passwords import hash_password  # noqa: PLC0415

        await seed(segue.store, kept, hash_password, at)
        await segue.staffing.refresh()
        await segue.begin_policy()

    async def ready() -> None:
        tell(segue, url, kept, as_json=as_json)

    try:
        run(serve_on(segue, waiting, before=fill, ready=ready))
    finally:
        shop.close()


def tell(segue: Segue, url: str, kept: dict[str, Any], *, as_json: bool) -> None:
    """Say where to click; the JSON line is always the last."""
    people = accounts(kept)
    if not as_json:
        first = people[0]
        others = ", ".join(person["name"] for person in people[1:])
        typer.echo(
            f"\n  The shop, as a customer:   {url}/shop"
            f"\n  The workspace, as an agent: {url}/"
            f"\n    sign in as {first['email']}  password  {first['password']}"
            f"\n    ({others} too: see the sign-in page)"
            f"\n  Mails are written to        {segue.settings.data_dir / 'mail'}"
            "\n\n  Open both side by side, ask about a delivery, then ask for a person."
            "\n  Ctrl+C ends it; everything is kept for the next time.\n"
        )
    line = {
        "url": url,
        "shop_url": f"{url}/shop",
        "inbox_key": kept["inbox_key"],
        "agents": people,
    }
    typer.echo(json.dumps(line, ensure_ascii=False))
    sys.stdout.flush()
