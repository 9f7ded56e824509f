"""What is said about actions and about who the customer is: a part of `inputs.py`."""

from __future__ import annotations

from datetime import datetime

from segue.domain.actions import ActionCall, ActionResult
from segue.domain.ids import AgentId, Epoch
from segue.domain.value import Plain, Value


class Who(Plain, frozen=True):
    """A person of the staff, or an outside desk (`id` begins with `desk:`)."""

    id: AgentId
    name: str
    lead: bool = False


class Contact(Plain, frozen=True):
    """The customer, as far as known. `verified` means a signed token or a mailed code said so.

    Of a verified one, `claimed` names the fields (`name`, `email`, `phone`) that are nevertheless
    only the customer's own word: they came from them before or after the proof.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    verified: bool = False
    tier: str = ""  # as the company's own system says, for instance `vip`
    attributes: tuple[tuple[str, str], ...] = ()  # (name, value), as that system says
    customer_id: str = ""  # the company's own, from a signed token: what actions are run for
    claimed: tuple[str, ...] = ()


# --- the customer ----------


class CustomerAllowedAction(Value, frozen=True):
    """Yes, do it: to run `n`, which waits for it."""

    n: int
    client_id: str = ""


class CustomerStoppedAction(Value, frozen=True):
    """No, do not: to run `n`, whatever it waits for."""

    n: int
    client_id: str = ""


class CustomerAskedCode(Value, frozen=True):
    """Mail a one-time code to this address, to prove that it is theirs."""

    email: str
    client_id: str = ""


class IdentityProven(Value, frozen=True):
    """The server checked it: `how` is `token` (signed by the company's site) or `code` (mailed).

    Only the shell says this, after checking; what a customer merely claims never gets here.
    """

    contact: Contact
    how: str
    person: AgentId | None = None  # who had this customer last, in another conversation
    person_at: datetime | None = None  # … and since when


# --- the shell ----------


class ActionFinished(Value, frozen=True):
    """The other system answered, or did not: how run `result.n` ended."""

    result: ActionResult


class ActionLapsed(Value, frozen=True):
    """Nobody said yes to run `n` in time."""

    n: int


# --- people of the staff ----------


class AgentActed(Value, frozen=True):
    """Run this for the customer. The owner may, under the present epoch."""

    by: Who
    call: ActionCall
    epoch: Epoch
    client_id: str = ""


class AgentAskedProof(Value, frozen=True):
    """Ask the customer to show who they are. Whoever has the conversation may."""

    by: Who
    epoch: Epoch
    client_id: str = ""


class AgentApprovedAction(Value, frozen=True):
    """Run `n` may go on."""

    by: Who
    n: int


class AgentRejectedAction(Value, frozen=True):
    """Run `n` may not."""

    by: Who
    n: int
    why: str = ""
