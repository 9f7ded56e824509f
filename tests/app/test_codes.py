"""One-time codes: six digits by mail, ten minutes, three tries."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from segue.app.codes import MailedCodes, NotProven
from segue.app.ports import Mail
from segue.domain.ids import ConversationId
from segue.store.memory import MemoryStore

CHAT = ConversationId("c1")
MAIL = "noa@example.org"


class Post:
    """A letter box."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)

    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.mails[-1].text)
        assert found
        return found[0]


class Hand:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
async def codes(post: Post, clock: Hand) -> MailedCodes:
    return MailedCodes(MemoryStore(), post, clock, "Fernhill")


async def refused(codes: MailedCodes, code: str) -> str:
    with pytest.raises(NotProven) as no:
        await codes.prove(CHAT, code)
    return no.value.code


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_code_proves_the_address_it_was_sent_to(codes: MailedCodes, post: Post) -> None:
    await codes.send(CHAT, MAIL, "en")
    assert post.mails[-1].to == MAIL
    assert post.code() in post.mails[-1].subject
    proven = await codes.prove(CHAT, post.code())
    assert (proven.how, proven.contact.email, proven.contact.verified) == ("code", MAIL, True)


async def test_a_code_is_good_once(codes: MailedCodes, post: Post) -> None:
    await codes.send(CHAT, MAIL, "en")
    await codes.prove(CHAT, post.code())
    assert await refused(codes, post.code()) == "code_expired"


async def test_it_may_be_typed_with_gaps_and_in_other_digits(
    codes: MailedCodes, post: Post
) -> None:
    await codes.send(CHAT, MAIL, "ar")
    arabic = "".join("٠١٢٣٤٥٦٧٨٩"[int(one)] for one in post.code())
    proven = await codes.prove(CHAT, f" {arabic[:3]} {arabic[3:]}\n")
    assert proven.contact.email == MAIL


async def test_after_three_wrong_ones_the_right_one_is_refused(
    codes: MailedCodes, post: Post
) -> None:
    await codes.send(CHAT, MAIL, "en")
    wrong = another(post.code())
    answers = [await refused(codes, wrong) for _ in range(3)]
    assert answers == ["wrong_code", "wrong_code", "too_many_tries"]
    assert await refused(codes, post.code()) == "too_many_tries"


async def test_it_is_over_after_ten_minutes(codes: MailedCodes, post: Post, clock: Hand) -> None:
    await codes.send(CHAT, MAIL, "en")
    clock.now += timedelta(minutes=10)
    assert await refused(codes, post.code()) == "code_expired"


async def test_a_new_code_makes_the_old_one_void(codes: MailedCodes, post: Post) -> None:
    await codes.send(CHAT, MAIL, "en")
    old = post.code()
    await codes.send(CHAT, MAIL, "en")
    if old != post.code():
        assert await refused(codes, old) == "wrong_code"
    assert (await codes.prove(CHAT, post.code())).contact.email == MAIL


async def test_a_code_of_one_chat_opens_no_other(codes: MailedCodes, post: Post) -> None:
    await codes.send(CHAT, MAIL, "en")
    with pytest.raises(NotProven):
        await codes.prove(ConversationId("c2"), post.code())


async def test_nothing_typed_is_a_wrong_code(codes: MailedCodes) -> None:
    await codes.send(CHAT, MAIL, "en")
    assert await refused(codes, "") == "wrong_code"


async def test_what_is_kept_does_not_show_the_code(codes: MailedCodes, post: Post) -> None:
    await codes.send(CHAT, MAIL, "en")
    kept = await codes.kept.try_code(CHAT)
    assert kept is not None
    assert post.code() not in repr(replace(kept, email=""))
