"""People, teams, inboxes, sessions and sign-ins in dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec.structs import replace

from segue.app.ports import EmailTaken
from segue.app.ports_staff import Agent, CustomerSession, Inbox, StaffSession, Team
from segue.domain.ids import AgentId, TeamId
from segue.store.staff import SIGN_INS_KEPT, email_key


class MemoryStaff:
    """Everything of the `Staff` port."""

    def __init__(self) -> None:
        self._agents: dict[AgentId, Agent] = {}
        self._hashes: dict[AgentId, str] = {}
        self._teams: dict[TeamId, Team] = {}
        self._inboxes: dict[str, Inbox] = {}
        self._sessions: dict[str, StaffSession] = {}
        self._customers: dict[str, CustomerSession] = {}
        self._failures: dict[str, list[datetime]] = {}

    async def agents(self) -> list[Agent]:
        return [self._agents[name] for name in sorted(self._agents)]

    async def agent(self, agent: AgentId) -> Agent | None:
        return self._agents.get(agent)

    async def agent_by_email(self, email: str) -> tuple[Agent, str] | None:
        for agent in self._agents.values():
            if email_key(agent.email) == email_key(email):
                return agent, self._hashes.get(agent.id, "")
        return None

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        known = await self.agent_by_email(agent.email)
        if known is not None and known[0].id != agent.id:
            raise EmailTaken(agent.email)
        self._agents[agent.id] = agent
        if password_hash is not None:
            self._hashes[agent.id] = password_hash

    async def change_agent(self, agent: AgentId, change: Callable[[Agent], Agent]) -> Agent | None:
        was = self._agents.get(agent)
        if was is None:
            return None
        self._agents[agent] = replace(
            change(was), id=was.id, status=was.status, seen_at=was.seen_at, missed=was.missed
        )
        return self._agents[agent]

    def _change(self, agent: AgentId, **values: object) -> None:
        if agent in self._agents:
            self._agents[agent] = replace(self._agents[agent], **values)

    async def set_status(self, agent: AgentId, status: str) -> None:
        self._change(agent, status=status)

    async def seen_agents(self, agents: Sequence[AgentId], now: datetime) -> None:
        for agent in agents:
            self._change(agent, seen_at=now)

    async def missed_offer(self, agent: AgentId, *, reset: bool = False) -> int:
        known = self._agents.get(agent)
        missed = 0 if reset or known is None else known.missed + 1
        self._change(agent, missed=missed)
        return missed

    async def teams(self) -> list[Team]:
        return [self._teams[name] for name in sorted(self._teams)]

    async def save_team(self, team: Team) -> None:
        self._teams[team.id] = team

    async def inboxes(self) -> list[Inbox]:
        return [self._inboxes[name] for name in sorted(self._inboxes)]

    async def inbox_by_key(self, key: str) -> Inbox | None:
        return next((inbox for inbox in self._inboxes.values() if inbox.key == key), None)

    async def save_inbox(self, inbox: Inbox) -> None:
        self._inboxes[inbox.id] = inbox

    async def open_session(self, token_hash: str, session: StaffSession) -> None:
        alive = self._sessions.items()
        self._sessions = {token: one for token, one in alive if one.expires >= session.created}
        self._sessions[token_hash] = session

    async def session(self, token_hash: str) -> StaffSession | None:
        return self._sessions.get(token_hash)

    async def end_session(self, token_hash: str) -> None:
        self._sessions.pop(token_hash, None)

    async def end_sessions(self, agent: AgentId) -> None:
        others = self._sessions.items()
        self._sessions = {token: one for token, one in others if one.agent != agent}

    async def open_customer(self, token_hash: str, session: CustomerSession) -> None:
        self._customers[token_hash] = session

    async def customer(self, token_hash: str) -> CustomerSession | None:
        return self._customers.get(token_hash)

    async def failed_sign_ins(self, email: str, since: datetime) -> int:
        return sum(at >= since for at in self._failures.get(email_key(email), ()))

    async def note_sign_in(self, email: str, at: datetime, *, ok: bool) -> None:
        key = email_key(email)
        if ok:
            self._failures.pop(key, None)
            return
        kept = [one for one in self._failures.get(key, ()) if one >= at - SIGN_INS_KEPT]
        self._failures[key] = [*kept, at]
