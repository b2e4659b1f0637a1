"""The reading process: what is in a file may kill it, and nothing else."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.intake import reader
from schakel.intake.core.answers import AnswerError
from schakel.intake.core.limits import Limits
from schakel.intake.core.problems import Problem
from schakel.intake.session import ReaderSession
from tests.intake import makers

MEBIBYTE = 1024 * 1024


def read_all(path: Path, **limits):
    """Return everything a session reads in one file."""
    with ReaderSession(country="NL", limits=Limits(**limits)) as session:
        return list(session.read(path, name=path.name))


def test_a_mail_with_everything_is_read_to_its_leaves(tmp_path):
    """Nested parts are named by their path and know their holder."""
    inner = makers.a_mail(text=f"diep {makers.PHONE}", Subject="In")
    archive = makers.a_zip({"b.txt": "in zip", "in.eml": bytes(inner)})
    mail = makers.a_mail(text="boven", files=[("a.zip", archive), ("c.txt", b"los")])
    parts = read_all(makers.write(tmp_path, "m.eml", bytes(mail)))
    assert [part.path for part in parts] == [
        "m.eml",
        "m.eml!a.zip",
        "m.eml!a.zip!b.txt",
        "m.eml!a.zip!in.eml",
        "m.eml!c.txt",
    ]
    assert [part.parent for part in parts] == [None, 0, 1, 1, 0]
    assert not any(part.problems for part in parts)
    (found,) = [one for one in parts[3].found if one.kind == "phone"]
    assert found.value == "+319701234567"
    assert parts[3].text[found.start : found.end] == found.raw


def test_parts_of_one_name_are_told_apart(tmp_path):
    """A path must mean one part, also when a sender attaches `a.txt` three times."""
    files = [("a.txt", b"1"), ("a.txt", b"2"), ("a.txt (2)", b"3"), ("a.txt", b"1")]
    parts = read_all(makers.write(tmp_path, "m.eml", bytes(makers.a_mail(files=files))))
    paths = [part.path for part in parts]
    assert len(set(paths)) == len(paths) == 5
    assert [part.text for part in parts[1:]] == ["1", "2", "3", "1"]


def test_the_same_picture_twice_is_read_twice(tmp_path):
    """A copy drawn again can be equal to its source; removing one must not remove the other."""
    picture = makers.a_picture("PNG")
    mail = makers.a_mail(files=[("a.png", picture), ("b.png", picture)])
    parts = read_all(makers.write(tmp_path, "m.eml", bytes(mail)))
    assert [part.problems for part in parts] == [(), (), ()]
    assert parts[1].sha256 == parts[2].sha256


def test_a_thousand_attachments_are_all_read(tmp_path):
    """The issue asks for it, within the time of a coffee."""
    files = [(f"n{n}.txt", f"tekst {n}".encode()) for n in range(1_000)]
    parts = read_all(makers.write(tmp_path, "m.eml", bytes(makers.a_mail(files=files))))
    assert len(parts) == 1_001
    assert parts[1_000].text == "tekst 999"
    assert not any(part.problems for part in parts)


def test_more_parts_than_the_bound_are_reported(tmp_path):
    """The rest stays in the original, and the message says so."""
    files = [(f"n{n}.txt", b"x") for n in range(9)]
    path = makers.write(tmp_path, "m.eml", bytes(makers.a_mail(files=files)))
    parts = read_all(path, parts=5)
    assert len(parts) == 6
    assert parts[0].problems == (Problem.TOO_MANY_PARTS,)


def test_nesting_beyond_the_bound_is_reported(tmp_path):
    """A Russian doll of archives ends at a depth that nobody needs."""
    content = b"diep"
    for _ in range(6):
        content = makers.a_zip({"a.zip": content})
    parts = read_all(makers.write(tmp_path, "a.zip", content), depth=3)
    assert len(parts) == 4
    assert parts[3].problems == (Problem.NESTED_TOO_DEEP,)
    assert not any(part.problems for part in parts[:3])


def test_text_of_all_parts_together_is_bounded(tmp_path):
    """A thousand long attachments must not fill the memory of the node."""
    files = [(f"n{n}.txt", b"x" * 100) for n in range(4)]
    path = makers.write(tmp_path, "m.eml", bytes(makers.a_mail(text="", files=files)))
    parts = read_all(path, all_text_characters=300)
    assert sum(len(part.text) for part in parts) == 300
    assert parts[-1].problems == (Problem.TEXT_CUT,)


def test_a_file_above_the_limit_is_not_opened(tmp_path):
    """It is kept, and says so."""
    (part,) = read_all(makers.write(tmp_path, "a.txt", b"x" * 2_000), file_bytes=1_000)
    assert part.problems == (Problem.TOO_BIG,)
    assert part.size == 2_000


def test_lack_of_memory_stops_one_file_only(tmp_path):
    """The reader dies, the session goes on with a new one, the others are read."""
    big = makers.write(tmp_path, "big.txt", b"x" * 150 * MEBIBYTE)
    small = makers.write(tmp_path, "small.txt", "klein")
    limits = Limits(memory_bytes=300 * MEBIBYTE, file_bytes=200 * MEBIBYTE)
    with ReaderSession(country="NL", limits=limits) as session:
        before = list(session.read(small, name="small.txt"))
        stopped = list(session.read(big, name="big.txt"))
        after = list(session.read(small, name="small.txt"))
    assert stopped[0].problems == (Problem.READER_STOPPED,)
    assert before[0].text == after[0].text == "klein"


def test_a_part_that_kills_the_reader_leaves_its_neighbours(tmp_path):
    """Only what could not be read is missing."""
    bomb = makers.a_zip({"big.txt": b"x" * 150 * MEBIBYTE, "small.txt": b"klein"}, method=0)
    limits = {"memory_bytes": 330 * MEBIBYTE, "file_bytes": 400 * MEBIBYTE}
    parts = read_all(makers.write(tmp_path, "a.zip", bomb), **limits)
    problems = {part.path: part.problems for part in parts}
    assert problems["a.zip!big.txt"] == (Problem.READER_STOPPED,)
    assert problems["a.zip!small.txt"] == ()


def test_a_reader_that_takes_too_long_is_ended(tmp_path):
    """A file that never ends must not hold a worker."""
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL", limits=Limits(wall_seconds=0.0)) as session:
        (part,) = session.read(path, name="a.txt")
        assert part.problems == (Problem.READER_STOPPED,)
        assert session._process is None


def test_a_reader_that_burns_its_time_is_ended(tmp_path):
    """The kernel ends it, whatever the library catches."""
    body = "".join(makers.a_paragraph(f"r{n}") for n in range(900_000))
    path = makers.write(tmp_path, "a.docx", makers.a_docx(body))
    (part,) = read_all(path, cpu_seconds=0)
    assert part.problems in {(Problem.READER_STOPPED,), (Problem.SEARCH_STOPPED,)}


def test_an_original_as_a_whole_is_bounded_in_time(tmp_path):
    """A thousand parts of a minute each are a day."""
    mail = makers.a_mail(files=[(f"{n}.txt", b"x") for n in range(3)])
    path = makers.write(tmp_path, "m.eml", bytes(mail))
    with ReaderSession(country="NL", limits=Limits(all_wall_seconds=30)) as session:
        parts = []
        for part in session.read(path, name="m.eml"):
            parts.append(part.problems)
            session._deadline = 0.0
    assert parts == [(), *[(Problem.READER_STOPPED,)] * 3]


def test_what_a_killed_session_left_is_removed(tmp_path, monkeypatch):
    """A power failure must not leave attachments lying in a folder for all."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "schakel-reading-999999999-x"
    left.mkdir()
    (left / "part").write_text("personal")
    with ReaderSession(country="NL") as first:
        assert not left.exists()
        with ReaderSession(country="NL"):
            assert Path(first._scratch.name).exists()


def refuse(*_, **__):
    """Find an answer wanting."""
    raise AnswerError


def test_a_reader_that_was_taken_over_cannot_name_files_of_the_node(tmp_path, monkeypatch):
    """A link in its scratch folder must not lead to the database or to the keys."""
    secret = makers.write(tmp_path, "keys", "secret")
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        (Path(session._scratch.name) / "link").symlink_to(secret)
        good = {"media_type": "x", "text": "", "pages": 1, "problems": [], "facts": {}}
        for name in ("link", "missing", "../keys", str(secret)):
            said = good | {"children": [{"file": name, "name": "a"}], "shown": None}
            monkeypatch.setattr(session, "_ask", lambda job, said=said: said)
            (part,) = session.read(path, name="a.txt")
            assert part.problems == (Problem.READER_STOPPED,)
    assert secret.read_text() == "secret"


@pytest.mark.parametrize("line", [b"no json\n", b'"no object"\n', b""])
def test_rubbish_from_the_reader_is_not_believed(tmp_path, monkeypatch, line):
    """Whoever takes over the reader gets no further than its answer."""
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        monkeypatch.setattr(session, "_next_line", lambda deadline: line)
        (part,) = session.read(path, name="a.txt")
    assert part.problems == (Problem.READER_STOPPED,)


def test_an_answer_without_end_is_cut(tmp_path, monkeypatch):
    """Output is bounded like memory."""
    path = makers.write(tmp_path, "a.txt", "x" * 100_000)
    monkeypatch.setattr("schakel.intake.session._OVERHEAD", -5_999_000)
    limits = Limits(text_characters=1_000_000)
    with ReaderSession(country="NL", limits=limits) as session:
        (part,) = session.read(path, name="a.txt")
    assert part.problems == (Problem.READER_STOPPED,)


def test_a_search_that_stops_leaves_the_text(tmp_path, monkeypatch):
    """The text is worth more than what the machine finds in it."""
    path = makers.write(tmp_path, "a.txt", f"Bel {makers.PHONE}")
    with ReaderSession(country="NL") as session:
        monkeypatch.setattr("schakel.intake.session.parse_found", refuse)
        (part,) = session.read(path, name="a.txt")
    assert part.text == f"Bel {makers.PHONE}"
    assert part.problems == (Problem.SEARCH_STOPPED,)


def test_of_a_text_with_very_many_finds_the_first_are_kept(tmp_path):
    """A list of three hundred thousand numbers must not end as if there were none."""
    lines = "\n".join(f"+3161{number:07d}" for number in range(300_000))
    (part,) = read_all(makers.write(tmp_path, "a.txt", lines), finds=500)
    assert part.problems == (Problem.TOO_MANY_FOUND,)
    assert [one.value for one in part.found] == [f"+3161{number:07d}" for number in range(500)]


def test_finds_are_bounded_for_an_original_as_a_whole(tmp_path):
    """Many small lists are one long list."""
    files = [(f"{n}.txt", b"+31612345678\n+31612345679") for n in range(3)]
    path = makers.write(tmp_path, "m.eml", bytes(makers.a_mail(files=files)))
    parts = read_all(path, all_finds=len(read_all(path)[0].found) + 3)
    assert [len(part.found) for part in parts[1:]] == [2, 1, 0]
    assert [part.problems for part in parts[1:]] == [(), *[(Problem.TOO_MANY_FOUND,)] * 2]


def test_a_reader_that_died_between_files_is_started_again(tmp_path):
    """The second file finds no process and must not fail for it twice."""
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        list(session.read(path, name="a.txt"))
        session._process.kill()
        session._process.wait()
        assert list(session.read(path, name="a.txt"))[0].text == "x"


def test_a_process_is_renewed_now_and_then(tmp_path, monkeypatch):
    """What a library leaks is given back."""
    monkeypatch.setattr("schakel.intake.session._FILES_A_PROCESS", 1)
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        list(session.read(path, name="a.txt"))
        first = session._process
        list(session.read(path, name="a.txt"))
        assert session._process is not first
        assert first.poll() is not None


def test_the_reader_knows_no_secrets_of_the_node(tmp_path, monkeypatch):
    """The address of the database is none of its business."""
    monkeypatch.setenv("SCHAKEL_DATABASE_URL", "postgres://user:hush-hush@host/db")
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        list(session.read(path, name="a.txt"))
        environment = Path(f"/proc/{session._process.pid}/environ").read_bytes()
    assert b"hush-hush" not in environment
    assert b"PYTHONPATH" in environment


def test_the_reader_has_no_network(tmp_path):
    """What takes it over cannot phone home, where the kernel allows to say so."""
    path = makers.write(tmp_path, "a.txt", "x")
    with ReaderSession(country="NL") as session:
        list(session.read(path, name="a.txt"))
        pid = session._process.pid
        theirs, ours = (Path(f"/proc/{one}/ns/net").readlink() for one in (pid, "self"))
        limits = Path(f"/proc/{pid}/limits").read_text()
    if theirs == ours:
        pytest.skip("this kernel gives no network namespace to ordinary users")
    assert theirs != ours
    assert str(Limits().memory_bytes) in limits


def test_nothing_is_left_on_disk(tmp_path):
    """Nested parts are personal data; the scratch folder goes with the session."""
    mail = makers.a_mail(files=[("a.zip", makers.a_zip({"a.txt": "x"}))])
    path = makers.write(tmp_path, "m.eml", bytes(mail))
    with ReaderSession(country="NL") as session:
        for _ in session.read(path, name="m.eml"):
            pass
        scratch = Path(session._scratch.name)
        assert list(scratch.iterdir()) == []
    assert not scratch.exists()
    assert path.exists()


SEEDS = [
    makers.a_pdf("Bel +31 97 0123 4567"),
    bytes(makers.a_mail(html="<p>x</p>", files=[("a.txt", b"x")])),
    makers.a_docx(makers.a_paragraph("x")),
    makers.an_xlsx([["x", 1]]),
    makers.an_odt("<text:p>x</text:p>"),
    makers.a_picture("PNG"),
    makers.a_picture("JPEG", position=True),
    makers.a_msg(subject="s", body="b", inner={"subject": "i", "body": "j"}),
    makers.a_zip({"a.txt": "x"}),
    b"24-11-2026 12:31 - A: x\n24-11-2026 12:32 - B: y\n",
]
NAMES = ["a.pdf", "a.eml", "a.docx", "a.xlsx", "a.odt", "a.png", "a.jpg", "a.msg", "a.zip", "a.txt"]


@pytest.fixture(scope="module")
def warm():
    """A session for many small files."""
    with ReaderSession(country="NL", limits=Limits(cpu_seconds=5, wall_seconds=20)) as session:
        yield session


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(range(len(SEEDS))),
    name=st.sampled_from(NAMES),
    cut=st.floats(0, 1),
    at=st.floats(0, 1),
    rubbish=st.binary(max_size=12),
)
def test_reading_never_raises_and_never_changes_the_file(
    warm, tmp_path, seed, name, cut, at, rubbish
):
    """Cut, mixed and misnamed files: always an answer, and the bytes stay the bytes."""
    whole = SEEDS[seed]
    place = int(at * len(whole))
    content = (whole[:place] + rubbish + whole[place + len(rubbish) :])[: int(cut * len(whole)) + 1]
    path = makers.write(tmp_path, "file", content)
    parts = list(warm.read(path, name=name))
    assert path.read_bytes() == content
    assert parts[0].size == len(content)
    for part in parts:
        assert part.pages >= 1
        for found in part.found:
            assert part.text[found.start : found.end] == found.raw


def test_the_main_loop_answers_each_job_with_two_lines(tmp_path, monkeypatch, capfd):
    """The protocol between the two sides, seen from the reader; no time is left to search."""
    path = makers.write(tmp_path, "a.txt", "hoi")
    job = {"path": str(path), "name": "a.txt", "scratch": str(tmp_path), "country": "NL"}
    job |= {"parts": 1, "parts_bytes": 1, "characters": 100, "finds": 9}
    monkeypatch.setattr(reader, "shut_in", lambda limits: None)
    monkeypatch.setattr(reader, "_give_time", lambda limits: 0.0)
    monkeypatch.setattr(sys, "stdin", [json.dumps(job)])
    answers = (tmp_path / "answers").open("w", encoding="utf-8")
    monkeypatch.setattr(reader, "_take_standard_output", lambda: answers)
    reader.main(["{}"])
    answers.close()
    first, second = (tmp_path / "answers").read_text().splitlines()
    assert json.loads(first)["text"] == "hoi"
    assert json.loads(second) == {"found": [], "problems": ["search-stopped"]}


def test_memory_of_the_whole_stays_bounded(tmp_path):
    """Ten of the largest files in a row take no more than one."""
    path = makers.write(
        tmp_path, "m.eml", bytes(makers.a_mail(files=[("a.bin", bytes(9 * MEBIBYTE))]))
    )
    with ReaderSession(
        country="NL", limits=replace(Limits(), memory_bytes=400 * MEBIBYTE)
    ) as session:
        for _ in range(10):
            parts = list(session.read(path, name="m.eml"))
            assert [part.problems for part in parts] == [(), (Problem.NOT_READ,)]
