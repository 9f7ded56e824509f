"""Scores that mean what they say: better where they were off, left alone where they were not."""

from __future__ import annotations

import math
import random

import pytest
from msgspec.structs import replace

from app.conftest import ANA, House, who
from app.test_replaying import CALM, CROSS, MISS, WORDS, answer, chat, journal_of
from segue.app.calibrating import FEWEST, SIGNALS, Label, fit, fit_hazard, labels_of
from segue.app.calibrating.hazard import NAMES, rows_of
from segue.app.ports import Example
from segue.domain import inputs as i
from segue.domain.hazard import WEIGHTS
from segue.domain.policy import Calibration
from segue.domain.signals import Signals


def drawn(n: int, *, true: Calibration, seed: int = 3) -> list[Label]:
    """So many labels whose real chance is what `true` makes of the score."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    scores = [dice.uniform(0.05, 0.95) for _ in range(n)]
    return [Label("frustration", p, int(dice.random() < true.applied(p))) for p in scores]


@pytest.mark.parametrize("n", [FEWEST, 400])
def test_scores_that_are_badly_off_get_better_where_nobody_looked(n: int) -> None:
    labels = drawn(n, true=Calibration("frustration", -2.0, 1.0))
    found = fit("frustration", labels)
    assert found.helps
    assert found.shift < 0
    assert found.ece_after < found.ece_before
    made = found.calibration()
    assert made.turns == n
    assert made.applied(0.5) < 0.5


def test_with_few_labels_scores_that_were_right_are_hardly_moved() -> None:
    found = fit("frustration", drawn(FEWEST, true=Calibration("frustration")))
    made = found.calibration()
    assert abs(made.shift) < 0.3
    assert all(abs(made.applied(p / 10) - p / 10) < 0.1 for p in range(1, 10))


@pytest.mark.parametrize("labels", [[], drawn(FEWEST - 1, true=Calibration("frustration", -2.0)),
                                    [Label("frustration", 0.5, 1)] * 80])  # fmt: skip
def test_too_few_labels_or_only_one_kind_change_nothing(labels: list[Label]) -> None:
    found = fit("frustration", labels)
    assert not found.enough
    assert not found.helps


def test_certainty_stays_what_it_is() -> None:
    off = Calibration("wants_person", 1.0, 2.0)
    assert (off.applied(0.0), off.applied(1.0)) == (0.0, 1.0)
    assert Calibration("wants_person").applied(0.3) == pytest.approx(0.3)


async def test_offers_verdicts_ratings_and_endings_are_labels(house: House) -> None:
    suspected = Signals(wants_person=0.6, wants_person_by="model", frustration=0.2)
    one = await chat(house, "offered", [(WORDS[0], suspected, answer(0.8))])
    await house.say(i.CustomerDeclinedPerson(), conversation=one)
    assert Label("wants_person", 0.6, 0) in labels_of(await journal_of(house, one))
    two = await chat(house, "taken", [(WORDS[0], suspected, answer(0.8))])
    await house.say(i.CustomerTookPerson(), conversation=two)
    assert Label("wants_person", 0.6, 1) in labels_of(await journal_of(house, two))
    three = await chat(house, "again", [(WORDS[0], CALM, answer(0.7)), (WORDS[0], CROSS, None)])
    assert Label("confidence", 0.7, 0) in labels_of(await journal_of(house, three))
    four = await chat(house, "quiet", [(WORDS[0], CALM, answer(0.7))])
    assert labels_of(await journal_of(house, four)) == []
    assert {one.signal for one in labels_of(await journal_of(house, three))} <= set(SIGNALS)


async def test_the_weights_of_the_hazard_are_fitted_to_handovers(house: House) -> None:
    names = []
    for n in range(8):
        missed = await chat(house, f"missed{n}", [(WORDS[0], CALM, MISS), (WORDS[1], CALM, MISS)])
        fine = await chat(
            house, f"fine{n}", [(WORDS[0], CALM, answer()), (WORDS[3], CALM, answer())]
        )
        names += [missed, fine]
    journals = [(name, await journal_of(house, name)) for name in names]
    found = fit_hazard([rows_of(name, one, house.segue.book.at) for name, one in journals])
    assert found.handovers == 8
    assert set(found.weights) == set(NAMES) == set(WEIGHTS)
    assert not found.helps, "eight handovers are too few to believe"
    assert found.log_loss_after < 2


async def test_a_calibration_changes_what_rules_see_and_nothing_that_is_kept(house: House) -> None:
    form = {
        "segue_policy": 1,
        "calibration": {"frustration": {"shift": 4.0, "slope": 1.0, "turns": 60}},
        "rules": [{"id": "cross", "lane": "mood", "do": "hand_off",
                   "when": [{"frustration": {"at_least": 0.65}}]}],
    }  # fmt: skip
    book = house.segue.book
    await book.publish(form, by="segue calibrate", note="", based_on=1)
    one = await chat(house, "low", [(WORDS[0], replace(CALM, frustration=0.2), answer())])
    kept = (await house.segue.store.conversations([one]))[0]
    assert kept.handoff is not None
    assert kept.handoff.rule == "cross"
    assert kept.seen[-1].signals.frustration == 0.2
    await book.restore(1, by="Ines")
    two = await chat(house, "low2", [(WORDS[0], replace(CALM, frustration=0.2), answer())])
    assert (await house.segue.store.conversations([two]))[0].handoff is None


@pytest.mark.parametrize("n", [FEWEST, 200, 1000])
def test_scores_that_were_right_are_rarely_touched_and_never_spoiled(n: int) -> None:
    """Over many draws: what is applied to scores that meant what they said does next to no harm."""
    applied, rounds = 0, 30
    for seed in range(rounds):
        found = fit("frustration", drawn(n, true=Calibration("frustration"), seed=seed))
        applied += found.helps
        made = found.calibration() if found.helps else Calibration("frustration")
        worse = [divergence(p / 20, made.applied(p / 20)) for p in range(1, 20)]
        assert sum(worse) / len(worse) < 0.05
    assert applied <= rounds // 5


def divergence(p: float, q: float) -> float:
    """What believing `q` costs where `p` is true, in nats (Kullback and Leibler 1951)."""
    return p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))


def test_a_second_calibration_is_held_against_the_first() -> None:
    true = Calibration("frustration", -2.0, 1.0)
    found = fit("frustration", drawn(400, true=true), live=true)
    assert not found.helps, "it is calibrated already"
    assert found.ece_before < 0.1


async def test_turns_labelled_by_hand_outdo_what_the_customer_did(house: House) -> None:
    suspected = Signals(wants_person=0.6, wants_person_by="model", frustration=0.2)
    one = await chat(house, "offered", [(WORDS[0], suspected, answer(0.8))])
    await house.say(i.CustomerDeclinedPerson(), conversation=one)
    journal = await journal_of(house, one)
    seq = next(turn.rows[0].seq for turn in journal if isinstance(turn.heard, i.CustomerSaid))
    by_hand = Example(one, seq, "person", "Ines", house.clock())
    assert Label("wants_person", 0.6, 1) in labels_of(journal, [by_hand])
    assert Label("wants_person", 0.6, 0) not in labels_of(journal, [by_hand])


async def ended(house: House, name: str, score: int | None) -> list[Label]:
    """An answered question; the customer is gone, and perhaps rates it."""
    one = await chat(house, name, [(WORDS[0], CALM, answer(0.7))])
    kept = await house.say(i.CustomerWentAway(), conversation=one)
    await house.say(i.IdleTimedOut(kept.conversation.epoch), conversation=one)
    if score is not None:
        await house.say(i.CustomerRated(score), conversation=one)
    found = labels_of(await journal_of(house, one))
    return [label for label in found if label.signal == "confidence"]


async def test_how_it_ended_says_whether_an_answer_was_right(house: House) -> None:
    assert await ended(house, "gone", None) == [Label("confidence", 0.7, 1)]
    assert await ended(house, "glad", 5) == [Label("confidence", 0.7, 1)]
    assert await ended(house, "cross", 1) == [Label("confidence", 0.7, 0)]


async def test_what_a_person_solved_does_not_speak_for_the_assistant(house: House) -> None:
    one = await chat(
        house,
        "solved",
        [(WORDS[0], CALM, answer(0.7)), (WORDS[2], CALM, MISS), (WORDS[3], CALM, MISS)],
    )
    kept = (await house.segue.store.conversations([one]))[0]
    assert kept.handoff is not None
    await house.on_shift(ANA)
    await house.say(i.AgentFound(ANA, "Ana", kept.handoff.id), i.AgentAccepted(who(ANA)),
                    i.AgentClosed(who(ANA)), i.CustomerRated(5), conversation=one)  # fmt: skip
    found = labels_of(await journal_of(house, one))
    assert not [label for label in found if label.signal == "confidence"]
