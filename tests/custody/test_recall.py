"""Recall, restriction, correction: done by every holder, signed, and never undone by a backup."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from schakel.accounts.models import Notice
from schakel.assistance.models import Answer, AnswerFile
from schakel.audit.models import LogEntry
from schakel.casework.models import Identifier, MethodCoding, Report, ReportOriginal
from schakel.custody.actions import apply_tombstones, note_copy, recollect, regain_copies
from schakel.custody.models import Copy, HolderReceipt, Item
from schakel.exchange.models import Incoming
from schakel.exchange.queries import taken_page
from schakel.intake.actions import read_waiting, take_received
from schakel.intake.models import Finding, Original, Part
from schakel.matching.models import Hit, Question
from schakel.shell import vault
from schakel.shell.models import SearchText
from tests.custody.chain import SECRET

LETTER = b"Xanthippos sails at six, call +31 6 12345678."


def with_file(chain):
    """Return the id of an Italian answer with a file that was read."""
    answer = chain.answer()
    sha256, size = vault.put([LETTER])
    found = Answer.objects.select_related("request").get(id=answer)
    original = take_received(
        name="xanthippos.txt",
        sha256=sha256,
        size=size,
        unit_code="liaison",
        country="IT",
        now=datetime.now(UTC),
    )
    AnswerFile.objects.create(
        answer=found, original_id=original, name="xanthippos.txt", sha256=sha256, size=size
    )
    Item.objects.filter(id=answer).update(files=[sha256])
    read_waiting(datetime.now(UTC))
    assert Finding.objects.filter(part__original_id=original).exists()
    return answer


def raw(statement):
    """Return the first column of what the database really keeps."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        return [row[0] for row in cursor.execute(statement).fetchall()]


def receipts(chain, node="it"):
    """Return what we signed to a partner about a notice."""
    return [one.body for one in chain.hears(node) if one.kind == "item.receipt"]


def test_a_recall_leaves_nothing_and_the_receipt_says_so(chain, django_capture_on_commit_callbacks):
    """No page, search, index, download or message has it; the log proves that it was here."""
    answer = with_file(chain)
    original = Original.objects.get(name="xanthippos.txt")
    with django_capture_on_commit_callbacks(execute=True):
        notice = chain.wants("recall", answer)
    told = receipts(chain)[-1]
    assert (told["notice"], told["item"], told["node"]) == (notice, answer, "nl")
    assert (told["outcome"], told["ground"]) == ("erased", "")
    for person in (chain.office.jip, chain.office.sanne):
        for path in (chain.path, f"/custody/items/{answer}", f"/intake/originals/{original.id}"):
            person.read(path)
            assert "anthippos" not in person.text()
        person.read("/search")
        person.send("/search", {"query": "xanthippos"})
        assert not person.links("/requests/")
        assert not person.links("/intake/")
    chain.office.jip.read(chain.path)
    chain.office.jip.expect("Erased on")
    assert not vault.path_of(hashlib.sha256(LETTER).hexdigest()).exists()
    assert not Part.objects.filter(original=original).exists()
    assert not any(
        b"anthippos" in segment for segment in raw("SELECT block FROM shell_searchindex_data")
    )
    assert not SearchText.objects.filter(body__icontains="xanthippos").exists()
    assert Incoming.objects.get(kind="request.answer").token == ""
    line = LogEntry.objects.filter(event="item:erase", object_id=answer).get()
    assert line.facts["files"] == [hashlib.sha256(LETTER).hexdigest()]
    assert LogEntry.objects.filter(event="original:erase").exists()
    assert Notice.objects.filter(kind="item-recall").exists()


def test_a_report_that_rests_on_the_file_forgets_its_name_fragments_and_hits(
    chain, django_capture_on_commit_callbacks
):
    """What an officer wrote himself stays; what was taken from the file goes."""
    answer = with_file(chain)
    original = Original.objects.get(name="xanthippos.txt")
    report = Report.objects.get()
    Report.objects.update(title="xanthippos.txt")
    ReportOriginal.objects.create(report=report, original=original)
    for code, fragment in (("REC.01", "sails at six"), ("REC.02", "seen by me")):
        MethodCoding.objects.create(report=report, code=code, fragment=fragment, benefit="none")
    for key in ("phone:+31612345678", "phone:+390612345678"):
        Hit.objects.create(report_id=report.id, node="it", key=key, found_at=report.made_at)
    Question.objects.create(
        report_id=report.id,
        unit=report.unit,
        asked_by=report.author,
        node="it",
        keys=["phone:+390612345678"],
        next_try_at=report.made_at,
        asked_at=report.made_at,
    )
    Identifier.objects.create(report=report, kind="phone", value="+31612345678")
    with django_capture_on_commit_callbacks(execute=True):
        chain.wants("recall", answer)
    report.refresh_from_db()
    assert report.title == report.reference
    assert sorted(MethodCoding.objects.values_list("fragment", flat=True)) == ["", "seen by me"]
    assert list(Hit.objects.values_list("key", flat=True)) == ["phone:+31612345678"]
    assert Question.objects.get().keys == []


def test_bytes_that_another_original_has_stay(chain, django_capture_on_commit_callbacks):
    """The same file came from somebody else too, who did not recall it."""
    answer = with_file(chain)
    sha256 = hashlib.sha256(LETTER).hexdigest()
    take_received(
        name="own.txt",
        sha256=sha256,
        size=len(LETTER),
        unit_code="liaison",
        country="IT",
        now=datetime.now(UTC),
    )
    with django_capture_on_commit_callbacks(execute=True):
        chain.wants("recall", answer)
    assert vault.path_of(sha256).exists()


def test_a_restored_backup_brings_nothing_back(chain, django_capture_on_commit_callbacks):
    """The tombstone lies outside the database and the archive."""
    answer = with_file(chain)
    before = {
        "answer": Answer.objects.get(id=answer).text,
        "files": [LETTER],
    }
    with django_capture_on_commit_callbacks(execute=True):
        chain.wants("recall", answer)
    # what an older archive brings back
    Item.objects.filter(id=answer).update(state="held", erased_at=None)
    Answer.objects.filter(id=answer).update(text=before["answer"])
    vault.put(before["files"])
    with django_capture_on_commit_callbacks(execute=True):
        assert apply_tombstones(datetime.now(UTC)) == 2
    assert Answer.objects.get(id=answer).text == ""
    assert not vault.path_of(hashlib.sha256(LETTER).hexdigest()).exists()
    assert apply_tombstones(datetime.now(UTC)) == 0


def test_what_comes_in_again_after_a_restore_is_erased_as_it_comes(chain):
    """A partner sends again what a restored node lost, also what was erased here since."""
    answer = chain.answer()
    chain.wants("recall", answer)
    item = Item.objects.get(id=answer)
    Item.objects.filter(id=answer).update(state="held", erased_at=None)
    item.refresh_from_db()
    recollect(item, now=datetime.now(UTC))
    item.refresh_from_db()
    assert (item.state, Answer.objects.get(id=answer).text) == ("erased", "")


def test_a_restored_node_knows_again_to_whom_it_passed_an_item(chain):
    """Without the copy a recall would not reach France."""
    answer = chain.answer(codes=("H1",))
    chain.passes_on(answer)
    Copy.objects.all().delete()
    assert regain_copies(datetime.now(UTC)) == 1
    assert regain_copies(datetime.now(UTC)) == 0
    chain.wants("recall", answer)
    assert chain.hears("fr")[-1].kind == "item.recall"


def test_a_copy_of_an_item_that_is_not_here_is_no_copy(chain):
    """The archive was made before the item came; it may come again, and is known then."""
    note_copy(uuid4(), node="fr", envelope_id=None, decision_id=None, now=datetime.now(UTC))
    Copy.objects.all().delete()
    assert regain_copies(datetime.now(UTC)) == 0


def test_the_ledger_is_told_after_an_erasure(chain):
    """A link that cannot be compared any more cannot heal either."""
    chain.wants("recall", chain.answer())
    lines = taken_page("it", range(1, 10)).lines
    assert [one.prev for one in lines] == ["", *(one.digest for one in lines[:-1])]
    assert not all(Incoming.objects.values_list("token", flat=True))


def test_a_tombstone_cut_off_by_a_crash_is_passed_over(chain, settings):
    """Its deed was undone with it."""
    answer = chain.answer()
    chain.wants("recall", answer)
    file = Path(settings.SCHAKEL_HOME) / "custody" / "erased.jsonl"
    with file.open("ab") as stream:
        stream.write(b'{"item": "00')
    assert apply_tombstones(datetime.now(UTC)) == 0


def test_those_it_was_passed_to_are_told_and_their_receipts_travel_back(chain):
    """Italy learns of France through us, with the digest of what France signed."""
    answer = chain.answer(codes=("H1",))
    chain.passes_on(answer)
    notice = chain.wants("recall", answer)
    onward = chain.hears("fr")[-1]
    assert (onward.kind, onward.body["notice"], onward.body["originator"]) == (
        "item.recall",
        notice,
        "it",
    )
    assert [(one["node"], one["outcome"]) for one in receipts(chain)] == [
        ("nl", "erased"),
        ("fr", ""),
    ]
    body = {"notice": notice, "item": answer, "node": "fr", "outcome": "kept"}
    at = datetime.now(UTC).isoformat()
    chain.says("fr", "item.receipt", {**body, "ground": "criminal-file", "at": at, "proof": ""})
    last = receipts(chain)[-1]
    assert (last["node"], last["outcome"], last["ground"]) == ("fr", "kept", "criminal-file")
    assert len(last["proof"]) == 64


def test_what_never_came_here_is_signed_for_too(chain):
    """The originator must not wait for ever."""
    chain.answer()
    chain.wants("recall", str(uuid4()))
    assert receipts(chain)[-1]["outcome"] == "not-held"


def filed(chain, answer, *, consent=True):
    """Let the prosecutor put an item into the criminal file; return him."""
    chain.office.jip.read(chain.path)
    if consent:
        chain.asks(answer, purpose="evidence")
        chain.consents()
    floor = chain.office.person("floor.verzonnen")
    floor.read(f"/custody/items/{answer}")
    floor.send("/file")
    return floor


def let_floor_in(chain):
    """Let the prosecution office take part from before the answer."""
    chain.path = chain.office.sent(chain.office.report())
    jip = chain.office.jip
    jip.read(chain.path)
    jip.read(jip.links("/casework/threads/")[0])
    jip.send("/admit", {"unit": "om"})
    for line in jip.page.xpath("//ol[@class='sk-timeline']/li"):
        if line.xpath(f".//a[@href='{chain.path}']") and line.xpath(".//form"):
            jip._send(line.xpath(".//form")[0], {"unit": "om"})
            return


def test_a_criminal_file_takes_nothing_without_consent(chain):
    """H1: held at the gate."""
    let_floor_in(chain)
    answer = chain.answer_again()
    floor = filed(chain, answer, consent=False)
    floor.expect("Held")
    assert Item.objects.get(id=answer).in_criminal_file_at is None


def test_what_is_in_a_criminal_file_is_kept_restricted_and_a_prosecutor_asked(chain):
    """The receipt says so; the prosecutor may still let it go, and that is signed for too."""
    let_floor_in(chain)
    answer = chain.answer_again()
    floor = filed(chain, answer)
    floor.expect("In a criminal file")
    chain.wants("recall", answer)
    assert [(one["outcome"], one["ground"]) for one in receipts(chain)] == [
        ("kept", "criminal-file")
    ]
    assert Answer.objects.get(id=answer).text == SECRET
    assert Notice.objects.filter(kind="prosecutor-asked", unit__code="om").exists()
    chain.office.sanne.read(f"/custody/items/{answer}")
    chain.office.sanne.expect("Use restricted")
    assert not chain.office.sanne.page.xpath("//form[contains(@action,'/pass-on')]")
    floor.read(f"/custody/items/{answer}")
    floor.send("/keep")
    assert Item.objects.get(id=answer).state == "held"
    floor.send("/erase")
    floor.expect("Erased")
    assert receipts(chain)[-1]["outcome"] == "erased"
    assert Answer.objects.get(id=answer).text == ""
    chain.office.post(floor, f"/custody/items/{answer}/erase", {})
    floor.expect("nothing was recalled and kept")


def test_exculpatory_material_waits_for_nobody_and_its_giver_gets_notice(chain):
    """UNTOC, art. 18(5): the accused comes first; a recall restricts and erases nothing."""
    let_floor_in(chain)
    answer = chain.answer_again()
    floor = chain.office.person("floor.verzonnen")
    floor.read(f"/custody/items/{answer}")
    floor.send("/exculpatory")
    floor.expect("Speaks for an accused")
    floor.send("/file")
    floor.expect("In a criminal file")
    assert chain.hears("it")[-1].kind == "item.disclosed"
    chain.wants("recall", answer)
    assert receipts(chain)[-1]["outcome"] == "kept"
    for deed, says in (("file", "restricted"), ("exculpatory", "marked already")):
        chain.office.post(floor, f"/custody/items/{answer}/{deed}", {})
        floor.expect(says)


def test_a_restriction_stops_every_use(chain):
    """What is restricted may be read, and goes nowhere."""
    answer = chain.answer(codes=())
    chain.wants("restrict", answer)
    assert receipts(chain)[-1]["outcome"] == "restricted"
    chain.office.post(
        chain.office.sanne, f"/custody/items/{answer}/pass-on", {"node": "fr", "purpose": "crime"}
    )
    chain.office.sanne.expect("its originator restricted the item")
    assert chain.hears("fr") == []


def test_a_correction_names_what_takes_the_place(chain):
    """The old one goes no further; the new one is one click away."""
    wrong = chain.answer(codes=())
    right = chain.answer_again(codes=(), text="Xanthippos sails at seven")
    chain.wants("correct", wrong, replaced_by=right)
    assert receipts(chain)[-1]["outcome"] == "corrected"
    sanne = chain.office.sanne
    sanne.read(f"/custody/items/{wrong}")
    assert f"/custody/items/{right}" in sanne.links("/custody/items/")
    chain.office.post(sanne, f"/custody/items/{wrong}/pass-on", {"node": "fr", "purpose": "crime"})
    sanne.expect("another took its place")


def given(chain):
    """Return the id of an answer of ours to Italy."""
    from tests.scenarios.test_being_asked import ask

    sanne = chain.office.sanne
    sanne.read(ask(chain.office))
    grades = {"source_grade": "A", "information_grade": "1"}
    sanne.send("/answer", {"text": SECRET, "codes": ["H1"], **grades})
    return Item.objects.order_by("received_at").last().id


@pytest.mark.parametrize("deed", ["recall", "restrict"])
def test_we_recall_what_we_gave_and_see_who_answered(chain, deed):
    """Every holder with his answer, the moment, and who told us."""
    item = given(chain)
    sanne = chain.office.sanne
    sanne.read(f"/custody/items/{item}")
    sanne.send("/holders", {"deed": deed, "reason": "inaccurate"})
    sanne.expect("IT", "not answered yet")
    told = chain.hears("it")[-1]
    assert (told.kind, told.body["reason"]) == (f"item.{deed}", "inaccurate")
    at = datetime.now(UTC).isoformat()
    answer = {"notice": told.body["notice"], "item": str(item), "ground": "", "at": at, "proof": ""}
    chain.says("it", "item.receipt", {**answer, "node": "it", "outcome": "erased"})
    chain.says("it", "item.receipt", {**answer, "node": "fr", "outcome": ""})
    chain.says("it", "item.receipt", {**answer, "node": "fr", "outcome": "dreamt"})
    sanne.read(f"/custody/items/{item}")
    sanne.expect("FR", "through IT", "erased")
    assert {(r.node, r.outcome, r.via) for r in HolderReceipt.objects.all()} == {
        ("it", "erased", ""),
        ("fr", "", "it"),
    }
    # ours stays ours
    assert Answer.objects.get(id=item).text == SECRET


def test_a_correction_of_ours_needs_what_takes_the_place(chain):
    """Nobody is told to look at nothing."""
    item = given(chain)
    sanne = chain.office.sanne
    sanne.read(f"/custody/items/{item}")
    sanne.send("/holders", {"deed": "correct", "reason": "inaccurate"})
    sanne.expect("send the corrected item first")
    sanne.send("/holders", {"deed": "dance", "reason": "inaccurate"})
    sanne.expect("Something was not filled in")


def test_nobody_recalls_what_another_gave(chain):
    """Not even the desk that received it."""
    answer = chain.answer()
    values = {"deed": "recall", "reason": "outdated"}
    chain.office.post(chain.office.sanne, f"/custody/items/{answer}/holders", values)
    assert chain.office.sanne.status == 403
    assert Item.objects.get(id=answer).state == "held"


def test_an_item_through_another_hand_is_kept_shown_and_recalled(chain):
    """We are the last of the chain: France passes on what Italy gave to it."""
    item = str(uuid4())
    body = {
        "item": item,
        "reference": "FR-Q-1",
        "text": SECRET,
        "restrictions": "",
        "originator": "it",
        "originator_country": "IT",
        "purpose": "crime",
        "given_at": datetime.now(UTC).isoformat(),
    }
    chain.says("fr", "item.pass", {**body, "purpose": "gossip"})
    assert not Item.objects.exists()
    chain.says("fr", "item.pass", body, codes=("H1",))
    chain.says("fr", "item.pass", body, codes=("H1",))
    sanne = chain.office.sanne
    sanne.read(f"/custody/items/{item}")
    sanne.expect(SECRET, "H1")
    sanne.read("/search")
    sanne.send("/search", {"query": "xanthippos"})
    assert f"/custody/items/{item}" in sanne.links("/custody/")
    chain.office.jip.read(f"/custody/items/{item}")
    assert chain.office.jip.status == 404
    sanne.read(f"/custody/items/{item}")
    sanne.send("/consent", {"reason": "Court"})
    assert chain.hears("fr")[-1].kind == "consent.ask"
    notice = {
        "notice": str(uuid4()),
        "item": item,
        "originator": "it",
        "reason": "outdated",
        "at": datetime.now(UTC).isoformat(),
    }
    chain.says("it", "item.recall", notice)
    assert Item.objects.get().state == "held"
    chain.says("fr", "item.recall", notice)
    assert receipts(chain, "fr")[-1]["outcome"] == "erased"
    sanne.read(f"/custody/items/{item}")
    assert SECRET not in sanne.text()
    sanne.expect("Erased")
