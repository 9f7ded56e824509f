"""Work that must not be forgotten: done once, tried again, and buried where it can be seen."""

from __future__ import annotations

from datetime import timedelta

from app.conftest import ANA, C1, House, who
from segue.app.jobs import PAUSES_S, pause_after
from segue.app.ports_bot import BotReply
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.inputs import (
    AgentAccepted,
    AgentFound,
    CustomerAskedForPerson,
    CustomerAskedTranscript,
    CustomerSaid,
)


def test_pauses_grow_and_end() -> None:
    pauses = [pause_after(n, 0.5) for n in range(1, len(PAUSES_S) + 2)]
    assert pauses[:3] == [timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30)]
    assert pauses[-1] is None


async def said(house: House) -> list[tuple[str, str]]:
    rows = await house.segue.store.events(C1)
    return [
        (str(row.event.author), row.event.text)
        for row in rows
        if isinstance(row.event, e.MessagePosted)
    ]


async def test_a_question_is_read_then_answered(house: House) -> None:
    await house.start()
    await house.say(CustomerSaid("where is my parcel"))
    await house.work()
    assert await said(house) == [("customer", "where is my parcel"), ("bot", "Hello.")]
    assert house.bot.heard[0].text == "where is my parcel"


async def test_a_bot_that_fails_opens_the_conversation_to_people(house: House) -> None:
    house.bot.says = [RuntimeError("boom")]
    await house.start()
    await house.say(CustomerSaid("where is my parcel"))
    await house.work()
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, s.Waiting)
    assert one.stage.handoff.reason == s.Reason.BOT_ERROR


async def test_an_empty_answer_is_a_failure(house: House) -> None:
    house.bot.says = [BotReply("  ", sure=True)]
    await house.start()
    await house.say(CustomerSaid("where is my parcel"))
    await house.work()
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, s.Waiting)


async def test_a_question_that_was_overtaken_asks_no_bot(house: House) -> None:
    await house.start()
    await house.say(CustomerSaid("where is my parcel"), CustomerAskedForPerson())
    await house.work()
    assert [turn.companion for turn in house.bot.heard] in ([], [True])
    assert all(author != "bot" for author, _ in await said(house)) or house.bot.heard


async def test_a_mail_that_is_refused_goes_out_later_with_the_same_id(house: House) -> None:
    house.mailer.refuses = 2
    await house.start()
    await house.say(CustomerAskedTranscript("wren@example.com"))
    for _ in range(4):
        await house.work()
        house.clock.go_on(minutes=1)
    assert len(house.mailer.mails) == 1
    counts = await house.segue.store.job_counts(house.clock())
    assert (counts.due, counts.scheduled, counts.dead) == (0, 0, 0)


async def test_what_fails_for_good_is_buried_and_can_be_dug_up(house: House) -> None:
    house.mailer.refuses = len(PAUSES_S) + 1
    await house.start()
    await house.say(CustomerAskedTranscript("wren@example.com"))
    for _ in range(len(PAUSES_S) + 2):
        await house.work()
        house.clock.go_on(hours=2)
    dead = await house.segue.store.dead()
    assert [job.kind for job in dead] == ["send_mail"]
    assert "the mail server is away" in dead[0].last_error
    assert await house.segue.store.revive(dead[0].id, house.clock())
    await house.work()
    assert len(house.mailer.mails) == 1


async def test_an_offer_that_rings_out_goes_back_to_the_line(house: House) -> None:
    await house.start()
    kept = await house.say(CustomerAskedForPerson())
    handoff = kept.conversation.handoff
    assert handoff is not None
    await house.on_shift(ANA)
    await house.say(AgentFound(ANA, "Ana", handoff.id))
    house.clock.go_on(seconds=31)
    await house.work()
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, s.Waiting)
    assert one.stage.passed[0].agent == ANA


async def test_a_timer_that_comes_too_late_decides_nothing(house: House) -> None:
    await house.start()
    kept = await house.say(CustomerAskedForPerson())
    handoff = kept.conversation.handoff
    assert handoff is not None
    await house.on_shift(ANA)
    await house.say(AgentFound(ANA, "Ana", handoff.id), AgentAccepted(who(ANA)))
    house.clock.go_on(hours=1)
    await house.work()
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, s.WithAgent)
