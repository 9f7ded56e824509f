"""What is known at the moment when rules are read: twice a turn, when it was understood and when
the assistant has its answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from segue.domain.floor import NOBODY, Floor, TeamNow
from segue.domain.ids import Seq, TeamId
from segue.domain.rules.turns import TurnSeen
from segue.domain.value import Plain

if TYPE_CHECKING:
    from segue.domain.policy import Calibration
    from segue.domain.state import Conversation


class Moment(Plain, frozen=True):
    """Everything that a condition may look at. `turns` are the last ones, the newest at the end.

    `misses` counts, in a row, the present one if the assistant has just missed. `answered` says
    whether the assistant has had its say about the newest turn. `words` is what the customer wrote.
    """

    was: Conversation
    turns: tuple[TurnSeen, ...]
    now: datetime
    team: TeamId
    floor: Floor = NOBODY
    misses: int = 0
    answered: bool = False
    asked: bool = False  # the newest turn asks for a person, in words or by the button
    words: str = ""
    calibration: tuple[Calibration, ...] = ()
    hazard: tuple[tuple[str, float], ...] = ()  # weights of `domain.hazard`; none: the shipped ones
    mood: bool = True  # may the tone of a text be looked at?

    @property
    def turn(self) -> TurnSeen:
        """The newest turn; an empty one before the customer said anything."""
        return self.turns[-1] if self.turns else TurnSeen(Seq(0))

    @property
    def there(self) -> TeamNow:
        """The team that it would go to."""
        return self.floor.team(self.team)

    @property
    def lasted(self) -> timedelta:
        """Since the conversation was opened, or came back after its end."""
        return self.now - (self.was.episode_at or self.was.opened_at or self.now)
