"""Envelopes on a sheet of codes: as by line and by file, once, and refused whole or not at all."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from schakel.audit.models import LogEntry
from schakel.courier import actions
from schakel.courier.actions import coding
from schakel.courier.core.codes import CodesRefusedError, cut, join, read_code
from schakel.courier.models import Carriage
from schakel.courier.pictures import as_png
from schakel.exchange.models import Incoming, Outgoing
from schakel.exchange.queries import own_card
from schakel.kernel.canonical import canonical_json
from schakel.kernel.errors import NotFoundError
from schakel.kernel.moments import to_wire
from schakel.wire.actions.sealing import CODES, PACKAGE, payload_of, seal, sign
from tests.courier.test_codes import noise, photograph
from tests.courier.test_courier import by_line, ledger, package, queued
from tests.courier.test_pages import desk, noon  # noqa: F401
from tests.exchange.partner import NOON, THREAD
from tests.exchange.test_holding import stop
from tests.exchange.test_sending import put

pytestmark = pytest.mark.django_db


def sheet(partner, *, envelopes=(), results=(), typ=CODES, **changes):
    """Return the texts of a sheet that the partner made for this node."""
    note = {
        "from": "it",
        "to": "nl",
        "created": to_wire(NOON),
        "results": list(results),
        "missing": [],
        **changes,
    }
    token = sign(note, key=partner.signing, typ=typ)
    sealed = seal(token, envelope_id=str(THREAD), card=own_card())
    return cut(canonical_json({"note": sealed, "envelopes": list(envelopes)}))


def content_of(partner, texts):
    """Return what the partner reads on a sheet of this node: the note and the envelopes."""
    content = json.loads(join([read_code(text) for text in texts]))
    return payload_of(partner.open_token(content["note"])), content["envelopes"]


def test_what_waits_is_drawn_with_its_receipts(partner, handled):
    """The other side reads it with its own program."""
    actions.take_codes(sheet(partner, envelopes=[partner.send(kind="test.note")]), now=NOON)
    put()
    put()
    made = actions.give_codes(node="it", now=NOON)
    assert made.numbers == (1, 2)
    assert made.expires_at == Outgoing.objects.get(seq=1).expires_at
    note, envelopes = content_of(partner, made.texts)
    assert [partner.open(one).seq for one in envelopes] == [1, 2]
    assert (note["from"], note["to"], len(note["results"])) == ("nl", "it", 1)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"waiting"}
    results = [{"id": one["id"], "receipts": [partner.receipt(one)]} for one in envelopes]
    brought = actions.take_codes(sheet(partner, results=results), now=NOON)
    assert brought.signed_for == 2
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_sheet_takes_nothing_that_is_stopped(partner, handled):
    """Paper is a way out like the line; what was printed before may be there already."""
    printed, later = queued(), queued()
    made = actions.give_codes(node="it", now=NOON)
    assert made.numbers == (1, 2)
    Outgoing.objects.filter(id=later).update(tried_at=None)  # as if it had not been printed
    stop()
    _, envelopes = content_of(partner, actions.give_codes(node="it", now=NOON).texts)
    assert {partner.open(one).kind for one in envelopes} == {"exchange.void"}
    assert Outgoing.objects.get(id=printed).state == "failed"
    assert Outgoing.objects.get(id=later).state == "held"


@pytest.mark.parametrize(
    "order",
    [
        "line codes",
        "codes line",
        "codes codes",
        "codes file",
        "file codes",
    ],
)
def test_what_came_once_changes_nothing_when_it_comes_again(partner, settings, handled, order):
    """By line, by file, by code: whichever way was faster."""
    sealed = [partner.send(kind="test.note") for _ in range(2)]
    ways = {
        "line": lambda: by_line(sealed),
        "file": lambda: actions.take(package(partner, settings, envelopes=sealed), now=NOON),
        "codes": lambda: actions.take_codes(sheet(partner, envelopes=sealed), now=NOON),
    }
    first, second = order.split()
    ways[first]()
    kept = ledger()
    ways[second]()
    assert ledger() == kept
    assert len(handled) == 2


def test_what_does_not_fit_is_left_for_a_file(partner, monkeypatch, handled):
    """In order: what stands behind a long one waits too."""
    put()
    put({"text": noise(40_000, seed=1).hex()})
    put()
    made = actions.give_codes(node="it", now=NOON)
    assert (made.numbers, made.carriage.left) == ((1,), 2)
    Outgoing.objects.filter(seq=1).update(state="accepted")
    with pytest.raises(CodesRefusedError, match="too long"):
        actions.give_codes(node="it", now=NOON)
    Outgoing.objects.filter(seq=2).update(is_void_due=True)
    assert actions.give_codes(node="it", now=NOON).numbers == (2, 3)
    Outgoing.objects.filter(seq=2).update(is_void_due=False, state="accepted")
    Outgoing.objects.filter(seq=3).update(blobs=["0" * 64])
    with pytest.raises(CodesRefusedError, match="files"):
        actions.give_codes(node="it", now=NOON)


def test_a_sheet_with_receipts_alone_has_no_end(partner, handled):
    """There is nothing on it that expires."""
    made = actions.give_codes(node="it", now=NOON)
    assert (made.numbers, made.expires_at) == ((), None)
    with pytest.raises(NotFoundError):
        actions.give_codes(node="xx", now=NOON)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"to": "xx"}, "exchange.wrong-recipient"),
        ({"from": "xx"}, "exchange.unknown-sender"),
        ({"created": to_wire(NOON + timedelta(days=1))}, "exchange.from-the-future"),
        ({"typ": PACKAGE}, "exchange.bad-shape"),
        ({"more": 1}, "courier.no-package"),
        ({"missing": ["x"]}, "courier.no-package"),
    ],
)
def test_a_sheet_that_is_wrong_is_refused_whole(partner, handled, changes, refusal):
    """Nothing of it takes effect, and the log says so."""
    texts = sheet(partner, envelopes=[partner.send(kind="test.note")], **changes)
    with pytest.raises(CodesRefusedError) as stop:
        actions.take_codes(texts, now=NOON)
    assert stop.value.refusal == refusal
    assert not Incoming.objects.exists()
    assert LogEntry.objects.get(event="package:refuse").facts == {"code": refusal, "means": "codes"}


def test_the_desk_prints_a_sheet(desk, partner, handled, noon):  # noqa: F811
    """Which partner, which numbers, until when; no request leaves for the pictures."""
    put()
    page = desk.post(reverse("courier:sheet", args=["it"])).content.decode()
    texts = coding.give_codes(node="it", now=NOON).texts
    assert page.count('src="data:image/svg+xml') == len(texts)
    assert f"it 1/{len(texts)}" in page
    assert "To be read before" in page
    Outgoing.objects.update(blobs=["0" * 64])
    answer = desk.post(reverse("courier:sheet", args=["it"]))
    assert answer.status_code == 400
    assert "write a file" in answer.content.decode()


def test_the_desk_reads_photographs_and_what_a_scanner_typed(desk, partner, handled, noon):  # noqa: F811
    """Codes that are missing are named, and those that were read need not be read again."""
    texts = sheet(partner, envelopes=[partner.send(kind="test.note")])
    assert len(texts) > 3
    taken = SimpleUploadedFile("a.jpg", photograph(texts[:2]).getvalue())
    typed = {"typed": "\n".join(texts[3:]).lower()}
    address = reverse("courier:codes")
    answer = desk.post(address, {"pictures": [taken], **typed})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Missing codes: 3" in page
    assert texts[0] in page
    third = SimpleUploadedFile("b.png", as_png(texts[2]))
    rest = "\n".join([*texts[:2], *texts[3:]])
    desk.post(address, {"pictures": [third], "typed": rest})
    assert Carriage.objects.get(way="in").unknown == 1
    assert len(handled) == 1
    assert desk.post(address, {"typed": "x" * 60_001}).status_code == 200
    assert "No code was found" in desk.post(address, {}).content.decode()


def test_the_command_draws_and_scans(partner, tmp_path, capsys, handled):
    """At the node, with the camera of a telephone or a scanner."""
    put()
    call_command("courier", "codes", "it", str(tmp_path / "sheet"))
    assert "with 1 envelopes, to be read before" in capsys.readouterr().out
    drawn = sorted((tmp_path / "sheet").iterdir())
    assert drawn[0].name == f"it-01-of-{len(drawn):02d}.png"
    with pytest.raises(CommandError, match="File exists"):
        call_command("courier", "codes", "it", str(tmp_path / "sheet"))
    texts = sheet(partner, envelopes=[partner.send(kind="test.note")])
    (tmp_path / "1.jpg").write_bytes(photograph(texts[:2]).getvalue())
    (tmp_path / "2.txt").write_text("\n".join(texts[2:]))
    with pytest.raises(CommandError, match="missing"):
        call_command("courier", "scan", str(tmp_path / "1.jpg"))
    call_command("courier", "scan", str(tmp_path / "1.jpg"), str(tmp_path / "2.txt"))
    assert "from it: 1 new envelopes" in capsys.readouterr().out


def test_a_sheet_may_be_read_from_a_stream(partner, handled):
    """What is no code between the codes is passed over."""
    texts = sheet(partner, envelopes=[partner.send(kind="test.note")])
    brought = actions.take_codes(["https://example.org", *reversed(texts), ""], now=NOON)
    assert (brought.unknown, brought.means) == (1, "codes")
    assert io.BytesIO(as_png(texts[0])).read(4) == b"\x89PNG"
