"""One-time codes: one a conversation, its tries counted first."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from msgspec.structs import replace

from contracts.house import C1, NOW, House
from segue.app.ports_identity import KeptCode
from segue.domain.ids import ConversationId

CODE = KeptCode("noa@example.org", "ab12", "hash", NOW, NOW + timedelta(minutes=10))


async def test_a_try_is_counted_before_the_code_is_seen(house: House) -> None:
    await house.store.keep_code(C1, CODE)
    assert await house.store.try_code(C1) == replace(CODE, tries=1)
    assert await house.store.try_code(C1) == replace(CODE, tries=2)


async def test_many_tries_at_once_are_many_tries(house: House) -> None:
    await house.store.keep_code(C1, CODE)
    found = await asyncio.gather(*(house.store.try_code(C1) for _ in range(8)))
    assert sorted(one.tries for one in found if one) == list(range(1, 9))


async def test_a_new_code_takes_the_place_of_the_old_one(house: House) -> None:
    await house.store.keep_code(C1, CODE)
    await house.store.try_code(C1)
    await house.store.keep_code(C1, replace(CODE, code_hash="other"))
    found = await house.store.try_code(C1)
    assert found is not None
    assert (found.code_hash, found.tries) == ("other", 1)


async def test_a_code_that_was_used_is_gone(house: House) -> None:
    await house.store.keep_code(C1, CODE)
    await house.store.drop_code(C1)
    await house.store.drop_code(C1)
    assert await house.store.try_code(C1) is None


async def test_nobody_has_a_code_of_another_chat(house: House) -> None:
    await house.store.keep_code(C1, CODE)
    for name in ("c_2", "", "c_\x00", "'; drop table identity_code"):
        assert await house.store.try_code(ConversationId(name)) is None
