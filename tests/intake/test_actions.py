"""Taking in, reading again, settling, opening: with their lines in the log."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.intake import actions, queries
from schakel.intake.core.problems import Problem, State
from schakel.intake.core.verdicts import VerdictError
from schakel.intake.models import Finding, Original, Part
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from schakel.shell import vault
from schakel.shell.search import search
from tests.intake import makers
from tests.intake.people import NOON, a_person, events

pytestmark = pytest.mark.django_db
TEXT = f"Bel {makers.PHONE} of NL91ABNA0417164300"


def take(content, *, by, name="a.txt", **more):
    """Take a file in and return its original."""
    chunks = [content if isinstance(content, bytes) else content.encode()]
    original_id = actions.take_in(name=name, chunks=chunks, by=by, now=NOON, country="NL", **more)
    return Original.objects.get(pk=original_id)


def findings_of(original):
    """Return all findings of an original."""
    return Finding.objects.filter(part__original=original).order_by("start")


def test_a_file_is_kept_byte_for_byte_and_read():
    """The original is the evidence; the text and the findings are what people work with."""
    vera = a_person()
    original = take(TEXT, by=vera)
    assert vault.open_original(original.sha256).read() == TEXT.encode()
    assert (original.state, original.problem) == (State.READ, "")
    assert (original.media_type, original.size) == ("text/plain", len(TEXT))
    (part,) = queries.list_parts(original.pk, for_user=vera)
    assert part.text == TEXT
    kinds = {finding.kind for finding in queries.list_findings(original.pk, for_user=vera)}
    assert {"phone", "iban"} <= kinds
    assert events() == ["original:take-in"]


def test_nested_parts_are_kept_too():
    """A court asks for the attachment, not for the mail around it."""
    vera = a_person()
    mail = makers.a_mail(files=[("a.zip", makers.a_zip({"b.txt": "binnen"}))])
    original = take(bytes(mail), by=vera, name="m.eml")
    parts = queries.list_parts(original.pk, for_user=vera)
    assert [part.path for part in parts] == ["m.eml", "m.eml!a.zip", "m.eml!a.zip!b.txt"]
    assert parts[2].parent == parts[1]
    assert vault.open_original(parts[2].sha256).read() == b"binnen"


@pytest.mark.parametrize(
    ("name", "content", "state", "problem"),
    [
        ("a.txt", b"", State.KEPT, Problem.EMPTY_FILE),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(99), State.KEPT, Problem.NOT_READ),
        ("scan.pdf", makers.a_pdf(""), State.KEPT, Problem.NO_TEXT),
        ("a.pdf", makers.a_locked_pdf(), State.QUARANTINED, Problem.PASSWORD_PROTECTED),
        ("a.pdf", b"MZ" + bytes(99), State.QUARANTINED, Problem.TYPE_LIES),
        ("a.docx", makers.a_zip({"word/document.xml": "<!DOCTYPE x [<!ENTITY y 'z'>]><x/>"}),
         State.QUARANTINED, Problem.XML_ENTITIES),
        ("m.eml", bytes(makers.a_mail(files=[("b.zip", makers.an_overlapping_zip())])),
         State.QUARANTINED, Problem.ZIP_OVERLAP),
        ("a.txt", "één café ".encode() + b"na\xefef", State.READ, Problem.BROKEN_ENCODING),
    ],
)  # fmt: skip
def test_a_bad_file_is_kept_with_its_problem(name, content, state, problem):
    """Never lost, never a failure, always a sentence."""
    original = take(content, by=a_person(), name=name)
    assert (original.state, original.problem) == (state, problem)
    with vault.open_original(original.sha256) as stream:
        assert stream.read() == content


def test_one_bad_file_does_not_stop_the_others():
    """The rest of the upload goes on, in the same reading process."""
    vera = a_person()
    with actions.taking(country="NL") as session:
        states = [
            take(content, by=vera, session=session).state
            for content in (TEXT, b"MZ" + bytes(99), TEXT)
        ]
    assert states == [State.READ, State.QUARANTINED, State.READ]


def test_a_file_beyond_what_the_node_keeps_is_refused_while_it_streams(settings):
    """A disk that is full of one film keeps nothing else; a line says what happened."""
    settings.SCHAKEL_LARGEST_UPLOAD = 1_000
    seen = []

    def endless():
        while len(seen) < 100:
            seen.append(1)
            yield b"x" * 100

    vera = a_person()
    original_id = actions.take_in(
        name="film.avi", chunks=endless(), by=vera, now=NOON, country="NL"
    )
    original = queries.get_original(original_id, for_user=vera)
    assert len(seen) == 11
    assert (original.state, original.problem) == (State.REFUSED, Problem.TOO_BIG_TO_KEEP)
    assert original.sha256 == ""
    assert queries.list_parts(original_id, for_user=vera) == []
    actions.read_again(original_id, by=vera, now=NOON)
    assert events() == ["original:refuse"]


def test_a_file_too_big_to_read_is_kept(settings):
    """Quarantined unread; nothing is lost."""
    settings.SCHAKEL_READING_LIMITS = {"file_bytes": 10}
    original = take(TEXT, by=a_person())
    assert (original.state, original.problem) == (State.QUARANTINED, Problem.TOO_BIG)
    assert vault.path_of(original.sha256).exists()


def test_a_stream_that_breaks_leaves_nothing_behind():
    """A browser that goes away half-way has given no file."""

    def broken():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        actions.take_in(name="a", chunks=broken(), by=a_person(), now=NOON, country="NL")
    assert not Original.objects.exists()


def test_who_may_not_write_takes_nothing_in():
    """An analyst reads; an administrator sees no content at all."""
    with pytest.raises(NotAllowedError):
        take(TEXT, by=a_person(role=Role.ANALYST))
    nobody = a_person("nobody")
    nobody.unit = None
    with pytest.raises(ConflictError):
        take(TEXT, by=nobody)


def test_another_unit_sees_nothing():
    """Between units stands a wall, and "not yours" looks like "not there"."""
    original = take(TEXT, by=a_person())
    finding = findings_of(original)[0]
    other = a_person("otto", unit="spoc")
    part_id = finding.part_id
    for question in (
        lambda: queries.get_original(original.pk, for_user=other),
        lambda: queries.list_parts(original.pk, for_user=other),
        lambda: queries.list_findings(original.pk, for_user=other),
        lambda: queries.get_part(part_id, for_user=other),
        lambda: queries.get_finding(finding.pk, for_user=other),
        lambda: queries.get_part(uuid4(), for_user=other),
        lambda: queries.get_finding(uuid4(), for_user=other),
        lambda: queries.get_original(uuid4(), for_user=other),
        lambda: actions.open_original(original.pk, by=other, now=NOON),
        lambda: actions.take_out(part_id, by=other, now=NOON),
        lambda: actions.read_again(original.pk, by=other, now=NOON),
    ):
        with pytest.raises(NotFoundError):
            question()
    assert queries.list_originals({original.pk}, for_user=other) == []
    assert search("Bel", user=other) == ()
    assert list(queries.list_states(other)) == []
    administrator = a_person("ada", role=Role.NODE_ADMINISTRATOR)
    assert queries.visible_originals({original.pk}, for_user=administrator) == set()
    assert list(queries.list_states(administrator)) == []


def test_an_upper_room_can_share_an_original(monkeypatch):
    """A report released to another unit shows its files there, and lets nobody settle them."""
    original = take(TEXT, by=a_person())
    other = a_person("otto", unit="spoc")
    registry = type(queries.viewers)("viewer of originals")
    monkeypatch.setattr(queries, "viewers", registry)
    registry.register("test", lambda user, ids: ids if user == other else set())
    assert queries.get_original(original.pk, for_user=other) == original
    assert queries.list_originals({original.pk}, for_user=other) == [original]
    with pytest.raises(NotFoundError):
        actions.decide_finding(
            finding_id=findings_of(original)[0].pk, verdict="accepted", by=other, now=NOON
        )
    with pytest.raises(NotFoundError):
        actions.accept_valid(original_id=original.pk, by=other, now=NOON)


def test_text_is_found_by_the_search_and_states_by_the_check():
    """Full-text search covers originals; the check reads back every object."""
    vera = a_person()
    original = take(bytes(makers.a_mail(files=[("a.txt", b"schipbreuk")])), by=vera, name="m.eml")
    (hit,) = search("schipbreuk", user=vera)
    assert (hit.kind, hit.object_id) == ("original", original.pk)
    (state,) = queries.list_states(vera)
    assert (state.kind, state.id, state.state) == ("original", str(original.pk), "read")


def test_a_person_settles_findings():
    """Accept, correct, reject; the log keeps who and which, never the value."""
    vera = a_person()
    original = take(TEXT, by=vera)
    first, second = findings_of(original)[:2]
    assert queries.count_open_things({original.pk}) == findings_of(original).count()
    accepted, *_ = actions.decide_finding(
        finding_id=first.pk, verdict="accepted", by=vera, now=NOON
    )
    assert (accepted.state, accepted.settled_value) == ("accepted", first.value)
    corrected, *_ = actions.decide_finding(
        finding_id=second.pk, verdict="corrected", value=" anders ", by=vera, now=NOON
    )
    assert (corrected.settled_value, corrected.decided_by) == ("anders", vera)
    rejected, *_ = actions.decide_finding(
        finding_id=second.pk, verdict="rejected", by=vera, now=NOON
    )
    assert (rejected.state, rejected.corrected_value) == ("rejected", "")
    for entry in LogEntry.objects.filter(event="finding:decide"):
        assert "anders" not in str(entry.facts)
        assert str(entry.object_id) == str(original.pk)
    assert events().count("finding:decide") == 3


def test_an_ambiguous_finding_cannot_be_accepted_blindly():
    """03/04 is March or April; somebody must say which."""
    vera = a_person()
    finding = findings_of(take(TEXT, by=vera))[0]
    Finding.objects.filter(pk=finding.pk).update(value=None, candidates=["a", "b"])
    with pytest.raises(VerdictError):
        actions.decide_finding(finding_id=finding.pk, verdict="accepted", by=vera, now=NOON)
    settled, *_ = actions.decide_finding(
        finding_id=finding.pk, verdict="corrected", value="b", by=vera, now=NOON
    )
    assert settled.settled_value == "b"


def test_all_with_a_checksum_are_accepted_at_once():
    """Twelve keyboard actions for a hint; forty findings must not take forty."""
    vera = a_person()
    original = take(TEXT, by=vera)
    count = actions.accept_valid(original_id=original.pk, by=vera, now=NOON)
    assert count >= 1
    assert findings_of(original).filter(state="accepted").count() == count
    assert actions.accept_valid(original_id=original.pk, by=vera, now=NOON) == 0


def test_accepting_hundreds_keeps_each_line_of_the_log_short():
    """A line of the log has a bound; a long list takes several."""
    vera = a_person()
    part = findings_of(take(TEXT, by=vera))[0].part
    Finding.objects.bulk_create(
        Finding(part=part, kind="imei", value="x", raw="x", start=n, end=n + 1, valid=True)
        for n in range(120)
    )
    assert actions.accept_valid(original_id=part.original_id, by=vera, now=NOON) >= 120
    assert events().count("finding:decide") == 3


def test_who_may_not_write_settles_nothing():
    """Reading is not deciding."""
    original = take(TEXT, by=a_person())
    analyst = a_person("ana", role=Role.ANALYST)
    with pytest.raises(NotAllowedError):
        actions.decide_finding(
            finding_id=findings_of(original)[0].pk, verdict="rejected", by=analyst, now=NOON
        )
    with pytest.raises(NotAllowedError):
        actions.accept_valid(original_id=original.pk, by=analyst, now=NOON)
    with pytest.raises(NotAllowedError):
        actions.read_again(original.pk, by=analyst, now=NOON)


def test_reading_again_keeps_what_people_settled():
    """A better reader must not undo an afternoon's work."""
    vera = a_person()
    original = take(TEXT, by=vera)
    first = findings_of(original)[0]
    actions.decide_finding(
        finding_id=first.pk, verdict="corrected", value="anders", by=vera, now=NOON
    )
    before = findings_of(original).count()
    actions.read_again(original.pk, by=vera, now=NOON + timedelta(days=1))
    assert findings_of(original).count() == before
    again = Finding.objects.get(pk=first.pk)
    assert (again.settled_value, again.decided_by, again.decided_at) == ("anders", vera, NOON)
    assert Part.objects.filter(original=original).count() == 1
    assert events()[-1] == "original:read-again"


def test_reading_a_nested_file_twice_gives_the_same():
    """Reading is idempotent, holders and parts included."""
    vera = a_person()
    original = take(bytes(makers.a_mail(files=[("a.txt", TEXT.encode())])), by=vera, name="m.eml")
    paths = [part.path for part in queries.list_parts(original.pk, for_user=vera)]
    actions.read_again(original.pk, by=vera, now=NOON)
    assert [part.path for part in queries.list_parts(original.pk, for_user=vera)] == paths


def test_a_finding_reported_twice_is_kept_once(monkeypatch):
    """A recogniser that stutters must not cost the whole reading."""
    from dataclasses import replace

    from schakel.intake.session import ReaderSession

    read = ReaderSession.read

    def twice(self, path, *, name):
        for part in read(self, path, name=name):
            yield replace(part, found=part.found * 2)

    monkeypatch.setattr(ReaderSession, "read", twice)
    original = take(f"Bel {makers.PHONE}", by=a_person())
    assert findings_of(original).filter(kind="phone").count() == 1


def test_a_reading_cut_off_by_a_power_failure_is_done_later():
    """What waits is read by the node itself, not before its time."""
    vera = a_person()
    original = take(TEXT, by=vera)
    Original.objects.filter(pk=original.pk).update(state=State.WAITING.value)
    assert actions.read_waiting(NOON + timedelta(minutes=1)) == 0
    assert actions.read_waiting(NOON + timedelta(minutes=6)) == 1
    assert actions.read_waiting(NOON + timedelta(minutes=6)) == 0
    original.refresh_from_db()
    assert original.state == State.READ


def test_a_file_from_a_partner_is_read_soon_after():
    """It is in the vault already; the unit it is for owns it, and no person took it in."""
    vera = a_person()
    sha256, size = vault.put([TEXT.encode()])
    original_id = actions.take_received(
        name="../antwoord.txt",
        sha256=sha256,
        size=size,
        unit_code="liaison",
        country="IT",
        now=NOON,
    )
    original = queries.get_original(original_id, for_user=vera)
    assert (original.name, original.state, original.taken_by) == ("antwoord.txt", "waiting", None)
    assert actions.read_waiting(NOON) == 1
    assert queries.list_parts(original_id, for_user=vera)[0].text == TEXT
    assert events() == ["original:receive"]


def test_an_original_whose_bytes_are_gone_stops_nobody():
    """The next in the row must not wait for a file that a wrong backup lost."""
    vera = a_person()
    original = take(TEXT, by=vera)
    Original.objects.filter(pk=original.pk).update(state=State.WAITING.value, sha256="0" * 64)
    later = NOON + timedelta(minutes=6)
    assert [actions.read_waiting(later), actions.read_waiting(later)] == [1, 0]
    original.refresh_from_db()
    assert (original.state, original.problem) == (State.QUARANTINED, Problem.READER_STOPPED)


def test_opening_and_taking_out_are_logged():
    """Consultation of personal data is a line in the log."""
    vera = a_person()
    original = take(TEXT, by=vera)
    actions.open_original(original.pk, by=vera, now=NOON + timedelta(seconds=1))
    part = queries.list_parts(original.pk, for_user=vera)[0]
    taken, stream = actions.take_out(part.pk, by=vera, now=NOON + timedelta(seconds=2))
    with stream:
        assert stream.read() == TEXT.encode()
    assert taken == part
    assert events() == ["original:take-in", "original:open", "original:download"]


def test_a_part_whose_bytes_are_gone_is_not_there():
    """A backup without its vault says so and does not fail."""
    vera = a_person()
    part = findings_of(take(TEXT, by=vera))[0].part
    Part.objects.filter(pk=part.pk).update(sha256="0" * 64)
    with pytest.raises(NotFoundError):
        actions.take_out(part.pk, by=vera, now=NOON)


def test_a_picture_leaves_without_its_position():
    """The owner sees where it was taken; nobody else learns it from the file."""
    content = makers.a_picture(position=True)
    original = take(content, by=a_person(), name="a.jpg")
    released = actions.released_picture(original.sha256)
    assert released != content
    with Image.open(io.BytesIO(released)) as picture:
        assert not picture.getexif()
    with pytest.raises(NotFoundError):
        actions.released_picture("0" * 64)


def test_a_file_can_be_read_without_keeping(tmp_path):
    """The dry run and the bench need neither a node nor a person."""
    path = makers.write(tmp_path, "a.txt", TEXT)
    (part,) = actions.read_file(path, country="NL")
    assert part.text == TEXT
    assert not Original.objects.exists()
