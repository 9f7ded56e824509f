"""A customer: the widget's side of the contract, without the widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from segue.testing.screen import PATIENCE_S, Frame, Screen, holds

if TYPE_CHECKING:
    from segue.testing.rig import Rig


class Customer(Screen):
    """One chat. `events` are kept by number; `faults` says what a screen must never meet."""

    def __init__(
        self, rig: Rig, name: str = "customer", locale: str = "en", identity: str = ""
    ) -> None:
        """`identity` is a token by which the company's site says who is signed in."""
        super().__init__(name)
        self.identity = identity
        self.rig = rig
        self.locale = locale
        self.session = ""
        self.conversation = ""
        self.branding: Frame = {}
        self.state: Frame = {}
        self.states: list[Frame] = []
        self.events: dict[int, Frame] = {}
        self.faults: list[str] = []
        self._newest = 0

    # --- coming and going -----------------------------------------------------------------------

    async def start(self) -> None:
        """Open the chat: a session by HTTP, then the socket."""
        body = {"inbox_key": self.rig.inbox_key, "locale": self.locale}
        if self.identity:
            body["identity"] = self.identity
        if self.session:
            body["resume"] = self.session
        async with httpx.AsyncClient(base_url=self.rig.url, trust_env=False) as http:
            answer = await http.post("/api/v1/widget/sessions", json=body)
        if answer.status_code != httpx.codes.CREATED:
            raise ConnectionError(f"No session: {answer.status_code} {answer.text[:400]}")
        opened = answer.json()
        if self.conversation and opened["conversation"] != self.conversation:
            self.faults.append("resuming a session opened another conversation")
        self.session = opened["session"]
        self.conversation = opened["conversation"]
        self.branding = opened["branding"]
        await self.reconnect()

    async def reconnect(self, within: float = PATIENCE_S) -> None:
        """Open the socket (again) and ask for everything after the newest event seen."""
        hellos = self._count("hello")
        self._newest = 0
        url = self.rig.socket_url("/api/v1/widget/socket", session=self.session, after=self.seq)
        await self.open(url)
        await self.until(lambda: self._count("hello") > hellos, within, "hello")

    def _count(self, kind: str) -> int:
        return sum(1 for one in self.frames if one["type"] == kind)

    @property
    def seq(self) -> int:
        """The newest event seen; what `after` says on a reconnect."""
        return max(self.events, default=0)

    def hear(self, frame: Frame) -> None:
        match frame["type"]:
            case "hello" | "state":
                self._state(frame["state"])
            case "event":
                self._event(frame)
            case _:
                pass

    def _state(self, state: Frame) -> None:
        if self.state and state["epoch"] < self.state["epoch"]:
            self.faults.append(
                f"the epoch went back from {self.state['epoch']} to {state['epoch']}"
            )
        self.state = state
        self.states.append(state)

    def _event(self, frame: Frame) -> None:
        seq = int(frame["seq"])
        if seq in self.events:
            self.faults.append(f"event {seq} came twice")
        if seq <= self._newest:
            self.faults.append(f"event {seq} came after event {self._newest}")
        self._newest = max(seq, self._newest)
        self.events[seq] = frame["event"]

    # --- looking --------------------------------------------------------------------------------

    async def sees(
        self, kind: str, within: float = PATIENCE_S, *, after: int = 0, **wanted: Any
    ) -> Frame:
        """The first event of this kind with these fields and a number above `after`."""

        def found() -> Frame | None:
            for seq in sorted(self.events):
                event = self.events[seq]
                if seq > after and event["kind"] == kind and holds(event, wanted):
                    return {**event, "seq": seq}
            return None

        return await self.until(found, within, f"an event {kind} {wanted or ''}".rstrip())

    async def shows(self, *keys: str, within: float = PATIENCE_S, **wanted: Any) -> Frame:
        """The state, once it is one of `keys` and has these fields."""
        return await self.until(
            lambda: (
                self.state if self.state.get("key") in keys and holds(self.state, wanted) else None
            ),
            within,
            f"the state {' or '.join(keys)} {wanted or ''}".rstrip(),
        )

    def said(self, author: str | None = None) -> list[str]:
        """Messages on the screen, in order; all, or of one author."""
        return [
            event["text"]
            for _, event in sorted(self.events.items())
            if event["kind"] == "message" and author in (None, event["author"])
        ]

    def lines(self) -> list[tuple[str, str]]:
        """The thread as (who, words): messages by author and name, all else by kind."""
        told = []
        for _, event in sorted(self.events.items()):
            if event["kind"] == "message":
                who = " ".join(filter(None, (event["author"], event.get("name", ""))))
            else:
                who = event["kind"]
            told.append((who, event.get("text", "")))
        return told

    # --- speaking -------------------------------------------------------------------------------

    async def say(self, text: str, client_id: str | None = None) -> int:
        """Say it; returns its number once the server says that it is on disk."""
        frame: Frame = {"type": "say", "text": text}
        if client_id is not None:
            frame["client_id"] = client_id
        return int((await self.command(frame))["seq"])

    async def ask_person(self) -> int:
        """Press the button that is always there."""
        return int((await self.command({"type": "ask_person"}))["seq"])

    async def take_person(self) -> int:
        """Yes to "shall I bring in a person?"."""
        return int((await self.command({"type": "accept_person"}))["seq"])

    async def decline_person(self) -> int:
        return int((await self.command({"type": "decline_person"}))["seq"])

    async def choose(self, choice: str, **more: Any) -> int:
        """email, callback, leave_message, keep_asking or leave_line."""
        return int((await self.command({"type": "choose", "choice": choice, **more}))["seq"])

    async def answer_field(self, field: str, value: str) -> int:
        frame = {"type": "answer_field", "field": field, "value": value}
        return int((await self.command(frame))["seq"])

    async def allow(self, n: int) -> int:
        """Yes to run `n`."""
        return int((await self.command({"type": "allow_action", "n": n}))["seq"])

    async def stop_run(self, n: int) -> int:
        """No to run `n`."""
        return int((await self.command({"type": "stop_action", "n": n}))["seq"])

    async def ask_code(self, email: str) -> int:
        """Mail me a code."""
        return int((await self.command({"type": "ask_code", "email": email}))["seq"])

    async def give_code(self, code: str) -> int:
        """This stood in the mail."""
        return int((await self.command({"type": "give_code", "code": code}))["seq"])

    async def rate(self, score: int, comment: str = "") -> int:
        frame = {"type": "rate", "score": score, "comment": comment}
        return int((await self.command(frame))["seq"])

    async def transcript(self, email: str) -> int:
        """Have the conversation mailed."""
        return int((await self.command({"type": "transcript", "email": email}))["seq"])
