"""The policy over HTTP: read, checked, tried, replayed, published, taken back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from segue.web.replays import MOST, Run
from web.conftest import House, MakeHouse, exclaimed
from web.test_judgement import spoken

pytestmark = pytest.mark.slow  # each asks a house of its own

EARLY: dict[str, Any] = {
    "segue_policy": 1,
    "team": "orders",
    "rules": [
        {
            "id": "first-sigh",
            "name": "At the first sigh",
            "lane": "mood",
            "when": [{"frustration": {"at_least": 0.6}}],
            "do": "hand_off",
        }
    ],
}
PLAIN: dict[str, Any] = {"segue_policy": 1, "team": "orders"}
BROKEN: dict[str, Any] = {
    "segue_policy": 1,
    "rules": [{"id": "x", "lane": "mood", "do": "hand_off", "when": [{"frustation": 1}]}],
}


@pytest.fixture
async def alert(houses: MakeHouse) -> House:
    return await houses(read=exclaimed)


@pytest.fixture
async def max_(alert: House) -> AsyncIterator[httpx.AsyncClient]:
    """Max, a manager."""
    http = await alert.http("max")
    yield http
    await http.aclose()


@pytest.fixture
async def lea(alert: House) -> AsyncIterator[httpx.AsyncClient]:
    """Lea, a lead."""
    http = await alert.http("lea")
    yield http
    await http.aclose()


async def told(http: httpx.AsyncClient, path: str) -> dict[str, Any]:
    answer = await http.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def post(http: httpx.AsyncClient, path: str, **body: Any) -> httpx.Response:
    return await http.post(f"/api/v1/{path}", json=body)


async def published(http: httpx.AsyncClient, file: dict[str, Any], based_on: int = 1) -> int:
    answer = await post(http, "policies", file=file, note="as tried", based_on=based_on)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["version"])


# --- reading ----------


async def test_the_live_policy_is_a_file_and_sentences(lea: httpx.AsyncClient) -> None:
    shown = await told(lea, "policy")
    assert (shown["version"], shown["live"], shown["by"]) == (1, True, "")
    assert shown["file"]["segue_policy"] == 1
    assert {one["id"] for one in shown["sentences"]} >= {"asked", "two-misses", "frustration"}
    assert all(one["text"] and one["lane"] for one in shown["sentences"])
    assert (await told(lea, "policies/1"))["file"] == shown["file"]


async def test_the_line_is_read_as_sentences_and_checked_with_places(
    lea: httpx.AsyncClient,
) -> None:
    live = {one["key"]: one["text"] for one in (await told(lea, "policy"))["line"]}
    assert live["pick"] == "Of several who fit, the one with the least to do is asked."
    line = {"teams": {"billing": {"wait_limit": "5 min", "overflow": ["sales"]}}}
    found = (await post(lea, "policy/check", file={**PLAIN, "line": line})).json()
    assert not found["ok"]
    [problem] = found["problems"]
    assert (problem["code"], problem["where"]) == ("unknown_team", "line.teams.billing.overflow")
    said = {one["key"]: one["text"] for one in found["line"]}
    assert said["teams.billing.wait_limit"] == "Billing: A wait becomes a case after 5 minutes."


async def test_fields_and_recipes_are_what_there_is_to_build_with(lea: httpx.AsyncClient) -> None:
    fields = {one["name"]: one for one in (await told(lea, "policy/fields"))["items"]}
    assert fields["frustration"]["operators"] == ["at_least", "above", "at_most", "below"]
    assert "fraud_or_theft" in fields["urgency"]["codes"]
    recipes = (await told(lea, "policy/recipes"))["items"]
    assert len(recipes) >= 10
    assert all(one["rule"] and one["on"] for one in recipes)


async def test_agents_decide_nothing_and_leads_do_not_publish(
    alert: House, lea: httpx.AsyncClient
) -> None:
    ana = await alert.http("ana")
    for path in ("policy", "policies", "policy/fields"):
        assert (await ana.get(f"/api/v1/{path}")).status_code == 403
    await ana.aclose()
    answer = await post(lea, "policies", file=PLAIN, note="x", based_on=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    answer = await post(lea, "policies/1/restore")
    assert answer.status_code == 403


# --- checking ----------


async def test_a_check_says_what_is_wrong_where_and_what_was_meant(
    lea: httpx.AsyncClient,
) -> None:
    answer = await post(lea, "policy/check", file=BROKEN)
    assert answer.status_code == 200
    checked = answer.json()
    assert checked["ok"] is False
    (problem,) = [one for one in checked["problems"] if not one["warning"]]
    assert "frustration" in problem["message"]
    assert "rules" in problem["where"]


async def test_a_check_proves_where_asking_for_a_person_ends(lea: httpx.AsyncClient) -> None:
    checked = (await post(lea, "policy/check", file=EARLY)).json()
    assert checked["ok"] is True, checked["problems"]
    cells = checked["reach"]["cells"]
    assert {one["channel"] for one in cells} >= {"web", "email"}
    assert all(one["ok"] for one in cells)
    assert [one for one in checked["sentences"] if one["id"] == "first-sigh"]
    assert checked["lines"]


async def test_a_dead_end_is_named_and_not_published(
    lea: httpx.AsyncClient, max_: httpx.AsyncClient
) -> None:
    dead = {"segue_policy": 1, "team": "nowhere"}
    checked = (await post(lea, "policy/check", file=dead)).json()
    assert checked["ok"] is False
    answer = await post(max_, "policies", file=dead, note="x", based_on=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_policy")
    assert answer.json()["errors"]
    assert (await told(max_, "policy"))["version"] == 1


@pytest.mark.parametrize(
    "file",
    [
        {},
        {"segue_policy": 99},
        {"rules": "all of them"},
        {"rules": [1, None, []]},
        {"rules": [{"id": "x", "when": [{"words": {"matches": "(a+)+$("}}]}]},
        {"team": 7},
        {"mood": "yes"},
        {"hazard": {"bias": 1e400}},
        {"stand_ins": {"orders": "billing", "billing": "orders"}},
    ],
)
async def test_whatever_is_sent_is_answered_in_words(
    lea: httpx.AsyncClient, max_: httpx.AsyncClient, file: dict[str, Any]
) -> None:
    body = str(file).replace("'", '"').replace("None", "null").replace("inf", "1e400")
    content = f'{{"file": {body}, "note": "x", "based_on": 1}}'
    headers = {"content-type": "application/json"}
    answer = await max_.post("/api/v1/policies", content=content, headers=headers)
    assert answer.status_code in (201, 400, 422), answer.text
    content = f'{{"file": {body}}}'
    answer = await lea.post("/api/v1/policy/check", content=content, headers=headers)
    assert answer.status_code in (200, 422), answer.text


async def test_a_policy_that_is_too_long_is_refused(lea: httpx.AsyncClient) -> None:
    answer = await post(lea, "policy/check", file={"note": "x" * 2_100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


# --- publishing ----------


async def test_a_published_policy_decides_from_the_next_turn_on(
    alert: House, max_: httpx.AsyncClient
) -> None:
    before = await spoken(alert, "where is it!")
    assert not [one for one in before.events.values() if one["kind"] == "handoff_requested"]
    assert await published(max_, EARLY) == 2
    after = await alert.customer()
    await after.say("where is it!")
    await after.sees("handoff_requested")
    page = await told(max_, f"conversations/{after.conversation}/decisions")
    assert (page["rules_version"], page["turns"][0]["policy"]) == (2, 2)
    assert page["turns"][0]["outcome"]["rule_name"] == "At the first sigh"
    assert page["why"]["then"].startswith("At ")
    assert "“At the first sigh” called a person" in page["why"]["then"]
    old = await told(max_, f"conversations/{before.conversation}/decisions")
    assert old["turns"][0]["policy"] == 1
    listed = (await told(max_, "policies"))["items"]
    assert [(one["version"], one["live"], one["by"]) for one in listed] == [
        (2, True, "Max Weber"),
        (1, False, ""),
    ]
    assert (await told(max_, "policies/1/diff/2"))["lines"]
    assert (await told(max_, "policies/2/diff/2"))["lines"] == []


async def test_who_was_not_quick_enough_is_told(max_: httpx.AsyncClient) -> None:
    await published(max_, EARLY)
    answer = await post(max_, "policies", file=PLAIN, note="mine", based_on=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_policy")
    assert await published(max_, PLAIN, based_on=2) == 3


async def test_labelled_turns_are_tests_of_a_policy(alert: House, max_: httpx.AsyncClient) -> None:
    customer = await spoken(alert, "where is it!")
    turn = (await customer.sees("message", author="customer"))["seq"]
    path = f"conversations/{customer.conversation}/examples"
    made = await post(max_, path, seq=turn, label="no_person")
    answer = await post(max_, "policies", file=EARLY, note="x", based_on=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "examples_fail")
    (error,) = answer.json()["errors"]
    assert (error["example"], error["conversation"], error["text"]) == (
        made.json()["id"], customer.conversation, "where is it!",
    )  # fmt: skip
    assert (await told(max_, "policy"))["version"] == 1


async def test_an_old_version_can_be_had_again(alert: House, max_: httpx.AsyncClient) -> None:
    await published(max_, EARLY)
    answer = await post(max_, "policies/1/restore", note="too eager")
    assert (answer.status_code, answer.json()) == (201, {"version": 3})
    assert (await told(max_, "policy"))["note"] == "too eager"
    customer = await spoken(alert, "where is it!")
    assert not [one for one in customer.events.values() if one["kind"] == "handoff_requested"]
    for number, status in ((3, 422), (99, 404)):
        assert (await post(max_, f"policies/{number}/restore")).status_code == status


@pytest.mark.parametrize(
    "body",
    [
        {"file": PLAIN, "note": "x"},
        {"file": PLAIN, "note": "", "based_on": 1},
        {"file": PLAIN, "note": "\u0000 ", "based_on": 1},
        {"file": PLAIN, "note": "x" * 501, "based_on": 1},
        {"file": [], "note": "x", "based_on": 1},
        {"file": PLAIN, "note": "x", "based_on": -1},
        {"file": PLAIN, "note": "x", "based_on": 1, "force": True},
    ],
)
async def test_a_publication_says_what_it_is(max_: httpx.AsyncClient, body: dict[str, Any]) -> None:
    answer = await post(max_, "policies", **body)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("bad_request", "empty")


# --- what would have been ----------


async def test_a_replay_tells_what_would_have_been(alert: House, lea: httpx.AsyncClient) -> None:
    customer = await spoken(alert, "where is it!")
    await spoken(alert, "when do you deliver?")
    answer = await post(lea, "policy/replay", file=EARLY, since="1d")
    assert answer.status_code == 200, answer.text
    run = answer.json()
    assert (run["state"], run["seen"], run["of"]) == ("done", 2, 2)
    report = run["report"]
    assert (report["conversations"], report["counts"]["gained"]) == (2, 1)
    (change,) = report["changes"]
    assert change["conversation"] == customer.conversation
    assert (await told(lea, f"policy/replays/{run['id']}"))["report"] == report
    assert (await lea.get("/api/v1/policy/replays/r_nothing")).status_code == 404


@pytest.mark.parametrize("since", ["", "7", "0d", "d7", "7 days", "99999d", None, 7])
async def test_a_time_that_is_none_is_refused(lea: httpx.AsyncClient, since: Any) -> None:
    answer = await post(lea, "policy/replay", file=PLAIN, since=since)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


async def test_sockets_go_on_while_a_replay_runs(alert: House, lea: httpx.AsyncClient) -> None:
    customer = await spoken(alert, "where is it!")
    running = asyncio.create_task(post(lea, "policy/replay", file=EARLY, since="52w"))
    await customer.say("and now?")
    assert (await running).status_code in (200, 202)


async def test_what_if_tells_how_much_sooner(alert: House) -> None:
    customer = await spoken(alert, "where is it!", "when do you deliver?")
    alert.clock.turn(seconds=69)
    await customer.ask_person()
    await customer.sees("handoff_requested")
    ana = await alert.http("ana")
    path = f"conversations/{customer.conversation}/what-if"
    answer = await post(ana, path, policy=EARLY)
    assert answer.status_code == 200, answer.text
    what = answer.json()
    assert what["then"]["what"] == what["now"]["what"] == "handed_off"
    assert what["now"]["rule"] == "first-sigh"
    assert 69 <= what["sooner_s"] <= 75
    assert "sooner, because of “At the first sigh”" in what["text"]
    also = what["also"]
    assert (also["weeks"], also["gained"], also["conversations"]) == (1, 0, 1)
    assert also["enough"] is False
    await ana.aclose()


async def test_one_number_of_one_rule_is_a_what_if(alert: House) -> None:
    customer = await spoken(alert, "where is it!", "nonsense!")
    ana = await alert.http("ana")
    path = f"conversations/{customer.conversation}/what-if"
    lower = {"rule": "frustration", "field": "anger", "value": 0.05, "look": None}
    what = (await post(ana, path, **lower)).json()
    assert (what["now"]["what"], what["also"]) == ("offered", None)
    same = (await post(ana, path, **{**lower, "value": 0.99})).json()
    assert "text" in same
    for body, code in (
        ({"rule": "frustration"}, "bad_request"),
        ({**lower, "rule": "nothing"}, "no_such_number"),
        ({**lower, "field": "misses_"}, "no_such_number"),
        ({"policy": BROKEN}, "bad_policy"),
        ({**lower, "look": "ages"}, "bad_request"),
        ({}, "bad_request"),
    ):
        answer = await post(ana, path, **body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), body
    await ana.aclose()


async def test_lines_can_be_tried_on_rules(lea: httpx.AsyncClient) -> None:
    said = [
        {"who": "customer", "text": "where is it?"},
        {"who": "bot", "text": "On its way.", "confidence": 0.9},
        {"who": "customer", "text": "where!!"},
    ]
    tried = (await post(lea, "policy/try", turns=said)).json()["turns"]
    kinds = [one["outcome"]["kind"] for one in tried if one["author"] != "system"]
    assert kinds == ["stayed", "answered", "offered"]
    tried = (await post(lea, "policy/try", turns=said, policy=EARLY, tier="vip")).json()["turns"]
    assert tried[-2]["outcome"]["rule"] in ("first-sigh", "frustration")
    missed = [said[0], {"who": "bot", "text": "Hm.", "sure": False}]
    tried = (await post(lea, "policy/try", turns=missed, open=False)).json()["turns"]
    assert tried[1]["outcome"]["rule"] == "after-hours"
    for turns in ([], [{"who": "cat", "text": "x"}], said * 20):
        assert (await post(lea, "policy/try", turns=turns)).status_code == 422
    listed = await told(lea, "conversations?view=all")
    assert listed["items"] == []


async def test_a_replay_that_takes_too_long_says_so(alert: House, lea: httpx.AsyncClient) -> None:
    await spoken(alert, "where is it!")
    replays, now = alert.web.replays, alert.clock()
    run = replays.begin(alert.segue.policy, now - timedelta(days=1), now, within_s=-1)
    await replays.waited(run, 5)
    shown = await told(lea, f"policy/replays/{run.id}")
    assert (shown["state"], shown["report"]) == ("failed", None)
    assert "took too long" in shown["problem"]


async def test_a_replay_that_breaks_is_told_and_the_next_one_runs(
    alert: House, lea: httpx.AsyncClient
) -> None:
    with alert.broken_store("active_since"):
        broken = (await post(lea, "policy/replay", file=PLAIN)).json()
    assert (broken["state"], broken["problem"][:15]) == ("failed", "Something broke")
    assert (await post(lea, "policy/replay", file=PLAIN)).json()["state"] == "done"


async def test_too_many_replays_at_once_are_put_off(alert: House, lea: httpx.AsyncClient) -> None:
    runs = alert.web.replays.runs
    for n in range(MOST):
        runs[f"r_{n}"] = Run(f"r_{n}", None, time.monotonic())
    answer = await post(lea, "policy/replay", file=PLAIN)
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert answer.headers["retry-after"] == "30"
    runs.clear()
