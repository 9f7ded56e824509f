"""Throw-away servers and scripted people, for rehearsals, benchmarks and your own tests.

    async with Rig() as rig:
        sara = await rig.agent("Sara")
        await sara.available()
        customer = await rig.customer()
        await customer.ask_person()
        await sara.accept(await sara.offered(customer.conversation))
        await customer.sees("agent_joined", name="Sara")

Everything here goes through the public contract only: HTTP, sockets and `segue demo`. Nothing
sleeps: whoever waits says what for, and is told what came instead when it did not come.
"""

from segue.testing.agent import AgentClient
from segue.testing.customer import Customer
from segue.testing.rig import Rig
from segue.testing.screen import NeverCame, Screen, SentBack

__all__ = ["AgentClient", "Customer", "NeverCame", "Rig", "Screen", "SentBack"]
