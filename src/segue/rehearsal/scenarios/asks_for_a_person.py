"""A customer asks for a person, by button and in the words of twelve languages."""

from segue.rehearsal.playing import Play, Scenario

WORDS = {
    "en": "i want to talk to a HUMAN plz",
    "de": "Ich möchte bitte mit einem Menschen sprechen",
    "es": "Quiero hablar con una persona",
    "fr": "Je veux parler à un conseiller",
    "pt": "Quero falar com um atendente",
    "it": "Vorrei parlare con una persona",
    "nl": "Ik wil een medewerker spreken",
    "ar": "أريد التحدث مع موظف",
    "hi": "मुझे किसी इंसान से बात करनी है",
    "zh": "我要转人工客服",
    "ja": "人と話したいです",
    "tr": "Bir insanla görüşmek istiyorum",
}
SAME_TURN = 2
"""A turn keeps the words, perhaps what they taught, and then the handoff."""

NOT_ASKING = "No, I don't need a human, thanks"


async def play(play: Play) -> None:
    await by_button(play)
    await in_words(play)


async def by_button(play: Play) -> None:
    """The main story: asked, offered, taken, talked, closed, rated."""
    async with play.step("Sara is on shift, and a customer opens the chat"):
        sara = await play.agent("Sara")
        customer = await play.customer()
        await customer.shows("assistant", owner="bot", speaks="assistant", can_ask_person=True)
    chat = customer.conversation

    async with play.step("The customer presses the button and is told at once what happens"):
        await customer.ask_person()
        told = await customer.sees("handoff_requested", reason="asked")
        play.check(told["text"], "the handoff came without words")
        await customer.shows("finding", "in_line_next", "joined", owner=("line", "person"))

    async with play.step("Sara's screen rings, with the reason and a greeting"):
        offer = await sara.offered(chat)
        brief = offer["brief"]
        play.check(brief["reason"] == "asked", f"the brief says {brief['reason']}")
        play.check(brief["greeting"], "the brief has no greeting")

    async with play.step("She accepts: the customer sees her name, and that she is a person"):
        await sara.accept(offer)
        await customer.sees("agent_joined", name="Sara", initials="SK")
        await customer.shows("joined", owner="person", speaks="person", name="Sara")

    async with play.step("She greets, leaves a note for the team, and they talk"):
        note = "Sounds unhappy about the courier."
        play.notes.append(note)
        await sara.say(chat, brief["greeting"])
        await customer.sees("message", author="agent", name="Sara", text=brief["greeting"])
        await sara.note(chat, note)
        await sara.hears("note", chat, text=note)
        await customer.say("My parcel says delivered, but it is not here.")
        await sara.hears("message", chat, author="customer")
        await sara.say(chat, "I have asked the courier, it comes tomorrow.")
        await customer.sees("message", text="I have asked the courier, it comes tomorrow.")

    async with play.step("She closes it as solved; the customer is asked once and rates it"):
        await sara.end(chat)
        await customer.sees("closed", outcome="solved")
        await customer.shows("rating", survey=True, name="Sara")
        await customer.rate(5, "Quick!")
        await customer.sees("rated", score=5)
        await customer.shows("ended", survey=False)


async def in_words(play: Play) -> None:
    for locale, words in WORDS.items():
        async with play.step(f"In words ({locale}): {words}"):
            customer = await play.customer(f"customer ({locale})", locale)
            said = await customer.say(words)
            told = await customer.sees("handoff_requested", reason="asked", after=said - 1)
            play.check(told["text"], "the handoff came without words")
            play.check(told["seq"] - said <= SAME_TURN, "it was not in the very same turn")
            await customer.shows("finding", "in_line", "in_line_next", owner="line")
            await customer.choose("leave_line")
            await customer.shows("left_line", owner="bot")

    async with play.step(f"Not asking: {NOT_ASKING}"):
        customer = await play.customer("customer who needs nobody")
        await customer.say(NOT_ASKING)
        await customer.sees("message", author="bot")
        play.check(customer.state["owner"] == "bot", "it was taken for a request")


SCENARIO = Scenario("asks-for-a-person", "A customer asks for a person", play)
