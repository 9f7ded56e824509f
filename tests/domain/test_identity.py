"""Who the customer is, for sure: proven once, never merged, never claimed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.scene import ANA, BEN, KNOWN, Scene, answer, kinds, over, says, with_ana, with_bot
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import ActionCall
from segue.domain.briefing import brief
from segue.domain.identifying import gives_code, waits_for_proof
from segue.domain.knowing import masked, proven_only

MINE = ActionCall("track", "Track my order", needs_identity=True)
KIM = i.Contact(
    name="Kim Lee",
    email="kim@example.org",
    verified=True,
    tier="vip",
    attributes=(("plan", "gold"),),
    customer_id="k1",
)
TOKEN = i.IdentityProven(KIM, "token")
CODE = i.IdentityProven(i.Contact(email="kim@example.org", verified=True), "code")


def wants(scene: Scene, call: ActionCall = MINE) -> tuple[e.Event, ...]:
    heard, epoch = scene.one.heard, scene.one.epoch
    return scene.hears(i.BotAnswered(heard, epoch, "", sure=True, act=call))


def state(scene: Scene) -> str:
    return scene.one.action.state if scene.one.action else ""


# --- proof ----------


def test_a_token_says_who_it_is() -> None:
    scene = with_bot()
    (proven,) = scene.hears(TOKEN)
    assert proven == e.IdentityProven(KIM, "token")
    assert scene.one.contact == KIM
    scene.ignores(TOKEN)


def test_somebody_else_cannot_be_proven_afterwards() -> None:
    scene = with_bot()
    scene.hears(TOKEN)
    other = replace(KIM, customer_id="k2")
    assert scene.refuses(i.IdentityProven(other, "token")) == "not_now"
    code = i.Contact(email="other@example.org", verified=True)
    assert scene.refuses(i.IdentityProven(code, "code")) == "not_now"
    scene.ignores(CODE)  # the same person, once more


def test_a_token_after_the_code_of_the_same_address_adds_what_it_knows() -> None:
    scene = with_bot()
    scene.hears(CODE, TOKEN)
    assert scene.one.contact == KIM


@pytest.mark.parametrize("first", [replace(KIM, email=None), replace(KIM, customer_id="")])
def test_what_cannot_be_compared_is_somebody_else(first: i.Contact) -> None:
    scene = with_bot()
    scene.hears(i.IdentityProven(first, "token"))
    other = i.Contact(email="x@example.org" if first.email else KIM.email, verified=True)
    assert scene.refuses(i.IdentityProven(other, "code")) == "not_now"


def test_a_claim_before_the_proof_stays_a_claim() -> None:
    scene = with_bot(contact=i.Contact(name="The Boss", phone="+4930123456"))
    scene.hears(CODE, i.CustomerAskedForPerson())
    assert scene.one.contact.claimed == ("name", "phone")
    card = brief(scene.one)
    assert card is not None
    assert {one.name: one.source for one in card.facts} == {
        "name": "said",
        "email": "signed_in",
        "phone": "said",
    }
    taken = proven_only(scene.one.contact)
    assert (taken.name, taken.email, taken.phone) == (None, "kim@example.org", None)


def test_a_claim_after_the_proof_changes_nothing() -> None:
    scene = with_bot()
    scene.hears(TOKEN)
    says(scene, "my mail is boss@example.org")
    assert scene.one.contact == KIM
    assert scene.one.facts[-1].value == "boss@example.org"
    assert scene.one.facts[-1].source == "said"


def test_a_number_to_call_is_kept_beside_the_proven_one() -> None:
    scene = with_bot()
    scene.hears(i.IdentityProven(replace(KIM, phone="+49301111111"), "token"))
    scene.hears(i.CustomerChose("callback", phone="+49302222222"))
    assert scene.one.contact.phone == "+49301111111"
    card = brief(scene.one)
    assert card is not None
    assert [one.value for one in card.facts if one.name == "phone"] == [
        "+49301111111",
        "+49302222222",
    ]


def test_each_message_keeps_whether_it_was_known_who_said_it() -> None:
    scene = with_bot()
    scene.hears(TOKEN)
    says(scene, "And now?")
    said = [one for one in scene.kept if isinstance(one, e.MessagePosted)]
    assert [one.verified for one in said] == [False, True]


# --- what waits for it ----------


def test_an_action_that_needs_it_asks_for_the_address_first() -> None:
    scene = with_bot()
    assert kinds(wants(scene)) == ["ActionWanted", "IdentityAsked", "FieldWanted"]
    assert (state(scene), scene.told()) == ("identity", ["identity_asked"])
    *_, sent = says(scene, "kim@example.org")
    assert isinstance(sent, e.CodeAsked)
    assert scene.effects[-1] == x.SendCode("kim@example.org", "en")
    assert not any(isinstance(one, x.Consider) for one in scene.effects)
    told, moved = scene.hears(CODE)
    assert isinstance(told, e.IdentityProven)
    assert isinstance(moved, e.ActionMoved)
    assert state(scene) == "running"
    assert x.RunAction(1) in scene.effects


def test_a_known_address_is_asked_about_and_a_yes_sends_the_code() -> None:
    scene = with_bot(contact=KNOWN)
    assert kinds(wants(scene)) == ["ActionWanted", "IdentityAsked"]
    assert scene.told() == ["identity_code"]
    assert kinds(says(scene, "yes please")) == ["MessagePosted", "CodeAsked"]
    assert scene.one.codes == (scene.now,)


def test_who_is_known_for_sure_is_not_asked() -> None:
    scene = with_bot(contact=KIM)
    assert kinds(wants(scene)) == ["ActionWanted"]
    assert state(scene) == "running"


def test_after_the_proof_a_yes_is_still_wanted() -> None:
    scene = with_bot()
    wants(scene, replace(MINE, needs_yes=True))
    assert scene.refuses(i.CustomerAllowedAction(1)) == "not_now"
    scene.hears(TOKEN)
    assert state(scene) == "confirm"
    assert scene.one.action is not None
    assert scene.one.action.call.ask == "Shall I do this?"
    says(scene, "yes")
    assert state(scene) == "running"


def test_it_outlives_other_questions() -> None:
    scene = with_bot()
    wants(scene)
    says(scene, "Why do you need that?")
    scene.hears(answer(scene))
    assert state(scene) == "identity"
    assert kinds(says(scene, "fine, kim@example.org"))[-1] == "CodeAsked"


def test_no_stops_it() -> None:
    scene = with_bot()
    wants(scene)
    assert kinds(says(scene, "no")) == ["MessagePosted", "ActionOver"]


def test_a_proof_that_never_comes_is_not_waited_for_for_ever() -> None:
    scene = with_bot()
    wants(scene)
    assert kinds(scene.later(minutes=15)) == ["ActionOver"]


# --- codes ----------


def test_three_codes_in_ten_minutes_and_no_more() -> None:
    scene = with_bot()
    ask = i.CustomerAskedCode("kim@example.org")
    for _ in range(3):
        assert kinds(scene.hears(ask)) == ["CodeAsked"]
    assert scene.refuses(ask) == "not_now"
    scene.later(minutes=10)
    assert kinds(scene.hears(ask)) == ["CodeAsked"]


def test_beyond_that_words_are_answered_like_any_other() -> None:
    scene = with_bot(contact=KNOWN)
    wants(scene)
    scene.hears(*[i.CustomerAskedCode("kim@example.org")] * 3)
    assert kinds(says(scene, "yes")) == ["MessagePosted"]
    assert any(isinstance(one, x.Consider) for one in scene.effects)


def test_asking_for_a_code_claims_no_address() -> None:
    scene = with_bot()
    scene.hears(i.CustomerAskedCode("kim@example.org"))
    assert scene.one.contact.email is None


def test_a_code_for_rubbish_or_after_the_end_is_refused() -> None:
    assert with_bot().refuses(i.CustomerAskedCode("nobody")) == "not_now"
    assert over().refuses(i.CustomerAskedCode("kim@example.org")) == "not_now"


def test_who_is_known_needs_no_code() -> None:
    scene = with_bot(contact=KIM)
    scene.ignores(i.CustomerAskedCode("kim@example.org"))


def test_with_a_person_it_can_be_proven_too() -> None:
    scene = with_ana()
    assert kinds(scene.hears(i.CustomerAskedCode("kim@example.org"))) == ["CodeAsked"]
    (proven,) = scene.hears(CODE)
    assert isinstance(proven, e.IdentityProven)
    assert scene.told()[-1] == "identity_proven"
    assert isinstance(scene.one.stage, s.WithAgent)


def test_an_address_is_shown_in_part() -> None:
    assert masked("kim@example.org") == "k…@example.org"
    assert masked("nonsense") == "n…"


def test_a_no_to_something_newer_does_not_stop_it() -> None:
    scene = with_bot(contact=KNOWN)
    wants(scene)
    says(scene, "Why do you need that?")
    scene.hears(answer(scene, "So that nobody else gets it. Is that clear?"))
    assert kinds(says(scene, "no")) == ["MessagePosted"]
    assert state(scene) == "identity"


@pytest.mark.parametrize("words", ["123456", " 123 456 ", "123-456"])
def test_a_code_in_words_is_no_question(words: str) -> None:
    scene = with_bot()
    wants(scene)
    says(scene, "kim@example.org")
    assert kinds(says(scene, words)) == ["MessagePosted"]
    assert scene.effects == ()
    assert state(scene) == "identity"


def test_six_digits_are_a_code_only_where_one_was_sent() -> None:
    scene = with_bot()
    wants(scene)
    says(scene, "123456")
    assert any(isinstance(one, x.Consider) for one in scene.effects)


def test_whoever_has_it_may_ask_for_a_proof() -> None:
    scene = with_ana()
    ask = i.AgentAskedProof(ANA, scene.one.epoch)
    (asked,) = scene.hears(ask)
    assert isinstance(asked, e.IdentityAsked)
    assert (asked.n, asked.line.key, asked.line.name) == (0, "identity_wanted", "Ana")
    assert waits_for_proof(scene.one)
    scene.hears(i.CustomerAskedCode("kim@example.org"))
    assert gives_code(scene.one, "123456")
    scene.hears(CODE)
    assert not waits_for_proof(scene.one)
    scene.ignores(ask)


def test_others_may_not_and_it_ends_with_the_owner() -> None:
    scene = with_ana()
    assert scene.refuses(i.AgentAskedProof(BEN, scene.one.epoch)) == "not_yours"
    scene.hears(i.AgentAskedProof(ANA, scene.one.epoch), i.AgentReturned(ANA, scene.one.epoch))
    assert not waits_for_proof(scene.one)
