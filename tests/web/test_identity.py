"""Who is it? By the company's token and by a code from a mail, over the real server."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from segue.app.ports import Mail
from segue.build import wall_clock
from segue.domain.ids import ConversationId
from segue.settings import Settings
from segue.testing import Customer, SentBack
from web.conftest import KEY, House, MakeHouse

pytestmark = pytest.mark.slow

SECRET = "fernhill-and-segue-share-this-secret"


class Post:
    """A letter box."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.came = asyncio.Event()

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)
        self.came.set()

    async def code(self) -> str:
        async with asyncio.timeout(10):
            await self.came.wait()
        self.came.clear()
        found = re.search(r"\b\d{6}\b", self.mails[-1].text)
        assert found
        return found[0]


def token(customer: str, **more: Any) -> str:
    at = int(wall_clock().timestamp())
    said = {"sub": customer, "aud": KEY, "iat": at, "exp": at + 300, **more}
    return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(SECRET.encode()))


async def known(houses: MakeHouse, post: Post | None = None) -> House:
    return await houses(settings=Settings(identity_secrets=(SECRET,)), mailer=post)


async def contact_of(house: House, customer: Customer) -> Any:
    one = await house.segue.store.conversation(_id(customer))
    assert one is not None
    return one.contact


async def test_a_token_says_who_is_signed_in_and_agents_see_that_it_is_sure(
    houses: MakeHouse,
) -> None:
    house = await known(houses)
    noa = await house.customer(identity=token("c-7", name="Noa", email="noa@example.org"))
    assert noa.state["identity"]["verified"] is True
    contact = await contact_of(house, noa)
    assert (contact.customer_id, contact.email, contact.verified) == (
        "c-7", "noa@example.org", True,
    )  # fmt: skip
    ana = await house.agent("Ana")
    shown = await ana.get(f"conversations/{noa.conversation}")
    assert shown["customer"]["verified"] is True


async def test_a_token_that_will_not_do_changes_nothing_and_the_page_is_told(
    houses: MakeHouse,
) -> None:
    house = await known(houses)
    body = {"inbox_key": KEY, "identity": token("c-7", aud="pk_other")}
    async with await house.http() as http:
        answer = await http.post("/api/v1/widget/sessions", json=body)
    assert answer.status_code == 201
    told = answer.json()["identity"]
    assert (told["verified"], told["code"]) == (False, "identity_claims")
    stranger = await house.customer(identity="nonsense")
    assert stranger.state["identity"]["verified"] is False


async def test_somebody_elses_chat_is_neither_shown_nor_gone_on_with(houses: MakeHouse) -> None:
    house = await known(houses)
    noa = await house.customer(identity=token("c-7"))
    await noa.say("my secret is 42")
    body = {"inbox_key": KEY, "identity": token("c-8"), "resume": noa.session}
    async with await house.http() as http:
        answer = (await http.post("/api/v1/widget/sessions", json=body)).json()
        assert answer["conversation"] != noa.conversation
        assert answer["session"] != noa.session
        body["identity"] = token("c-7")
        again = (await http.post("/api/v1/widget/sessions", json=body)).json()
    assert again["conversation"] == noa.conversation


async def test_a_claim_never_changes_who_is_known_for_sure(houses: MakeHouse) -> None:
    house = await known(houses)
    noa = await house.customer(identity=token("c-7", email="noa@example.org"))
    await noa.say("I am kim@example.org, write to kim@example.org from now on")
    contact = await contact_of(house, noa)
    assert (contact.email, contact.customer_id) == ("noa@example.org", "c-7")


async def test_a_code_from_a_mail_proves_the_address(houses: MakeHouse) -> None:
    post = Post()
    house = await known(houses, post)
    noa = await house.customer()
    await noa.ask_code("noa@example.org")
    asked = await noa.sees("code_asked")
    assert "noa@example.org" not in str(asked), "an address is shown in part only"
    code = await post.code()
    journal = await house.segue.store.events(_id(noa))
    assert code not in str(journal)
    await noa.give_code(f"{code[:3]} {code[3:]}")
    await noa.sees("identity_proven", how="code")
    contact = await contact_of(house, noa)
    assert (contact.email, contact.verified) == ("noa@example.org", True)


async def test_after_three_wrong_codes_the_right_one_is_refused(houses: MakeHouse) -> None:
    post = Post()
    house = await known(houses, post)
    noa = await house.customer()
    await noa.ask_code("noa@example.org")
    code = await post.code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    codes = []
    for tried in (wrong, wrong, wrong, code):
        with pytest.raises(SentBack) as no:
            await noa.give_code(tried)
        codes.append(no.value.code)
    assert codes == ["wrong_code", "wrong_code", "too_many_tries", "too_many_tries"]
    assert (await contact_of(house, noa)).verified is False


async def test_codes_are_not_sent_without_end(houses: MakeHouse) -> None:
    post = Post()
    house = await known(houses, post)
    noa = await house.customer()
    for _ in range(3):
        await noa.ask_code("noa@example.org")
        await post.code()
    with pytest.raises(SentBack) as no:
        await noa.ask_code("noa@example.org")
    assert no.value.code == "not_now"
    assert len(post.mails) == 3


def _id(customer: Customer) -> ConversationId:
    return ConversationId(customer.conversation)


async def test_a_customer_known_for_sure_comes_back_to_the_person_they_had(
    houses: MakeHouse,
) -> None:
    house = await known(houses)
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    await ben.available()
    said = {"name": "Noa", "email": "noa@example.org"}
    noa = await house.customer(identity=token("c-7", **said))
    await noa.ask_person()
    await ben.accept(await ben.offered())
    await ben.end(str(noa.conversation))
    await noa.close()

    # Another day, another device: a new conversation, and both are free.
    await ana.available()
    again = await house.customer(identity=token("c-7", **said))
    assert again.conversation != noa.conversation
    await again.ask_person()
    assert (await ben.offered(again.conversation))["conversation"] == again.conversation
