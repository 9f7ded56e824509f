"""Everything the domain can refuse.

* Refused
  + NotYours          somebody else, or nobody, holds the conversation
  + StaleOwner        the owner changed since the speaker last looked
  + Taken             another person was quicker
  + NothingToAccept   the offer was withdrawn or never made
  + AlreadyClosed     the conversation is over
  + NotNow            impossible in this stage, whoever asks
  + LeadOnly          a lead may, an agent may not
  + DraftGone         the draft was settled already
  + AlreadyRated      one rating an episode
  + EmailNeeded       this choice needs an address
  + PhoneNeeded       this choice needs a number
  + PhoneUnknown      what was given as a number is none
  + NoSlot            this time for a call cannot be had; others are named
    - SlotTaken       all its places were given away (said by the store when it claims one)
    - SlotClosed      nobody is there then, or it is no time that is offered
    - SlotPast        it is over, or too soon
  + WithPerson        the customer is talking to a person already
  + NoSeat            the agent has no free place (said by the store when it claims a seat)

People get a refusal. Machines (timers, the bot, the router) get silence: a late input that no
longer matters decides nothing. Either way nothing changes.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar


class Refused(Exception):
    """The domain said no; `code` is stable and safe to show a client."""

    code: ClassVar[str] = "refused"
    says: ClassVar[str] = "That is not possible."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.says)


class NotYours(Refused):
    code = "not_yours"
    says = "You are not the one who has this conversation. Take it first, or leave a note."


class StaleOwner(Refused):
    code = "stale_owner"
    says = "The conversation changed hands since you last looked. Read the newest lines first."


class Taken(Refused):
    code = "taken"
    says = "A colleague was quicker and has this conversation now."


class NothingToAccept(Refused):
    code = "nothing_to_accept"
    says = "There is no offer to accept here: it ended or was never made."


class AlreadyClosed(Refused):
    code = "already_closed"
    says = "This conversation is closed. Pick it up again to write."


class NotNow(Refused):
    code = "not_now"
    says = "That cannot be done at this point of the conversation."


class LeadOnly(Refused):
    code = "lead_only"
    says = "Only a team lead may do this."


class DraftGone(Refused):
    code = "draft_gone"
    says = "This draft was settled already."


class AlreadyRated(Refused):
    code = "already_rated"
    says = "Thank you, this conversation was rated already."


class EmailNeeded(Refused):
    code = "email_needed"
    says = "Please give an e-mail address for the answer."


class PhoneNeeded(Refused):
    code = "phone_needed"
    says = "Please give a phone number for the call."


class PhoneUnknown(Refused):
    code = "phone_unknown"
    says = (
        "This does not look like a phone number. Write it as you dial it, in digits, or with the"
        " country: +34 600 123 456."
    )


class NoSlot(Refused):
    """A time for a call that cannot be had. `alternatives` are free ones, the nearest first."""

    def __init__(self, alternatives: tuple[datetime, ...] = ()) -> None:
        super().__init__()
        self.alternatives = alternatives


class SlotTaken(NoSlot):
    code = "slot_taken"
    says = "Somebody was quicker: this time is taken. Please choose another one."


class SlotClosed(NoSlot):
    code = "slot_closed"
    says = "We cannot call at that time. Please choose one of the times that are free."


class SlotPast(NoSlot):
    code = "slot_past"
    says = "That time is over, or too soon to call. Please choose another one."


class WithPerson(Refused):
    code = "with_person"
    says = "A person is here already. Just write to them."


class NoSeat(Refused):
    code = "no_seat"
    says = "This agent has no free place just now."
