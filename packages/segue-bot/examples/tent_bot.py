"""A bot that knows about tents. Try it: SEGUE_SECRET=whsec_… python tent_bot.py 8090"""

import os
import sys

from segue_bot import Bot, ask, handoff, remember, reply

bot = Bot(secret=os.environ["SEGUE_SECRET"])
PEOPLE = {"person", "human", "someone", "mensch", "menschen"}
TENTS = {"two": "The Swift weighs 1.4 kg and costs 189 €.", "four": "The Hut has room for four."}


@bot.turn
def answer(turn):
    text = turn.text.lower()
    if PEOPLE & set(text.split()):
        return handoff("asked_for_human", summary=f"Asked for a person: {turn.text[:200]}")
    if turn.handback:
        return reply(f"Welcome back! {turn.handback['by']} told me: {turn.handback['summary']}")
    if "order" in text and "order" not in turn.attributes:
        return ask("order", "Which order is it about?", kind="order")
    for word, says in TENTS.items():
        if word in text:
            return [remember(interested_in=word), reply(says, confidence=0.9)]
    if "tent" in text:
        return reply("For how many people?", choices=[("two", "For two"), ("four", "For four")])
    return reply("I only know about tents.", missed=True, confidence=0.1)


if __name__ == "__main__":
    bot.run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8090)
