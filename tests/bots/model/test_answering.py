"""A model's answer is given as far as it is borne out, and how sure it is was measured."""

from __future__ import annotations

from typing import Any

import pytest

from bots.model.conftest import Making
from bots.model.house import Shop, limits_for, turn
from bots.model.scripted import scripted
from segue.app.ports_bot import BotReply, BotTurn, Fact
from segue.bots.knowledge import KnowledgeBot
from segue.bots.model.limits import Limits
from segue.bots.model.measuring import measured
from segue.domain.actions import ActionResult
from segue.fakes.dialects import Asked
from segue.fakes.models import FakeModel, form

LIMITS = Limits("openai:scripted")
ASKED = "How long does a refund take?"
MORE = "We e-mail you when the parcel has reached us and again when the money has left."
TRUE = "Refunds arrive 5–7 business days after we get your parcel back."


async def said(
    making: Making, said: Any, asked: BotTurn | None = None, limits: Limits = LIMITS
) -> BotReply:
    bot = making(limits, model=scripted(said))
    return await bot.answer(asked or turn(ASKED))


async def test_a_true_answer_is_given_with_its_sources(making: Making) -> None:
    reply = await said(making, {"text": TRUE, "citations": ["p1"], "confidence": 0.9})
    assert reply.text == TRUE
    assert [one.id for one in reply.sources] == ["refunds"]
    assert reply.measured is not None
    assert reply.measured.cited == 1.0


async def test_an_invented_sentence_is_cut_and_lowers_the_confidence(making: Making) -> None:
    whole = await said(making, {"text": TRUE, "citations": ["p1"], "confidence": 0.9})
    reply = await said(
        making,
        {
            "text": f"{TRUE} You also get a free tent. {MORE}",
            "citations": ["p1"],
            "confidence": 0.9,
        },
    )
    assert reply.text == f"{TRUE} {MORE}"
    assert reply.confidence < whole.confidence
    assert reply.measured is not None
    assert reply.measured.cited == pytest.approx(2 / 3)


async def test_an_uncited_answer_counts_less(making: Making) -> None:
    cited = await said(making, {"text": TRUE, "citations": ["p1"], "confidence": 0.9})
    uncited = await said(making, {"text": TRUE, "citations": [], "confidence": 1.0})
    if uncited.measured is not None and uncited.measured.by != "knowledge":
        assert uncited.confidence < cited.confidence


@pytest.mark.parametrize(
    "text",
    [
        "You get a free tent. And a free jacket. And €50.",
        "Refunds arrive 3–4 business days after we get your parcel back.",
        "Refunds never arrive 5–7 business days after we get your parcel back.",
        "Die Erstattung kommt 5–7 Werktage nachdem das Paket bei uns angekommen ist.",
        "",
        "   ",
        "[p1]",
        "Refund policy",
        "We refund.",
        "All refunds arrive 5–7 business days after we get your parcel back.",
        "Express costs are always refunded.",
    ],
)
async def test_what_is_not_borne_out_is_never_given(
    making: Making, offline: KnowledgeBot, text: str
) -> None:
    reply = await said(making, {"text": text, "citations": ["p1"], "confidence": 1.0})
    assert reply.text == offline.reply(turn(ASKED)).text


async def test_a_model_that_finds_no_answer_casts_doubt_on_the_offline_one(
    making: Making, offline: KnowledgeBot
) -> None:
    reply = await said(making, {"answered": False})
    alone = offline.reply(turn(ASKED))
    assert reply.text == alone.text
    assert reply.confidence < alone.confidence


async def test_what_the_customer_said_themselves_is_no_answer(
    making: Making, offline: KnowledgeBot
) -> None:
    asked = turn("My discount code does not work")
    said_again = {"text": "Your discount code does not work.", "citations": ["p1"]}
    reply = await said(making, said_again, asked)
    assert reply.text == offline.reply(asked).text


async def test_inline_marks_are_citations_and_are_not_shown(making: Making) -> None:
    reply = await said(making, {"text": f"{TRUE[:-1]} [p1].", "citations": []})
    assert reply.text == TRUE
    assert reply.measured is not None
    assert reply.measured.cited == 1.0


async def test_markup_is_taken_off(making: Making) -> None:
    text = "**Refunds** arrive `5–7 business days` after we get <b>your parcel</b> back."
    reply = await said(making, {"text": text, "citations": ["p1"]})
    assert reply.text == TRUE


async def test_a_link_to_a_cited_page_loses_only_its_markup(making: Making) -> None:
    text = "[Refunds](/shop/help/refunds) arrive 5–7 business days after we get your parcel back."
    assert (await said(making, {"text": text, "citations": ["p1"]})).text == TRUE


async def test_a_long_answer_is_cut_at_a_sentence(making: Making) -> None:
    limits = Limits("openai:scripted", longest=90)
    reply = await said(making, {"text": f"{TRUE} {MORE}", "citations": ["p1"]}, limits=limits)
    assert reply.text == TRUE


async def test_small_talk_never_costs_a_token(making: Making, fake: FakeModel) -> None:
    bot = making(limits_for(fake))
    assert (await bot.answer(turn("Hello!"))).small_talk
    assert fake.asked == []


async def test_only_what_the_pages_do_not_surely_answer_may_go_to_the_model(
    making: Making, fake: FakeModel
) -> None:
    bot = making(limits_for(fake, when="unsure"))
    assert (await bot.answer(turn(ASKED))).sure
    assert fake.asked == []
    await bot.answer(turn("do you sell kayaks"))
    assert len(fake.asked) == 1


async def test_a_language_without_pages_is_left_to_the_offline_bot(
    making: Making, fake: FakeModel, offline: KnowledgeBot
) -> None:
    asked = turn("Wie lange dauert es, bis ich mein Geld zurückbekomme?", language="de")
    bot = making(limits_for(fake))
    assert await bot.answer(asked) == offline.reply(asked)
    assert fake.asked == []


GERMAN = "Erstattungen kommen 5–7 Werktage, nachdem Ihr Paket wieder bei uns ist."


def translating(in_source: str, text: str = GERMAN) -> Any:
    def says(asked: Asked) -> dict[str, Any]:
        if "passage p1" not in asked.data:
            return form(question="How long does a refund take?", answered=False)
        return form(text, ["p1"], text_in_source_language=in_source, question=ASKED)

    return says


async def test_a_translation_is_checked_in_the_language_of_the_pages(
    making: Making, fake: FakeModel
) -> None:
    asked = turn("Wie lange dauert es, bis ich mein Geld zurückbekomme?", language="de")
    bot = making(limits_for(fake, translates=True))
    fake.says = translating(TRUE)
    reply = await bot.answer(asked)
    assert reply.text == GERMAN
    assert reply.sources[0].id == "refunds"
    assert reply.confidence < 0.9
    fake.says = translating("You get a free tent.")
    assert (await bot.answer(asked)).text != GERMAN
    fake.says = translating(TRUE, GERMAN.replace("5–7", "2–3"))
    assert "2–3" not in (await bot.answer(asked)).text
    fake.says = translating("")
    assert (await bot.answer(asked)).text != GERMAN


async def test_a_result_may_be_told_again_without_any_page(making: Making) -> None:
    done = ActionResult(
        1, "track_order", "Order status", "done", "Your parcel is on its way.",
        (("Arrives", "Friday 27 November"), ("Carrier", "Northpost")),
    )  # fmt: skip
    asked = turn("And which carrier brings the parcel?", ("customer", "track 4712"), done=(done,))
    reply = await said(making, {"text": "Carrier: Northpost.", "citations": ["d1"]}, asked)
    assert reply.text == "Carrier: Northpost."
    assert reply.sources == ()
    assert reply.sure
    other = await said(making, {"text": "Carrier: Fastpost.", "citations": ["d1"]}, asked)
    assert "Fastpost" not in other.text


async def test_the_model_is_told_what_is_known_and_no_more(
    making: Making, fake: FakeModel, shop: Shop
) -> None:
    bot = making(limits_for(fake), doing=shop)
    asked = turn(
        "Which boots would suit me?",
        *[("customer", f"earlier question {n}") for n in ("zero", "one", "two", "x", "y", "z")],
        ("bot", "Yes"), ("customer", "And gaiters?"), ("bot", "No"),
        ("agent", "I will ask the workshop"),
        facts=(Fact("order", "4712", "said"), Fact("email", "secret@c.example", "crm")),
        person_left="Sara", promises=("A call on Friday",), customer_name="Bob Roberts",
    )  # fmt: skip
    await bot.answer(asked)
    (read,) = fake.asked
    assert "order: 4712" in read.data
    assert "secret@c.example" not in read.data
    assert "Bob Roberts" not in read.data
    assert "A call on Friday" in read.data
    assert "said before by the person" in read.data
    assert "earlier question zero" in read.data  # in short
    assert "earlier question one" not in read.data
    assert "refund: " not in read.rules  # an action for the staff
    assert "track_order" in read.rules


async def test_pages_for_those_who_signed_in_need_proof(making: Making, fake: FakeModel) -> None:
    bot = making(limits_for(fake))
    await bot.answer(turn(ASKED, facts=(Fact("email", "a@b.example", "crm"),), verified=True))
    assert "a@b.example" in fake.asked[0].data


def test_confidence_only_falls_with_what_is_missing() -> None:
    best = {"answerable": 0.95, "chance": 0.9, "cited": 1.0, "agreed": 1.0, "own": 1.0}

    def of(**less: float | None) -> float:
        return measured("model:x", **(best | less))[0]  # type: ignore[arg-type]

    whole = of()
    assert whole > 0.9
    assert of(own=0.5) == whole  # its own word raises nothing
    for less in ({"answerable": 0.6}, {"cited": 0.5}, {"agreed": 0.0}, {"own": 0.0}):
        assert of(**less) < whole
    assert of(chance=0.1, cited=0.5) < of(cited=0.5)
    assert measured("m", **best, translated=True)[0] < whole
