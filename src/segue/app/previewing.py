"""What would a customer see at this moment? Played, not described.

A conversation is begun in memory and asks for a person, on a floor made of the teams' hours at
that time; the same decisions, states and words make the answer as on the day itself. Whether
somebody will be at work then nobody knows: while a team is open, one person of it is taken to be
there and free, unless asked otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from segue.app.ports_staff import Team
from segue.domain import hours, words
from segue.domain.conversation import Conversation, step
from segue.domain.events import Event, Line
from segue.domain.floor import Floor, TeamNow
from segue.domain.hours import zone_of
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import ConversationStarted, CustomerAskedForPerson, CustomerChose
from segue.domain.policy import Policy
from segue.domain.showing import Shown, shown
from segue.domain.value import Plain

NUMBER = 1001
TEXT_CHANNELS = ("sms", "whatsapp", "mail", "email", "telegram", "messenger")
"""Channels without a screen of ours: a state is told in one message."""


class Preview(Plain, frozen=True):
    """Everything of one moment. Times are UTC, those called `local` are as the customer reads
    them; `before` is the screen before a person is asked for, `header` and `lines` after; `saved`
    is what they read once they have left a message. `case`: it becomes one with a number."""

    at: datetime
    local: str
    open: bool
    state: str
    header: tuple[str, ...]
    lines: tuple[str, ...]
    opens_at: datetime | None
    opens_local: str | None
    answer_by: datetime | None
    answer_by_local: str | None
    choices: tuple[str, ...]
    case: bool
    team: str
    closed_for: str = ""
    before: tuple[str, ...] = ()
    saved: str = ""


def preview(
    team: TeamId,
    teams: Iterable[Team],
    members: Mapping[TeamId, int],
    policy: Policy,
    at: datetime,
    *,
    zone: str,
    language: str = "en",
    channel: str = "web",
    staffed: bool = True,
) -> Preview:
    """For a customer in `zone` who turns to `team` at this moment.

    `members` is how many belong to each team; with `staffed` off, nobody is at work.
    """
    known = {one.id: one for one in teams}
    policy = replace(policy, team=team)
    floor = Floor(
        tuple(_team(one, members.get(one.id, 0), at, staffed=staffed) for one in known.values())
    )
    play = _Play(policy, floor, at, zone, language, channel)
    first = play.screen()
    heard = play.asked()
    seen = play.screen()
    where = play.one.handoff.team if play.one.handoff else team
    there = floor.team(where)
    lines = heard if channel not in TEXT_CHANNELS else (play.told(seen),)
    return Preview(
        at=at,
        local=at.astimezone(zone_of(zone)).replace(tzinfo=None).isoformat(timespec="minutes"),
        open=there.open,
        state=seen.key,
        header=play.header(seen),
        lines=tuple(line for line in lines if line),
        opens_at=there.opens_at,
        opens_local=play.time(there.opens_at),
        answer_by=seen.answer_by,
        answer_by_local=play.time(seen.answer_by),
        choices=seen.choices,
        case=not there.open,
        team=there.name,
        closed_for=hours.closed_for(known[where].hours, at) if where in known else "",
        before=play.header(first),
        saved=play.saved() if "leave_message" in seen.choices else "",
    )


def _team(one: Team, people: int, at: datetime, *, staffed: bool) -> TeamNow:
    is_open = hours.is_open(one.hours, at)
    there = int(staffed and is_open and people > 0)
    return TeamNow(
        id=one.id,
        name=one.name,
        open=is_open,
        opens_at=hours.opens_next(one.hours, at),
        staffed=there,
        free=there,
        answer_by=hours.due(one.hours, at, timedelta(minutes=one.answer_within_min)),
        people=people,
        surge=one.surge is not None and at < one.surge.until,
        closed_for=hours.closed_for(one.hours, at),
    )


class _Play:
    """One conversation, and what its customer reads."""

    def __init__(
        self, policy: Policy, floor: Floor, at: datetime, zone: str, language: str, channel: str
    ) -> None:
        self.policy, self.floor, self.at = policy, floor, at
        self.zone, self.language = zone, language
        self.text = channel in TEXT_CHANNELS
        self.one = Conversation(ConversationId("preview"))
        self._hears(
            ConversationStarted(number=NUMBER, channel=channel, language=language, zone=zone)
        )

    def _hears(self, heard: Any) -> tuple[Event, ...]:
        self.one, events, _ = step(self.one, heard, self.policy, self.floor, now=self.at)
        return events

    def asked(self) -> tuple[str, ...]:
        """What the thread says when a person is asked for."""
        lines = _lines(self._hears(CustomerAskedForPerson()))
        if self.one.handoff is not None:  # from here on, its own place counts
            there = self.floor.team(self.one.handoff.team)
            mine = replace(there, waiting=1)
            teams = (mine if team.id == there.id else team for team in self.floor.teams)
            self.floor = Floor(tuple(teams))
        return tuple(words.sentence(line, self.zone, self.at) for line in lines)

    def saved(self) -> str:
        """What it says once a message was left. The conversation itself stays as it is."""
        was = self.one
        lines = _lines(self._hears(CustomerChose("leave_message", text="…")))
        self.one = was
        return words.sentence(lines[-1], self.zone, self.at) if lines else ""

    def screen(self) -> Shown:
        return shown(self.one, self.floor, self.policy, self.at)

    def time(self, at: datetime | None) -> str | None:
        return words.clock_time(at, self.zone, self.language, self.at)

    def header(self, seen: Shown) -> tuple[str, ...]:
        """The two lines at the top of the widget; of a text channel, nothing."""
        if self.text:
            return ()
        first, second = (self._filled(line, seen) for line in self._entry(seen.key, "header"))
        # As the widget does it: no promise of people who are not there, nor of an unknown time.
        if seen.key == "away" and seen.opens_at is None:
            title = self._closed_for(seen) or self._panel("away_now")
            return (title, self._panel("away_soon"))
        if seen.key == "away" and seen.closed_for:
            return (self._closed_for(seen), first)
        unknown = seen.key == "assistant_closed" and seen.opens_at is None
        if unknown or (seen.key in ("assistant", "offer") and not seen.people_online):
            return (first, words.word("speakers", "assistant", self.language))
        return (first, second)

    def _panel(self, key: str) -> str:
        return words.word("panel", key, self.language)

    def _closed_for(self, seen: Shown) -> str:
        if not seen.closed_for:
            return ""
        return words.word("panel", "away_for", self.language, day=seen.closed_for)

    def told(self, seen: Shown) -> str:
        """The state as one message."""
        if seen.key == "away" and seen.opens_at is None:
            return words.word("lines", "away_unknown", self.language)
        said = self._filled(self._entry(seen.key, "text"), seen)
        why = self._closed_for(seen) if seen.key == "away" else ""
        return f"{why}. {said}" if why else said

    def _entry(self, key: str, part: str) -> Any:
        entry = words.table()["states"][key][part] or {}
        return entry.get(self.language.split("-")[0]) or entry.get(words.FALLBACK) or ""

    def _filled(self, template: str, seen: Shown) -> str:
        filled = {
            "brand": self.policy.brand,
            "name": seen.name,
            "team": seen.team,
            "place": seen.place,
            "case": seen.case,
            "email": seen.email,
            "eta": words.eta(seen.eta_low_s, seen.eta_high_s, self.language),
            "opens_at": self.time(seen.opens_at),
            "by": self.time(seen.answer_by),
            "time": self.time(seen.answer_by),
        }
        return words.fill(template, filled, self.language)


def _lines(events: Iterable[Event]) -> tuple[Line, ...]:
    found = (getattr(event, "line", None) for event in events)
    return tuple(line for line in found if isinstance(line, Line))
