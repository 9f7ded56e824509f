"""What the choices that a customer taps are called by the bot that offered them.

The customer's tap says the choice's title; the bot may know it by an id or a payload. Kept in
memory for the latest conversations: after a restart a tap reaches the bot as its title.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

MOST = 10_000


class Choices:
    """By conversation: title to id."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, dict[str, str]] = OrderedDict()

    def offered(self, conversation: str, choices: Mapping[str, str]) -> None:
        """These were offered last; what was offered before is over."""
        self._known.pop(conversation, None)
        named = {title: ident for title, ident in choices.items() if ident}
        if named:
            self._known[conversation] = named
            if len(self._known) > MOST:
                self._known.popitem(last=False)

    def of(self, conversation: str) -> Mapping[str, str]:
        return self._known.get(conversation, {})
