"""What learns which team a conversation is for, put together: examples, encoder, store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from segue.app.departments import Ended, Learn, LearnedTeams
from segue.app.ports import Clock, Store
from segue.settings import BadSettings, Settings

if TYPE_CHECKING:
    from segue.brains.departments import Departments


def learned_teams(settings: Settings, store: Store, clock: Clock) -> LearnedTeams:
    """To be started with the rest. Raises `BadSettings` for a file that will not do."""
    file = settings.departments_file
    given = examples_in(Path(file)) if file else ()
    return LearnedTeams(store, clock, learner(settings), given=given)


def learner(settings: Settings) -> Learn:
    """Learns by sentence vectors, which are kept in the data folder's cache."""

    def learn(examples: Sequence[tuple[str, tuple[str, ...]]]) -> Departments:
        from segue.brains.departments import Departments, Example  # noqa: PLC0415 - with NumPy

        kept_in = Path(settings.data_dir) / "cache" / "teams"
        return Departments([Example(*one) for one in examples], kept_in)

    return learn


def examples_in(file: Path) -> tuple[Ended, ...]:
    """The examples of a file, as `segue route` takes them. Raises `BadSettings`."""
    from segue.brains.departments import read_teams  # noqa: PLC0415 - with NumPy
    from segue.brains.errors import BrainsError  # noqa: PLC0415

    try:
        return tuple(Ended(one.team, one.turns) for one in read_teams(file))
    except BrainsError as why:
        raise BadSettings(f"departments_file: {why}") from why
