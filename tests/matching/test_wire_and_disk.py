"""Two real nodes: the wire between them and the disk of the asked one, after a hit and a miss.

Nothing there may depend on the identifier asked; one that the asked node does not hold appears
nowhere, plain or hashed.
"""

import base64
import hashlib
import socket
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from schakel.site.demo.cast import NODES
from schakel.site.demo.stage import Place, Stage
from schakel.site.demo.visitor import Visitor
from schakel.site.serving import NodeProcesses

pytestmark = pytest.mark.processes
HELD, MISSED = "+447700900123", "+447700900777"
PLAIN_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b")
LONGER_THAN_A_HEAD = 3_000  # bytes
LINES = (
    "SELECT id, at, event, actor, object_kind, object_id, purpose, legal_basis, recipient, facts,"
    " content, subject_ids, salt FROM audit_logentry WHERE event LIKE 'question:%'"
)
# What nodes keep of each other by themselves, at any moment, whatever is asked.
HOUSEKEEPING = ("audit_", "exchange_", "links_", "network_", "sqlite_")


class Wire:
    """A line that keeps every byte that passes, in both directions."""

    def __init__(self, listen, target):
        self.target, self.kept = target, []
        self._server = socket.create_server(("127.0.0.1", listen))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with self._server:
            while True:
                near, _ = self._server.accept()
                if self.target is None:
                    near.close()
                    return
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near):
        passed = [bytearray(), bytearray()]
        there = ("127.0.0.1", self.target)
        # The node may not be up yet.
        with near, suppress(ConnectionRefusedError), socket.create_connection(there) as far:
            back = threading.Thread(target=self._pass, args=(far, near, passed[1]), daemon=True)
            back.start()
            self._pass(near, far, passed[0])
            back.join()
        self.kept.append(tuple(map(bytes, passed)))

    def _pass(self, source, sink, kept):
        with suppress(OSError):
            while content := source.recv(65536):
                kept += content
                sink.sendall(content)
            sink.shutdown(socket.SHUT_WR)

    def take(self):
        """Return (sent, answered) of every connection that ended since the last time."""
        kept, self.kept = self.kept, []
        return kept

    def close(self):
        """Take no more lines."""
        address, self.target = self._server.getsockname(), None
        socket.create_connection(address).close()


class Asking:
    """A Dutch and an Italian node; Jip asks, Italy is watched."""

    def __init__(self, root, *, temporary):
        self.temporary = temporary
        *ports, behind = free_ports(len(NODES) + 1)
        self.home = root / "it"
        self.stage = Stage(
            [
                Place(part=part, home=root / part.code, url=f"http://127.0.0.1:{port}")
                for part, port in zip(NODES, ports, strict=True)
            ]
        )
        links = self.stage.prepare()
        shown = {place.part.code: place.url for place in self.stage.places}
        self.wire = Wire(int(shown["it"].rpartition(":")[2]), behind)
        self.stage._nodes["it"] = NodeProcesses(home=self.home, url=f"http://127.0.0.1:{behind}")
        del self.stage._nodes["xz"]
        self.stage.start()
        self.jip = Visitor(url=shown["nl"], link=links["nl"]["jip.voorbeeld"])

    def ask(self, phone, tmp_path):
        """Report a number and ask Italy for it; return whether it is a hit there."""
        note = tmp_path / "note.txt"
        note.write_text(f"He called {phone} yesterday.\n", encoding="utf-8")
        self.jip.read("/casework/reports/new")
        given = {"source_grade": "B", "information_grade": "2"}
        self.jip.send("/casework/reports/new", given, files=(note,))
        report = self.jip.address
        self.jip.read(self.jip.links("/intake/originals/")[0])
        self.jip.accept(phone)
        path = report.replace("/casework/", "/matching/")
        self.jip.read(path)
        self.jip.send("/ask", {"nodes": ["it"]})
        self.jip.wait_for(path, lambda jip: "answered" in jip.text(), "an answer")
        return bool(self.jip.links("hit="))

    def rows(self):
        """Return the rows of the asked node's database, table -> set of rows.

        Of the log, the lines about questions, without the place that they get a second later.
        """
        path = self.home / "node.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = {}
            names = database.execute(
                "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'"
            )
            for (name,) in names.fetchall():
                if not name.startswith(HOUSEKEEPING):
                    rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608
                    found[name] = set(rows.fetchall())
            found["audit_logentry"] = set(database.execute(LINES).fetchall())
        return found


def free_ports(count):
    """Return so many ports that nobody uses."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def added(before, after):
    """Return the new rows as table -> sorted (column types and lengths)."""
    return {
        name: sorted(tuple(map(form_of, row)) for row in rows - before[name])
        for name, rows in after.items()
        if rows - before[name]
    }


def form_of(value):
    """Return type and length of a stored value."""
    return type(value).__name__, len(value if isinstance(value, bytes) else str(value))


def lengths_of(lines):
    """Return what was sent and answered, in bytes, for each question.

    Short ones are heads of logs, shown to be witnessed, which may pass at any moment.
    """
    calls = [line for line in lines if line[0].startswith(b"POST /exchange/v1/calls")]
    return [tuple(map(len, line)) for line in calls if len(line[0]) > LONGER_THAN_A_HEAD]


def traces_of(phone):
    """Return everything by which `phone` could be known again, as bytes."""
    digits = phone.lstrip("+")
    spellings = {phone, digits, f"00{digits}", f"phone:{phone}", f"phone:{digits}", digits[2:]}
    traces = {spelling.encode() for spelling in spellings}
    for spelling in spellings:
        for name in PLAIN_HASHES:
            digest = hashlib.new(name, spelling.encode()).digest()
            plain, safe = base64.b64encode(digest), base64.urlsafe_b64encode(digest)
            traces |= {digest, digest.hex().encode(), digest.hex().upper().encode()}
            traces |= {plain.rstrip(b"="), safe.rstrip(b"=")}
        traces |= {base64.b64encode(spelling.encode()).rstrip(b"=")[:-1]}
    return traces


def found_in(folders, traces):
    """Return (file, trace) for every trace in a file below the folders."""
    return [
        (str(path), trace)
        for folder in folders
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file()
        for content in [path.read_bytes()]
        for trace in traces
        if trace in content
    ]


@pytest.fixture
def asking(tmp_path, monkeypatch):
    """Return the two nodes, their temporary files among what is watched."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    made = Asking(tmp_path / "nodes", temporary=temporary)
    yield made
    made.jip.leave()
    made.stage.stop()
    made.wire.close()


def test_nothing_at_the_asked_node_depends_on_what_was_asked(asking, tmp_path):
    """The asker alone learns; whoever holds the other machine cannot find out what was sought."""
    asking.ask("+447700900555", tmp_path)  # the first question also brings the list
    asking.wire.take()
    records, passed = [], []
    for phone, is_known in ((HELD, True), (MISSED, False)):
        before = asking.rows()
        assert asking.ask(phone, tmp_path) is is_known
        records.append(added(before, asking.rows()))
        passed.append(asking.wire.take())

    hit, miss = records
    assert {"matching_answeredquestion", "audit_logentry"} <= set(hit)
    assert hit == miss
    assert len(lengths_of(passed[0])) == 1
    assert lengths_of(passed[0]) == lengths_of(passed[1])
    everything = b"".join(content for lines in passed for line in lines for content in line)
    assert not [one for one in traces_of(HELD) | traces_of(MISSED) if one in everything]

    watched = [asking.home, asking.temporary]
    assert found_in(watched, traces_of(HELD)), "what Italy holds is found, so the search can find"
    assert not found_in(watched, traces_of(MISSED))
    asking.stage.stop()
    assert not found_in(watched, traces_of(MISSED))
