"""The scan: what must stay is found, however it is written and wherever it sits in a file."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.tearline.core import containers
from schakel.tearline.core.containers import look_into
from schakel.tearline.core.scanning import find_leaks
from schakel.tearline.core.secrets import (
    Kind,
    Secret,
    count_kinds,
    list_passages,
    list_words,
    squeeze,
)

NAME = Secret(kind=Kind.NAME, value="Mahmoud Verzonnen")
PHONE = Secret(kind=Kind.NUMBER, value="+31612345678")
IBAN = Secret(kind=Kind.NUMBER, value="NL91ABNA0417164300")
BORN = Secret(kind=Kind.BIRTH_DATE, value="1990-03-04")
HANDLER = Secret(kind=Kind.INFORMANT, value="RK-17")
WORD = Secret(kind=Kind.WORD, value="Operation Heron")
ALL = (NAME, PHONE, IBAN, BORN, HANDLER, WORD)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("They met Mahmoud Verzonnen in the port.", NAME),
        ("VERZONNEN, Mahmoud", NAME),
        ("A man called Mahmud Verzonnen.", NAME),
        ("Seen: Махмуд Верзоннен.", NAME),
        ("قال محمود إنه سيأتي", NAME),
        ("mahmoudverzonnen@mail.example", NAME),
        ("Verzonnen drove.", NAME),
        ("Call 06-12 34 56 78 tonight.", PHONE),
        ("Call 0031 (0)6 1234 5678.", PHONE),
        ("٠٦١٢٣٤٥٦٧٨", PHONE),
        ("6\u200b1\u200b2345678", PHONE),
        ("nl91 abna 0417 1643 00", IBAN),
        ("Born on 4 March 1990.", BORN),
        ("geboren 4 maart 1990", BORN),
        ("born 04/03/1990", BORN),
        ("born March 4, 1990", BORN),
        ("source rk 17 says", HANDLER),
        ("as in operation-HERON", WORD),
    ],
)
def test_what_stays_is_found_however_it_is_written(text, secret):
    """Another spelling, script or separator tells a reader as much."""
    assert secret in find_leaks(text, ALL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Three boats left the beach at night; the engines came from the north.",
        "Call 06-87 65 43 21.",
        "Born on 5 March 1990.",
        "They paid EUR 4,000 in two parts.",
    ],
)
def test_what_may_leave_is_left_alone(text):
    """A scan that finds something everywhere is switched off in people's heads."""
    assert find_leaks(text, ALL) == []


def test_in_the_noise_of_a_file_only_the_same_spelling_counts():
    """Random bytes sound like any name; the letters themselves do not come by chance."""
    assert find_leaks("\x07Verzonnen drove\x00", ALL, exactly=True) == []
    assert find_leaks("\x07Mahmoud Verzonnen\x00", ALL, exactly=True) == [NAME]


def test_a_name_of_one_short_part_is_found_only_whole():
    """Li is a name, and the beginning of thousands of words."""
    short = Secret(kind=Kind.NAME, value="Li")
    assert find_leaks("They left the lighthouse.", [short]) == []


def test_a_date_that_is_none_is_searched_as_it_stands():
    """Officers write what they know: a year, a season."""
    about = Secret(kind=Kind.BIRTH_DATE, value="spring 1988")
    assert find_leaks("He was born in Spring, 1988.", [about]) == [about]


def test_too_short_a_number_gives_nobody_away():
    """A kilometre or an amount would be found in every text."""
    assert find_leaks("12 boats", [Secret(kind=Kind.NUMBER, value="12")]) == []


@given(st.text(max_size=60), st.sampled_from([PHONE, IBAN, WORD]), st.sampled_from(" -./()_"))
def test_separators_hide_nothing(around, secret, separator):
    """Whoever writes a dash between all characters writes the number."""
    assert secret in find_leaks(around + separator.join(secret.value) + around, [secret])


def test_what_is_not_in_the_version_stays_passage_by_passage():
    """The sentence that names the source is above the line, the one about the boat is not."""
    report = "Three boats left the beach at four in the night. Our source in the cafe saw it.\nYes."
    version = "Three boats left the beach at four in the night."
    (stays,) = list_passages(report, version)
    assert stays == Secret(kind=Kind.PASSAGE, value="Our source in the cafe saw it.")
    assert find_leaks(version, [stays]) == []
    assert find_leaks(report, [stays]) == [stays]


def test_words_are_kept_back_a_line_each():
    """Blank lines keep nothing back: they would be found everywhere."""
    assert [one.value for one in list_words("Heron\n\n  Grey boat \n")] == ["Heron", "Grey boat"]
    assert find_leaks("x", [Secret(kind=Kind.WORD, value="--")]) == []


def test_who_may_not_read_the_report_learns_only_how_many_stay():
    """The number of names says less than a name."""
    assert count_kinds([NAME, PHONE, IBAN]) == {Kind.NAME: 1, Kind.NUMBER: 2}
    assert squeeze("Ä-1") == "a1"


def archive(members, comment=b""):
    """Return an archive as office programs write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def leaks_in(content):
    """Return what is found in a file, by either way of searching."""
    found = look_into(content)
    clean = [leak for text in found.texts for leak in find_leaks(text, ALL)]
    return set(clean) | {k for text in found.raw for k in find_leaks(text, ALL, exactly=True)}


def pdf(*streams, plain=b""):
    """Return something with the bones of a PDF."""
    packed = b"".join(b"1 0 obj stream\n" + s + b"endstream\n" for s in streams)
    return b"%PDF-1.7\n" + packed + plain


@pytest.mark.parametrize(
    "content",
    [
        archive({"docProps/core.xml": "<a><dc:creator>Mahmoud Verzonnen</dc:creator></a>"}),
        archive({"word/comments.xml": "<w:t>Mah</w:t><w:t>moud Verzonnen</w:t>"}),
        archive({"word/document.xml": '<a w:author="Mahmoud Verzonnen"/>'}),
        archive({"Mahmoud Verzonnen.txt": "x"}),
        archive({"a.bin": b"\x01Mahmoud Verzonnen\x02"}),
        archive({"a.txt": "x"}, comment=b"Mahmoud Verzonnen"),
        pdf(plain=b"/Author (Mahmoud Verzonnen)"),
        pdf(plain=b"/Author <FEFF" + "Mahmoud Verzonnen".encode("utf-16-be").hex().encode() + b">"),
        pdf(plain=b"/Author <" + b"Mahmoud Verzonnen".hex().encode() + b"5>"),
        pdf(plain=b"/Author (\xfe\xff" + "Mahmoud Verzonnen".encode("utf-16-be") + b")"),
        pdf(zlib.compress(b"<dc:creator>Mahmoud Verzonnen</dc:creator>")),
        b"\xff\xd8\xff\xe1 Exif Mahmoud Verzonnen",
        b"\x00" + "Mahmoud Verzonnen".encode("utf-16-le"),
    ],
)
def test_properties_comments_and_metadata_are_searched(content):
    """What a reader does not show, another program does."""
    assert NAME in leaks_in(content)


@pytest.mark.parametrize(
    "content",
    [
        archive({"word/media/image1.PNG": b"x"}),
        pdf(plain=b"/Subtype /Image"),
        pdf(zlib.compress(b"/Subtype/Image")),
    ],
)
def test_pictures_inside_are_said_to_be_there(content):
    """Nobody can search for text in them; a person must look."""
    assert look_into(content).has_pictures


def test_a_stream_packed_in_another_way_is_passed_over():
    """It is a picture or a font; as it stands it was searched."""
    assert look_into(pdf(b"\x01\x02 not zlib ")).is_whole


def test_what_is_too_large_or_broken_is_not_said_to_be_clean(monkeypatch):
    """Unknown is never good."""
    assert not look_into(b"PK\x03\x04 broken").is_whole
    locked = bytearray(archive({"a.txt": "x"}))
    place = locked.rindex(b"PK\x01\x02")
    locked[place + 8] |= 1
    assert not look_into(bytes(locked)).is_whole
    monkeypatch.setattr(containers, "LARGEST", 300)
    assert not look_into(b"x" * 301).is_whole
    assert not look_into(archive({"a.txt": "x" * 1000})).is_whole
    assert not look_into(pdf(zlib.compress(b"x" * 1000))).is_whole
    assert look_into(b"x" * 300).is_whole
