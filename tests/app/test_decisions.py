"""Why then, and why not earlier: told from the journal, and never other than what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from segue.app.decisions import Decisions, Taken, decisions, steps
from segue.app.decisions.readings import Reading
from segue.app.decisions.trying import Line, tried
from segue.app.ports import Row
from segue.app.turn import RestedOn
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.errors import Refused
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, Epoch, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.rules import AllOf, Count, Do, Lane, Rule, Test
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import Fallback
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Basis, Signals

ORDERS, BILLING = TeamId("orders"), TeamId("billing")
THERE = Floor((
    TeamNow(ORDERS, "Orders", staffed=2, free=2, eta_low_s=60, eta_high_s=120),
    TeamNow(BILLING, "Billing", staffed=1, free=1),
))  # fmt: skip
NOBODY_THERE = Floor((TeamNow(ORDERS, "Orders"), TeamNow(BILLING, "Billing")))
POLICY = Policy(team=ORDERS, brand="Fernhill", version=6)
MARCO = i.Who(AgentId("marco"), "Marco Polo")
WREN = i.ConversationStarted(4809, contact=i.Contact(name="Wren Fielding"))
AT = datetime(2026, 1, 1, 13, 58, 2, tzinfo=UTC)
SURE = (s.Source("refunds", "Refund policy"),)


@dataclass
class Told:
    """A conversation as it goes on, and the journal that is kept of it."""

    policy: Policy = POLICY
    floor: Floor = THERE
    now: datetime = AT
    was: Conversation = field(default_factory=lambda: Conversation(ConversationId("c1")))
    journal: list[Taken] = field(default_factory=list)

    def take(self, *heard: i.Input, after: float = 1) -> Told:
        for one in heard:
            before = self.was
            self.was, events, _ = step(before, one, self.policy, self.floor, now=self.now)
            rows = tuple(
                Row("", before.id, Seq(before.seq + n), self.now, event)
                for n, event in enumerate(events, 1)
            )
            if rows:
                rested = RestedOn(self.policy.version, self.floor)
                self.journal.append(Taken(one, rested, rows))
            self.now += timedelta(seconds=after)
        return self

    def says(self, text: str, signals: Signals | None = None, *, after: float = 1) -> Told:
        self.take(i.CustomerSaid(text), after=after)
        return self.take(i.Understood(self.was.heard, signals or Signals()))

    def answers(self, text: str = "Yes.", confidence: float = 0.9, *, sure: bool = True) -> Told:
        sources = SURE if sure else ()
        return self.take(
            i.BotAnswered(self.was.heard, self.was.epoch, text, sure, confidence, sources)
        )

    @property
    def decisions(self) -> Decisions:
        return decisions(self.was.id, self.journal, lambda _: self.policy, brand="Fernhill")

    @property
    def last(self) -> str:
        """The text of what came of the customer's newest turn."""
        return [one for one in self.decisions.turns if one.author == "customer"][-1].outcome.text


def calm() -> Told:
    """Wren asked something, the assistant answered; then it missed once."""
    told = Told().take(WREN)
    told.says(
        "My refund for order 1234 still isn’t here",
        Signals(frustration=0.34, basis=(Basis("frustration", "still isn’t here"),)),
    ).answers("Refunds arrive in 5 to 7 days.", 0.92)
    return told.says("and what if not?", Signals(frustration=0.2)).answers("Hm.", 0.3, sure=False)


def handed_over() -> Told:
    told = calm().says("Get me a person", Signals(frustration=0.81, wants_person=0.97))
    told.take(i.BotAnswered(told.was.heard, Epoch(0), "Too late", sure=True))
    handoff = told.was.handoff
    assert handoff is not None
    told.take(i.AgentFound(MARCO.id, MARCO.name, handoff.id), after=42)
    told.take(i.AgentAccepted(MARCO))
    return told.take(i.AgentSaid(MARCO, "Hi Wren", told.was.epoch), i.AgentJudged(MARCO, "right"))


# --- two sentences and what stands beside them ----------


def test_why_then_and_why_not_earlier_are_two_sentences_of_facts() -> None:
    why = handed_over().decisions.why
    assert why.then == (
        "At 13:58 Wren asked for a person. That rule always wins, so the handoff came with that "
        "message."
    )
    assert why.not_earlier == (
        "Earlier, nothing had crossed its line: frustration was 0.34 of 0.60 and only one answer "
        "had missed."
    )


def test_the_facts_are_the_wait_what_was_said_twice_and_the_verdict() -> None:
    told = handed_over().decisions
    facts = [(one.icon, one.text) for one in told.why.facts]
    assert facts == [
        ("timer", "Asked to joined: 45 s"),
        ("repeat", "Nothing asked twice"),
        ("check", "Marco: right call"),
    ]
    assert (told.promised_s, told.took_s, told.verdict) == ((60, 120), 45, "right")


def test_what_the_customer_had_to_say_again_to_the_person_is_named() -> None:
    told = handed_over().take(i.CustomerSaid("As I said: order 1234"))
    assert ("repeat", "Said twice: order 1234") in [
        (one.icon, one.text) for one in told.decisions.why.facts
    ]


def test_a_wrong_verdict_is_told_as_one() -> None:
    told = handed_over().take(i.AgentJudged(MARCO, "bots_job"))
    assert ("x", "Marco: the assistant’s job") in [
        (one.icon, one.text) for one in told.decisions.why.facts
    ]


def test_a_late_automated_answer_was_held_back_and_is_counted() -> None:
    lines = [one for one in handed_over().decisions.turns if one.author == "system"]
    assert "1 late automated answer held back" in [one.text for one in lines[0].notes]
    assert lines[1].notes[0].text == "Promised about 1–2 min. Took 45 s."


def test_without_a_handoff_it_says_why_there_was_none() -> None:
    why = calm().decisions.why
    assert why.then == "No person was called: in 2 turns nothing crossed its line."
    assert why.not_earlier.startswith("Closest was: frustration was 0.34 of 0.60")


def test_an_empty_conversation_has_nothing_to_decide() -> None:
    told = Told().take(WREN).decisions
    assert (told.turns, told.why.not_earlier) == ((), "")
    assert told.why.then == "Nothing was said yet, so there was nothing to decide."


def test_the_button_always_leads_to_a_person() -> None:
    told = calm().take(i.CustomerAskedForPerson())
    assert "pressed the button" in told.decisions.why.then
    line = told.decisions.turns[-1]
    assert (line.author, line.outcome.kind, line.outcome.lane) == ("system", "handed_off", "asked")


def test_a_rule_that_called_is_named_with_what_it_met() -> None:
    told = calm().says("still?").answers("Hm.", 0.2, sure=False)
    why = told.decisions.why
    assert why.then == (
        "At 13:58 the rule “Two misses” called a person: answers that missed reached 2, its line "
        "is 2."
    )
    kept_back = told.decisions.turns[-2]
    assert (kept_back.author, kept_back.outcome.kind) == ("bot", "handed_off")
    assert not kept_back.sent
    assert kept_back.notes[0].text == "Not sent: a person was called instead."


def test_an_offer_that_was_declined_stands_in_the_sentences() -> None:
    told = Told().take(WREN).says("this is awful!!", Signals(anger=0.9))
    assert told.last.startswith("A person was offered. Lane 5, “Losing patience”, decided.")
    told.take(i.CustomerDeclinedPerson())
    then = told.decisions.why.then
    assert then.startswith("No person was called: one was offered at 13:58")
    told.says("awful, still", Signals(anger=0.9))
    assert "declined shortly before" in told.last
    told.take(i.CustomerAskedForPerson())
    assert told.decisions.why.not_earlier == (
        "Earlier, a person had been offered at 13:58 (“Losing patience”), and Wren declined."
    )


# --- each turn ----------


def test_a_turn_shows_its_numbers_their_lines_and_the_words_they_rest_on() -> None:
    turn = handed_over().decisions.turns[0]
    meter = turn.meters[0]
    assert (meter.label, meter.value, meter.needs, meter.held) == ("Frustration", 0.34, 0.6, False)
    assert (turn.moment, turn.policy) == ("heard", 6)
    assert turn.basis[0].text == "still isn’t here"
    assert turn.outcome.text == "Stayed with the assistant. No rule matched."


def test_an_answer_shows_its_source_and_how_sure_it_was() -> None:
    turn = handed_over().decisions.turns[1]
    assert (turn.author, turn.name, turn.confidence) == ("bot", "Fernhill assistant", 0.92)
    assert turn.sources[0].title == "Refund policy"
    assert turn.meters[0].field == "confidence"


def test_the_turn_that_asked_shows_the_deciding_rule_and_what_matched_below_it() -> None:
    turn = next(one for one in handed_over().decisions.turns if one.outcome.kind == "handed_off")
    states = {rule.id: rule.state for rule in turn.rules}
    assert (states["asked"], states["frustration"]) == ("decided", "matched")
    assert (states["two-misses"], states["long"]) == ("not", "not")
    assert "Lane 2, “Asked for a person”, decided." in turn.outcome.text
    whys = {rule.id: rule.why for rule in turn.rules}
    assert (whys["two-misses"], whys["long"]) == ("1 of 2 answers", "3 of 8 turns")


def test_a_near_miss_is_told_as_one() -> None:
    told = Told().take(WREN).says("hm", Signals(frustration=0.55, mood_trend=-0.5, circles=0.55))
    near = {rule.id for rule in told.decisions.turns[0].rules if rule.state == "near"}
    assert near == {"circles", "frustration"}
    assert "Nearest was" in told.last


@pytest.mark.parametrize(
    ("settled", "note"),
    [
        (i.AgentApprovedDraft(MARCO, 1), "Approved by Marco Polo after 1 s"),
        (i.AgentApprovedDraft(MARCO, 1, "Better."), "Edited and approved by Marco Polo after 1 s"),
        (i.AgentRejectedDraft(MARCO, 1), "Rejected by Marco Polo after 1 s"),
        (i.DraftTimedOut(1), "Nobody approved it within 1 s"),
        (i.CustomerSaid("never mind, where is it?"), "Overtaken after 1 s: the customer wrote"),
    ],
)
def test_a_held_answer_shows_what_became_of_it(settled: i.Input, note: str) -> None:
    told = Told().take(WREN).says("one?").answers("Maybe.", 0.4)
    told.says("two?").answers("Perhaps.", 0.3)
    held = told.decisions.turns[-1]
    assert (held.outcome.kind, held.text, held.sent) == ("held", "Perhaps.", False)
    told.take(settled)
    notes = [one.text for turn in told.decisions.turns for one in turn.notes]
    assert any(one.startswith(note) for one in notes), notes


def test_a_team_that_was_learned_is_told_as_such() -> None:
    sure = Signals(team=BILLING, team_p=0.97, team_sure=True, team_like=37)
    before = Told().take(WREN).says("my invoice is wrong", sure).take(i.CustomerAskedForPerson())
    [first, *_] = before.decisions.turns
    assert first.outcome.text == ("Looks like one for Billing: so went earlier ones of its like.")
    assert "Billing, where 37 earlier ones (p .97) went" in str(before.decisions)
    later = Told().take(WREN, i.CustomerAskedForPerson()).says("it is my invoice", sure)
    assert "now with Billing, where earlier ones of its like went" in str(later.decisions)


def test_a_policy_that_is_not_known_any_more_leaves_the_rules_out() -> None:
    told = handed_over()

    def gone(_: int) -> Policy:
        raise LookupError

    shown = decisions(told.was.id, told.journal, gone, brand="Fernhill")
    assert all(turn.rules == () for turn in shown.turns)
    assert shown.why.then.startswith("At 13:58 Wren asked for a person.")


async def test_lines_can_be_tried_on_rules_and_nothing_is_kept() -> None:
    async def read(said: tuple[tuple[str, str], ...]) -> Signals:
        return Signals(anger=0.9 if "!!" in said[-1][1] else 0.1)

    lines = (Line("customer", "where is it?"), Line("bot", "Soon."), Line("customer", "AWFUL!!"))
    turns = await tried(lines, POLICY, read, THERE, AT, WREN)
    assert [turn.outcome.kind for turn in turns if turn.author != "system"] == [
        "stayed",
        "answered",
        "offered",
    ]


# --- never other than what was decided ----------

HOLDS = Rule(
    "hold-all", Lane.BOT_FAILURE, Do.APPROVE, when=AllOf((Test("confidence", "below", 0.6),)),
    fallback=Fallback.UNKNOWN,
)  # fmt: skip
COUNTS = Rule(
    "often", Lane.MOOD, Do.OFFER,
    when=AllOf((Count((Test("frustration", "at_least", 0.5),), times=2, turns=3),)),
)  # fmt: skip
MOVES = Rule(
    "to-billing", Lane.BUSINESS, Do.HAND_OFF, team=BILLING, priority=s.Priority.HIGH,
    when=AllOf((Test("about_money", "at_least", 0.9),)),
)  # fmt: skip
SETS = (RECIPES, (*RECIPES, COUNTS, MOVES), (HOLDS, COUNTS), (MOVES, HOLDS, *RECIPES))


def played(seed: int) -> Told:
    """Anything may happen, under one of some policies."""
    dice = Random(seed)  # noqa: S311 - reproducible, and no secret
    floor = dice.choice([THERE, NOBODY_THERE])
    told = Told(replace(POLICY, rules=Rules(dice.choice(SETS))), floor).take(WREN)
    for _ in range(dice.randint(3, 14)):
        numbers = {
            name: dice.choice([None, round(dice.random(), 2)])
            for name in ("frustration", "anger", "about_money", "repeats", "circles", "mood_trend")
        }
        epoch = dice.choice([told.was.epoch, Epoch(0)])
        about = told.was.heard
        inputs: list[i.Input] = [
            i.CustomerSaid(dice.choice(["hm", "order 1234?", "yes", "a person please"])),
            i.Understood(about, Signals(**numbers)),  # type: ignore[arg-type]
            i.Understood(about, Signals(**numbers)),  # type: ignore[arg-type]
            i.BotAnswered(about, epoch, "x", dice.random() < 0.5, dice.random()),
            i.BotAnswered(about, epoch, "x", dice.random() < 0.5, dice.random()),
            i.CustomerDeclinedPerson(),
            i.AgentRejectedDraft(MARCO, told.was.drafts),
            i.DraftTimedOut(told.was.drafts),
            i.BotFailed(about, epoch),
        ]
        heard = dice.choice(inputs)
        try:
            told.take(heard)
        except Refused:
            continue
        if isinstance(heard, i.CustomerSaid) and dice.random() < 0.8:
            told.take(i.Understood(told.was.heard, Signals(**numbers)))  # type: ignore[arg-type]
    return told


@pytest.mark.parametrize("seed", range(150))
def test_what_is_explained_is_what_was_decided(seed: int) -> None:
    told = played(seed)
    for one in steps(told.was.id, told.journal, lambda _: told.policy):
        kept = [row.event for row in one.taken.rows if isinstance(row.event, e.Judged)]
        read = [_judged(reading) for reading in one.readings]
        assert all(judged in read for judged in kept), (kept, read)
        silent = [judged for judged in read if judged not in kept and judged.matched]
        line = not isinstance(one.before.stage, s.WithBot)
        assert line or not silent, (silent, one.taken.heard)  # in the line, idle rules say nothing
    told.decisions  # noqa: B018 - whatever happened can be told


def _judged(reading: Reading) -> e.Judged:
    found = reading.found
    ids = tuple(rule.id for rule in found.matched)
    fired = found.fired.id if found.fired else ""
    return e.Judged(reading.about, reading.policy.version, ids, fired, reading.kind == "answered")


@pytest.mark.parametrize("seed", range(60))
def test_what_decided_stands_as_decided(seed: int) -> None:
    told = played(seed)
    for turn in told.decisions.turns:
        decided = [rule.id for rule in turn.rules if rule.state == "decided"]
        assert decided in ([], [turn.outcome.rule])
