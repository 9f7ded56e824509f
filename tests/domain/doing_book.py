"""The laws of actions, fields and proofs of identity, checked from outside like the others.

A run starts at most once, after every yes that it needs; it ends once; while it waits, a clock
runs and the customer may go on. Who is proven stays proven. What is known stays known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.scene import Timers, Turned
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import ActionRun
from segue.domain.applying import FACTS_KEPT
from segue.domain.courtesy import is_yes
from segue.domain.state import Conversation

WEAK = ("said", "guess")


@dataclass
class DoingBook:
    """A second account of the runs of one conversation."""

    run: ActionRun | None = None
    newest: int = 0
    ran: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    yes: set[int] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)
    proven: bool = False
    codes: list[datetime] = field(default_factory=list)

    def inspect(self, turn: Turned) -> None:
        """Raises `AssertionError` when a law does not hold."""
        was, heard, events, now, timers, at = turn
        self._said_yes(was, heard)
        for event in events:
            self._one(event, at)
        assert now.action == self.run, "one account of what waits or runs"
        self._nobody_is_trapped(now, timers)
        self._after_trouble(was, events, now)
        self._stays_known(was, heard, now)

    def _said_yes(self, was: Conversation, heard: i.Input) -> None:
        match heard:
            case i.CustomerAllowedAction(n=n):
                self.yes.add(n)
            case i.CustomerSaid(text=text) if was.action is not None and is_yes(text):
                self.yes.add(was.action.n)
            case i.AgentApprovedAction(n=n):
                self.approved.add(n)
            case _:
                pass

    def _one(self, event: e.Event, at: datetime) -> None:
        match event:
            case e.ConversationOpened(contact=contact) | e.IdentityProven(contact=contact):
                self.proven = self.proven or contact.verified
            case e.ActionWanted(run=run):
                assert self.run is None, "one at a time"
                assert run.n == self.newest + 1, "numbered without gaps"
                self.run, self.newest = run, run.n
                self._may_run(run)
            case e.ActionMoved(run=run):
                assert self.run is not None, "only what waits moves"
                assert (run.n, run.call) == (self.run.n, self.run.call), "and stays what it is"
                assert self.run.state != "running", "what runs only ends"
                self.run = run
                self._may_run(run)
            case e.ActionOver(n=n):
                assert self.run is not None, "only what waits is given up"
                assert self.run.n == n, "and nothing else"
                assert self.run.state != "running", "nobody can call it back"
                self._ends(n)
            case e.ActionDone(result=result):
                assert self.run is not None, "only what runs is done"
                assert (self.run.n, self.run.state) == (result.n, "running")
                self._ends(result.n)
            case e.CodeAsked():
                lately = [one for one in self.codes if at - one < timedelta(minutes=10)]
                assert len(lately) < 3, "three codes in ten minutes"
                self.codes.append(at)
            case _:
                pass

    def _may_run(self, run: ActionRun) -> None:
        if run.state != "running":
            return
        assert run.n not in self.ran, "at most once"
        self.ran.add(run.n)
        assert self.proven or not run.call.needs_identity, "only for who is known for sure"
        if run.by is None:
            assert run.n in self.yes or not run.call.needs_yes, "only after the customer's yes"
            assert run.n in self.approved or not run.call.needs_approval, "after an agent's yes"

    def _ends(self, n: int) -> None:
        assert n not in self.ended, "once"
        self.ended.add(n)
        self.run = None

    def _nobody_is_trapped(self, now: Conversation, timers: Timers) -> None:
        run = now.action
        if run is None or (run.state == "running" and isinstance(now.stage, s.Closed)):
            return
        timer = timers.running.get("action")
        assert timer is not None, "whatever waits ends by itself"
        assert timer.then == i.ActionLapsed(run.n)
        if run.state != "running":
            assert now.owner[0] in ("bot", "line"), "what waits ends with its owner"

    def _after_trouble(
        self, was: Conversation, events: tuple[e.Event, ...], now: Conversation
    ) -> None:
        for event in events:
            if isinstance(event, e.ActionDone) and event.result.outcome == "unsure":
                assert now.owner[0] != "bot", "a person looks at what may have happened"
            if isinstance(event, e.ActionDone) and was.owner[0] == "person":
                talks = (e.MessagePosted, e.PersonOffered, e.HandoffRequested)
                assert not any(isinstance(one, talks) for one in events), "one voice"

    def _stays_known(self, was: Conversation, heard: i.Input, now: Conversation) -> None:
        before, after = ({one.name: one for one in of.facts} for of in (was, now))
        if len(now.facts) < FACTS_KEPT:
            assert set(before) <= set(after), "no fact is lost"
        if isinstance(heard, i.BotAnswered | i.BotAskedForPerson):
            for name, fact in before.items():
                told = after.get(name, fact)
                assert told == fact or fact.source == "guess", "a guess replaces nothing"
                assert told.source != "signed_in" or fact.source == "signed_in"
        if was.contact.verified:
            assert now.contact.verified, "who is proven stays proven"
            if was.contact.email and "email" not in was.contact.claimed:
                assert now.contact.email == was.contact.email, "and nobody else"
            if was.contact.customer_id:
                assert now.contact.customer_id == was.contact.customer_id
