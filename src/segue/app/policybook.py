"""The policy that is live, every one before it, and how a new one takes its place.

Version 1 is what ships. A published version is kept as its author's file form; the numbers that
come from the settings are added when it is read. A turn uses one policy whole: it is swapped
between turns, and its version stands beside every decision that rested on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from msgspec.structs import replace

from segue.app.ports import Clock, Example, Published, Store, StoreUnavailable
from segue.domain.policy import Policy
from segue.policies import BadPolicy, Problem, read_form, write_policy
from segue.policies.reading import note_of

log = structlog.get_logger()
EVERY_S = 3.0
SHIPPED = 1
NOTE_LENGTH = 500

Check = Callable[[Policy], Sequence[Problem]]
"""What is wrong with a policy for this installation: its teams, its dead ends."""

Examine = Callable[[Policy, Sequence[Example]], Awaitable[Sequence[Example]]]
"""Labelled turns that would come out wrong under this policy."""


class ExamplesFail(ValueError):
    """Turns that somebody labelled would be decided otherwise."""

    def __init__(self, failing: Sequence[Example]) -> None:
        self.failing = tuple(failing)
        turns = "turn" if len(self.failing) == 1 else "turns"
        super().__init__(f"{len(self.failing)} labelled {turns} would come out wrong.")


class Version:
    """One version, read when it is first needed."""

    def __init__(self, published: Published | None, base: Policy) -> None:
        self.published = published
        self._base = base
        self._policy: Policy | None = None

    @property
    def form(self) -> dict[str, Any]:
        """What its author wrote; of the shipped rules, what they would have written."""
        if self.published is None:
            return write_policy(self._base)
        form: dict[str, Any] = msgspec.json.decode(self.published.form)
        return form

    @property
    def policy(self) -> Policy:
        """Raises `BadPolicy` when this program cannot read it any more."""
        if self._policy is None:
            if self.published is None:
                self._policy = replace(self._base, version=SHIPPED)
            else:
                base = replace(self._base, version=self.published.version)
                self._policy = read_form(self.form, base=base)
        return self._policy


@dataclass
class PolicyBook:
    """`use` is called with every policy that becomes live, the first one included."""

    store: Store
    clock: Clock
    base: Policy
    use: list[Callable[[Policy], None]] = field(default_factory=list)
    check: Check = lambda _: ()
    examine: Examine | None = None
    first: dict[str, Any] | None = None  # the file form that a new installation begins with
    every_s: float = EVERY_S
    _versions: dict[int, Version] = field(default_factory=dict)
    _live: int = SHIPPED
    _watching: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._versions[SHIPPED] = Version(None, self.base)

    # --- looking ----------------------------------------------------------------------------------

    @property
    def live(self) -> Policy:
        return self._versions[self._live].policy

    @property
    def versions(self) -> list[Version]:
        """The newest first, down to the shipped rules."""
        return [self._versions[number] for number in sorted(self._versions, reverse=True)]

    def version(self, number: int) -> Version:
        """Raises `LookupError`."""
        return self._versions[number]

    def at(self, number: int) -> Policy:
        """The policy of a version. Raises `LookupError`, also for one that cannot be read."""
        try:
            return self._versions[number].policy
        except BadPolicy as why:
            raise LookupError(str(why)) from None

    def read(self, form: dict[str, Any]) -> Policy:
        """A policy that is not published, with the numbers of this installation.

        Raises `BadPolicy`.
        """
        return read_form(form, base=replace(self.base, version=self._live))

    # --- changing ---------------------------------------------------------------------------------

    async def publish(
        self, form: dict[str, Any], *, by: str, note: str, based_on: int | None = None
    ) -> int:
        """The new version. Nothing is changed when it raises `BadPolicy` (with dead ends among its
        problems), `ExamplesFail` or `StalePolicy` (somebody was faster; look at theirs first)."""
        policy = self.read(form)
        problems = [one for one in self.check(policy) if not one.warning]
        if problems:
            raise BadPolicy(problems)
        if self.examine is not None:
            failing = await self.examine(policy, await self.store.examples())
            if failing:
                raise ExamplesFail(failing)
        number = (self._live if based_on is None else based_on) + 1
        one = Published(
            version=number,
            at=self.clock(),
            by=by,
            form=msgspec.json.encode(form),
            note=(note or note_of(form))[:NOTE_LENGTH],
            based_on=number - 1,
        )
        await self.store.publish(one)
        await self.refresh()
        return number

    async def restore(self, number: int, *, by: str, note: str = "") -> int:
        """An old version as the newest again. Raises `LookupError`, and what `publish` raises."""
        form = self.version(number).form
        return await self.publish(form, by=by, note=note or f"as version {number} was")

    # --- being told -------------------------------------------------------------------------------

    async def start(self) -> None:
        """Read what is published, and from then on look for more."""
        await self.refresh()
        self._watching = asyncio.create_task(self._watch(), name="policy")

    async def begin(self) -> None:
        """A new installation begins with `first`, if it was given. Raises what `publish` raises."""
        if self._live == SHIPPED and self.first is not None:
            await self.publish(self.first, by="settings", note=note_of(self.first))

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def refresh(self) -> None:
        """Look whether somebody published, here or in another process."""
        for one in await self.store.published():
            if one.version not in self._versions:
                self._versions[one.version] = Version(one, self.base)
        newest = self._readable()
        for use in self.use:
            use(self._versions[newest].policy)
        self._live = newest

    def _readable(self) -> int:
        """The newest version that this program can read: one by a newer program is not obeyed half,
        but left alone until this process is updated."""
        for number in sorted(self._versions, reverse=True):
            try:
                _ = self._versions[number].policy
            except BadPolicy as why:
                log.warning("policy.not_readable", version=number, why=str(why))
                continue
            return number
        return SHIPPED

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self.every_s)
            try:
                if await self.store.newest_policy() > max(self._versions):
                    await self.refresh()
            except StoreUnavailable as why:
                log.warning("policy.store_unavailable", why=str(why))
            except Exception:  # one bad look must not end looking
                log.exception("policy.look_failed")
