"""What happened, once more and strictly forward: nothing later than a moment enters what is told.

Everybody who stood in the line is estimated when they join and after 30, 60, 120, 240 and 480
seconds; what would be on their screen is refreshed whenever somebody is taken or leaves, and at
least every 15 seconds. A wait that is known is learned from at once.

**Somebody who left** would have waited on: how long is settled at the first later moment when
somebody of the same type behind them is taken, or when a person who serves that type is free and
has nobody to take. After an hour, or at the end of the day, it stays unknown.

The order is that of joining, with a head start for those of priority 2 and above.
"""

from __future__ import annotations

import heapq
import time
from bisect import insort
from collections.abc import Callable

from segue.domain.waits import Constants, Estimate, History, Waiting, estimate_line
from segue.simulating.baselines import Points
from segue.simulating.calls import Call, Day
from segue.simulating.presence import Staff
from segue.simulating.telling import Estimated, Heard, Told

MARKS_S = (30.0, 60.0, 120.0, 240.0, 480.0)
REFRESH_S = 15.0
GIVEN_UP_S = 3600.0
"""A leaver's wait that is not settled by then is never."""
PRIORITY = 2
HEAD_START_S = 90.0
ENDS, TAKEN, LEAVES, JOINS = range(4)
"""What happens, in the order in which it happens within a second."""


class Trace:
    """Give it the days one after the other; `estimates` and `heard` grow."""

    def __init__(
        self,
        head_start_s: float = HEAD_START_S,
        history: History | None = None,
        at_once: int = 1,
    ) -> None:
        self.history = history or History(Constants(head_start_s=head_start_s))
        self.head_start_s = head_start_s
        self.estimates: list[Estimated] = []
        self.heard: list[Heard] = []
        self.events = 0
        self.seconds = 0.0  # spent on estimating
        self._staff = Staff(at_once)
        self._points = Points()
        self._line: list[tuple[tuple[float, int], Told]] = []
        self._told: dict[int, Told] = {}
        self._left: dict[int, Told] = {}
        self._marks: list[tuple[float, int]] = []
        self._refreshed = 0.0
        self._midnight = 0.0

    # --- a day -----------------------------------------------------------------------------------

    def day(self, day: Day, tell: Callable[[int], None] | None = None) -> None:
        """Run one day. Whoever is still there at its end is gone."""
        self._midnight = day.midnight
        self._staff.new_day()
        for call in day.calls:
            self._staff.known(call.type)
        events = _events(day)
        for n, (at, what, _, call) in enumerate(events):
            self._until(at)
            self._happen(at, what, call)
            if tell is not None and n % 200 == 0:
                tell(n * len(day.calls) // len(events))
        self.events += len(events)
        self._line.clear()
        self._told.clear()
        self._left.clear()
        self._marks.clear()

    def _happen(self, at: float, what: int, call: Call) -> None:
        for told in [one for one in self._left.values() if at - one.call.over > GIVEN_UP_S]:
            del self._left[told.call.line]
        if what == JOINS:
            self._joins(call, at)
        elif what == TAKEN:
            self._taken(call, at)
        elif what == LEAVES:
            self._leaves(call, at)
        else:
            self._staff.ended(call.agent, at, call.line)
            self._points.ended(call.lasted)
            self.history.service_ended(call.agent, at - call.started)
            self._nobody_to_take(at)

    def _until(self, at: float) -> None:
        """Marks and refreshes up to the next event."""
        while True:
            mark = self._marks[0][0] if self._marks else at + 1
            tick = self._refreshed + REFRESH_S if self._line else at + 1
            if tick < mark and tick < at:
                self._refresh(tick)
            elif mark <= at:
                _, line = heapq.heappop(self._marks)
                if line in self._told:
                    self._estimate(self._told[line], mark)
            else:
                return

    # --- what happens ----------------------------------------------------------------------------

    def _joins(self, call: Call, at: float) -> None:
        if not self._line:
            self._refreshed = at
        told = self._seat(call, at)
        self.history.joined(at, may_overtake=call.priority >= PRIORITY)
        found = self._estimate(told, at)
        told.entered(at, found.wait if found else None)
        for mark in MARKS_S:
            heapq.heappush(self._marks, (at + mark, call.line))

    def _seat(self, call: Call, at: float) -> Told:
        key = self._key(call)
        heard = Heard(call.line, call.day, call.type, 0, None, None, call.waited)
        waiting = Waiting(str(call.line), call.type, call.priority, at)
        told = Told(call, key, waiting, heard)
        insort(self._line, (key, told), key=lambda entry: entry[0])
        self._told[call.line] = told
        heard.place = self._place(told)
        if call.outcome != "PHANTOM":
            self.heard.append(heard)
        return told

    def _taken(self, call: Call, at: float) -> None:
        told = self._unseat(call)
        if call.agent:
            self._staff.took(call.agent, call.type, at, call.line)
        if told is not None:
            waited = at - call.joined
            self.history.left_line(call.type, waited, was_served=True)
            self._settle(told, at, served=True)
            self._points.served(call.type, waited)
        key = self._key(call)
        for other in [one for one in self._left.values() if one.call.type == call.type]:
            if other.key < key:
                self._settle(other, at, served=False)
        self._nobody_to_take(at)
        if told is not None:
            self._refresh(at)

    def _leaves(self, call: Call, at: float) -> None:
        told = self._unseat(call)
        if told is None:
            return
        if call.outcome == "HANG":
            self.history.left_line(call.type, at - call.joined, was_served=False)
            self._left[call.line] = told
            self._nobody_to_take(at)
        self._refresh(at)

    def _nobody_to_take(self, now: float) -> None:
        """Somebody free who has nobody to take would have taken whoever left."""
        if not self._left:
            return
        waiting = {told.call.type for _, told in self._line}
        for agent in self._staff.free(now):
            if agent.serves & waiting:
                continue
            for told in [one for one in self._left.values() if one.call.type in agent.serves]:
                self._settle(told, now, served=False)

    # --- what is told ----------------------------------------------------------------------------

    def _estimate(self, told: Told, now: float) -> Estimate | None:
        """One person's estimate, kept to be scored; None: nothing honest can be said."""
        agents = self._staff.at_work(now)
        who = told.waiting.id
        line = [one.waiting for _, one in self._line]
        began = time.perf_counter()
        found = estimate_line(line, agents, self.history, now, only=(who,))[who]
        self.seconds += time.perf_counter() - began
        if found is None:
            return None
        call, wait = told.call, found.wait
        place, elapsed = self._place(told), now - call.joined
        head = max(now - one.joined for one in line if one.type == call.type)
        points = self._points.told(call.type, elapsed, place, len(agents), head)
        row = Estimated(
            call.line, call.day, now - self._midnight, call.type, place, elapsed,
            wait.low_s, wait.median_s, wait.high_s, points,
        )  # fmt: skip
        if call.outcome != "PHANTOM":
            self.estimates.append(row)
        told.receipts.append((now, found.receipt, row))
        return found

    def _refresh(self, now: float) -> None:
        """Everybody's screen."""
        self._refreshed = now
        if not self._line:
            return
        agents = self._staff.at_work(now)
        line = [one.waiting for _, one in self._line]
        began = time.perf_counter()
        found = estimate_line(line, agents, self.history, now)
        self.seconds += time.perf_counter() - began
        for _, told in self._line:
            new = found[told.waiting.id]
            told.refreshed(now, new.wait if new else None)

    def _settle(self, told: Told, now: float, *, served: bool) -> None:
        """Their wait is known: it is scored, and learned from."""
        self._left.pop(told.call.line, None)
        for at, receipt, row in told.receipts:
            wait = now - at
            if served or wait <= GIVEN_UP_S:
                self.history.settled(receipt, wait, inferred=not served)
                row.wait, row.served = wait, served
        told.settled(now, served=served)

    # --- the line --------------------------------------------------------------------------------

    def _key(self, call: Call) -> tuple[float, int]:
        head = self.head_start_s if call.priority >= PRIORITY else 0.0
        return (call.came - head, call.line)

    def _place(self, told: Told) -> int:
        return 1 + sum(key < told.key for key, _ in self._line)

    def _unseat(self, call: Call) -> Told | None:
        told = self._told.pop(call.line, None)
        if told is not None:
            self._line.remove((told.key, told))
        return told


def _events(day: Day) -> list[tuple[float, int, int, Call]]:
    events = []
    for call in day.calls:
        if call.queued:
            events.append((call.joined, JOINS, call.line, call))
            what = TAKEN if call.served else LEAVES
            events.append((call.over, what, call.line, call))
        elif call.served:
            events.append((call.started, TAKEN, call.line, call))
        if call.served and call.agent:
            events.append((call.started + call.lasted, ENDS, call.line, call))
    return sorted(events, key=lambda event: event[:3])
