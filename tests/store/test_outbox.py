"""From effects to rows: pure, so tested without a database."""

from datetime import UTC, datetime, timedelta

from segue.app.crash import Crash
from segue.app.outbox import Cancel, CancelTimers, Put, job_changes, settle
from segue.domain.effects import (
    AskBot,
    CancelTimer,
    Consider,
    CountMissedOffer,
    FindAgent,
    SendMail,
    SetTimer,
)
from segue.domain.ids import AgentId, ConversationId, Epoch, Seq
from segue.domain.inputs import CustomerWentAway

C1, C2 = ConversationId("c_1"), ConversationId("c_2")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def timer(name: str, conversation: ConversationId = C1) -> Put:
    return Put(f"{conversation}/timer/{name}", "timer", conversation, b"", LATER)


def test_effects_become_rows_named_after_where_they_came_from() -> None:
    effects = (
        Consider(Seq(3)),
        FindAgent(),
        AskBot(Seq(3), Epoch(1)),
        CountMissedOffer(AgentId("ana")),
        SendMail("case", "a@example.test", Seq(3)),
        SetTimer("wait", LATER, CustomerWentAway()),
        CancelTimer("offer"),
        CancelTimer("*"),
    )
    changes = job_changes(C1, Seq(3), effects, NOW)
    named = [(one.key, one.kind, one.run_at) for one in changes if isinstance(one, Put)]
    assert named == [
        ("c_1/3/0", "consider", NOW),
        ("c_1/3/2", "ask_bot", NOW),
        ("c_1/3/4", "send_mail", NOW),
        ("c_1/timer/wait", "timer", LATER),
    ]
    assert changes[4:] == [Cancel("c_1/timer/offer"), CancelTimers(C1)]


def test_the_last_word_about_a_key_counts() -> None:
    ends = settle([timer("a"), Cancel("c_1/timer/a"), Cancel("c_1/timer/b"), timer("b")])
    assert ends.put == (timer("b"),)
    assert set(ends.forget) == {"c_1/timer/a", "c_1/timer/b"}


def test_cancelling_all_forgets_what_was_set_before_and_keeps_what_comes_after() -> None:
    ends = settle([timer("a"), timer("a", C2), CancelTimers(C1), timer("b")])
    assert ends.timers_of == (C1,)
    assert set(ends.put) == {timer("a", C2), timer("b")}


def test_a_timer_set_again_is_a_new_row() -> None:
    assert settle([timer("a")]).forget == ("c_1/timer/a",)


def test_work_of_a_turn_needs_nothing_forgotten() -> None:
    assert settle([Put("c_1/3/0", "consider", C1, b"", NOW)]).forget == ()


def test_a_crash_point_counts_its_visits() -> None:
    assert Crash("").left == 1
    crash = Crash("before_commit:2")
    crash.here("after_commit")
    crash.here("before_commit")
    assert crash.left == 1
