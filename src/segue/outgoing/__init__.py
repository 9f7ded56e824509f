"""The one way out: every request that Segue sends to a place somebody else chose."""

from segue.outgoing.asks import AGENT
from segue.outgoing.client import Outgoing
from segue.outgoing.errors import OutgoingError
from segue.outgoing.repeating import retry_after_s
from segue.outgoing.replies import Reply
from segue.outgoing.transporting import transport

__all__ = ["AGENT", "Outgoing", "OutgoingError", "Reply", "retry_after_s", "transport"]
