"""Files that lie, hide or attack: each gets its problem, and the reading goes on."""

import pytest

from schakel.intake.core.problems import Problem
from schakel.intake.formats import Read, formats, list_formats
from tests.intake import makers
from tests.intake.reading import read

ATTACK = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"


def test_every_format_registered_itself():
    """Adding one touches no other file, so nothing else lists them."""
    ranks = [one.rank for one in list_formats()]
    assert {"eml", "msg", "pdf", "docx", "odt", "xlsx", "csv", "html", "txt"} <= set(
        formats.names()
    )
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("a.pdf", b"MZ" + bytes(500), [Problem.TYPE_LIES, Problem.NOT_READ]),
        ("a.docx", b"\x7fELF" + bytes(500), [Problem.TYPE_LIES, Problem.NOT_READ]),
        ("a.png", b"<html><body onload=x>hoi", [Problem.TYPE_LIES]),
        ("a.jpg", makers.a_picture("PNG"), [Problem.TYPE_LIES]),
        ("a.txt", makers.a_pdf("x"), [Problem.TYPE_LIES]),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(500), [Problem.NOT_READ]),
        ("", bytes(500), [Problem.NOT_READ]),
        ("a.pdf", makers.a_pdf("x") + makers.a_zip({"a": "b"}), [Problem.TWO_TYPES]),
        ("a.png", makers.a_picture("PNG") + makers.a_zip({"a": "b"}), [Problem.TWO_TYPES]),
        ("a.zip", makers.an_overlapping_zip(), [Problem.ZIP_OVERLAP]),
        ("a.zip", makers.a_zip({"../x": "y"}), [Problem.ZIP_TRAVERSAL]),
        ("a.docx", makers.a_zip({"word/document.xml": f"{ATTACK}<x>&y;</x>"}),
         [Problem.XML_ENTITIES]),
        ("a.docx", makers.a_docx("", word__styles_xml=f"{LAUGHS}<l>&b;</l>"),
         [Problem.XML_ENTITIES]),
        ("a.odt", makers.an_odt("", styles_xml=f"{LAUGHS}<l>&b;</l>"), [Problem.XML_ENTITIES]),
        ("a.xlsx", makers.a_zip({"xl/workbook.xml": f"{LAUGHS}<l>&b;</l>"}),
         [Problem.XML_ENTITIES]),
        ("a.xml", f"<?xml version='1.0'?>{LAUGHS}<l>&b;</l>".encode(), [Problem.XML_ENTITIES]),
        ("a.svg", f"<?xml version='1.0' encoding='utf-16'?>{ATTACK}<x>&y;</x>".encode("utf-16"),
         [Problem.XML_ENTITIES]),
        ("a.docx", makers.a_docx("", word__styles_xml="<<<!DOCTYPE x>"), [Problem.XML_ENTITIES]),
        ("a.txt", b"", [Problem.EMPTY_FILE]),
        ("a.zip", b"PK\x03\x04rubbish", [Problem.DAMAGED]),
    ],
)  # fmt: skip
def test_each_kind_of_bad_file_gets_its_problem(tmp_path, name, content, problems):
    """The issue lists them; each must say what it is and stop nothing else."""
    answer = read(tmp_path, name, content)
    assert answer["problems"] == problems
    assert "root:" not in answer["text"]
    assert "hahaha" not in answer["text"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", makers.a_docx(makers.a_paragraph("hoi" * 50), word__media__a_bin=b"7" * 9_000)),
        ("a.xlsx", makers.an_xlsx([["hoi", n] for n in range(99)])),
        ("a.odt", makers.an_odt("<x>hoi</x>" * 50)),
        ("a.msg", makers.a_msg(subject="hoi", body="hoi " * 999, files=[("a", b"7" * 9_000)])),
    ],
)
@pytest.mark.parametrize("kept", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_file_that_lost_its_end_is_damaged_and_no_liar(tmp_path, name, content, kept):
    """A broken-off download is an accident; calling it a disguise sends the officer astray."""
    answer = read(tmp_path, name, content[: max(9, int(len(content) * kept))])
    assert answer["problems"] == [Problem.DAMAGED]


def test_a_broken_archive_under_the_name_of_a_picture_still_lies(tmp_path):
    """Only a name that promises this container is believed."""
    problems = read(tmp_path, "a.png", b"PK\x03\x04rubbish")["problems"]
    assert problems == [Problem.TYPE_LIES, Problem.DAMAGED]


@pytest.mark.parametrize("inner", ["word/document.xml", "xl/workbook.xml", "zeros.txt"])
def test_a_bomb_is_not_opened_whatever_it_calls_itself(tmp_path, inner):
    """The guard stands before the parser, for documents as for archives."""
    bomb = makers.a_zip({inner: bytes(30 * 1024 * 1024)})
    answer = read(
        tmp_path, "a.zip" if "zeros" in inner else f"a.{inner[0] == 'w' and 'docx' or 'xlsx'}", bomb
    )
    assert answer["problems"] == [Problem.ZIP_BOMB]
    assert answer["text"] == ""


def test_an_encrypted_archive_says_so(tmp_path):
    """Nobody can look inside, and the officer must know."""
    content = bytearray(makers.a_zip({"a.txt": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert read(tmp_path, "a.zip", bytes(content))["problems"] == [Problem.PASSWORD_PROTECTED]


def test_children_beyond_the_bound_stay_in_the_original(tmp_path):
    """The message says so, and what came before the bound is read."""
    archive = makers.a_zip({f"{n}.txt": "x" * 10 for n in range(9)}, method=0)
    by_number = read(tmp_path, "a.zip", archive, parts=4)
    assert len(by_number["children"]) == 4
    assert by_number["problems"] == [Problem.TOO_MANY_PARTS]
    by_bytes = read(tmp_path, "a.zip", archive, parts_bytes=25)
    assert len(by_bytes["children"]) == 2
    assert by_bytes["problems"] == [Problem.TOO_MANY_PARTS]


def test_text_beyond_the_bound_is_cut_and_flagged(tmp_path):
    """The page stays a page; the original has the rest."""
    answer = read(tmp_path, "a.txt", "x" * 100, characters=10)
    assert answer["text"] == "x" * 10
    assert answer["problems"] == [Problem.TEXT_CUT]


class Failing:
    """A format whose library fails the way libraries do."""

    media_type = "application/x-failing"
    suffixes = frozenset({".failing"})
    rank = 1

    def __init__(self, error):
        self.error = error

    def matches(self, file):
        """Take everything that calls itself so."""
        return file.suffix == ".failing"

    def read(self, file, context):
        """Fail, or fail later."""
        if isinstance(self.error, Read):
            return self.error
        raise self.error


@pytest.fixture
def failing(monkeypatch):
    """Put a failing format in front of the others."""

    def put(error):
        others = list_formats()
        monkeypatch.setattr(
            "schakel.intake.formats._typing.list_formats", lambda: (Failing(error), *others)
        )

    return put


def test_a_failing_library_leaves_the_text(tmp_path, failing):
    """Nothing readable is lost because a parser gave up."""
    failing(KeyError("anything"))
    answer = read(tmp_path, "a.failing", "nog leesbaar")
    assert answer["problems"] == [Problem.DAMAGED]
    assert answer["text"] == "nog leesbaar"


def test_a_failing_library_on_bytes_leaves_the_file(tmp_path, failing):
    """There is nothing to show, and the original is kept."""
    failing(RecursionError())
    answer = read(tmp_path, "a.failing", bytes(range(256)) * 4)
    assert answer["problems"] == [Problem.DAMAGED]
    assert answer["text"] == ""


def test_children_that_fail_half_way_leave_the_earlier_ones(tmp_path, failing):
    """A broken third attachment must not take the first two with it."""
    from schakel.intake.formats import Child

    def two_and_a_half():
        yield Child(name="a", content=b"1")
        yield Child(name="b", content=b"2")
        raise ValueError("broken")

    failing(Read(text="x", children=two_and_a_half()))
    answer = read(tmp_path, "a.failing", "x")
    assert [child["name"] for child in answer["children"]] == ["a", "b"]
    assert answer["problems"] == [Problem.DAMAGED]


@pytest.mark.parametrize("late", [False, True])
def test_lack_of_memory_ends_the_process(tmp_path, failing, late):
    """A process that ran out of memory is in no state to go on; its parent starts another."""

    def children():
        raise MemoryError
        yield

    failing(Read(children=children()) if late else MemoryError())
    with pytest.raises(MemoryError):
        read(tmp_path, "a.failing", "x")


def test_facts_are_cleaned_like_text(tmp_path, failing):
    """They go to the same database."""
    failing(Read(facts={"a\0": ["b\0", {"c": 1}]}))
    answer = read(tmp_path, "a.failing", "x")
    assert answer["facts"] == {"a\ufffd": ["b\ufffd", {"c": 1}]}
