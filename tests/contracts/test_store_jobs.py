"""Jobs: nothing is forgotten, and nothing that was cancelled comes back."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from contracts.house import ANA, C1, NOW, House, names
from segue.app.ports import JobCounts
from segue.domain.effects import Consider, SendMail, SetTimer
from segue.domain.ids import Seq
from segue.domain.inputs import (
    AgentAccepted,
    AgentPicked,
    CustomerAskedForPerson,
    CustomerAskedTranscript,
    OfferExpired,
    WaitReached,
)

LEASE = 30.0


async def test_a_turn_leaves_its_work_in_the_same_commit(house: House) -> None:
    await house.begin()
    said = await house.say(C1, "Where is my order?")
    (job,) = await house.store.claim(house.now, LEASE, 10)
    assert (job.kind, job.conversation, job.attempts) == ("consider", C1, 0)
    assert job.key == f"{C1}/{said.seq}/0"
    assert msgspec.json.decode(job.body, type=Consider) == Consider(said.conversation.heard)
    assert job.run_at == house.now + timedelta(seconds=LEASE)


async def test_a_mail_is_a_job_of_its_own(house: House) -> None:
    await house.begin()
    kept = await house.take(C1, CustomerAskedTranscript("kim@example.test"))
    (job,) = await house.store.claim(house.now, LEASE, 10)
    assert job.kind == "send_mail"
    mail = msgspec.json.decode(job.body, type=SendMail)
    assert (mail.what, mail.to) == ("transcript", "kim@example.test")
    assert job.key.startswith(f"{C1}/{kept.seq}/")


async def test_a_claimed_job_is_nobody_elses_until_the_lease_ends(house: House) -> None:
    await house.begin()
    await house.say(C1, "Hello")
    claims = await asyncio.gather(*(house.store.claim(house.now, LEASE, 1) for _ in range(5)))
    assert sum(len(claim) for claim in claims) == 1
    assert await house.store.claim(house.later(seconds=LEASE - 1), LEASE, 10) == []
    (again,) = await house.store.claim(house.later(seconds=2), LEASE, 10)
    assert again.attempts == 1, "the first worker died: that was an attempt"
    await house.store.done([again.id])
    assert await house.store.claim(house.later(hours=1), LEASE, 10) == []
    assert await house.store.job_counts(house.now) == JobCounts()


async def test_jobs_are_claimed_in_order_and_in_portions(house: House) -> None:
    for n in range(5):
        await house.store.put(f"j{n}", "test", b"{}", NOW + timedelta(seconds=n))
    await house.store.put("later", "test", b"{}", NOW + timedelta(hours=1))
    at = NOW + timedelta(minutes=1)
    first = await house.store.claim(at, LEASE, 3)
    rest = await house.store.claim(at, LEASE, 3)
    assert [job.key for job in (*first, *rest)] == ["j0", "j1", "j2", "j3", "j4"]
    assert await house.store.next_due() == at + timedelta(seconds=LEASE)
    assert await house.store.job_counts(at) == JobCounts(scheduled=1, running=5)
    await house.store.done([job.id for job in first])
    later = at + timedelta(seconds=LEASE)
    assert await house.store.job_counts(later) == JobCounts(due=2, scheduled=1)


async def test_a_failed_job_is_tried_again_later_with_its_reason(house: House) -> None:
    await house.store.put("mail", "test", b"\x00\xff", NOW)
    (job,) = await house.store.claim(NOW, LEASE, 1)
    await house.store.again(job.id, NOW + timedelta(minutes=1), "refused\x00 \ud800" + "x" * 900)
    assert await house.store.claim(NOW + timedelta(seconds=59), LEASE, 1) == []
    (again,) = await house.store.claim(NOW + timedelta(minutes=1), LEASE, 1)
    assert (again.id, again.attempts, again.body) == (job.id, 1, b"\x00\xff")
    assert again.last_error.startswith("refused")
    assert len(again.last_error) <= 500


async def test_a_buried_job_is_shown_and_can_be_dug_up(house: House) -> None:
    await house.store.put("mail", "test", b"{}", NOW)
    (job,) = await house.store.claim(NOW, LEASE, 1)
    await house.store.bury(job.id, "no such address")
    assert await house.store.claim(NOW + timedelta(days=1), LEASE, 1) == []
    assert await house.store.next_due() is None
    (dead,) = await house.store.dead()
    assert (dead.id, dead.dead, dead.last_error) == (job.id, True, "no such address")
    assert await house.store.job_counts(NOW) == JobCounts(dead=1)

    assert await house.store.revive(job.id, NOW)
    assert not await house.store.revive(job.id, NOW)
    assert not await house.store.revive(job.id + 1000, NOW)
    (alive,) = await house.store.claim(NOW, LEASE, 1)
    assert (alive.id, alive.attempts, alive.dead) == (job.id, 0, False)


async def test_a_job_that_kills_its_workers_is_buried(house: House) -> None:
    await house.store.put("poison", "test", b"{}", NOW)
    begun = 0
    while await house.store.claim(house.later(seconds=2 * LEASE), LEASE, 1):
        begun += 1
    assert begun == 20
    (dead,) = await house.store.dead()
    assert "never ended" in dead.last_error


async def test_putting_a_key_again_replaces_it_and_cancelling_forgets_it(house: House) -> None:
    await house.store.put("report", "test", b"1", NOW)
    await house.store.put("report", "test", b"2", NOW + timedelta(hours=1))
    assert await house.store.claim(NOW, LEASE, 10) == []
    assert await house.store.next_due() == NOW + timedelta(hours=1)
    await house.store.cancel("report")
    assert await house.store.next_due() is None


# --- timers --------------------------------------------------------------------------------------


async def test_a_timer_is_one_row_that_moves(house: House) -> None:
    await house.wait_in_line()
    assert await house.store.next_due() == NOW + timedelta(minutes=1)
    house.later(minutes=1)
    (timer,) = await house.store.claim(house.now, LEASE, 10)
    assert (timer.kind, timer.key) == ("timer", f"{C1}/timer/wait")
    then = msgspec.json.decode(timer.body, type=SetTimer).then
    assert then == WaitReached("c_1.h1", 1)  # type: ignore[arg-type]

    await house.take(C1, then)
    await house.store.done([timer.id])
    due = await house.store.next_due()
    assert due is not None, "who ends the old timer must not take the new one away"
    (second,) = await house.store.claim(due, LEASE, 10)
    assert second.key == timer.key
    assert second.id != timer.id


async def test_a_person_who_joins_ends_every_timer_of_the_conversation_and_no_other(
    house: House,
) -> None:
    one, other = names(2)
    await house.wait_in_line(one)
    await house.wait_in_line(other)
    await house.offer(one, ANA, 1)
    assert (await house.store.job_counts(house.now)).scheduled == 3
    await house.take(one, AgentAccepted(ANA))
    (left,) = await house.store.claim(NOW + timedelta(days=1), LEASE, 10)
    assert left.key == f"{other}/timer/wait"


async def test_an_offer_that_ends_cancels_its_timer_by_name(house: House) -> None:
    await house.wait_in_line()
    offered = await house.offer(C1, ANA, 1)
    offer = offered.conversation.offers
    await house.take(C1, OfferExpired(ANA.id, offer))
    keys = {job.key for job in await house.store.claim(NOW + timedelta(days=1), LEASE, 10)}
    assert keys == {f"{C1}/timer/wait"}


async def test_timers_set_and_cancelled_in_one_batch_end_as_said_last(house: House) -> None:
    some = names(20)
    await asyncio.gather(*(house.begin(name, n) for n, name in enumerate(some)))
    await asyncio.gather(
        *(house.take(name, CustomerAskedForPerson()) for name in some),
        *(house.take(name, AgentPicked(ANA)) for name in some[::2]),
    )
    keys = {job.key for job in await house.store.claim(NOW + timedelta(days=1), LEASE, 100)}
    assert keys == {f"{name}/timer/wait" for name in some[1::2]}


async def test_a_refused_turn_leaves_no_work(house: House) -> None:
    await house.begin()
    with pytest.raises(Exception, match="offer"):
        await house.take(C1, AgentAccepted(ANA))
    assert await house.store.next_due() is None


async def test_work_survives_a_restart_and_comes_back_when_its_worker_died(
    lasting: House,
) -> None:
    await lasting.begin()
    await lasting.say(C1, "Hello")
    (job,) = await lasting.store.claim(lasting.now, LEASE, 10)
    await lasting.again()
    assert await lasting.store.claim(lasting.later(seconds=LEASE - 1), LEASE, 10) == []
    (again,) = await lasting.store.claim(lasting.later(seconds=1), LEASE, 10)
    assert (again.id, again.key) == (job.id, job.key)
    assert await lasting.store.latest_events(C1, 1) != []
    assert Seq(2) in await lasting.seqs()
