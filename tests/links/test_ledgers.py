"""Both ends of a link can see where their ledgers part, and bring them together after a restore."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from uuid import UUID

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.exchange.actions import mark_opened, mark_restored, send_waiting, take_envelopes
from schakel.exchange.models import Link, Outgoing, Receipt
from schakel.kernel.errors import UnusableInputError
from schakel.links.actions import compare_ledgers, heal_links
from schakel.links.actions.comparing import answer_ledger, answer_resend
from schakel.links.core.ledgers import common_part, read_numbers, read_page
from schakel.wire.actions.sealing import ANSWER
from schakel.wire.core.kinds import Received
from schakel.wire.core.ledgers import Line
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import NOON, THREAD, an_envelope
from tests.exchange.test_sending import put
from tests.intake.people import a_person, sign_in

LATER = NOON + timedelta(hours=1)


class Mirror:
    """The other end of the link: it keeps its own two ledgers and answers as the page says."""

    def __init__(self, partner, line):
        self.partner = partner
        self.taken = {}  # number -> line, of what this node sent
        self.sent = {}  # number -> line, of what the partner sent
        self.again = []
        self.notes = []
        line.answer = self.answer

    def answer(self, request):
        """Answer a request of this node."""
        given = json.loads(request.content)
        if request.url.path.endswith("/calls"):
            return httpx.Response(200, json=self.called(given))
        results = [self.take(sealed) for sealed in given["envelopes"]]
        missing = [n for n in range(1, max(self.taken, default=0)) if n not in self.taken]
        return httpx.Response(200, json={"results": results, "missing": {"nl": missing}})

    def take(self, sealed):
        """Take an envelope in, unless its number is taken by another."""
        envelope, token = self.partner.open(sealed), self.partner.open_token(sealed)
        digest = hashlib.sha256(token.encode()).hexdigest()
        if envelope.kind == "exchange.void":
            digest = envelope.body["replaces"]
        known = self.taken.get(envelope.seq)
        before = self.taken.get(envelope.seq - 1)
        other = known is not None and known.digest != digest
        if other or (before is not None and before.digest != envelope.prev):
            code = "exchange.replayed" if other else "exchange.broken-chain"
            problem = {"stage": Stage.REFUSED, "problem": code}
            return {"id": sealed["id"], "receipts": [self.partner.receipt(sealed, **problem)]}
        if known is None:
            self.taken[envelope.seq] = Line(
                seq=envelope.seq,
                id=str(envelope.id),
                digest=digest,
                prev=envelope.prev,
                kind=envelope.kind,
                thread=str(envelope.thread),
                state="delivered",
            )
            self.notes.append(envelope.body.get("text"))
        return {
            "id": sealed["id"],
            "receipts": [self.partner.receipt(sealed, stage=Stage.DELIVERED)],
        }

    def called(self, sealed):
        """Answer a direct question about the link."""
        asked = self.partner.open(sealed)
        if asked.kind == "exchange.resend":
            self.again.append((asked.body["from"], asked.body["to"]))
            return self.seal(asked, {"again": 0})
        ledger = self.taken if asked.body["of"] == "nl" else self.sent
        first, step, count = (asked.body[name] for name in ("from", "step", "count"))
        numbers = range(first, first + step * count, step)
        lines = [ledger[n].to_json() for n in numbers if n in ledger]
        last = max(ledger, default=0)
        return self.seal(asked, {"last": last, "complete": last, "lines": lines})

    def seal(self, asked, body):
        """Return an answer, signed and sealed."""
        answer = an_envelope(
            kind=asked.kind, body=body, seq=0, prev=str(asked.id), created=asked.created
        )
        return self.partner.seal(answer, typ=ANSWER)

    def sends(self, **changes):
        """Let the partner send an envelope, and keep its line; return it sealed."""
        envelope = self.partner.envelope(**changes)
        digest = hashlib.sha256(self.partner.sign(envelope).encode()).hexdigest()
        self.sent[envelope.seq] = Line(
            seq=envelope.seq,
            id=str(envelope.id),
            digest=digest,
            prev=envelope.prev,
            kind=envelope.kind,
            thread=str(envelope.thread),
            state="delivered",
        )
        return self.partner.seal(envelope)


@pytest.fixture
def mirror(partner, line):
    """Return the other end of the link."""
    return Mirror(partner, line)


def agree(now=LATER):
    """Tell whether both ledgers agree with those of the partner."""
    return [one.differs_at for one in compare_ledgers(node="it", now=now)] == [None, None]


@given(
    last=st.integers(0, 3_000),
    equal=st.integers(0, 3_000),
)
def test_the_first_difference_is_found_in_few_questions(last, equal):
    """Fifty thousand lines must not be fifty thousand questions."""
    equal, asked = min(last, equal), []

    def theirs(numbers):
        asked.append(len(numbers))
        return {n: "same" if n <= equal else "other" for n in numbers}

    found = common_part(last, mine=lambda ns: dict.fromkeys(ns, "same"), theirs=theirs)
    assert found == equal
    assert max(asked, default=0) <= 200
    assert len(asked) <= 3


@pytest.mark.django_db
def test_ledgers_that_agree_say_so(mirror, handled):
    """Both directions, with what is on its way being no difference."""
    for n in range(3):
        put({"text": f"{n}"})
    assert send_waiting(NOON) == 3
    take_envelopes([mirror.sends() for _ in range(4)], now=NOON)
    assert agree()
    put({"text": "on its way"})
    mirror.sends()
    assert agree()
    sent, received = compare_ledgers(node="it", now=LATER)
    assert (sent.mine_last, sent.theirs_last, sent.equal_up_to) == (4, 3, 3)
    assert (received.mine_last, received.theirs_last) == (4, 5)


@pytest.mark.django_db
def test_the_first_difference_is_shown(mirror, handled):
    """Whoever changed a line, on either side, the digest tells."""
    for n in range(5):
        put({"text": f"{n}"})
    send_waiting(NOON)
    Outgoing.objects.filter(seq=3).update(digest="ab" * 32)
    sent, _ = compare_ledgers(node="it", now=LATER)
    assert (sent.equal_up_to, sent.differs_at) == (2, 3)
    assert sent.mine.digest == "ab" * 32
    assert sent.theirs == mirror.taken[3]


@pytest.mark.django_db
def test_a_number_that_was_filled_is_no_difference(mirror, handled):
    """The ledgers hold what the next envelope names: the original."""
    lost = put({"text": "late"}, expires_at=NOON + timedelta(minutes=1))
    put({"text": "in time"})
    assert send_waiting(NOON + timedelta(minutes=2)) >= 1
    assert mirror.taken[1].kind == "exchange.void"
    assert Outgoing.objects.get(id=lost).state == "expired"
    assert agree()


def restore(rows, link):
    """Put the tables back to what they were: an older backup."""
    Receipt.objects.all().delete()
    Outgoing.objects.all().delete()
    link.save()
    for row in rows:
        row.save(force_insert=True)


@pytest.mark.django_db
def test_a_restored_sender_uses_no_number_twice(mirror):
    """What it sent after the backup it no longer knows; the partner does."""
    put({"text": "before"})
    backup, link = list(Outgoing.objects.all()), Link.objects.get()
    for n in range(3):
        put({"text": f"lost {n}"})
    send_waiting(NOON)
    known = dict(mirror.taken)

    restore(backup, link)
    put({"text": "after"})
    mark_restored(LATER)
    assert send_waiting(LATER) == 0
    assert heal_links(LATER) == 1
    send_waiting(LATER + timedelta(minutes=1))

    assert {seq: mirror.taken[seq] for seq in known} == known
    assert mirror.notes == ["before", "lost 0", "lost 1", "lost 2", "after"]
    assert sorted(mirror.taken) == [1, 2, 3, 4, 5]
    assert mirror.taken[5].prev == mirror.taken[4].digest
    assert agree()
    lost = Outgoing.objects.get(seq=3)
    assert (str(lost.id), lost.problem) == (mirror.taken[3].id, "exchange.restored")
    put({"text": "and on"})
    send_waiting(LATER + timedelta(minutes=2))
    assert mirror.notes[-1] == "and on"


@pytest.mark.django_db
def test_a_sender_restored_unnoticed_finds_out_by_the_refusal(mirror):
    """Somebody copied the disk back and told nobody."""
    put({"text": "before"})
    send_waiting(NOON)
    backup, link = list(Outgoing.objects.all()), Link.objects.get()
    put({"text": "lost"})
    send_waiting(NOON)

    restore(backup, link)
    again = put({"text": "after"})
    send_waiting(LATER)
    assert Link.objects.get().is_healing
    assert heal_links(LATER) == 1
    send_waiting(LATER + timedelta(minutes=1))
    assert mirror.notes == ["before", "lost", "after"]
    assert Outgoing.objects.get(id=again).seq == 3
    assert agree()


@pytest.mark.django_db
def test_what_follows_a_number_used_twice_is_not_lost(mirror):
    """The partner refuses it, for it does not follow what the partner has; it goes again."""
    put({"text": "before"})
    send_waiting(NOON)
    backup, link = list(Outgoing.objects.all()), Link.objects.get()
    put({"text": "lost"})
    send_waiting(NOON)

    restore(backup, link)
    one, two = put({"text": "after"}), put({"text": "after that"})
    send_waiting(LATER)
    problems = Outgoing.objects.in_bulk([one, two])
    assert [problems[id_].problem for id_ in (one, two)] == [
        "exchange.replayed",
        "exchange.broken-chain",
    ]
    assert heal_links(LATER) == 1
    send_waiting(LATER + timedelta(minutes=1))
    assert mirror.notes == ["before", "lost", "after", "after that"]
    assert agree()


@pytest.mark.django_db
def test_a_link_of_which_the_archive_knows_nothing_heals_as_well(mirror):
    """The first message went after the archive was taken: only the partner knows."""
    put({"text": "lost"})
    send_waiting(NOON)
    restore([], Link())
    Link.objects.all().delete()

    assert mark_restored(LATER) == 1
    put({"text": "after"})
    assert send_waiting(LATER) == 0
    assert heal_links(LATER) == 1
    send_waiting(LATER + timedelta(minutes=1))
    assert mirror.notes == ["lost", "after"]
    assert agree()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["accepted", "delivered", "opened", "failed"])
def test_a_restored_sender_learns_how_far_a_lost_message_came(mirror, state):
    """Also that somebody opened it: nobody says that again."""
    put({"text": "lost"})
    send_waiting(NOON)
    at_the_partner = "waiting" if state == "accepted" else state
    mirror.taken[1] = replace(mirror.taken[1], state=at_the_partner)
    restore([], Link())
    Link.objects.all().delete()

    mark_restored(LATER)
    heal_links(LATER)
    assert Outgoing.objects.get().state == state


@pytest.mark.django_db
def test_a_number_that_nobody_has_any_more_is_filled(mirror):
    """It was given out and lost on the way, before the sender lost it too."""
    put({"text": "before"})
    backup, link = list(Outgoing.objects.all()), Link.objects.get()
    for n in range(4):
        put({"text": f"lost {n}"})
    send_waiting(NOON)
    for seq in (2, 3):
        del mirror.taken[seq]

    restore(backup, link)
    mark_restored(LATER)
    heal_links(LATER)
    send_waiting(LATER + timedelta(minutes=1))
    assert [mirror.taken[seq].kind for seq in (2, 3)] == ["exchange.void"] * 2
    assert mirror.taken[2].prev == mirror.taken[1].digest
    assert mirror.taken[3].prev == mirror.taken[2].digest
    assert mirror.taken[4].prev == mirror.taken[3].digest
    assert agree()


@pytest.mark.django_db
def test_a_restored_receiver_asks_for_what_it_lost(mirror, handled):
    """Although the partner holds receipts for it."""
    sealed = [mirror.sends(body={"n": n}) for n in range(4)]
    take_envelopes(sealed[:1], now=NOON)
    put({"text": "there is a link"})
    mark_restored(NOON)
    assert heal_links(NOON) == 1
    assert mirror.again == [(2, 4)]


@pytest.mark.django_db
def test_a_partner_that_does_not_answer_is_asked_again_later(mirror, line):
    """Nothing is sent meanwhile: a number might be used twice."""
    put({"text": "waits"})
    mark_restored(NOON)
    line.answer = lambda request: httpx.Response(503)
    assert heal_links(NOON) == 0
    link = Link.objects.get()
    assert (link.is_healing, link.problem, link.attempts) == (True, "exchange.no-answer", 1)
    line.answer = mirror.answer
    assert heal_links(LATER) == 1
    assert send_waiting(LATER) == 1


def asked(kind, **body):
    """Return a question of the partner about the link."""
    return Received(
        envelope_id=THREAD,
        thread_id=THREAD,
        from_node="it",
        kind=kind,
        body=body,
        files=(),
        codes=frozenset(),
        participants=(),
        created_at=NOON,
        received_at=NOON,
    )


@pytest.mark.django_db
def test_a_partner_is_told_what_was_sent_and_taken(mirror, handled):
    """Its own ledger of this link, and nobody else's."""
    put({"text": "x"})
    take_envelopes([mirror.sends(), mirror.sends()], now=NOON)
    mark_opened(envelope_id=UUID(mirror.sent[2].id), now=NOON)
    span = {"from": 1, "step": 1, "count": 200}
    sent = read_page(answer_ledger(asked("exchange.ledger", of="nl", **span)))
    assert sent.lines[0].id == str(Outgoing.objects.get(kind="test.note").id)
    taken = read_page(answer_ledger(asked("exchange.ledger", of="it", **span)))
    assert (taken.last, taken.complete) == (2, 2)
    assert [line.digest for line in taken.lines] == [mirror.sent[n].digest for n in (1, 2)]
    assert [line.state for line in taken.lines] == ["delivered", "opened"]
    empty = read_page(answer_ledger(asked("exchange.ledger", of="it", **span | {"count": 0})))
    assert empty.lines == ()
    for body in (
        {"of": "xz", **span},
        {"of": "it"},
        {"of": [], **span},
        {"of": "it", **span, "step": 0},
    ):
        with pytest.raises((UnusableInputError, TypeError)):
            answer_ledger(asked("exchange.ledger", **body))


@pytest.mark.django_db
def test_what_a_partner_lost_is_sent_again(mirror):
    """What went is sent as it was; what failed is filled."""
    for n in range(3):
        put({"text": f"{n}"})
    send_waiting(NOON)
    Outgoing.objects.filter(seq=2).update(state="failed")
    mirror.taken.clear()
    assert answer_resend(asked("exchange.resend", **{"from": 1, "to": 3})) == {"again": 3}
    send_waiting(NOON)
    assert [mirror.taken[n].kind for n in (1, 2, 3)] == ["test.note", "exchange.void", "test.note"]
    for body in ({"from": 1}, {"from": 3, "to": 1}, {"from": 0, "to": 10_000}):
        with pytest.raises(UnusableInputError):
            answer_resend(asked("exchange.resend", **body))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"last": 1, "complete": 1, "lines": ["x"]},
        {"last": -1, "complete": 1, "lines": []},
        {"last": 1, "complete": 1, "lines": [{"seq": 1}]},
    ],
)
def test_an_answer_of_another_shape_is_none(given):
    """Nothing of a partner is believed untyped."""
    with pytest.raises(ValueError):  # noqa: PT011  # of several shapes
        read_page(given)


def test_a_question_is_bounded():
    """A partner cannot make this node read its whole ledger at once."""
    assert len(read_numbers({"from": 1, "step": 1, "count": 2**40})) == 200
    with pytest.raises(ValueError, match="not a question"):
        read_numbers({"from": 1, "step": 2**41, "count": 1})


@pytest.mark.django_db
def test_an_answer_that_is_none_is_said(mirror, line, client):
    """The administrator sees why, on the page and by command."""
    put()

    def odd(request):
        question = mirror.partner.open(json.loads(request.content))
        return httpx.Response(200, json=mirror.seal(question, {"last": "x"}))

    line.answer = odd
    with pytest.raises(CommandError, match="does not answer") as caught:
        call_command("exchange", "compare", "it")
    assert caught.value.returncode == 1
    page = sign_in(client, a_person("a.demo", unit="office", role=Role.NODE_ADMINISTRATOR))
    shown = page.post(reverse("links:compare", args=["it"])).content.decode()
    assert "exchange.no-answer" in shown


@pytest.mark.django_db
def test_the_administrator_compares_on_a_page_and_by_command(mirror, client):
    """The same answer, once for people and once for scripts."""
    for n in range(2):
        put({"text": f"{n}"})
    send_waiting(NOON)
    page = sign_in(client, a_person("a.demo", unit="office", role=Role.NODE_ADMINISTRATOR))
    address = reverse("links:compare", args=["it"])
    assert "Both ledgers agree" in page.post(address).content.decode()
    out = StringIO()
    call_command("exchange", "compare", "it", "--json", stdout=out)
    assert json.loads(out.getvalue())["ok"] is True

    Outgoing.objects.filter(seq=2).update(digest="ab" * 32)
    assert "The ledgers differ" in page.post(address).content.decode()
    out = StringIO()
    with pytest.raises(CommandError, match="differ") as caught:
        call_command("exchange", "compare", "it", stdout=out)
    assert caught.value.returncode == 1
    assert "first difference at 2" in out.getvalue()
    with pytest.raises(CommandError, match="no such node") as caught:
        call_command("exchange", "compare", "xz")
    assert caught.value.returncode == 2
    call_command("exchange", "restored")
    assert not Link.objects.get().is_healing
