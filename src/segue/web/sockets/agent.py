"""The agent's endpoint: any number of tabs each, all hear the same."""

from __future__ import annotations

import time

import structlog

from segue.app.feed import Passing
from segue.app.ports import Row, StoreUnavailable
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.access import may_see, may_watch
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, Epoch, Seq, TeamId
from segue.domain.visibility import interested
from segue.web import access, limits, rows, who
from segue.web.context import Web
from segue.web.frames import agent as f
from segue.web.frames.base import encode
from segue.web.frames.customer import Ping, Pong
from segue.web.frames.floor import UnwatchFloor, WatchFloor
from segue.web.limits import Bucket, clean
from segue.web.refusals import No, from_inside, no_from, slow_down
from segue.web.sockets.reading import BAD_ALLOWED, Reader, client_id_in
from segue.web.sockets.screens import Screen, event_frame, for_approval
from segue.web.sockets.wire import (
    CLOSES,
    FAULT,
    LATER,
    SESSION_OVER,
    Message,
    Receive,
    Scope,
    Send,
    Wire,
)

READER: Reader[f.AgentSays] = Reader(f.AgentSays)
PONG = encode(Pong())
PAGE = 500
CHECK_S = 60.0
"""So often an open socket looks whether its session was ended elsewhere."""

log = structlog.get_logger()


async def agent_socket(web: Web, scope: Scope, receive: Receive, send: Send) -> None:
    """One connection, from the handshake to the end."""
    await receive()
    await send({"type": "websocket.accept"})
    wire = Wire(web.outbox, scope, send)
    try:
        query = who.query(scope)
        caller = await _admitted(web, scope, query.get("token", ""))
    except Exception as why:  # noqa: BLE001 - told on an open socket: handshakes fail in silence
        return await _goodbye(wire, receive, no_from(why))
    here = Desk(web, wire, caller, scope)
    return await here.stay(query.get("after"), receive)


async def _admitted(web: Web, scope: Scope, asked: str) -> who.Caller:
    web.limit_address("sockets_by_address", scope)
    caller = await who.caller_of(web.segue, scope, asked=asked)
    if caller.by_cookie and not who.same_site(scope):
        raise No(403, "cross_site", "This page is not ours.")
    return caller


async def _goodbye(wire: Wire, receive: Receive, no: No) -> None:
    wire.push(
        encode(f.AgentRefused(code=no.code, message=no.detail, retry_after_s=no.retry_after_s))
    )
    wire.close(CLOSES.get(no.status, FAULT), no.code)
    while (await receive())["type"] != "websocket.disconnect":
        pass


class Desk:
    """One open tab of an agent."""

    __slots__ = ("bad", "bucket", "checked", "cues", "scope", "screen", "web", "wire")

    def __init__(self, web: Web, wire: Wire, caller: who.Caller, scope: Scope) -> None:
        self.web = web
        self.wire = wire
        self.scope = scope
        self.screen = Screen(caller.agent, caller.person, wire, who.hashed(caller.token))
        self.bucket = Bucket()
        self.cues = Bucket()
        self.bad = 0
        self.checked = time.monotonic()

    async def stay(self, after: str | None, receive: Receive) -> None:
        agent = self.screen.agent.id
        segue, screens = self.web.segue, self.web.audience.screens
        screens.add(self.screen)
        connected = False
        try:
            await segue.presence.connected(agent)
            connected = True
            await self._welcome(after)
            while True:
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    break
                if message["type"] == "websocket.receive":
                    await self._hear(message)
        except StoreUnavailable as why:
            self._refuse(from_inside(why), None, None)
            self.wire.close(LATER, "come back and resume")
        except Exception:  # the client comes back and resumes; the reason is written down
            log.exception("socket.agent", agent=agent)
            self.wire.close(FAULT, "come back and resume")
        finally:
            self.wire.drop()
            screens.remove(self.screen)
            self.web.audience.watch.end(self.screen)
            if connected:
                await segue.presence.gone(agent)

    # --- the beginning ----------------------------------------------------------------------------

    async def _welcome(self, after: str | None) -> None:
        """Hello, then everything that was missed, then live. Live frames wait meanwhile."""
        segue, screen = self.web.segue, self.screen
        screens = self.web.audience.screens
        newest = await segue.store.cursor()
        missed = await self._missed(after) if after else []
        agent = await segue.store.agent(screen.agent.id) or screen.agent
        holding = await segue.store.holding(agent.id)
        offers = (screens.offer(one, agent) for one in holding)
        ahead = (screens.heads_up(one, agent) for one in screens.ahead.stood_by(agent.id))
        hello = f.AgentHello(
            cursor=newest,
            agent=rows.me(agent, segue.staffing),
            offers=tuple(offer for offer in offers if offer is not None),
            heads_up=tuple(one for one in ahead if one is not None),
            line=f.Line(screens.line_for(screens.teams_of(screen))),
            reset=missed is None,
        )
        self.wire.push(encode(hello))
        self.wire.push(encode(f.Presence(agents=screens.people())))
        replayed: set[str] = set()
        if missed:
            await self._replay(missed)
            replayed = {row.cursor for row in missed}
        screen.go_live(replayed)

    async def _missed(self, after: str) -> list[Row] | None:
        """Everything since that cursor; None when it is too much, or no cursor of ours."""
        found: list[Row] = []
        cursor = after
        while len(found) <= limits.REPLAY_EVENTS:
            try:
                page = await self.web.segue.store.events_since(cursor, PAGE)
            except (ValueError, LookupError):
                return None
            found += page
            if len(page) < PAGE:
                return found
            cursor = page[-1].cursor
        return None

    async def _replay(self, missed: list[Row]) -> None:
        segue, screen = self.web.segue, self.screen
        screens = self.web.audience.screens
        ids = list(dict.fromkeys(row.conversation for row in missed))
        found = {one.id: one for one in await segue.store.conversations(ids)}
        now, teams = segue.clock(), segue.staffing.teams
        items = {
            one.id: screens.item(one, now) for one in found.values() if may_see(screen.person, one)
        }
        await self.wire.replay(
            event_frame(row, found[row.conversation], items[row.conversation], teams)
            for row in missed
            if row.conversation in items and self._interested(found[row.conversation], row)
        )

    def _interested(self, one: Conversation, row: Row) -> bool:
        # A tab that comes back has not said yet what it looks at: what it had joined counts.
        agent, event = self.screen.agent.id, row.event
        if isinstance(event, e.DraftHeld) and not for_approval(self.screen, one, event):
            return False
        return interested(agent, one, event, viewing=agent in one.joined)

    # --- commands ---------------------------------------------------------------------------------

    async def _hear(self, message: Message) -> None:
        client_id = conversation = None
        try:
            said = READER.read(message)
            client_id = getattr(said, "client_id", None)
            conversation = getattr(said, "conversation", None)
            await self._do(said)
        except Exception as why:
            no = from_inside(why)
            if no.status == 500:  # noqa: PLR2004
                log.exception("socket.agent.command", agent=self.screen.agent.id)
            if no.code in ("bad_frame", "too_long"):
                client_id = client_id_in(message)
            self._refuse(no, client_id, conversation)

    def _refuse(self, no: No, client_id: str | None, conversation: str | None) -> None:
        self.web.metrics.refused.labels("agent", no.code).inc()
        self.wire.push(
            encode(
                f.AgentRefused(
                    code=no.code,
                    message=no.detail,
                    client_id=client_id,
                    conversation=conversation,
                    retry_after_s=no.retry_after_s,
                )
            )
        )
        self.bad += no.code == "bad_frame"
        if no.status == 401:  # noqa: PLR2004
            self.wire.close(SESSION_OVER, no.code)
        elif self.bad > BAD_ALLOWED:
            self.wire.close(1008, "too many bad frames")

    async def _do(self, said: f.AgentSays) -> None:
        await self._still_signed_in()
        match said:
            case Ping():
                self.wire.push(PONG)
            case f.SayTo(conversation=name, text=text, epoch=epoch, client_id=client_id):
                words = clean(text)
                if not words:
                    raise No(422, "empty", "There is nothing to send in it.")
                heard = i.AgentSaid(self._me, words, Epoch(epoch), client_id)
                await self._take(name, heard, client_id)
            case f.Accept(conversation=name, client_id=client_id):
                await self._take(name, i.AgentAccepted(self._me), client_id)
            case f.Decline(conversation=name, reason=reason, client_id=client_id):
                await self._take(name, i.AgentDeclined(self._me, clean(reason)), client_id)
            case f.TypingIn() | f.Look() | f.SeenIn():
                await self._cue(said)
            case WatchFloor(team=team):
                self._watch(team)
            case UnwatchFloor():
                self.web.audience.watch.end(self.screen)

    def _watch(self, team: str | None) -> None:
        if team is not None and TeamId(team) not in self.web.segue.staffing.teams:
            raise No(404, "not_found", "There is no team with this id.")
        wanted = TeamId(team) if team is not None else None
        may_watch(self.screen.person, wanted)
        self.web.audience.watch.begin(self.screen, wanted)

    @property
    def _me(self) -> i.Who:
        return access.who(self.screen.person)

    async def _take(self, name: str, heard: i.Input, client_id: str | None) -> None:
        wait = self.bucket.take(self.web.rates.agent_commands, time.monotonic())
        if wait:
            raise slow_down(wait)
        conversation = await self._allowed(name)
        key = access.key_of(self.screen.person, client_id)
        kept = await self.web.segue.turns.take(conversation, heard, key=key)
        self.web.metrics.command("agent", type(heard).__name__)
        if client_id is not None:
            seq = kept.seq or kept.conversation.seq
            epoch = kept.conversation.epoch
            self.wire.push(encode(f.AgentAccepted(client_id=client_id, seq=seq, epoch=epoch)))

    async def _allowed(self, name: str) -> ConversationId:
        """Checked once a socket: whoever was let in may go on asking, the domain still decides."""
        conversation = ConversationId(name)
        if conversation not in self.screen.allowed:
            await access.conversation_for(self.web.segue, self.screen.person, name)
            self.screen.allowed.add(conversation)
        return conversation

    async def _cue(self, said: f.TypingIn | f.Look | f.SeenIn) -> None:
        """Cues are worth nothing: too many of them are left out."""
        if self.cues.take(self.web.rates.cues, time.monotonic()):
            return
        segue, me = self.web.segue, self.screen.agent
        if isinstance(said, f.Look):
            looked = None if said.conversation is None else await self._allowed(said.conversation)
            self.web.audience.screens.looks_at(self.screen, looked)
            return
        conversation = await self._allowed(said.conversation)
        one = await segue.store.conversation(conversation)
        if one is None or one.seat != me.id:
            return  # only who has it is seen typing and reading
        if isinstance(said, f.TypingIn):
            segue.hub.tell(Passing("typing", conversation, "agent", me.id, me.name))
        else:
            seq = Seq(min(said.seq, one.seq))
            await segue.store.seen(conversation, "agent", seq)
            segue.hub.tell(Passing("seen", conversation, "agent", me.id, seq=seq))

    async def _still_signed_in(self) -> None:
        """An open socket ends with its session, within a minute of its next word (clients ping)."""
        now = time.monotonic()
        if now - self.checked >= CHECK_S:
            self.checked = now
            token = who.query(self.scope).get("token", "")
            await who.caller_of(self.web.segue, self.scope, asked=token)
