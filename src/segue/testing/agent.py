"""An agent: the workspace's side of the contract, without the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from segue.testing.screen import PATIENCE_S, Frame, Screen, SentBack, holds

if TYPE_CHECKING:
    from segue.testing.rig import Rig


class AgentClient(Screen):
    """One signed-in person of the staff, with one open screen."""

    def __init__(self, rig: Rig, account: dict[str, str]) -> None:
        super().__init__(account["name"].split(maxsplit=1)[0])
        self.rig = rig
        self.account = account
        self.id = ""
        self.token = ""
        self.cursor = ""
        self.items: dict[str, Frame] = {}
        self.offers: dict[str, Frame] = {}
        self.heads_up: dict[str, Frame] = {}
        """Conversations that may need this agent soon."""
        self.heard: list[Frame] = []
        """Event frames, oldest first."""
        self._http: httpx.AsyncClient | None = None

    # --- coming and going -----------------------------------------------------------------------

    async def start(self) -> None:
        """Sign in and open the screen."""
        await self.sign_in()
        await self.reconnect()

    async def sign_in(self) -> None:
        self._http = httpx.AsyncClient(base_url=self.rig.url, trust_env=False, timeout=15)
        body = {"email": self.account["email"], "password": self.account["password"]}
        signed = await self._ask("POST", "/api/v1/sign-in", body)
        self.id, self.token = signed["agent"]["id"], signed["token"]
        self._http.headers["Authorization"] = f"Bearer {self.token}"

    async def reconnect(self, within: float = PATIENCE_S) -> None:
        """Open the screen (again), and hear of everything since the last cursor."""
        hellos = sum(1 for one in self.frames if one["type"] == "hello")
        more = {"after": self.cursor} if self.cursor else {}
        await self.open(self.rig.socket_url("/api/v1/agent/socket", token=self.token, **more))
        await self.until(
            lambda: sum(1 for one in self.frames if one["type"] == "hello") > hellos,
            within,
            "hello",
        )

    async def leave(self) -> None:
        """Close everything."""
        await self.close()
        if self._http is not None:
            await self._http.aclose()

    def hear(self, frame: Frame) -> None:
        match frame["type"]:
            case "hello":
                self.cursor = frame["cursor"]
                self.offers = {one["conversation"]: one for one in frame["offers"]}
                self.heads_up = {one["conversation"]: one for one in frame["heads_up"]}
                for one in frame["offers"]:
                    self.items[one["conversation"]] = one["item"]
            case "event":
                self.cursor = frame["cursor"]
                self.items[frame["conversation"]] = frame["item"]
                self.heard.append(frame)
            case "offer":
                self.offers[frame["conversation"]] = frame
                self.items[frame["conversation"]] = frame["item"]
            case "offer_ended":
                self.offers.pop(frame["conversation"], None)
            case "heads_up":
                self.heads_up[frame["conversation"]] = frame
            case "heads_up_ended":
                self.heads_up.pop(frame["conversation"], None)
            case _:
                pass

    # --- looking --------------------------------------------------------------------------------

    async def offered(self, conversation: str | None = None, within: float = PATIENCE_S) -> Frame:
        """The offer that rings here now: of this conversation, or of any."""

        def ringing() -> Frame | None:
            if conversation is not None:
                return self.offers.get(conversation)
            return next(iter(self.offers.values()), None)

        return await self.until(ringing, within, f"an offer of {conversation or 'anything'}")

    async def warned(self, conversation: str, within: float = PATIENCE_S) -> Frame:
        """The quiet word that this conversation may need them soon."""
        return await self.until(
            lambda: self.heads_up.get(conversation), within, f"a heads-up of {conversation}"
        )

    async def to_approve(self, conversation: str, within: float = PATIENCE_S) -> Frame:
        """The answer that waits there for a person's approval."""
        return await self.until(
            lambda: self.items.get(conversation, {}).get("draft"), within, "an answer to approve"
        )

    async def hears(
        self, kind: str, conversation: str, within: float = PATIENCE_S, **wanted: Any
    ) -> Frame:
        """The first event of this kind with these fields in this conversation."""

        def found() -> Frame | None:
            for frame in self.heard:
                event: Frame = frame["event"]
                if frame["conversation"] != conversation or event["kind"] != kind:
                    continue
                if holds(event, wanted):
                    return {**event, "seq": frame["seq"]}
            return None

        return await self.until(found, within, f"an event {kind} {wanted or ''}".rstrip())

    def epoch(self, conversation: str) -> int:
        """The owner's number as this screen knows it."""
        return int(self.items[conversation]["epoch"])

    # --- acting by socket -----------------------------------------------------------------------

    async def accept(self, offer: Frame | str) -> Frame:
        """Take what rings. Raises `SentBack` (taken, nothing_to_accept)."""
        conversation = offer if isinstance(offer, str) else offer["conversation"]
        done = await self.command({"type": "accept", "conversation": conversation})
        await self.until(
            lambda: self.items[conversation]["epoch"] >= done["epoch"], what="the row as accepted"
        )
        return done

    async def decline(self, offer: Frame | str, reason: str = "") -> Frame:
        conversation = offer if isinstance(offer, str) else offer["conversation"]
        frame = {"type": "decline", "conversation": conversation, "reason": reason}
        return await self.command(frame)

    async def say(
        self,
        conversation: str,
        text: str,
        *,
        epoch: int | None = None,
        client_id: str | None = None,
    ) -> Frame:
        """Say it under the epoch this screen knows, or under the one given."""
        frame: Frame = {
            "type": "say",
            "conversation": conversation,
            "epoch": self.epoch(conversation) if epoch is None else epoch,
            "text": text,
        }
        if client_id is not None:
            frame["client_id"] = client_id
        return await self.command(frame)

    # --- acting by HTTP -------------------------------------------------------------------------

    async def available(self) -> None:
        await self.presence("available")

    async def presence(self, status: str) -> None:
        """available, busy, away or offline."""
        await self._ask("PUT", "/api/v1/me/presence", {"status": status})

    async def act(self, conversation: str, verb: str, **body: Any) -> Frame:
        """`POST /api/v1/conversations/{id}/{verb}`; knows the epoch. Raises `SentBack`."""
        if verb not in ("pick", "take_over", "assign"):
            body.setdefault("epoch", self.epoch(conversation))
        done: Frame = await self._ask("POST", f"/api/v1/conversations/{conversation}/{verb}", body)
        return done

    async def approve(self, conversation: str, n: int, text: str | None = None) -> Frame:
        """Let the held answer `n` go out, as it is or as edited. Raises `SentBack` (draft_gone)."""
        edited = {} if text is None else {"text": text}
        return await self.act(conversation, f"drafts/{n}/approve", **edited)

    async def reject(self, conversation: str, n: int) -> Frame:
        """The held answer `n` does not go out: what then happens is the rule's fallback."""
        return await self.act(conversation, f"drafts/{n}/reject")

    async def note(self, conversation: str, text: str) -> Frame:
        """Only the team sees it."""
        return await self.act(conversation, "notes", text=text)

    async def transfer(self, conversation: str, why: str, **to: str) -> Frame:
        """`team=` or `agent=`."""
        return await self.act(conversation, "transfer", why=why, **to)

    async def give_back(self, conversation: str, summary: str = "") -> Frame:
        """To the assistant."""
        return await self.act(conversation, "return", summary=summary)

    async def end(self, conversation: str, outcome: str = "solved") -> Frame:
        """Close it: the customer is asked for a rating."""
        return await self.act(conversation, "close", outcome=outcome)

    async def get(self, path: str) -> Any:
        """Any address below `/api/v1/`."""
        return await self._ask("GET", f"/api/v1/{path}")

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        """Any address below `/api/v1/`, with a body. Raises `SentBack`."""
        return await self._ask(method, f"/api/v1/{path}", body)

    async def record(self, conversation: str) -> list[Frame]:
        """Everything that was kept, in order: {"seq", "at", "event"}."""
        kept: list[Frame] = []
        while True:
            after = kept[-1]["seq"] if kept else 0
            page = await self.get(f"conversations/{conversation}/events?after={after}")
            kept += page["events"]
            if not page.get("next"):
                return kept

    async def _ask(self, method: str, path: str, body: Frame | None = None) -> Any:
        if self._http is None:
            raise ConnectionError(f"{self.name} has not signed in.")
        answer = await self._http.request(method, path, json=body)
        if answer.is_error:
            problem = _problem(answer)
            raise SentBack(problem.get("code", str(answer.status_code)), problem.get("detail", ""))
        return answer.json() if answer.content else {}


def _problem(answer: httpx.Response) -> Frame:
    try:
        problem: Frame = answer.json()
    except ValueError:
        return {"code": str(answer.status_code), "detail": answer.text[:200]}
    return problem
