"""Actions that did not work, or may have; and what agents do by themselves."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from domain.doings import CHECKED, EYES, MINE, RETURN, TRACK, acts, ended, runs
from domain.scene import (
    ANA,
    BEN,
    LEA,
    NOON,
    handoff,
    kinds,
    over,
    says,
    with_ana,
    with_bot,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import ActionCall
from segue.domain.briefing import brief

# --- when it does not work ----------


def test_what_failed_is_said_and_a_person_is_offered() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    said, done, offered = scene.hears(ended(scene, "failed", text="", why="HTTP 500"))
    assert isinstance(said, e.MessagePosted)
    assert said.text == "That didn’t work. A person can look at it."
    assert isinstance(done, e.ActionDone)
    assert done.result.why == "HTTP 500"
    assert isinstance(offered, e.PersonOffered)
    assert "HTTP 500" in offered.evidence[-1].text
    assert kinds(says(scene, "yes")) == ["MessagePosted", "HandoffRequested"]


def test_a_declined_person_is_not_offered_again_at_once() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    scene.hears(ended(scene, "failed"), i.CustomerDeclinedPerson())
    says(scene, "Try again")
    acts(scene, TRACK)
    assert kinds(scene.hears(ended(scene, "failed"))) == ["MessagePosted", "ActionDone"]


def test_what_may_have_happened_is_looked_at_by_a_person() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    *_, called = scene.hears(ended(scene, "unsure", text="", why="no answer in time"))
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.BOT_ERROR
    assert called.handoff.evidence[-1].label == "action_unsure"
    card = brief(scene.one)
    assert card is not None
    assert [one.outcome for one in card.done] == ["unsure"]


def test_what_the_other_system_refuses_is_an_answer() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    said, _ = scene.hears(ended(scene, "refused", text="It was sent back already."))
    assert isinstance(said, e.MessagePosted)
    assert said.text == "It was sent back already."


def test_where_the_other_system_wants_somebody_to_agree_a_colleague_is_asked() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    said, done, wanted = scene.hears(ended(scene, "refused", then=EYES))
    assert isinstance(said, e.MessagePosted)
    assert isinstance(done, e.ActionDone)
    assert done.result.then is None
    assert isinstance(wanted, e.ActionWanted)
    assert (wanted.run.n, wanted.run.state) == (2, "approval")


def test_what_would_go_round_by_itself_does_not() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    assert kinds(scene.hears(ended(scene, "refused", then=TRACK))) == [
        "MessagePosted",
        "ActionDone",
    ]


def test_an_answer_that_never_comes_is_not_waited_for_for_ever() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    assert kinds(scene.later(minutes=2)) == ["MessagePosted", "ActionDone", "HandoffRequested"]
    assert kinds(scene.hears(ended(scene))) == ["Dropped"]


def test_meanwhile_nothing_else_is_begun_and_that_is_said() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    says(scene, "Send it back")
    (said,) = acts(scene, RETURN)
    assert isinstance(said, e.MessagePosted)
    assert said.text.startswith("I’m still doing")
    assert scene.one.actions == 1


def test_what_may_have_happened_after_the_end_brings_it_back_to_people() -> None:
    scene = over()
    scene.hears(i.AgentPicked(ANA))
    scene.hears(i.AgentActed(ANA, TRACK, scene.one.epoch), i.AgentClosed(ANA))
    scene.hears(i.AgentClosed(ANA))
    assert isinstance(scene.one.stage, s.Closed)
    *_, called = scene.hears(ended(scene, "unsure"))
    assert isinstance(called, e.HandoffRequested)


# --- agents ----------


def test_whoever_has_it_runs_an_action_without_asking_anybody() -> None:
    scene = with_ana()
    (wanted,) = scene.hears(i.AgentActed(ANA, CHECKED, scene.one.epoch))
    assert isinstance(wanted, e.ActionWanted)
    assert (wanted.run.state, wanted.run.by, wanted.run.name) == ("running", ANA.id, "Ana Ruiz")
    assert runs(scene)
    (done,) = scene.hears(ended(scene))
    assert isinstance(done, e.ActionDone)
    assert (done.by, done.name, done.said) == (ANA.id, "Ana Ruiz", False)
    assert scene.one.last.author != "bot"


def test_others_and_those_who_look_at_an_old_state_do_not() -> None:
    scene = with_ana()
    epoch = scene.one.epoch
    assert scene.refuses(i.AgentActed(BEN, TRACK, epoch)) == "not_yours"
    assert scene.refuses(i.AgentActed(ANA, TRACK, type(epoch)(0))) == "stale_owner"
    assert kinds(scene.hears(i.AgentActed(LEA, TRACK, epoch))) == ["ActionWanted"]
    assert scene.refuses(i.AgentActed(ANA, TRACK, epoch)) == "not_now"


def test_an_agent_too_needs_a_customer_who_is_known_for_sure() -> None:
    scene = with_ana()
    mine = replace(TRACK, needs_identity=True)
    assert scene.refuses(i.AgentActed(ANA, mine, scene.one.epoch)) == "not_now"
    scene.hears(MINE)
    assert kinds(scene.hears(i.AgentActed(ANA, mine, scene.one.epoch))) == ["ActionWanted"]


def test_what_can_be_taken_back_is_taken_back_once() -> None:
    scene = with_ana()
    epoch = scene.one.epoch
    back = ActionCall("cancel", "Cancel the return", undoes=1)
    assert scene.refuses(i.AgentActed(ANA, back, epoch)) == "not_now"
    scene.hears(i.AgentActed(ANA, RETURN, epoch), ended(scene, n=1, undo="cancel"))
    scene.hears(i.AgentActed(ANA, back, epoch), ended(scene, n=2))
    assert [one.undone for one in scene.one.done] == [True, False]
    assert scene.one.done[-1].undoes == 1
    assert scene.refuses(i.AgentActed(ANA, back, epoch)) == "not_now"


def test_what_was_done_stands_in_the_brief_of_the_next_person() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    scene.hears(ended(scene, rows=(("Arrives", "tomorrow"),)), i.CustomerAskedForPerson())
    card = brief(scene.one)
    assert card is not None
    assert [(one.title, one.rows[0].value) for one in card.done] == [("Track an order", "tomorrow")]
    assert handoff(scene).at == NOON + timedelta(0)
