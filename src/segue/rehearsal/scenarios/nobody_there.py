"""Nobody is on shift: a message is left, and answered next morning in the same thread."""

from segue.rehearsal.playing import Play, Scenario

EVENING = "2026-11-24T22:00:00Z"
MORNING = "2026-11-25T09:00:00Z"
ADDRESS = "kim@customer.example"
LEFT = "My tent has a hole. Can I send it in for a repair?"
ANSWER = "Of course. The label is in your mail, we pay for it."


async def play(play: Play) -> None:
    async with play.step("Ten in the evening: the customer sees when people are back"):
        customer = await play.customer()
        state = await customer.shows("assistant_closed", people_online=False)
        play.check(state["opens_at"], "it does not say when people are back")

    async with play.step("Asks for a person all the same, and is given a next step at once"):
        await customer.ask_person()
        await customer.sees("handoff_requested", reason="asked")
        state = await customer.shows("away", place=None)
        play.check("leave_message" in state["choices"], f"choices are {state['choices']}")

    async with play.step("Leaves a message: there is a case number and a time of answer"):
        await customer.choose("leave_message", email=ADDRESS, text=LEFT)
        promise = await customer.sees("deferred")
        play.check(promise["case"], "no case number")
        play.check(promise["answer_by"] > MORNING[:10], f"answer by {promise['answer_by']}")
        play.check(promise["case"] in promise["text"], "the line does not name the case")
        await customer.shows("saved", owner="later", case=promise["case"])
        await customer.close()

    async with play.step("Next morning the server starts anew, and Sara comes on shift"):
        await play.rig.stop()
        await play.rig.start(at=MORNING)
        sara = await play.agent("Sara")

    async with play.step("The case rings at her, with the customer's words"):
        offer = await sara.offered(customer.conversation)
        play.check(offer["item"]["case"] == promise["case"], "it is another case")
        await sara.accept(offer)
        await sara.say(customer.conversation, ANSWER)

    async with play.step("The customer comes back to the same thread, and the answer is there"):
        await customer.start()
        await customer.sees("agent_joined", name="Sara")
        await customer.sees("message", author="agent", text=ANSWER)
        play.check(LEFT in customer.said("customer"), "the message that was left is gone")
        await customer.shows("joined", name="Sara")

    async with play.step("The promise was mailed, with the case number"):
        found = [mail for mail in play.rig.mails() if ADDRESS in mail and promise["case"] in mail]
        play.check(found, f"{len(play.rig.mails())} mails, none of them this")


SCENARIO = Scenario(
    "nobody-there", "Nobody is there: answered next morning in the same thread", play, at=EVENING
)
