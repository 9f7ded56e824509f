"""People, teams, inboxes, sessions and sign-ins."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    Connection,
    Dialect,
    Executable,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from segue.app.ports import EmailTaken
from segue.app.ports_staff import Agent, CustomerSession, Inbox, StaffSession, Team
from segue.domain.ids import AgentId, ConversationId
from segue.store import schema as t
from segue.store.coding import (
    encode,
    inbox_of,
    kept_agent,
    micros,
    moment,
    storable,
    team_of,
)
from segue.store.reading import Sql
from segue.store.statements import Many
from segue.store.statements import insert as insert_or_update

SIGN_INS_KEPT = timedelta(days=1)
INBOX_GOOD_S = 3.0
SESSIONS_KEPT = 2_000
NOBODY_YET = Agent(AgentId(""), "", "")


def email_key(email: str) -> str:
    """Addresses are told apart without regard to case."""
    return email.strip().casefold()


def _order(agent: AgentId) -> str:
    """Changes of one agent stay in order; those of several are made in the order of their ids, in
    which seats are locked, too."""
    return f"agent/{agent}"


def static(agent: Agent) -> Agent:
    """Without what has columns of its own because it changes by itself."""
    aside = NOBODY_YET
    return replace(agent, status=aside.status, seen_at=None, missed=0)


class Staff(Sql):
    """Everything of the `Staff` port."""

    def __init__(self) -> None:
        self._inboxes: dict[str, tuple[Inbox, float]] = {}
        self._sessions: dict[str, CustomerSession] = {}
        """The newest: whoever has just begun connects next."""
        self._opening: Many | None = None

    async def agents(self) -> list[Agent]:
        return await self.read(partial(_agents, wanted=select(t.agent).order_by(t.agent.c.id)))

    async def agent(self, agent: AgentId) -> Agent | None:
        if not storable(agent):
            return None
        wanted = select(t.agent).where(t.agent.c.id == agent)
        found = await self.read(partial(_agents, wanted=wanted))
        return found[0] if found else None

    async def agent_by_email(self, email: str) -> tuple[Agent, str] | None:
        if not storable(email):
            return None

        def ask(connection: Connection) -> tuple[Agent, str] | None:
            wanted = select(t.agent).where(t.agent.c.email_key == email_key(email))
            row = connection.execute(wanted).first()
            return None if row is None else (kept_agent(row), row.password_hash)

        return await self.read(ask)

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        """All of it; without a hash the password stays. Raises `EmailTaken`."""

        def change(connection: Connection) -> None:
            values: dict[str, object] = {
                "email_key": email_key(agent.email),
                "profile": encode(static(agent)),
                "status": agent.status,
                "seen_at": None if agent.seen_at is None else micros(agent.seen_at),
                "missed": agent.missed,
            }
            if password_hash is not None:
                values["password_hash"] = password_hash
            _save(connection, t.agent, {"id": agent.id}, values)

        try:
            await self.write(change, order=_order(agent.id))
        except IntegrityError:
            raise EmailTaken(agent.email) from None

    async def change_agent(self, agent: AgentId, change: Callable[[Agent], Agent]) -> Agent | None:
        if not storable(agent):
            return None

        def work(connection: Connection) -> Agent | None:
            self.lock_agents(connection, [agent])
            mine = t.agent.c.id == agent
            row = connection.execute(select(t.agent).where(mine).with_for_update()).first()
            if row is None:
                return None
            was = kept_agent(row)
            made = replace(change(was), id=was.id, status=was.status, seen_at=was.seen_at,
                           missed=was.missed)  # fmt: skip
            connection.execute(update(t.agent).where(mine).values(profile=encode(static(made))))
            return made

        return await self.write(work, order=_order(agent))

    def lock_agents(self, connection: Connection, agents: Sequence[AgentId]) -> None:
        """Until the end of the transaction nobody gives these a seat: an offer is made by what was
        true of them before it, or by what is after it. With one writer nothing has to be done."""

    async def set_status(self, agent: AgentId, status: str) -> None:
        def change(connection: Connection) -> None:
            self.lock_agents(connection, [agent])
            mine = t.agent.c.id == agent
            connection.execute(update(t.agent).where(mine).values(status=status))

        await self.write(change, order=_order(agent))

    async def seen_agents(self, agents: Sequence[AgentId], now: datetime) -> None:
        """One after the other in their order, as everybody locks them: nobody waits in a circle."""
        rows = [{"who": agent, "now": micros(now)} for agent in sorted(agents)]

        def change(connection: Connection) -> None:
            seen = update(t.agent).where(t.agent.c.id == bindparam("who"))
            connection.execute(seen.values(seen_at=bindparam("now")), rows)

        if rows:
            await self.write(change, order="agents")

    async def missed_offer(self, agent: AgentId, *, reset: bool = False) -> int:
        def change(connection: Connection) -> int:
            missed = t.agent.c.missed
            counted = (
                update(t.agent)
                .where(t.agent.c.id == agent)
                .values(missed=0 if reset else missed + 1)
                .returning(missed)
            )
            return connection.execute(counted).scalar() or 0

        return await self.write(change, order=_order(agent))

    async def teams(self) -> list[Team]:
        def ask(connection: Connection) -> list[Team]:
            rows = connection.execute(select(t.team.c.profile).order_by(t.team.c.id))
            return [team_of(profile) for (profile,) in rows]

        return await self.read(ask)

    async def save_team(self, team: Team) -> None:
        values = {"profile": encode(team)}
        await self.write(partial(_save, table=t.team, key={"id": team.id}, values=values))

    async def inboxes(self) -> list[Inbox]:
        return await self.read(partial(_inboxes, wanted=select(t.inbox.c.profile)))

    async def inbox_by_key(self, key: str) -> Inbox | None:
        """Every visitor asks for one of a few: an answer is good for some seconds."""
        if not storable(key):
            return None
        known, until = self._inboxes.get(key, (None, 0.0))
        if known is not None and time.monotonic() < until:
            return known
        wanted = select(t.inbox.c.profile).where(t.inbox.c.key == key)
        found = await self.read(partial(_inboxes, wanted=wanted))
        if found:
            self._inboxes[key] = (found[0], time.monotonic() + INBOX_GOOD_S)
        return found[0] if found else None

    async def save_inbox(self, inbox: Inbox) -> None:
        self._inboxes.clear()
        values = {"key": inbox.key, "profile": encode(inbox)}
        await self.write(partial(_save, table=t.inbox, key={"id": inbox.id}, values=values))

    # --- sessions ---------------------------------------------------------------------------------

    async def open_session(self, token_hash: str, session: StaffSession) -> None:
        """Open it, or extend it. Those that have expired go."""

        def change(connection: Connection) -> None:
            c = t.staff_session.c
            connection.execute(delete(t.staff_session).where(c.expires < micros(session.created)))
            values = {
                "agent": session.agent,
                "created": micros(session.created),
                "expires": micros(session.expires),
            }
            _save(connection, t.staff_session, {"token_hash": token_hash}, values)

        await self.write(change, order=token_hash)

    async def session(self, token_hash: str) -> StaffSession | None:
        def ask(connection: Connection) -> StaffSession | None:
            c = t.staff_session.c
            wanted = select(c.agent, c.created, c.expires).where(c.token_hash == token_hash)
            row = connection.execute(wanted).first()
            if row is None:
                return None
            return StaffSession(AgentId(row.agent), moment(row.created), moment(row.expires))

        return await self.read(ask)

    async def end_session(self, token_hash: str) -> None:
        await self._end_sessions(delete(t.staff_session).filter_by(token_hash=token_hash))

    async def end_sessions(self, agent: AgentId) -> None:
        await self._end_sessions(delete(t.staff_session).filter_by(agent=agent))

    async def _end_sessions(self, ending: Any) -> None:
        def change(connection: Connection) -> None:
            connection.execute(ending)

        await self.write(change, order="session")

    async def open_customer(self, token_hash: str, session: CustomerSession) -> None:
        row = (token_hash, session.conversation, session.inbox, micros(session.expires))

        def change(connection: Connection) -> None:
            if self._opening is None:
                self._opening = Many(connection.dialect, partial(_openings, connection.dialect))
            self._opening.run(connection, [row])

        await self.write(change, order=session.conversation)
        self._remember(token_hash, session)

    def _remember(self, token_hash: str, session: CustomerSession) -> None:
        """A session is what it was when it was opened, for good."""
        self._sessions[token_hash] = session
        if len(self._sessions) > SESSIONS_KEPT:
            del self._sessions[next(iter(self._sessions))]

    async def customer(self, token_hash: str) -> CustomerSession | None:
        known = self._sessions.get(token_hash)
        if known is not None:
            return known

        def ask(connection: Connection) -> CustomerSession | None:
            c = t.customer_session.c
            wanted = select(c.conversation, c.inbox, c.expires).where(c.token_hash == token_hash)
            row = connection.execute(wanted).first()
            if row is None:
                return None
            return CustomerSession(ConversationId(row.conversation), row.inbox, moment(row.expires))

        return await self.read(ask)

    # --- sign-ins ---------------------------------------------------------------------------------

    async def failed_sign_ins(self, email: str, since: datetime) -> int:
        c = t.sign_in.c

        def ask(connection: Connection) -> int:
            wanted = select(func.count()).where(
                c.email_key == _sign_in_key(email), c.at >= micros(since)
            )
            return connection.execute(wanted).scalar_one()

        return await self.read(ask)

    async def note_sign_in(self, email: str, at: datetime, *, ok: bool) -> None:
        key = _sign_in_key(email)

        def change(connection: Connection) -> None:
            c = t.sign_in.c
            of_this = delete(t.sign_in).where(c.email_key == key)
            if ok:
                connection.execute(of_this)
                return
            connection.execute(of_this.where(c.at < micros(at - SIGN_INS_KEPT)))
            connection.execute(insert(t.sign_in).values(email_key=key, at=micros(at)))

        await self.write(change, order="sign-in")


def _openings(dialect: Dialect, n: int) -> Executable:
    """Sessions of customers, opened or extended: one of the statements that every visitor costs."""
    names = ("token_hash", "conversation", "inbox", "expires")
    rows: list[dict[str, Any]] = [{c: bindparam(f"{c}__{i}") for c in names} for i in range(n)]
    new = insert_or_update(dialect, t.customer_session).values(rows)
    changed = {name: new.excluded[name] for name in names[1:]}
    made: Executable = new.on_conflict_do_update(index_elements=names[:1], set_=changed)
    return made


def _sign_in_key(email: str) -> str:
    """Of whatever was typed: it must be countable even if it is no address."""
    return email_key(email).encode("utf-8", "replace").decode().replace("\x00", "\ufffd")[:320]


def _agents(connection: Connection, wanted: Select[Any]) -> list[Agent]:
    return [kept_agent(row) for row in connection.execute(wanted)]


def _inboxes(connection: Connection, wanted: Select[Any]) -> list[Inbox]:
    rows = connection.execute(wanted.order_by(t.inbox.c.id))
    return [inbox_of(profile) for (profile,) in rows]


def _save(
    connection: Connection, table: Any, key: Mapping[str, object], values: Mapping[str, object]
) -> None:
    """Insert, or change the one with this key."""
    new = insert_or_update(connection.dialect, table).values(**key, **values)
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))
