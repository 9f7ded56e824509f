"""A demo shop under rules of its own, as a support manager would write them."""

from __future__ import annotations

from pathlib import Path

from journeys.conftest import Servers
from segue.testing import Rig

CHECKING = """
segue_policy: 1
note: A person looks at every answer
rules:
  - id: every-answer
    name: A person looks at every answer
    lane: bot_failure
    when:
      - confidence: {{below: 1}}
    do: approve
    within_s: {within}
    fallback: hand_off
"""
"""A person looks at every answer; `within` is the clock in seconds, to be filled in."""


async def under(servers: Servers, folder: Path, policy: str) -> Rig:
    """A demo shop whose rules are these."""
    file = folder / "policy.yaml"
    file.write_text(policy, encoding="utf-8")
    return await servers(policy_file=file)
