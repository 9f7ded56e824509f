"""A company to try Segue with: Fernhill, a shop for tents. Four people, two teams, help pages.

Passwords are made at random for each data folder and kept in it, so that a demo that somebody
left running is not an open door; the sign-in page of a demo offers them.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from segue.app.ports import Store
from segue.app.ports_staff import Agent, Inbox, Team
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, TeamId

BRAND = "Fernhill"
ORDERS, BILLING = TeamId("orders"), TeamId("billing")
DEFAULT_TEAM = ORDERS
DAY = ((8 * 60, 20 * 60),)
SHOP_HOURS = OpenHours(zone="UTC", week=(DAY, DAY, DAY, DAY, DAY, ((9 * 60, 16 * 60),), ()))

PEOPLE = (
    ("sara", "Sara Kim", "agent", (ORDERS, BILLING)),
    ("marco", "Marco Ruiz", "agent", (ORDERS,)),
    ("amal", "Amal Haddad", "agent", (ORDERS, BILLING)),
    ("ines", "Inès Laurent", "manager", (ORDERS, BILLING)),
)
WORDS = ("birch", "cedar", "fern", "heron", "larch", "moss", "otter", "pine", "reed", "wren")


def help_folder() -> Path:
    """The help pages of the demo shop."""
    return Path(str(files(__name__).joinpath("help")))


def actions_file() -> Path:
    """What can be done in the demo shop's own systems."""
    return Path(str(files(__name__).joinpath("actions.yaml")))


def _password() -> str:
    """Easy to type, hard to guess: four words and four digits (about 26 bits, for one demo)."""
    words = "-".join(secrets.choice(WORDS) for _ in range(4))
    return f"{words}-{secrets.randbelow(10**4):04d}"


def secrets_of(folder: Path) -> dict[str, Any]:
    """The demo's keys and passwords: made once, then read from its folder."""
    kept = folder / "demo.json"
    read: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    made = {
        "inbox_key": f"pk_{secrets.token_urlsafe(12)}",
        "passwords": {name: _password() for name, *_ in PEOPLE},
        "identity_secret": secrets.token_urlsafe(32),
        "shop_key": secrets.token_urlsafe(24),
    } | read
    if made == read:
        return read
    folder.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps(made, indent=1), encoding="utf-8")
    part.chmod(0o600)
    part.replace(kept)
    return made


def accounts(kept: dict[str, Any]) -> list[dict[str, str]]:
    """Sign-in data, as the demo prints it."""
    return [
        {
            "email": f"{short}@fernhill.example",
            "password": kept["passwords"][short],
            "name": name,
            "team": teams[-1].title(),
        }
        for short, name, _, teams in PEOPLE
    ]


async def seed(store: Store, kept: dict[str, Any], hash_password: Any, at: datetime | None) -> None:
    """Put the company into an empty store; what is there already stays as it is."""
    hours = SHOP_HOURS if at is not None else OpenHours()
    for team, name in ((ORDERS, "Orders"), (BILLING, "Billing")):
        await store.save_team(Team(team, name, hours))
    await store.save_inbox(
        Inbox(
            id="web",
            key=kept["inbox_key"],
            name="Shop",
            brand=BRAND,
            email="help@fernhill.example",
            phone="0800 000 123",
            team=DEFAULT_TEAM,
            suggestions=("Where’s my order?", "Send something back", "Help me choose a tent"),
        )
    )
    known = {agent.id for agent in await store.agents()}
    for short, name, role, teams in PEOPLE:
        if AgentId(short) in known:
            continue
        hashed = await hash_password(kept["passwords"][short])
        email = f"{short}@fernhill.example"
        await store.save_agent(Agent(AgentId(short), name, email, role, teams), hashed)
