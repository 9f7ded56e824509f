"""A policy against conversations that were kept.

walking.py    one conversation under another policy, up to the first divergence
truth.py      what really happened in it, afterwards
report.py     many conversations: gained, lost, rerouted, load
verifying.py  the same policy must give the same events, to the bit

Nothing here asks a model: signals, answers and the floor are those that the journal kept. What
would have come after a divergence nobody knows, and nothing here pretends to.
"""

from __future__ import annotations

from segue.app.replaying.report import Report, journals, replay
from segue.app.replaying.verifying import Difference, Verified, verify, verify_all
from segue.app.replaying.walking import Divergence, walk
from segue.app.replaying.whatif import WhatIf, what_if

__all__ = [
    "Difference",
    "Divergence",
    "Report",
    "Verified",
    "WhatIf",
    "journals",
    "replay",
    "verify",
    "verify_all",
    "walk",
    "what_if",
]
