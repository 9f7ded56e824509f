"""The assistant's answer comes after a person has taken over: it is never shown."""

from segue.rehearsal.playing import Play, Scenario

DELAY_S = 2.0


async def play(play: Play) -> None:
    async with play.step("Sara is on shift; the assistant is slow today"):
        sara = await play.agent("Sara")
        customer = await play.customer()
    chat = customer.conversation

    async with play.step("A question; the assistant begins to think"):
        await customer.say("How long does delivery take?")
        await customer.frame("typing", who="bot")

    async with play.step("The customer presses the button, and Sara takes over meanwhile"):
        await customer.ask_person()
        await sara.accept(await sara.offered(chat))
        await customer.shows("joined", name="Sara")
        await sara.say(chat, "Two days, usually.")
        await customer.sees("message", author="agent", text="Two days, usually.")
        play.check(not customer.said("bot"), "the assistant was quicker; the play proves nothing")

    async with play.step("The answer comes too late: it is dropped, and the record says so"):
        await sara.hears("dropped", chat, within=DELAY_S + 8, what="bot_answered")

    async with play.step("The customer never saw it"):
        await customer.say("Thank you")
        play.check(not customer.said("bot"), f"it was shown: {customer.said('bot')}")
        record = await sara.record(chat)
        spoken = [one["event"]["author"] for one in record if one["event"]["kind"] == "message"]
        play.check("bot" not in spoken, f"it was kept as a message: {spoken}")


SCENARIO = Scenario(
    "bot-late-after-take-over",
    "The assistant is late: a person has it, and its words are dropped",
    play,
    settings={"bot_delay_s": DELAY_S},
)
