"""The assistant does not know, twice in a row: a person is called without being asked for."""

from segue.rehearsal.playing import Play, Scenario

FIRST = "Which opera did Verdi write after Aida?"
SECOND = "And who conducted it in Milan?"


async def play(play: Play) -> None:
    async with play.step("Sara is on shift, and a customer opens the chat"):
        sara = await play.agent("Sara")
        customer = await play.customer()

    async with play.step("A question that the help pages answer gets an answer with its source"):
        await customer.say("How long does delivery take?")
        answer = await customer.sees("message", author="bot")
        play.check(answer.get("sources"), f"no source: {answer['text'][:120]!r}")

    async with play.step("One that they do not answer: the assistant says so, and stays"):
        asked = await customer.say(FIRST)
        missed = await customer.sees("message", author="bot", after=asked)
        play.check(not missed.get("sources"), f"it made something up: {missed['text'][:120]!r}")
        play.check(customer.state["owner"] == "bot", f"owner is {customer.state['owner']}")

    async with play.step("Sara is told quietly that she may be needed; the customer hears nothing"):
        warned = await sara.warned(customer.conversation)
        play.check(warned["brief"], "the word came without a brief")
        play.check(not customer.said("system"), f"the customer read {customer.said('system')}")

    async with play.step("A second one: a person is called, and the customer is told"):
        asked = await customer.say(SECOND)
        told = await customer.sees("handoff_requested", reason="misses", after=asked)
        play.check(told["text"], "the handoff came without words")
        await customer.shows("finding", "in_line_next", owner="line")

    async with play.step("Sara reads what was asked and what the assistant tried"):
        offer = await sara.offered(customer.conversation)
        brief = offer["brief"]
        quotes = [one.get("text", "") for one in brief["evidence"] if one["kind"] == "quote"]
        play.check(SECOND in quotes, f"the evidence is {brief['evidence']}")
        scores = [one for one in brief["evidence"] if one.get("label") == "misses"]
        play.check(scores, "the evidence does not say how many misses")
        play.check(brief["tried"], "nothing of what the assistant tried")
        await sara.accept(offer)
        await customer.shows("joined", name="Sara")


SCENARIO = Scenario("two-misses", "Two misses in a row call a person", play)
