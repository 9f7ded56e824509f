"""The whole journal of conversations that have just begun, as it was committed.

Nearly everybody who joins a conversation joins a new one, and asks for all of its few events at
once. Where one process alone writes, it knows them already. Only a beginning is held: whatever is
longer, or has a gap, is read from the database.
"""

from __future__ import annotations

from collections.abc import Iterable

from segue.app.ports import Kept, Row
from segue.domain.ids import ConversationId, Seq

CONVERSATIONS = 1024
LONGEST = 24
"""Events of one conversation: the hello, some questions and a handover."""


class Begun:
    """The newest conversations, from their first event on."""

    def __init__(self, most: int = CONVERSATIONS, longest: int = LONGEST) -> None:
        self._most = most
        self._longest = longest
        self._rows: dict[ConversationId, tuple[Row, ...]] = {}

    def heard(self, kept: Iterable[Kept]) -> None:
        """Commits, in the order in which they were made."""
        for one in kept:
            name = one.conversation.id
            known = self._rows.get(name, ())
            follows = one.rows[0].seq == (known[-1].seq + 1 if known else 1)
            if follows and len(known) + len(one.rows) <= self._longest:
                self._rows[name] = (*known, *one.rows)
                if len(self._rows) > self._most:
                    del self._rows[next(iter(self._rows))]
            elif known:
                del self._rows[name]

    def events(
        self, name: ConversationId, after: Seq, limit: int, *, upto: Seq
    ) -> list[Row] | None:
        """Those after `after`; None when the journal is not known as far as `upto`, its newest."""
        known = self._rows.get(name)
        if known is None or known[-1].seq != upto:
            return None
        return [row for row in known if row.seq > after][:limit]
