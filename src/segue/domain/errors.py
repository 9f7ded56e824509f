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
  + WithPerson        the customer is talking to a person already
  + NoSeat            the agent has no free place (said by the store when it claims a seat)

People get a refusal. Machines (timers, the bot, the router) get silence: a late input that no
longer matters decides nothing. Either way nothing changes.
"""

from __future__ import annotations

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


class WithPerson(Refused):
    code = "with_person"
    says = "A person is here already. Just write to them."


class NoSeat(Refused):
    code = "no_seat"
    says = "This agent has no free place just now."
