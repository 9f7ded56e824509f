"""Reading the rules: fifty of every sort at one moment, and the time to make ten thousand ready.

The moment is the dearest there is: many turns are known, every signal was read, and nothing stops
early, because all rules that match are kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import Any

from segue.benching.measuring import machine
from segue.domain.conversation import Conversation
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import ConversationId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.rules.judging import explain, judge
from segue.domain.rules.moments import Moment
from segue.domain.rules.recipes import RECIPES
from segue.domain.rules.turns import TURNS_KEPT, TurnSeen
from segue.domain.signals import Signals
from segue.policies import check_form, read_form, read_policy, write_yaml

RULES, MANY = 50, 10_000
TARGET_US = 100.0
ENOUGH = 400
TEAM = TeamId("support")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = "I asked for a refund of 84 euros two weeks ago and nothing has come back so far. " * 5
CONDITIONS: tuple[list[dict[str, Any]], ...] = (
    [{"about_money": {"at_least": 0.7}}, {"misses": {"at_least": 1}}],
    [{"in_last": {"turns": 5, "times": 2, "when": [{"confidence": {"below": 0.5}}]}}],
    [{"any": [{"language": ["en", "de"]}, {"tier": "vip"}]}, {"anger": {"above": 0.5}}],
    [{"words": {"has_any": ["refund", "money back", "chargeback"]}}],
    [{"words": {"matches": r"\b(cancel|terminate)\b.*\bcontract\b"}}, {"channel": "web"}],
    [{"urgency": ["fraud_or_theft", "danger"]}, {"none": [{"verified": True}]}],
    [{"topics": "refund"}, {"turns": {"at_least": 3}}, {"minutes": {"above": 5}}],
    [{"needs_person": {"at_least": 0.4}}, {"open": True}],
    [{"frustration_lately": {"at_least": 0.5}}, {"repeats": {"at_least": 0.5}}],
    [{"customer.plan": "premium"}, {"waiting": {"below": 5}}],
)
LANES = ("safety", "business", "bot_failure", "mood", "length")


def form(own: int) -> dict[str, Any]:
    """A policy with so many rules of its own, of every sort."""
    rules = []
    for n in range(own):
        when = [*CONDITIONS[n % len(CONDITIONS)], {"length": {"at_least": n % 7}}]
        rules.append(
            {
                "id": f"r{n}",
                "lane": LANES[n % len(LANES)],
                "when": when,
                "do": "mark",
                "tags": ["a"],
            }
        )
    return {"rules": rules}


def moment(n: int = 0) -> Moment:
    """Ten turns in, with everything read; the words are new for every `n`."""
    signals = Signals(
        wants_person=0.3, frustration=0.55, anger=0.2, mood_trend=-0.2, urgency=("outage",),
        topics=(("refund", 0.9), ("delivery", 0.3)), about_money=0.8, personal_data=0.1,
        account_change=0.1, repeats=0.45, asked_times=2, circles=0.2, words=80,
    )  # fmt: skip
    turns = tuple(
        TurnSeen(Seq(n + 1), signals, 0.6, "answered", f"kb{n % 3}") for n in range(TURNS_KEPT)
    )
    was = Conversation(ConversationId("c_bench"), turns=TURNS_KEPT, opened_at=NOW)
    floor = Floor((TeamNow(TEAM, "Support", staffed=2, free=1, waiting=1),))
    return Moment(was, turns, NOW, TEAM, floor, misses=1, answered=True, words=f"{n} {WORDS}"[:600])


def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds for fifty rules, and seconds until ten thousand are ready."""
    tell(f"judging by {RULES} rules")
    base, at = Policy(), moment()
    several = [moment(n) for n in range(ENOUGH)]
    rules = read_form(form(RULES - len(RECIPES)), base=base).rules
    took = [_us(lambda one: judge(rules, one), several) for _ in range(5 * rounds)]
    explained = [_us(lambda one: explain(rules, one), several[:40]) for _ in range(rounds)]
    tell(f"getting {MANY:,} rules ready")
    many = form(MANY)
    text = write_yaml(many)
    began = time.perf_counter()
    policy = read_policy(text, base=base)
    read_s = time.perf_counter() - began
    began = time.perf_counter()
    count = len(policy.rules.checks)
    compiled_s = time.perf_counter() - began
    began = time.perf_counter()
    check_form(many, base=base)
    checked_s = time.perf_counter() - began
    middle = round(median(took), 1)
    return {
        "what": "reading the rules of a policy at one moment, processor time, words new",
        "machine": machine(),
        "rounds": rounds,
        "rules": len(rules.all),
        "matched": len(judge(rules, at).matched),
        "us_per_judge_median": middle,
        "us_per_judge_worst_round": round(max(took), 1),
        "us_explained_median": round(median(explained), 1),
        "many": {
            "rules": count,
            "mb": round(len(text.encode()) / 1e6, 2),
            "read_s": round(read_s, 2),
            "compiled_s": round(compiled_s, 2),
            "checked_s": round(checked_s, 2),
            "ms_per_judge": round(_us(lambda one: judge(policy.rules, one), several[:3]) / 1000, 2),
        },
        "targets": {f"{RULES} rules <= {TARGET_US:g} us": middle <= TARGET_US},
    }


def _us(work: Callable[[Moment], object], moments: list[Moment]) -> float:
    """Microseconds of this thread's own time for one moment."""
    work(moments[0])
    began = time.thread_time()
    for one in moments:
        work(one)
    return (time.thread_time() - began) / len(moments) * 1e6
