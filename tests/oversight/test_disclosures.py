"""Who got what about a person, and the pack that proves it without this node."""

import io
import json
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from schakel.accounts.queries import find_user
from schakel.audit.actions import change_log_key, seal, sign_checkpoint
from schakel.audit.keys import log_key
from schakel.audit.models import LogEntry
from schakel.casework import actions as casework
from schakel.casework.models import Person
from schakel.exchange.models import Outgoing, Receipt
from schakel.handling.core.case import Subject
from schakel.heads.core.note import Head, sign_head
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from schakel.oversight import actions, queries
from schakel.wire.core.receipts import Stage
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db
NEEDED = ("cryptography", "cffi", "_cffi_backend", "pycparser")


@pytest.fixture
def office(settings, tmp_path):
    """Return an office that sent a request about one person, for which Italy signed."""
    made = Office(settings, tmp_path)
    made.path = made.sent(made.report())
    row = Outgoing.objects.get(kind="request.send")
    for stage in (Stage.ACCEPTED, Stage.DELIVERED):
        token = made.partner.receipt(row.sealed, stage=stage)
        Receipt.objects.create(outgoing=row, stage=stage.value, token=token, at=NOW)
    return made


def noor():
    """Return the privacy officer."""
    return find_user("noor.toets")


def test_the_privacy_officer_sees_who_holds_a_copy_and_what_he_signed(office):
    """From the name to the receipts; the log keeps that she looked, and no name."""
    page = office.person("noor.toets")
    page.read("/oversight/persons")
    page.send("/oversight/persons", {"name": "Fantasia Rico"})
    page.expect("Rico Fantasia", "suspect", "the same parts in another order")
    page.read(page.links("/oversight/persons/")[0])
    page.expect("request.send", "Italy", "accepted", "delivered", "yes")
    assert "Fantasia" not in page.text()
    lines = LogEntry.objects.filter(event__startswith="subject:")
    assert sorted(line.event for line in lines) == ["subject:open", "subject:search"]
    assert not any("Fantasia" in json.dumps(line.facts) for line in lines)
    page.read("/oversight/persons")
    page.send("/oversight/persons", {"name": "Somebody Else"})
    page.expect("Nobody of this name stands in a report.")


def test_calls_and_other_carriers_are_disclosures_too(office):
    """Data does not care by which way it left."""
    thread = queries.disclosures.casework.list_thread_ids(
        [Person.objects.get(name="Rico Fantasia").report_id]
    )[0]
    office.jip.read(f"/casework/threads/{thread}/contact")
    call = {"direction": "out", "how": "call", "country": "IT", "counterpart": "desk"}
    office.jip.send(
        "/contact",
        {**call, "said": "Rico was seen", "not_origin": "on", "no_asylum": "on"},
    )
    person = Person.objects.get(name="Rico Fantasia")
    found = queries.list_disclosures([person.id], for_user=noor())
    assert {one.way for one in found} == {"schakel", "call"}
    assert queries.list_recipients([person.id], for_user=noor()) == ["IT", "it"]


def test_an_informant_is_not_found_and_nobody_else_may_look(office):
    """Wpg, art. 27(3); and walls between units hold for everybody but the privacy officer."""
    report = Person.objects.get().report
    informant = casework.add_person(
        report_id=report.id,
        role=Subject.INFORMANT,
        code_reference="K-17",
        by=find_user("jip.voorbeeld"),
        now=NOW,
    )
    assert not queries.find_persons("K-17", for_user=noor())
    with pytest.raises(NotFoundError):
        queries.get_person(informant, for_user=noor())
    for look in (
        lambda by: queries.find_persons("Rico", for_user=by),
        lambda by: queries.get_person(informant, for_user=by),
        lambda by: queries.list_disclosures([informant], for_user=by),
        lambda by: queries.list_activities(for_user=by),
    ):
        with pytest.raises(NotAllowedError):
            look(find_user("jip.voorbeeld"))


def a_pack(office, tmp_path, *, rekeyed=False):
    """Return the folder of an unpacked pack about the person."""
    person = Person.objects.get()
    with pytest.raises(ConflictError, match="no signed head"):
        actions.make_pack(person_ids=[person.id], by=noor(), now=NOW)
    seal(NOW)
    sign_checkpoint(now=NOW)
    if rekeyed:
        change_log_key(actor="node", now=NOW)
    page = office.person("noor.toets")
    page.read(f"/oversight/persons/{person.id}")
    token = page.form("/pack").form_values()
    answer = page._http.post(f"/oversight/persons/{person.id}/pack", data=dict(token))
    assert answer.headers["content-type"] == "application/zip"
    folder = tmp_path / "pack"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    return folder


def check(folder, tmp_path):
    """Run the pack's own program with what it needs and nothing else; return code and words."""
    bare = tmp_path / "bare"
    bare.mkdir(exist_ok=True)
    for name in NEEDED:
        spec = find_spec(name)
        if spec is None:
            continue
        there = Path(spec.origin)
        there = there.parent if there.name == "__init__.py" else there
        link = bare / there.name
        link.exists() or link.symlink_to(there)
    done = subprocess.run(
        [sys.executable, "-S", "check.py"],
        cwd=folder,
        env={"PYTHONPATH": str(bare), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_pack_checks_offline_without_our_code(office, tmp_path):
    """The supervisor trusts no program of the one that he supervises."""
    folder = a_pack(office, tmp_path)
    ended, words = check(folder, tmp_path)
    assert ended == 0, words
    assert "2 signed by their receivers" in words
    assert "schakel" not in (folder / "check.py").read_text().lower().split('"""', 2)[2].replace(
        "schakel.witness/", ""
    ).replace("schakel-inspection-pack/1", "").replace("schakel.log-key/1", "")
    lines = json.loads((folder / "lines.json").read_text())
    events = {line["line"]["event"] for line in lines}
    assert {"report:open", "gate:allow", "request:send", "envelope:enqueue"} <= events
    assert "Fantasia" not in "".join(path.read_text() for path in folder.iterdir())


def resign(folder):
    """Sign the manifest anew, as the node itself could."""
    import hashlib

    from schakel.audit.actions import sign_pack
    from schakel.kernel.canonical import canonical_json

    manifest = json.loads((folder / "MANIFEST.json").read_text())
    for name in manifest["files"]:
        manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    content = canonical_json(manifest)
    (folder / "MANIFEST.json").write_bytes(content)
    (folder / "MANIFEST.sig").write_text(sign_pack(content))


def change(folder, name, how):
    """Change the JSON in a file."""
    value = json.loads((folder / name).read_text())
    value = how(value) or value
    (folder / name).write_text(json.dumps(value))


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("lines.json", lambda v: v[0]["line"].update(actor="nobody"), "was altered"),
        ("lines.json", lambda v: v[0].update(index=10**6), "not under this head"),
        ("lines.json", lambda v: v[0].update(path=v[0]["path"] + ["00" * 32]), "path"),
        ("receipts.json", lambda v: v[0].update(envelope="other"), "about something else"),
        ("receipts.json", lambda v: v[0].update(node="xz"), "no key"),
        ("receipts.json", lambda v: v[0].update(token="a.b.c"), "not complete"),
        (
            "receipts.json",
            lambda v: v[0].update(token=v[0]["token"][:-8] + "AAAAAAAA"),
            "does not hold",
        ),
        ("keys.json", lambda v: v["log"].update(origin="x"), "not signed by its log"),
    ],
)
def test_a_pack_that_even_its_node_changed_later_does_not_check(office, tmp_path, name, how, words):
    """The tree and the receivers' keys bind the node itself."""
    folder = a_pack(office, tmp_path)
    change(folder, name, how)
    resign(folder)
    ended, said = check(folder, tmp_path)
    assert ended == 1
    assert words in said


def test_a_pack_that_somebody_else_changed_does_not_check(office, tmp_path):
    """A file altered, added or taken away on the way."""
    folder = a_pack(office, tmp_path)
    for spoil, words in (
        (lambda: (folder / "more.txt").write_text("x"), "missing or was added"),
        (lambda: (folder / "more.txt").unlink(), None),
        (lambda: change(folder, "disclosures.json", lambda v: []), "was altered"),
        (lambda: (folder / "MANIFEST.sig").write_text("00" * 64), "signature of the manifest"),
        (lambda: (folder / "keys.json").unlink(), "not complete"),
    ):
        spoil()
        ended, said = check(folder, tmp_path)
        assert ended == (0 if words is None else 1), said
        assert (words or "files") in said


def test_a_pack_checks_after_the_key_of_the_log_changed(office, tmp_path):
    """Its head may be by an earlier key, up to where that one ended, and by no key after that."""
    thief = log_key()
    folder = a_pack(office, tmp_path, rekeyed=True)
    ended, words = check(folder, tmp_path)
    assert ended == 0, words
    assert "log keys   2, each signed for the next" in words
    keys, note = (folder / "keys.json").read_text(), (folder / "head.note").read_text()
    for spoil, said in (
        (lambda v: v["log"]["keys"][0].update(size=10**6), "a change of the key does not hold"),
        (lambda v: v["log"]["keys"].append(v["log"]["keys"][0]), "not named by the one before"),
        (lambda v: v["log"]["keys"].clear(), "signature of the head does not hold"),
    ):
        (folder / "keys.json").write_text(keys)
        change(folder, "keys.json", spoil)
        resign(folder)
        ended, words = check(folder, tmp_path)
        assert ended == 1
        assert said in words
    (folder / "keys.json").write_text(keys)
    head = Head(origin="schakel.log/nl", size=10**6, root=b"r" * 32)
    (folder / "head.note").write_text(
        sign_head(head, public_key=thief.public, sign=thief.sign), encoding="utf-8"
    )
    resign(folder)
    ended, words = check(folder, tmp_path)
    assert ended == 1
    assert "replaced before" in words
    (folder / "head.note").write_text(note, encoding="utf-8")
    resign(folder)
    assert check(folder, tmp_path)[0] == 0
