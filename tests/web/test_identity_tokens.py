"""Signed tokens: what they prove, and each way in which they do not."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from segue.domain.inputs import Contact
from segue.web.identity import BadToken, contact_in, is_other, known_already

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET, OTHER = "s" * 40, "o" * 40
INBOX = "pk_test"


def claims(**more: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    said = {"sub": "cust-7", "aud": INBOX, "iat": at, "exp": at + 300, **more}
    return {name: value for name, value in said.items() if value is not None}


def signed(said: dict[str, Any], secret: str = SECRET) -> str:
    return jwt.encode({"alg": "HS256"}, said, OctKey.import_key(secret.encode()))


def refused(token: str, *secrets: str) -> str:
    with pytest.raises(BadToken) as no:
        contact_in(token, secrets or (SECRET,), INBOX, NOW)
    return no.value.code


def test_a_good_token_says_who_it_is() -> None:
    more = {"email": "noa@example.org", "name": "Noa", "tier": "vip", "attributes": {"plan": "x"}}
    found = contact_in(signed(claims(**more)), (SECRET,), INBOX, NOW)
    assert found == Contact(
        "Noa", "noa@example.org", None, verified=True, tier="vip",
        attributes=(("plan", "x"),), customer_id="cust-7",
    )  # fmt: skip


def test_two_secrets_are_good_while_one_is_changed_for_another() -> None:
    assert contact_in(signed(claims(), OTHER), (SECRET, OTHER), INBOX, NOW).customer_id == "cust-7"


def test_without_a_secret_nobody_is_known() -> None:
    with pytest.raises(BadToken, match="SEGUE_IDENTITY_SECRETS"):
        contact_in(signed(claims()), (), INBOX, NOW)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"aud": "pk_other"}, "identity_claims"),
        ({"aud": None}, "identity_claims"),
        ({"sub": None}, "identity_claims"),
        ({"sub": "  "}, "identity_claims"),
        ({"sub": {"$ne": 1}}, "identity_claims"),
        ({"iat": None}, "identity_claims"),
        ({"exp": None}, "identity_claims"),
        ({"exp": "soon"}, "identity_claims"),
        ({"iat": int(NOW.timestamp()) + 3600}, "identity_claims"),
        ({"iat": 1, "exp": int(NOW.timestamp()) - 61}, "identity_expired"),
        ({"exp": int(NOW.timestamp()) + 86400}, "identity_life"),
    ],
)
def test_claims_that_do_not_fit_prove_nothing(change: dict[str, Any], code: str) -> None:
    assert refused(signed(claims(**change))) == code


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ey" * 500, "....", "\x00", "ü.ü.ü"])
def test_what_is_no_token_proves_nothing(token: str) -> None:
    assert refused(token) == "identity_signature"


def test_another_secret_proves_nothing() -> None:
    assert refused(signed(claims(), OTHER)) == "identity_signature"


def test_a_token_that_is_not_signed_proves_nothing() -> None:
    def part(what: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(what).encode()).rstrip(b"=").decode()

    for algorithm in ("none", "None", "HS512", "RS256"):
        bare = f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims())}."
        assert refused(bare) == "identity_signature"


def test_long_claims_are_cut_and_odd_ones_left_out() -> None:
    more = {"name": "n" * 1000, "email": ["a@b.c"], "attributes": {"a": "v" * 999, "b": {"c": 1}}}
    found = contact_in(signed(claims(**more)), (SECRET,), INBOX, NOW)
    assert len(found.name or "") == 200
    assert found.email is None
    assert found.attributes == (("a", "v" * 200),)


def test_a_chat_of_somebody_else_is_not_gone_on_with() -> None:
    noa = Contact(email="noa@example.org", verified=True, customer_id="7")
    assert is_other(noa, Contact(email="noa@example.org", verified=True, customer_id="8"))
    assert not is_other(noa, Contact(email="new@example.org", verified=True, customer_id="7"))
    by_code = Contact(email="Noa@example.org", verified=True)
    assert not is_other(by_code, noa)
    assert is_other(by_code, Contact(email="kim@example.org", verified=True, customer_id="9"))
    claimed = Contact(email="kim@example.org")
    assert not is_other(claimed, noa)  # a claim belongs to nobody


def test_the_same_proof_again_says_nothing_new() -> None:
    noa = Contact("Noa", "noa@example.org", verified=True, customer_id="7", tier="vip")
    assert known_already(noa, Contact(email="noa@example.org", verified=True, customer_id="7"))
    assert not known_already(Contact(email="noa@example.org"), noa)
    assert not known_already(noa, Contact(email="noa@example.org", verified=True, tier="gold"))
