"""Turns as customers cause them."""

from __future__ import annotations

import asyncio

import msgspec

from segue.bots.remote.checks.kit import BACK, BEFORE, Check, Failed, Kit, Skipped

LONG = "My tent leaks at the seam above the door. " * 190
TEXTS = {
    "emoji": "⛺️👩‍👩‍👧‍👦 🇫🇷 what?",
    "right_to_left": "متى يصل الطلب رقم 1234؟",
    "odd": "zero\u200bwidth \u202eturned\u202c and\ttabs",
}
HANDOFF = {
    "handoff": ("I want to talk to a human", "en"),
    "handoff_german": ("Ich möchte mit einem Menschen sprechen", "de"),
}


async def plain(kit: Kit) -> None:
    await kit.ask(kit.turn("Hello, do you have tents?"))


async def twice(kit: Kit) -> None:
    turn = kit.turn("Do you have tents for two?")
    first, again = await kit.ask(turn), await kit.ask(turn)
    if first.answer.actions != again.answer.actions:
        raise Failed("the same turn_id got two different answers")


async def at_once(kit: Kit) -> None:
    turn = kit.turn("Do you have tents for four?")
    one, two = await asyncio.gather(kit.ask(turn), kit.ask(turn))
    if one.answer.actions != two.answer.actions:
        raise Failed("asked twice at the same time, the same turn_id got two different answers")


def text(name: str) -> Check:
    async def do(kit: Kit) -> None:
        await kit.ask(kit.turn(TEXTS[name]))

    says = {
        "emoji": "Emoji are text.",
        "right_to_left": "Arabic and Hebrew are text.",
        "odd": "Invisible characters, tabs and turned text are text.",
    }[name]
    return Check(name, "must", says, "Read and write UTF-8; do not cut between code points.", do)


async def long(kit: Kit) -> None:
    await kit.ask(kit.turn(LONG[:8000]))


async def empty(kit: Kit) -> None:
    await kit.ask(kit.turn(" "))


async def batch(kit: Kit) -> None:
    await kit.ask(kit.turn("I have a question", "about my tent", "it leaks"))


async def many(kit: Kit) -> None:
    turns = [kit.turn(f"Question {n}: do you have tents?") for n in range(8)]
    await asyncio.gather(*(kit.ask(turn) for turn in turns))


async def unknown_fields(kit: Kit) -> None:
    turn = kit.turn("Hello")
    told = msgspec.json.decode(msgspec.json.encode(turn))
    told["newer"] = {"than": ["this", 1]}
    told["conversation"]["mood"] = "glad"
    told["input"][0]["kind"] = "sticker"
    await kit.ask(turn, body=msgspec.json.encode(told))


async def with_history(kit: Kit) -> None:
    known = {"order": "1234", "plan": "pro"}
    await kit.ask(kit.turn("And now?", history=BEFORE, attributes=known, misses=1))


async def waiting(kit: Kit) -> None:
    await kit.ask(kit.turn("Do you have tents?", owner="line", waiting=True, epoch=2))


async def handed_back(kit: Kit) -> None:
    await kit.ask(kit.turn("Thanks! And the old one?", handback=BACK, epoch=5, history=BEFORE))


async def older_epoch(kit: Kit) -> None:
    await kit.ask(kit.turn("Hello", conversation="cnv_epochs", epoch=7))
    await kit.ask(kit.turn("Hello again", conversation="cnv_epochs", epoch=6))


async def stream(kit: Kit) -> None:
    answered = await kit.ask(kit.turn("Do you have tents?"), accept="text/event-stream")
    if answered.kind != "text/event-stream":
        raise Skipped("it answers in one piece, which is fine")


async def in_time(kit: Kit) -> None:
    slowest = max(kit.took, default=0.0)
    if slowest > kit.deadline_s / 2:
        raise Failed(f"the slowest turn took {slowest:.1f} s of {kit.deadline_s:g} s")


async def confident(kit: Kit) -> None:
    answered = await kit.ask(kit.turn("Do you have tents?"))
    if answered.hands_over or answered.asks:
        raise Skipped("it asks back or hands over: there is nothing to be sure of")
    if answered.answer.confidence is None:
        raise Failed("its answer has no confidence")


def handoff(name: str) -> Check:
    words, language = HANDOFF[name]

    async def do(kit: Kit) -> None:
        if not (await kit.ask(kit.turn(words, locale=language))).hands_over:
            raise Failed(f"it did not hand over at {words!r}")

    return Check(
        name,
        "should",
        f"Asked for a person ({language}), it hands over.",
        "Answer with a `handoff`, and a summary. Segue listens for such words itself, too.",
        do,
    )


FRIENDLY = (
    Check("plain", "must", "A turn is answered.",
          "Answer 200 with `actions`, or 202 and the actions later.", plain),
    Check("duplicate", "must", "The same turn, asked again, gets the same answer.",
          "Keep answers by `turn_id` for a few minutes: after a lost connection a turn is sent"
          " again.", twice),
    Check("at_once", "must", "The same turn, asked twice at the same time, gets one answer.",
          "Hold the second request until the first is answered.", at_once),
    text("emoji"),
    text("right_to_left"),
    text("odd"),
    Check("long", "must", "8,000 characters are one message.",
          "Take bodies of 256 kB; cut the text yourself if your model needs it.", long),
    Check("empty", "must", "A message of a blank is no reason to fail.",
          "Say that you did not understand.", empty),
    Check("batch", "must", "Several messages in `input` are one turn with one answer.",
          "Read all of `input`, not its first message only.", batch),
    Check("concurrent", "must", "Eight conversations at once are all answered.",
          "Serve requests side by side.", many),
    Check("unknown_fields", "must", "Fields that are not known are ignored.",
          "Do not forbid unknown fields: Segue may be newer than your bot.", unknown_fields),
    Check("history", "must", "What was said and is known may come along.",
          "Read `history` and `conversation.attributes`, or leave them.", with_history),
    Check("waiting", "must", "A customer in the line for a person is answered, too.",
          "Answer as always; `conversation.waiting` says that a person is called already.",
          waiting),
    Check("handback", "must", "After a person gave it back, the bot goes on.",
          "Read `handback.summary` and `handback.promises`; do not repeat them.", handed_back),
    Check("older_epoch", "must", "A turn under an older epoch does no harm.",
          "Answer it: Segue refuses what is stale, your bot need not.", older_epoch),
    Check("stream", "must", "Asked for a stream, it streams well or answers in one piece.",
          "End a stream with `event: done`.", stream),
    Check("confidence", "should", "It says how sure it is.",
          "Send `confidence`, 0 to 1: the company's rule for unsure answers needs it.", confident),
    handoff("handoff"),
    handoff("handoff_german"),
)  # fmt: skip
LAST = (
    Check("in_time", "should", "It answers in half of the time that it has.",
          "Answer 202 and send the actions later, or be faster.", in_time),
)  # fmt: skip
