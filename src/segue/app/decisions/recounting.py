"""The thread with what was decided at each line of it.

Walks over the turns of the journal once. A turn of the customer gets what was seen when it was
understood; a line of the assistant, also one that was never sent, what was seen when it was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from segue.app.decisions import explaining, wording
from segue.app.decisions.outcomes import outcome_of
from segue.app.decisions.readings import PolicyAt, Reading, Step, as_asked
from segue.app.decisions.shapes import BasisSeen, Noted, Outcome, SourceSeen, Turn
from segue.app.decisions.wording import say
from segue.app.ports import Row
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import replying, words
from segue.domain import stages as s
from segue.domain.ids import Seq, TeamId
from segue.domain.learned import BY as LEARNED
from segue.domain.rules.catalogue import BY_NAME
from segue.domain.signals import Signals

NOTHING = Outcome()
LATE = ("bot_answered", "bot_failed", "bot_asked_for_person")


@dataclass(slots=True)
class Entry:
    """One line of the thread while it is put together."""

    seq: Seq
    at: datetime
    author: str
    name: str
    text: str
    step: Step
    reading: Reading | None = None
    outcome: Outcome = NOTHING
    signals: Signals | None = None
    sources: tuple[SourceSeen, ...] = ()
    confidence: float | None = None
    notes: list[Noted] = field(default_factory=list)
    sent: bool = True

    def note(self, icon: str, key: str, **filled: object) -> None:
        self.notes.append(Noted(icon, say(key, **filled)))

    def told(self) -> Turn:
        """As it is shown."""
        reading, signals = self.reading, self.signals
        return Turn(
            seq=self.seq,
            at=self.at,
            author=self.author,  # type: ignore[arg-type]
            name=self.name,
            text=self.text,
            moment=reading.kind if reading else None,
            policy=reading.policy.version if reading else None,
            outcome=self.outcome,
            meters=explaining.meters(reading) if reading else (),
            rules=explaining.rules_seen(reading, self.outcome.rule) if reading else (),
            signals=signals,
            basis=tuple(BasisSeen(one.signal, one.text, one.back) for one in signals.basis)
            if signals
            else (),
            sources=self.sources,
            confidence=self.confidence,
            notes=tuple(self.notes),
            sent=self.sent,
        )


@dataclass(slots=True)
class Recount:
    """`entries` is the thread so far. `brand` names the assistant."""

    policy_at: PolicyAt
    brand: str
    entries: list[Entry] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    asked: dict[Seq, Step] = field(default_factory=dict)
    _drafts: dict[int, Entry] = field(default_factory=dict)
    _heard: dict[Seq, Entry] = field(default_factory=dict)
    _called: Entry | None = None
    _late: int = 0

    def walk(self, steps: Iterable[Step]) -> None:
        """Take in these turns, in order."""
        for step in steps:
            self.steps.append(step)
            match step.taken.heard:
                case i.CustomerSaid():
                    self._customer(step)
                case i.Understood(about=about, signals=signals):
                    self._understood(step, about, signals)
                case i.BotAnswered() as answer:
                    self._bot(step, answer)
                case _:
                    self._others(step)
            for row in step.taken.rows:
                self._beside(step, row)

    # --- who speaks -------------------------------------------------------------------------------

    def _customer(self, step: Step) -> None:
        row = next(row for row in step.taken.rows if isinstance(row.event, e.MessagePosted))
        entry = self._posted(step, row)
        self._heard[row.seq] = entry
        if any(_asked_for(one.event) for one in step.taken.rows):
            self.asked[row.seq] = step
            self._as_asked(entry, step, None)
        else:
            entry.outcome = outcome_of(step, None)

    def _as_asked(self, entry: Entry, step: Step, signals: Signals | None) -> None:
        rested = step.taken.rested
        if rested is None:
            return
        try:
            policy = self.policy_at(rested.policy)
        except LookupError:
            return
        entry.reading = as_asked(step, policy, signals)
        entry.outcome = outcome_of(step, entry.reading)

    def _understood(self, step: Step, about: Seq, signals: Signals) -> None:
        entry = self._heard.get(about)
        if entry is None:
            return
        entry.signals = signals
        if signals.late:
            entry.note("clock", "signals_late", names=_names(signals.late))
        reading = step.readings[0] if step.readings else None
        if about in self.asked:
            self._as_asked(entry, self.asked[about], signals)
            came = outcome_of(step, reading)
            if came.kind == "raised":
                entry.notes.append(Noted("arrow-up", came.text))
            return
        entry.reading = reading
        if entry.outcome.kind is None or reading is not None:
            entry.outcome = outcome_of(step, reading)

    def _bot(self, step: Step, answer: i.BotAnswered) -> None:
        rows = step.taken.rows
        dropped = next((row.event for row in rows if isinstance(row.event, e.Dropped)), None)
        if dropped is not None:
            self._was_late(dropped, answer.about)
            return
        posted = next((row for row in rows if _by_bot(row.event)), None)
        if posted is not None:
            entry = self._posted(step, posted)
        else:
            name = say("assistant", brand=self.brand)
            wish = answer.act.ask or answer.act.title if answer.act is not None else ""
            text = answer.text or wish
            entry = Entry(rows[0].seq, step.taken.at, "bot", name, text, step)
            entry.sent = answer.act is not None
            self.entries.append(entry)
            held = next((row.event for row in rows if isinstance(row.event, e.DraftHeld)), None)
            if held is not None:
                self._drafts[held.draft.n] = entry
            elif answer.act is None:
                entry.note("shield-check", "not_sent")
        entry.reading = step.readings[-1] if step.readings else None
        entry.outcome = outcome_of(step, entry.reading)
        entry.sources = tuple(SourceSeen(source.title) for source in answer.sources)
        entry.confidence = answer.confidence if replying.answers(answer) else None
        for source in answer.sources[:1]:
            entry.note("file-text", "source", title=source.title)
        if not answer.sure and replying.answers(answer):
            entry.note("circle-help", "missed")

    def _others(self, step: Step) -> None:
        """Staff, clocks, other systems: what they said, and what rules made of it."""
        for row in step.taken.rows:
            if isinstance(row.event, e.MessagePosted):
                entry = self._posted(step, row)
                if row.event.approved_by:
                    entry.note("check", "approved_by", name=row.event.approved_by)
        if step.readings and self.entries:
            last = self.entries[-1]
            last.reading = last.reading or step.readings[-1]

    def _posted(self, step: Step, row: Row) -> Entry:
        event = row.event
        if not isinstance(event, e.MessagePosted):
            raise TypeError("Only words stand in the thread.")
        name = event.name
        if event.author == e.Author.BOT:
            name = say("assistant", brand=self.brand)
        elif event.author == e.Author.CUSTOMER:
            name = step.after.contact.name or ""
        entry = Entry(row.seq, row.at, str(event.author), name, event.text, step)
        entry.sources = tuple(SourceSeen(source.title) for source in event.sources)
        entry.confidence = event.confidence
        self.entries.append(entry)
        return entry

    # --- what came of it --------------------------------------------------------------------------

    def _beside(self, step: Step, row: Row) -> None:
        event = row.event
        line = getattr(event, "line", None)
        if isinstance(line, e.Line):
            text = words.sentence(line, step.after.zone, row.at)
            entry = Entry(row.seq, row.at, "system", "", text, step)
            self.entries.append(entry)
            self._line(entry, step, event)
        elif isinstance(event, e.DraftSettled):
            self._settled(event, row.at)
        elif isinstance(event, e.StoodBy) and self.entries:
            self.entries[-1].note("bell", "standing", name=event.name)
        elif (
            isinstance(event, e.Dropped)
            and event.what in LATE
            and not isinstance(step.taken.heard, i.BotAnswered)
        ):
            self._was_late(event, None)

    def _line(self, entry: Entry, step: Step, event: e.Event) -> None:
        match event:
            case e.HandoffRequested(handoff=handoff):
                self._called, self._late = entry, 0
                entry.notes.append(Noted("route", route(handoff, step)))
                if isinstance(step.taken.heard, i.CustomerAskedForPerson):
                    self._as_asked(entry, step, None)
                elif step.taken.heard is None or not _speaks(step.taken.heard):
                    entry.outcome = outcome_of(step, step.readings[-1] if step.readings else None)
            case e.AgentJoined():
                self._joined(entry, step, event)
            case _:
                pass

    def _joined(self, entry: Entry, step: Step, event: e.AgentJoined) -> None:
        handoff = s.handoff_of(step.after.stage)
        if handoff is None:
            return
        took = wording.took((event.at - handoff.at).total_seconds())
        if handoff.told_high_s is None:
            entry.note("handshake", "took_only", took=took)
        else:
            eta = words.eta(handoff.told_low_s, handoff.told_high_s, words.FALLBACK)
            entry.note("handshake", "promised", eta=eta, took=took)

    def _settled(self, event: e.DraftSettled, at: datetime) -> None:
        entry = self._drafts.get(event.n)
        if entry is None:
            return
        took = wording.took((at - entry.at).total_seconds())
        icons = {"approved": "check", "edited": "pencil", "rejected": "x"}
        entry.note(icons.get(event.how, "clock"), event.how, name=event.by, took=took)

    def _was_late(self, event: e.Dropped, about: Seq | None) -> None:
        """A machine's word that came too late. It decided nothing, and that is told."""
        called = self._called
        if event.why == "the customer spoke again" or called is None:
            entry = self._heard.get(about) if about is not None else None
            if entry is not None:
                entry.note("shield-check", "late_again")
            return
        self._late += 1
        called.notes = [one for one in called.notes if one.icon != "shield-check"]
        called.note("shield-check", "late_one" if self._late == 1 else "late_more", n=self._late)


def _asked_for(event: e.Event) -> bool:
    """Did somebody ask for a person outright?"""
    return isinstance(event, e.HandoffRequested) and event.handoff.reason == s.Reason.ASKED


def _by_bot(event: e.Event) -> bool:
    return isinstance(event, e.MessagePosted) and event.author == e.Author.BOT


def _speaks(heard: i.Input) -> bool:
    """Does this input stand in the thread itself, so that its outcome is told there?"""
    return isinstance(heard, i.CustomerSaid | i.Understood | i.BotAnswered)


def route(handoff: s.Handoff, step: Step) -> str:
    """Which team, why that one, and how many of it are free."""
    there = step.taken.floor.team(handoff.team)
    free = {0: say("free_none"), 1: say("free_one")}
    return say(
        "route",
        team=there.name or handoff.team,
        why=_why_team(handoff.why_team, step),
        free=free.get(there.free, say("free_more", n=there.free)),
    )


def _why_team(why: str, step: Step) -> str:
    kind, _, rest = why.partition(" ")
    if why == "default":
        return say("why_default")
    if kind == "rule":
        return say("why_rule", rule=name_of(rest, step))
    if why.startswith("stands in for "):
        team = step.taken.floor.team(TeamId(why.removeprefix("stands in for ")))
        return say("why_stands_in", team=team.name)
    if why == "named by the customer":
        return say("why_named")
    if why.startswith(f"{LEARNED}: like "):
        return say("why_learned", like=why.removeprefix(f"{LEARNED}: like "))
    if why.startswith("sent by "):
        return say("why_sent", name=why.removeprefix("sent by "))
    return say("why_other", why=why)


def name_of(rule: str, step: Step) -> str:
    """What a rule was called in the policy of that turn."""
    for reading in step.readings:
        known = reading.policy.rules.named(rule)
        if known is not None and known.name:
            return known.name
    return rule


def _names(late: tuple[str, ...]) -> str:
    """What was left out, as the page calls it; what has no name there is left out here, too."""
    labels = (BY_NAME[name].label for name in late if name in BY_NAME)
    return ", ".join(dict.fromkeys(labels)) or say("signals_models")
