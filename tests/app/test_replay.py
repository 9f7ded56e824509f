"""What was decided can be decided again, from the journal alone (law 8)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from app.conftest import ANA, BEN, C1, ORDERS, Postbox, Scripted, Turned, read, who
from segue.app.ports_staff import Agent, Team
from segue.app.turn import RestedOn
from segue.build import put_together
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.events import Event
from segue.domain.floor import NOBODY
from segue.domain.ids import Epoch
from segue.domain.policy import Policy
from segue.settings import Settings
from segue.store.sqlite import SqliteStore

POLICY = Policy(team=ORDERS, brand="Fernhill")


async def test_the_journal_gives_the_same_events_again(tmp_path: Path) -> None:
    file, clock = tmp_path / "segue.db", Turned()
    store = SqliteStore(file)
    segue = put_together(Settings(), store, Scripted(), read, Postbox(), clock=clock, policy=POLICY)
    await store.start()
    await store.save_team(Team(ORDERS, "Orders"))
    for agent in (ANA, BEN):
        known = Agent(agent, agent.title(), f"{agent}@example.com", "agent", (ORDERS,), 2)
        await store.save_agent(known, "hash")
        await store.set_status(agent, "available")
    await segue.staffing.refresh()
    segue.hub.listen(segue._heard)  # noqa: SLF001 - what its start does
    opening: tuple[i.Input, ...] = (
        i.ConversationStarted(1001),
        i.CustomerSaid("where is order 1234? mail me at wren@example.com"),
        i.CustomerSaid("I want to talk to a human"),
    )
    for heard in opening:
        kept = await segue.turns.take(C1, heard, new=True)
        clock.go_on(seconds=7)
    handoff = kept.conversation.handoff
    assert handoff is not None
    epoch = Epoch(kept.conversation.epoch + 1)
    ending: tuple[i.Input, ...] = (
        i.AgentFound(ANA, "Ana", handoff.id),
        i.AgentAccepted(who(ANA)),
        i.AgentSaid(who(ANA), "Hi.", epoch),
        i.AgentTransferred(who(ANA), "not mine", epoch, team=ORDERS),
        i.CustomerChose("leave_message", text="call me"),
    )
    for heard in ending:
        await segue.turns.take(C1, heard)
        clock.go_on(seconds=11)
    rows = await store.events(C1)
    moments = {row.seq: row.at for row in rows}
    await store.stop()

    was, again = Conversation(C1), list[Event]()
    kept_rows = sqlite3.connect(file).execute(
        "SELECT seq, input, note FROM event WHERE input IS NOT NULL ORDER BY seq"
    )
    for seq, heard_json, note in kept_rows.fetchall():
        heard = msgspec.json.decode(heard_json, type=i.Input)
        floor = msgspec.json.decode(note, type=RestedOn).floor if note else NOBODY
        was, events, _ = step(was, heard, POLICY, floor, now=moments[seq])
        again += events
    assert again == [row.event for row in rows]
