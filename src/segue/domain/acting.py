"""What happens to actions: wanted, allowed, approved, run, done; and to proofs of identity."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.floor import Floor
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]


def decide(
    was: Conversation, heard: i.ActionInput, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard:
        case (
            i.CustomerAllowedAction()
            | i.CustomerStoppedAction()
            | i.CustomerAskedCode()
            | i.IdentityProven()
            | i.ActionFinished()
            | i.ActionLapsed()
            | i.AgentActed()
            | i.AgentApprovedAction()
            | i.AgentRejectedAction()
        ):
            return ()
        case _:
            assert_never(heard)
