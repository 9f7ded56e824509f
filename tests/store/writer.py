"""A process that writes as fast as it can and says what was acknowledged, until it is killed.

    python writer.py URL [name=next …]

Each of a few customers says 0, 1, 2 …, one after the other, under the key of that number; `next`
is where to go on. One line per acknowledged turn: `name number seq`.
"""

import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from contracts.house import House
from segue.domain.ids import ConversationId

NAMES = ("c_a", "c_b", "c_c", "c_d", "c_e", "c_f")


async def talk(house: House, name: ConversationId, number: int) -> None:
    if number == 0:
        await house.begin(name)
    while True:
        kept = await house.say(name, str(number), key=f"k{number}")
        os.write(1, f"{name} {number} {kept.seq}\n".encode())
        number += 1


async def main() -> None:
    house = House(sys.argv[1])
    await house.open()
    after = dict.fromkeys(NAMES, 0)
    for word in sys.argv[2:]:
        name, _, number = word.partition("=")
        after[name] = int(number)
    await asyncio.gather(*(talk(house, ConversationId(name), n) for name, n in after.items()))


asyncio.run(main())
