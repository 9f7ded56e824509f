"""Does a bot keep to the protocol? About thirty turns, some of them unfriendly.

    found = await run(url, secret)

Each check is a sentence of the protocol. A *must* that fails makes conversations go wrong; a
*should* is advice. The same kit is held against our own SDK and against bots broken on purpose.
"""

from __future__ import annotations

from segue.bots.remote.checks.kit import Check, Found, Kit
from segue.bots.remote.checks.running import CHECKS, run

__all__ = ["CHECKS", "Check", "Found", "Kit", "run"]
