"""Two administrators compare words by phone; nothing passes before both said yes."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from django.urls import reverse

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.exchange import queries as exchange
from schakel.exchange.actions import take_envelopes
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.links import actions
from schakel.links.models import Statement
from schakel.links.queries import list_statements
from schakel.links.wording import DEEDS, STATES
from schakel.network.actions import resume_node, suspend_node
from schakel.network.models import Node
from schakel.network.queries import get_known_node, get_node
from schakel.wire.actions.keys import fingerprint_words
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.links import Deed
from tests.exchange.partner import NOON, Partner
from tests.intake.people import a_person, sign_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def stranger():
    """Return a partner whose card was taken in and not yet compared."""
    found = Partner()
    actions.propose(card=found.card, by=None, now=NOON)
    return found


def confirm(code="it", *, now=NOON):
    """Confirm the keys that are known of a node."""
    kid = get_known_node(code).signing_key["kid"]
    actions.confirm(code=code, kid=kid, by=None, now=now)


def state(code="it"):
    """Return the state of a link."""
    return get_known_node(code).state


def answering(partner, *, confirmed=True, **changes):
    """Return an answer of the line: the partner heard the statement."""

    def answer(request):
        token = json.loads(request.content)["statement"]
        of = hashlib.sha256(token.encode()).hexdigest()
        said = {"of": of, "confirmed": confirmed, **changes}
        return httpx.Response(200, json={"statement": partner.states(Deed.HEARD, **said)})

    return answer


def refused(token, *, now=NOON):
    """Return the code with which a statement is refused."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        actions.hear(token, now=now)
    return caught.value.refusal


def test_a_link_is_active_once_both_confirmed(stranger, line, handled):
    """Whoever hands over a false card is found out by the phone call, on both sides."""
    assert state() == "proposed"
    assert take_envelopes([stranger.send()], now=NOON).results[0]["refused"] == (
        "exchange.unknown-sender"
    )
    confirm()
    assert state() == "confirmed"
    line.answer = answering(stranger, confirmed=False)
    assert actions.tell(NOON) == 1
    assert state() == "confirmed"

    actions.hear(stranger.confirms(), now=NOON)
    assert state() == "linked"
    assert get_node("it").code == "it"
    events = set(LogEntry.objects.values_list("event", flat=True))
    assert events == {"node:propose", "node:confirm", "node:confirmed-by"}


def test_the_other_side_may_be_first(stranger):
    """Its word is kept until the administrator here compared, too."""
    answer = payload_of(actions.hear(stranger.confirms(), now=NOON))
    assert (answer["deed"], answer["confirmed"]) == ("heard", False)
    assert state() == "proposed"
    confirm()
    assert state() == "linked"
    answer = payload_of(actions.hear(stranger.confirms(), now=NOON))
    assert answer["confirmed"] is True


def test_the_answer_to_our_word_says_whether_they_confirmed(stranger, line):
    """One round is enough when the other side was first, and its own word was lost."""
    confirm()
    line.answer = answering(stranger)
    assert actions.tell(NOON) == 1
    assert state() == "linked"
    sent = json.loads(line.requests[0].content)["statement"]
    assert payload_of(sent)["deed"] == "confirm"
    assert str(line.requests[0].url) == "http://it.example/exchange/v1/links"


def test_our_word_is_said_until_it_was_heard(stranger, line):
    """The partner may still have to take in our card, or be away."""
    confirm()
    problem = {"type": "exchange.unknown-sender"}
    answers = [
        httpx.Response(503),
        httpx.Response(403, json=problem),
        httpx.Response(403, json=["?"]),
        httpx.Response(200, json={"statement": "x"}),
        httpx.Response(200, json={}),
    ]
    seen = []
    for place, answer in enumerate(answers):
        line.answer = lambda request, answer=answer: answer
        assert actions.tell(NOON + timedelta(hours=place)) == 0
        seen.append(Statement.objects.get().problem)
    assert seen == [
        "exchange.no-answer",
        "exchange.unknown-sender",
        "exchange.no-answer",
        "exchange.bad-shape",
        "exchange.no-answer",
    ]

    def away(request):
        raise httpx.ConnectError("away")

    line.answer = away
    actions.tell(NOON + timedelta(hours=9))
    assert Statement.objects.get().problem == "exchange.unreachable"
    line.answer = answering(stranger)
    assert actions.tell(NOON + timedelta(hours=10)) == 1
    assert [one.heard_at for one in list_statements("it")] == [NOON + timedelta(hours=10)]
    assert actions.tell(NOON + timedelta(hours=10, minutes=1)) == 1  # hello, now that it is linked


@pytest.mark.parametrize("change", [{"of": "ab" * 32}, {"to": "xz"}, {"key": "other"}])
def test_an_answer_that_is_not_theirs_to_this_is_none(stranger, line, change):
    """Anybody on the line could say that it was heard."""
    confirm()
    if change.get("key"):
        change = {"key": Partner().signing}
    line.answer = answering(stranger, **change)
    assert actions.tell(NOON) == 0
    assert state() == "confirmed"


def test_a_word_about_other_keys_is_refused(stranger):
    """Somebody stands between the two nodes: each compared another card."""
    assert refused(stranger.confirms(mine="ab" * 32)) == "exchange.other-keys"
    assert refused(stranger.confirms(yours="ab" * 32)) == "exchange.other-keys"
    assert get_known_node("it").they_confirmed_at is None


def test_statements_that_are_not_in_order_are_refused(stranger):
    """Each fault with its code, and nothing changed."""
    assert refused(Partner("xz").confirms()) == "exchange.unknown-sender"
    assert refused(stranger.states(Deed.HELLO, key=Partner().signing)) == "exchange.unknown-sender"
    assert refused(stranger.states(Deed.HELLO, to="xz")) == "exchange.wrong-recipient"
    late = stranger.states(Deed.HELLO, at=LATER)
    assert refused(late) == "exchange.from-the-future"
    heard = stranger.states(Deed.HEARD, of="ab" * 32, confirmed=True)
    assert refused(heard) == "exchange.bad-shape"
    for odd in (None, "", "a.b.c", stranger.states(Deed.CONFIRM), stranger.sign_odd()):
        assert refused(odd) == "exchange.bad-shape"


def test_the_card_may_come_from_the_address(line):
    """Two administrators on the phone need not send each other files."""
    found = Partner()
    line.answer = lambda request: httpx.Response(200, json={"card": found.card.to_json()})
    card = actions.fetch_card("http://it.example/")
    assert card == found.card
    assert str(line.requests[0].url) == "http://it.example/exchange/v1/node"
    for answer in (httpx.Response(404), httpx.Response(200, content=b"x")):
        line.answer = lambda request, answer=answer: answer
        with pytest.raises(UnusableInputError):
            actions.fetch_card("http://it.example")
    line.answer = lambda request: httpx.Response(200, json=["?"])
    with pytest.raises(UnusableInputError):
        actions.fetch_card("http://it.example")
    with pytest.raises(UnusableInputError):
        actions.fetch_card("ftp://it.example")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "IT!"},
        {"url": "ftp://it.example"},
        {"code": "nl"},
        {"signing_key": {"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "x"}},
        {"signing_key": {}},
    ],
)
def test_a_card_that_could_not_work_is_not_taken_in(db, change):
    """A key whose name is another key's would pass the phone call and fail afterwards."""
    with pytest.raises(UnusableInputError):
        actions.propose(card=replace(Partner().card, **change), by=None, now=NOON)
    assert not Node.objects.exists()


def test_the_name_of_a_key_must_be_its_own(db):
    """The fingerprint is over the keys; the name decides which of them is looked up."""
    one, other = Partner().card, Partner().card
    mixed = {**one.signing_key, "kid": other.signing_key["kid"]}
    with pytest.raises(UnusableInputError):
        actions.propose(card=replace(one, signing_key=mixed), by=None, now=NOON)


def test_other_keys_on_a_new_card_end_the_link(partner):
    """Another address is taken over; other keys have to be compared."""
    moved = replace(partner.card, url="http://rome.example")
    actions.propose(card=moved, by=None, now=NOON)
    assert (state(), get_node("it").url) == ("linked", "http://rome.example")

    actions.propose(card=Partner().card, by=None, now=NOON)
    assert state() == "proposed"
    with pytest.raises(NotFoundError):
        get_node("it")


def test_only_the_keys_that_were_compared_are_confirmed(stranger):
    """The page was open while a new card came in."""
    kid = get_known_node("it").signing_key["kid"]
    actions.propose(card=Partner().card, by=None, now=NOON)
    with pytest.raises(ConflictError):
        actions.confirm(code="it", kid=kid, by=None, now=NOON)
    with pytest.raises(NotFoundError):
        actions.confirm(code="xz", kid=kid, by=None, now=NOON)


def test_suspended_is_shut_at_once_and_resumed_as_it_was(partner, handled):
    """Both ways, without a word to the other side."""
    suspend_node(code="it", by=None, now=NOON)
    assert refused(partner.states(Deed.HELLO)) == "exchange.unknown-sender"
    with pytest.raises(ConflictError):
        confirm()
    with pytest.raises(NotFoundError):
        resume_node(code="xz", by=None, now=NOON)
    resume_node(code="it", by=None, now=NOON)
    assert state() == "linked"
    with pytest.raises(ConflictError):
        resume_node(code="it", by=None, now=NOON)
    assert "refused" not in take_envelopes([partner.send()], now=NOON).results[0]


def test_a_link_that_was_never_confirmed_is_not_linked_by_resuming(stranger):
    """Suspending and resuming is no way round the phone call."""
    suspend_node(code="it", by=None, now=NOON)
    resume_node(code="it", by=None, now=NOON)
    assert state() == "proposed"


def test_partners_greet_each_other_once_an_hour(partner, line):
    """So each knows what the other can do, signed, and since when it was not heard."""
    line.answer = answering(partner)
    for minutes in (0, 30, 61):
        actions.tell(NOON + timedelta(minutes=minutes))
    assert len(line.requests) == 2
    assert get_known_node("it").heard_at == NOON + timedelta(minutes=61)
    actions.tell(NOON + timedelta(hours=9))
    assert Statement.objects.count() == 1


def test_what_the_other_side_can_do_is_what_it_last_signed(partner):
    """A version that both speak is used; without one the highest of theirs is shown."""
    token = partner.states(Deed.HELLO, versions=["1", "2"], capabilities={"courier": "1"})
    actions.hear(token, now=NOON)
    assert (get_node("it").protocol, get_node("it").capabilities) == ("1", {"courier": "1"})
    actions.hear(partner.states(Deed.HELLO, versions=["2", "3"]), now=NOON)
    assert get_node("it").protocol == "3"


def test_the_door_for_statements(stranger, door):
    """The address of the protocol, with a problem document when it is refused."""
    address = reverse("exchange:statements")
    given = {"statement": stranger.states(Deed.HELLO)}
    answer = door.post(address, given, content_type="application/json")
    assert payload_of(answer.json()["statement"])["deed"] == "heard"
    for odd in ([], {}, {"statement": 5}):
        answer = door.post(address, odd, content_type="application/json")
        assert (answer.status_code, answer.json()["type"]) == (400, "exchange.bad-shape")


def test_the_administrator_links_on_a_page(client, line):
    """Add, compare, confirm, suspend, resume: by buttons, each in the log under his name."""
    found = Partner()
    person = a_person("a.demo", unit="office", role=Role.NODE_ADMINISTRATOR)
    page = sign_in(client, person)
    new, node = reverse("links:new"), reverse("links:node", args=["it"])
    assert "one of the two" in page.post(new, {}).content.decode()
    assert "not the text" in page.post(new, {"card": "{"}).content.decode()
    assert "no usable card" in page.post(new, {"card": "[1]"}).content.decode()
    assert "no usable card" in page.post(new, {"address": "http://it.example"}).content.decode()
    answer = page.post(new, {"card": json.dumps(found.card.to_json())})
    assert answer.url == node

    shown = page.get(node).content.decode()
    own = exchange.own_card()
    for card in (found.card, own):
        assert fingerprint_words(card.signing_key, card.encryption_key) in shown
    page.post(reverse("links:deed", args=["it", "confirm"]), {"kid": found.card.signing_key["kid"]})
    assert state() == "confirmed"
    actions.hear(found.confirms(), now=NOON)
    line.answer = lambda request: httpx.Response(503)
    actions.tell(NOON)
    assert "not heard yet" in page.get(node).content.decode()
    page.post(reverse("links:deed", args=["it", "suspend"]))
    assert "Resume" in page.get(node).content.decode()
    page.post(reverse("links:deed", args=["it", "resume"]))
    assert state() == "linked"
    assert page.post(reverse("links:deed", args=["it", "burn"])).status_code == 404
    assert LogEntry.objects.filter(actor=str(person.id)).count() >= 4


def test_every_state_and_deed_has_its_words():
    """A code without words would reach a page as a code."""
    assert set(STATES) == set(Node.State.values)
    assert set(DEEDS) == set(Deed) - {Deed.HEARD}
