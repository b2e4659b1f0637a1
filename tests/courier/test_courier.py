"""By courier as by line: once, in order, signed for; and refused whole when it is not whole."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from schakel.audit.models import LogEntry
from schakel.courier import actions
from schakel.courier.actions import giving
from schakel.exchange.actions import take_envelopes
from schakel.exchange.models import Incoming, Link, Outgoing, Receipt
from schakel.exchange.queries import own_card
from schakel.kernel.errors import NotFoundError
from schakel.wire.actions import packing
from schakel.wire.actions.packing import PackageRefusedError, read_package, write_package
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import NOON
from tests.exchange.test_holding import put as queued
from tests.exchange.test_holding import stop
from tests.exchange.test_sending import put

EMPTY = {"envelopes": [], "results": [], "missing": []}
pytestmark = pytest.mark.django_db


def package(partner, settings, *, envelopes=(), results=(), missing=(), content=None, at=NOON):
    """Return a courier's file that the partner wrote for this node."""
    out, card = io.BytesIO(), own_card()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "signing_key", lambda: partner.signing)
        patch.setattr(packing.settings, "SCHAKEL_NODE", _as(settings.SCHAKEL_NODE, partner.code))
        given = {"envelopes": list(envelopes), "results": list(results), "missing": list(missing)}
        write_package(out, card=card, content=content or given, blobs=[], now=at)
    return io.BytesIO(out.getvalue())


def _as(node, code):
    return replace(node, code=code)


def opened(partner, data):
    """Return what the partner reads in a file that this node wrote for him."""
    me = own_card()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "find_encryption_key", lambda kid: partner.encryption)
        patch.setattr(packing.settings, "SCHAKEL_NODE", _as(packing.settings.SCHAKEL_NODE, "it"))
        found = read_package(io.BytesIO(data), find_card=lambda code: me, now=NOON)
        return found.sender, found.content


def test_what_a_courier_brings_takes_effect_once(partner, handled, settings):
    """Twice by courier, once by line: one effect, and the same receipts."""
    sealed = [partner.send(kind="test.note"), partner.send(kind="test.note")]
    brought = actions.take(package(partner, settings, envelopes=sealed), now=NOON)
    assert (brought.node, brought.unknown, brought.known, brought.refused) == ("it", 2, 0, [])
    again = actions.take(package(partner, settings, envelopes=sealed), now=NOON)
    assert (again.unknown, again.known) == (0, 2)
    by_line = take_envelopes(sealed, now=NOON)
    assert not any("refused" in one for one in by_line.results)
    assert len(handled) == 2
    assert Incoming.objects.filter(kind="test.note").count() == 2
    assert LogEntry.objects.filter(event="package:take").count() == 2


def test_what_waits_goes_along_and_is_sent_when_its_receipt_comes_back(
    partner,
    handled,
    settings,
):
    """A stick that is lost has sent nothing."""
    put()
    put()
    out = io.BytesIO()
    given = actions.give(out, node="it", now=NOON)
    assert (given.unknown, given.left) == (2, 0)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"waiting"}
    sender, content = opened(partner, out.getvalue())
    assert sender == "nl"
    assert [partner.open(one).seq for one in content["envelopes"]] == [1, 2]
    results = [
        {"id": one["id"], "receipts": [partner.receipt(one, stage=Stage.ACCEPTED)]}
        for one in content["envelopes"]
    ]
    assert actions.take(package(partner, settings, results=results), now=NOON).signed_for == 2
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"accepted"}
    assert actions.take(package(partner, settings, results=results), now=NOON).signed_for == 0
    assert LogEntry.objects.filter(event="package:give", recipient="it").count() == 1


def test_receipts_of_what_came_by_courier_go_back_by_courier(
    partner,
    handled,
    settings,
):
    """Where no line goes, none comes back either."""
    sealed = partner.send(kind="test.note")
    actions.take(package(partner, settings, envelopes=[sealed]), now=NOON)
    out = io.BytesIO()
    assert actions.give(out, node="it", now=NOON).signed_for == 1
    _, content = opened(partner, out.getvalue())
    [result] = content["results"]
    assert result["id"] == sealed["id"]
    assert len(result["receipts"]) >= 1


def ledger():
    """Return all that the exchange holds."""
    tables = (Link, Incoming, Outgoing, Receipt)
    return [sorted(map(str, table.objects.values())) for table in tables]


def by_line(sealed):
    """Bring envelopes as the address for envelopes takes them."""
    take_envelopes(sealed, now=NOON)


@pytest.mark.parametrize("order", ["line courier", "courier line", "courier courier"])
def test_what_came_once_changes_nothing_when_it_comes_again(partner, settings, handled, order):
    """Whichever way was faster: the ledgers stay as they are, to the last receipt."""
    sealed = [partner.send(kind="test.note") for _ in range(3)]
    ways = {
        "line": lambda: by_line(sealed),
        "courier": lambda: actions.take(package(partner, settings, envelopes=sealed), now=NOON),
    }
    first, second = order.split()
    ways[first]()
    kept = ledger()
    ways[second]()
    assert ledger() == kept
    assert len(handled) == 3


def test_a_receipt_by_line_and_by_courier_moves_once(partner, settings, handled):
    """The receipts come back by whichever way; the second changes nothing."""
    put()
    sealed = Outgoing.objects.get().sealed
    results = [{"id": sealed["id"], "receipts": [partner.receipt(sealed)]}]
    data = package(partner, settings, results=results).getvalue()
    assert actions.take(io.BytesIO(data), now=NOON).signed_for == 1
    kept = ledger()
    assert actions.take(io.BytesIO(data), now=NOON).signed_for == 0
    assert ledger() == kept


def test_a_refusal_goes_back_and_ends_the_message(partner, settings, handled):
    """The sender does not wait for ever for what will never be taken."""
    late = partner.send(
        kind="test.note", created=NOON - timedelta(days=2), expires=NOON - timedelta(days=1)
    )
    broken = {"suite": 1, "jwe": "?"}
    brought = actions.take(package(partner, settings, envelopes=[late, broken]), now=NOON)
    assert sorted(one["code"] for one in brought.refused) == [
        "exchange.expired",
        "exchange.not-an-envelope",
    ]
    out = io.BytesIO()
    actions.give(out, node="it", now=NOON)
    _, content = opened(partner, out.getvalue())
    [result] = content["results"]
    assert result["id"] == late["id"]
    assert payload_of(result["receipts"][0])["problem"] == "exchange.expired"
    put()
    row = Outgoing.objects.get()
    refusal = partner.receipt(row.sealed, stage=Stage.REFUSED, problem="exchange.bad-shape")
    results = [{"id": str(row.id), "receipts": [refusal]}]
    actions.take(package(partner, settings, results=results), now=NOON)
    row.refresh_from_db()
    assert (row.state, row.is_void_due) == ("failed", True)


def test_a_gap_is_named_and_filled_by_courier(partner, settings, handled):
    """One stick of two was lost: the next file says which number is missing."""
    first, second = partner.send(kind="test.note"), partner.send(kind="test.note")
    brought = actions.take(package(partner, settings, envelopes=[second]), now=NOON)
    assert (brought.unknown, brought.early) == (1, 1)
    out = io.BytesIO()
    actions.give(out, node="it", now=NOON)
    assert opened(partner, out.getvalue())[1]["missing"] == [1]
    actions.take(package(partner, settings, envelopes=[first]), now=NOON)
    assert [str(message.envelope_id) for message in handled] == [first["id"], second["id"]]


def test_what_a_partner_lacks_is_sent_again_once(partner, settings, handled):
    """After a restore it asks; an old stick found in a drawer asks for nothing any more."""
    put()
    sealed = Outgoing.objects.get().sealed
    results = [{"id": sealed["id"], "receipts": [partner.receipt(sealed)]}]
    actions.take(package(partner, settings, results=results), now=NOON)
    asking = package(partner, settings, missing=[1], at=NOON + timedelta(minutes=1)).getvalue()
    actions.take(io.BytesIO(asking), now=NOON)
    assert Outgoing.objects.get().state == "waiting"
    at = NOON + timedelta(minutes=2)
    actions.take(package(partner, settings, results=results, at=at), now=NOON)
    assert Outgoing.objects.get().state == "accepted"
    actions.take(io.BytesIO(asking), now=NOON)
    assert Outgoing.objects.get().state == "accepted"


def test_what_is_refused_as_a_whole_is_in_the_log(partner, settings, handled):
    """Somebody tried to bring something in."""
    with pytest.raises(PackageRefusedError):
        actions.take(io.BytesIO(b"holiday"), now=NOON)
    assert LogEntry.objects.get(event="package:refuse").facts["code"] == "exchange.truncated"


def test_a_receipt_that_somebody_made_up_moves_nothing(partner, settings, handled):
    """The file is signed, and each receipt in it too."""
    put()
    row = Outgoing.objects.get()
    results = [{"id": str(row.id), "receipts": ["a.b.c"]}]
    assert actions.take(package(partner, settings, results=results), now=NOON).signed_for == 0
    assert Outgoing.objects.get().state == "waiting"


def test_an_envelope_that_is_refused_is_told(partner, settings, handled):
    """The file is good, one message in it is not: the others take effect."""
    good = partner.send(kind="test.note")
    bad = {**good, "to": "xx"}
    brought = actions.take(package(partner, settings, envelopes=[bad, good]), now=NOON)
    assert brought.unknown == 1
    assert [one["code"] for one in brought.refused] == ["exchange.wrong-recipient"]


@pytest.mark.parametrize(
    "content",
    [
        {"a": 1},
        {**EMPTY, "envelopes": 3},
        {**EMPTY, "results": [3]},
        {**EMPTY, "results": [{"id": "x"}]},
        {**EMPTY, "missing": ["1"]},
        {**EMPTY, "missing": [1] * 1_001},
    ],
)
def test_content_of_another_shape_is_refused(partner, settings, content):
    """A partner with a bug must not stop the administrator with a traceback."""
    with pytest.raises(PackageRefusedError):
        actions.take(package(partner, settings, content=content), now=NOON)


def test_what_does_not_fit_waits(partner, monkeypatch, handled):
    """A file has its bounds, and what is missing on this side is not sent half."""
    put()
    put()
    monkeypatch.setattr(giving, "MOST_SIZE", 1)
    assert actions.give(io.BytesIO(), node="it", now=NOON).left == 1
    Outgoing.objects.update(blobs=["0" * 64])
    given = actions.give(io.BytesIO(), node="it", now=NOON)
    assert (given.unknown, given.left) == (0, 2)
    Outgoing.objects.update(is_void_due=True)
    assert actions.give(io.BytesIO(), node="it", now=NOON).unknown == 1


def test_the_command_writes_and_reads(partner, tmp_path, settings, capsys, handled):
    """One sentence each way; never over another file, and no half file stays."""
    put()
    path = tmp_path / "stick"
    call_command("courier", "write", "it", str(path))
    assert "1 envelopes, 0 files" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600
    for file, node in ((path, "it"), (tmp_path / "other", "xx")):
        with pytest.raises(CommandError) as stop:
            call_command("courier", "write", node, str(file))
        assert stop.value.returncode == 2
    assert not (tmp_path / "other").exists()
    with pytest.raises(CommandError, match="for another node"):
        call_command("courier", "read", str(path))
    good = partner.send(kind="test.note")
    path.write_bytes(package(partner, settings, envelopes=[good]).getvalue())
    call_command("courier", "read", str(path))
    assert "from it: 1 new envelopes" in capsys.readouterr().out
    bad = package(partner, settings, envelopes=[{**good, "to": "xx"}]).getvalue()
    path.write_bytes(bad)
    with pytest.raises(CommandError, match="wrong-recipient") as stop:
        call_command("courier", "read", str(path))
    assert stop.value.returncode == 1


def test_nobody_gets_a_file_for_a_node_that_is_not_linked(db):
    """There are no keys to seal it to."""
    with pytest.raises(NotFoundError):
        actions.give(io.BytesIO(), node="xx", now=NOON)


def test_a_courier_takes_nothing_that_is_stopped(partner, handled, settings):
    """A stick is a way out like the line: what is stopped is laid aside before it is written."""
    held = queued()
    stop()
    out = io.BytesIO()
    actions.give(out, node="it", now=NOON)
    _, content = opened(partner, out.getvalue())
    assert [partner.open(one).kind for one in content["envelopes"]] == ["exchange.void"]
    assert Outgoing.objects.get(id=held).state == "held"


def test_what_a_courier_took_may_be_there_when_a_stop_comes(partner, handled, settings):
    """It is not given a new number afterwards: the partner could get it twice."""
    taken = queued()
    actions.give(io.BytesIO(), node="it", now=NOON)
    stop()
    actions.give(io.BytesIO(), node="it", now=NOON)
    row = Outgoing.objects.get(id=taken)
    assert (row.state, row.problem, row.is_void_due) == ("failed", "exchange.stopped", True)
