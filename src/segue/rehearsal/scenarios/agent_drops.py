"""An agent's connection is gone: the customer is told and keeps the place; the next takes over."""

from segue.rehearsal.playing import Play, Scenario, refused

GRACE_S = 1.0


async def play(play: Play) -> None:
    async with play.step("Sara is on shift and talks with Alex"):
        sara = await play.agent("Sara")
        alex = await play.customer("Alex")
        await alex.ask_person()
        await sara.accept(await sara.offered(alex.conversation))
        await sara.say(alex.conversation, "Hello Alex, let me look.")
        await alex.sees("message", author="agent", text="Hello Alex, let me look.")

    async with play.step("Bo asks for a person too; Sara cannot just now, so Bo waits in the line"):
        bo = await play.customer("Bo")
        await bo.ask_person()
        await sara.decline(await sara.offered(bo.conversation), "Talking on the phone")
        await bo.shows("in_line", "in_line_next", "finding", owner="line", place=1)

    async with play.step("Sara's laptop dies; Alex is told, and has the first place"):
        await sara.drop()
        await alex.sees("agent_left", why="lost", name="Sara")
        told = await alex.sees("handoff_requested", reason="agent_lost")
        play.check("Sara" in told["text"], f"the line is {told['text']!r}")
        await alex.shows("person_lost", owner="line", place=1)

    async with play.step("Alex goes on writing, and nothing of it is lost"):
        await alex.say("Are you still there?")
        play.check(alex.state["owner"] == "line", f"owner is {alex.state['owner']}")

    async with play.step("Bo, who asked later, now stands behind Alex"):
        await bo.shows("in_line", owner="line", place=2)

    async with play.step("Marco comes on shift: it rings for Alex first, with what was said"):
        marco = await play.agent("Marco", available=False)
        rung = len(marco.frames)
        await marco.available()
        await marco.offered(alex.conversation)
        rings = [one["conversation"] for one in marco.frames[rung:] if one["type"] == "offer"]
        play.check(rings[0] == alex.conversation, "it rang for somebody else first")

    async with play.step("He accepts; Alex sees a new name, in the same thread"):
        await marco.accept(alex.conversation)
        await alex.sees("agent_joined", name="Marco")
        await alex.shows("joined", name="Marco")
        await marco.say(alex.conversation, "Marco here, I have read everything.")
        await alex.sees("message", author="agent", name="Marco")

    async with play.step("Sara comes back and cannot speak in it any more"):
        await sara.reconnect()
        why = await refused(sara.say(alex.conversation, "I am back!"))
        play.check(why in ("not_yours", "stale_owner"), f"the answer was {why or 'yes'}")


SCENARIO = Scenario(
    "agent-drops",
    "An agent drops out: told, kept, taken over",
    play,
    settings={"agent_grace_s": GRACE_S},
)
