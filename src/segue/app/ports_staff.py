"""The staff as the shell needs it: people, teams, inboxes and sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import Skill
from segue.domain.value import Plain


class Lent(Plain, frozen=True):
    """An agent helps this team until then."""

    team: TeamId
    until: datetime


class Surge(Plain, frozen=True):
    """More people come than can be served: for a while customers are told so and shown other ways
    first, and each agent of the team may have `more` conversations."""

    until: datetime
    by: str
    more: int = 1


class Changed(Plain, frozen=True):
    """Who changed what of somebody of the staff, in words: `capacity 4 → 3`."""

    at: datetime
    by: str
    what: str


class Agent(Plain, frozen=True):
    """Somebody of the staff. `status` is what they chose: available, busy, away or offline."""

    id: AgentId
    name: str
    email: str
    role: str = "agent"  # agent | lead | manager | admin
    teams: tuple[TeamId, ...] = ()
    capacity: int = 4
    status: str = "offline"
    seen_at: datetime | None = None  # the last sign of a live connection
    missed: int = 0  # offers in a row that rang out
    skills: tuple[Skill, ...] = ()
    languages: tuple[str, ...] = ()  # none named: every language of the house
    shift: OpenHours | None = None  # their own working hours, within the teams'
    back_at: datetime | None = None  # when they said that they will be back
    lent: tuple[Lent, ...] = ()  # teams that they help for a while
    changes: tuple[Changed, ...] = ()  # the last ones, the newest last

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word]
        return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()

    @property
    def lead(self) -> bool:
        return self.role in ("lead", "manager", "admin")


class Team(Plain, frozen=True):
    id: TeamId
    name: str
    hours: OpenHours = OpenHours()
    answer_within_min: int = 240
    surge: Surge | None = None


class Inbox(Plain, frozen=True):
    """One place where customers write. `key` is public: it stands in the shop's page."""

    id: str
    key: str
    name: str
    brand: str
    accent: str = "#1F4D3A"
    locale: str = "en"
    email: str = ""
    phone: str = ""
    team: TeamId | None = None
    suggestions: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()  # pages that may embed the widget; none is all


class StaffSession(Plain, frozen=True):
    agent: AgentId
    created: datetime
    expires: datetime


class CustomerSession(Plain, frozen=True):
    conversation: ConversationId
    inbox: str
    expires: datetime


class Staff(Protocol):
    """People, teams, inboxes, sessions. Tokens are stored as SHA-256, never as they are."""

    async def agents(self) -> list[Agent]: ...

    async def agent(self, agent: AgentId) -> Agent | None: ...

    async def agent_by_email(self, email: str) -> tuple[Agent, str] | None:
        """With the password's argon2 hash."""
        ...

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None: ...

    async def change_agent(self, agent: AgentId, change: Callable[[Agent], Agent]) -> Agent | None:
        """Read, changed and written at once, whoever else does so; None when there is nobody.

        Status, signs of life and missed offers stay as they are; they have ways of their own. The
        agent after it. What `change` raises is raised, and then nothing is changed.
        """
        ...

    async def set_status(self, agent: AgentId, status: str) -> None: ...

    async def seen_agents(self, agents: Sequence[AgentId], now: datetime) -> None: ...

    async def missed_offer(self, agent: AgentId, *, reset: bool = False) -> int:
        """The offers missed in a row, after counting one (or forgetting all)."""
        ...

    async def teams(self) -> list[Team]: ...

    async def save_team(self, team: Team) -> None: ...

    async def inboxes(self) -> list[Inbox]: ...

    async def inbox_by_key(self, key: str) -> Inbox | None: ...

    async def save_inbox(self, inbox: Inbox) -> None: ...

    async def open_session(self, token_hash: str, session: StaffSession) -> None: ...

    async def session(self, token_hash: str) -> StaffSession | None: ...

    async def end_session(self, token_hash: str) -> None: ...

    async def end_sessions(self, agent: AgentId) -> None: ...

    async def open_customer(self, token_hash: str, session: CustomerSession) -> None: ...

    async def customer(self, token_hash: str) -> CustomerSession | None: ...

    async def failed_sign_ins(self, email: str, since: datetime) -> int: ...

    async def note_sign_in(self, email: str, at: datetime, *, ok: bool) -> None:
        """A success forgets the failures of this address."""
        ...
