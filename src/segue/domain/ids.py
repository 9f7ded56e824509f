"""Names for the things we point at. Distinct types, so they cannot be swapped."""

from __future__ import annotations

from typing import NewType

ConversationId = NewType("ConversationId", str)
AgentId = NewType("AgentId", str)
TeamId = NewType("TeamId", str)
ContactId = NewType("ContactId", str)
InboxId = NewType("InboxId", str)
HandoffId = NewType("HandoffId", str)

Seq = NewType("Seq", int)
"""The number of an event within its conversation: 1, 2, 3 …, no gaps."""

Epoch = NewType("Epoch", int)
"""Rises with every change of owner. Whoever speaks says which one they believe in."""
