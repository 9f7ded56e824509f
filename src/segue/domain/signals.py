"""What was read from one customer turn, and what each score rests on.

Read off the event loop (`brains.signals`), kept in the journal as they were, looked at by the rules
of the policy. A signal that was not read, because its model is missing, off or late, is `None`: a
rule that asks for it then does not match, and nobody waits for it. Signals say something about a
turn; none of them is ever used to rate an agent.
"""

from __future__ import annotations

from segue.domain.ids import TeamId
from segue.domain.value import Plain


class Basis(Plain, frozen=True):
    """What a signal rests on: words of a turn, or a turn as a whole.

    `back` counts the customer's turns backwards: 0 is the turn that was read, 1 the one before.
    """

    signal: str  # name of a field of `Signals`, or `urgency.fraud`, `topics.refund`
    text: str
    back: int = 0


class Signals(Plain, frozen=True):
    """Scores are probabilities, 0 to 1, unless said otherwise; `None` is "not read"."""

    wants_person: float | None = None
    wants_person_by: str = ""  # words | model | none
    declined: bool = False  # "no need to transfer me", in words
    frustration: float | None = None
    anger: float | None = None
    anxiety: float | None = None
    mood: float | None = None  # -1 (bad) to 1 (good)
    mood_trend: float | None = None  # -1 (getting worse) to 1, over the last turns
    urgency: tuple[str, ...] = ()  # codes of `brains/topics.yaml` whose priority is high or urgent
    topics: tuple[tuple[str, float], ...] = ()  # (code, probability), the likeliest first
    about_money: float | None = None
    personal_data: float | None = None
    account_change: float | None = None
    repeats: float | None = None  # asks what an earlier turn asked
    asked_times: int = 0  # how often this question was asked, this time included
    circles: float | None = None  # customer repeats while the assistant repeats itself or misses
    bot_repeats: float | None = None  # the assistant's last two answers say the same
    language: str | None = None
    language_sure: float | None = None
    team: TeamId | None = None  # that it is for, as like it was earlier handoffs
    team_p: float | None = None
    team_sure: bool = False
    team_like: int = 0  # earlier ones of that team that this was learned from
    words: int = 0
    basis: tuple[Basis, ...] = ()
    models: tuple[str, ...] = ()  # name@version of every model that took part
    late: tuple[str, ...] = ()  # what was left out because its time was over
