"""Plain text, tables and pages in the encodings that arrive."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.intake.core.problems import Problem
from schakel.intake.formats._decoding import decode, looks_like_text
from tests.intake.reading import read

SENTENCE = "Café à Tōkyō €5 – naïef"


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-32"),
    ],
)
def test_unicode_is_read_whatever_its_form(content):
    """Notepad, phones and exports each write another form."""
    assert decode(content) == (SENTENCE, ())


def test_utf16_without_a_mark_is_seen_by_its_zeros():
    """Old Windows programs leave the mark out."""
    assert decode("Bel mij morgen op".encode("utf-16-le")) == ("Bel mij morgen op", ())
    assert decode("Bel mij morgen op".encode("utf-16-be")) == ("Bel mij morgen op", ())


def test_windows_1252_is_read_without_complaint():
    """It is what most European office files of the last thirty years are in."""
    assert decode("Café €5 – naïef".encode("cp1252")) == ("Café €5 – naïef", ())


def test_a_declared_encoding_is_used_when_it_fits():
    """A Greek or Turkish mail says what it is."""
    assert decode("Γειά σου".encode("iso8859-7"), declared="ISO-8859-7") == ("Γειά σου", ())
    assert decode("naïef".encode("cp1252"), declared="no-such") == ("naïef", ())


def test_half_broken_utf8_is_read_as_both_and_flagged():
    """Two exports pasted together: every letter must survive, and a person must be warned."""
    mixed = "één café, ".encode() + "naïef".encode("cp1252")
    assert decode(mixed) == ("één café, naïef", (Problem.BROKEN_ENCODING,))


def test_bytes_that_no_encoding_knows_stay_and_are_flagged():
    """A byte that disappears is evidence that disappears."""
    text, problems = decode(b"caf\xe9 \x81 einde")
    assert text == "café \x81 einde"
    assert problems == (Problem.BROKEN_ENCODING,)


def test_letters_of_another_alphabet_are_flagged():
    """Arabic in its old Windows encoding looks like a row of accents; nobody should trust it."""
    _, problems = decode("اتصل بي غدا في الميناء".encode("cp1256"))
    assert problems == (Problem.BROKEN_ENCODING,)


def test_a_cut_off_utf16_file_is_read_and_flagged():
    """A download that stopped half-way is common."""
    text, problems = decode("abcdef".encode("utf-16")[:-1])
    assert text.startswith("abcde")
    assert problems == (Problem.BROKEN_ENCODING,)


@given(st.binary(max_size=300))
def test_decoding_never_fails(content):
    """Whatever the bytes are, something to look at comes back."""
    text, _ = decode(content)
    assert isinstance(text, str)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
def test_what_was_utf8_comes_back_as_it_was(text):
    """No guess may win from an encoding that fits."""
    content = text.encode()
    if not text.startswith("\ufeff") and b"\0" not in content:
        assert decode(content) == (text, ())


def test_a_film_is_not_text():
    """Otherwise pages of rubbish would be searched for numbers."""
    assert not looks_like_text(bytes(range(256)) * 8)
    assert looks_like_text(b"Hallo\n")


def test_csv_becomes_lines_of_cells(tmp_path):
    """A number must not run into its neighbour, and a quoted cell is one cell."""
    answer = read(tmp_path, "a.csv", 'naam;tel\n"Jan;\nde B.";0612345678\n')
    assert answer["text"] == "naam\ttel\nJan; de B.\t0612345678"
    assert answer["media_type"] == "text/csv"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("sep=;\na;b\n", "a\tb"),
        ("een\ntwee\n", "een\ntwee"),
        ("a,b\n1,2\n", "a\tb\n1\t2"),
        ("", ""),
    ],
)
def test_csv_finds_its_delimiter(tmp_path, content, text):
    """Every country's Excel writes another one, and one says so in its first line."""
    answer = read(tmp_path, "a.csv", content or "\n")
    assert answer["text"] == text


def test_html_shows_hidden_text_and_where_links_lead(tmp_path):
    """What a page hides from its reader is what an investigator looks for."""
    page = (
        "<!doctype html><html><head><title>Boot te koop</title><style>p{color:red}</style>"
        "<script>var tel='1'</script></head><body><p style='display:none'>geheim</p>"
        "<p hidden>ook geheim</p><img alt='een boot'>"
        "<a href='tel:+319701234567'>bel</a><a href='https://boot.example/x'>hier</a>"
        "<a href='#top'>omhoog</a></body></html>"
    )
    text = read(tmp_path, "a.html", page)["text"]
    for wanted in ("Boot te koop", "geheim", "ook geheim", "een boot", "+319701234567"):
        assert wanted in text
    assert "https://boot.example/x" in text
    for unwanted in ("color:red", "var tel", "#top"):
        assert unwanted not in text


def test_html_in_a_declared_encoding(tmp_path):
    """The page says itself how it is written."""
    page = "<html><meta charset='iso-8859-7'><body>Γειά</body></html>".encode("iso8859-7")
    assert read(tmp_path, "a.html", page)["text"] == "Γειά"


def test_html_nested_beyond_reason_is_still_read(tmp_path):
    """A page made to break a reader is read flat."""
    page = "<html><body>" + "<div>" * 5_000 + "diep" + "</div>" * 5_000
    assert "diep" in read(tmp_path, "a.html", page)["text"]


def test_xml_gives_its_words(tmp_path):
    """A map file of a phone holds places in elements and attributes."""
    answer = read(
        tmp_path, "a.kml", "<?xml version='1.0'?><kml><Point at='35.1'>hier</Point></kml>"
    )
    assert answer["text"] == "hier\n35.1"


def test_broken_xml_is_read_as_text(tmp_path):
    """Nothing readable is thrown away because a tag is open."""
    answer = read(tmp_path, "a.xml", "<?xml version='1.0'?><a>een<b>twee")
    assert "een" in answer["text"]
    assert "twee" in answer["text"]
