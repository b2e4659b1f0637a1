"""Pages, names, paths, marks, problems and verdicts: the values of the room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.intake.core.marking import Span, cut_text
from schakel.intake.core.pages import clean_name, clean_text, count_pages, join_path
from schakel.intake.core.problems import Problem, State, state_of, worst_of
from schakel.intake.core.verdicts import Verdict, VerdictError, settle


@pytest.mark.parametrize(
    ("characters", "pages"), [(0, 1), (1, 1), (3_000, 1), (3_001, 2), (9_001, 4)]
)
def test_three_thousand_characters_are_one_page(characters, pages):
    """The interface fixes this for formats without pages."""
    assert count_pages("x" * characters) == pages


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\boot.pdf", "boot.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\n.txt", "a\ufffdb.txt"),
        ("mail!part.txt", "mail_part.txt"),
        ("  .. ", "file"),
        ("", "file"),
        ("y" * 300 + ".pdf", "y" * 196 + ".pdf"),
        ("y" * 300, "y" * 200),
    ],
)
def test_a_name_is_one_visible_line_and_no_path(given_name, kept):
    """Senders choose names; a name must not write elsewhere, hide its type or break a path."""
    assert clean_name(given_name, fallback="file") == kept


def test_a_nested_part_is_named_behind_its_holder():
    """The path tells a person where in the original a part was."""
    assert join_path(join_path("", "mail.eml"), "a.zip") == "mail.eml!a.zip"


@given(st.text(st.characters(codec=None)))
def test_clean_text_can_always_be_kept(text):
    """PostgreSQL refuses null characters, UTF-8 refuses halves of pairs."""
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    cleaned.encode()
    assert len(cleaned) == len(text.replace("\r\n", "\n"))


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(
        lambda pair: Span(name=pair, start=pair[0], end=pair[0] + pair[1])
    ),
    max_size=8,
)


@given(st.text(max_size=50), SPANS)
def test_marking_changes_no_letter_and_marks_every_place(text, spans):
    """The marked text is the text; each code point bears exactly the spans that cover it."""
    segments = cut_text(text, spans)
    assert "".join(segment.text for segment in segments) == text
    at = 0
    for segment in segments:
        for _ in segment.text:
            covering = {span.name for span in spans if span.start <= at < span.end}
            assert set(segment.names) == covering
            at += 1


def test_the_longest_finding_stands_first():
    """A page shows the first; a number inside a longer one must not hide it."""
    spans = [Span(name="short", start=2, end=4), Span(name="long", start=0, end=9)]
    assert [segment.names for segment in cut_text("abcdefghijk", spans)] == [
        ("long",),
        ("long", "short"),
        ("long",),
        (),
    ]


def test_danger_anywhere_puts_the_original_in_quarantine():
    """A bomb in an attachment is a bomb in the mail."""
    assert state_of((), [Problem.ZIP_BOMB]) is State.QUARANTINED
    assert state_of([Problem.TYPE_LIES, Problem.NOT_READ]) is State.QUARANTINED


def test_an_unread_attachment_does_not_make_the_mail_unread():
    """A mail with a film is a mail that was read."""
    assert state_of((), [Problem.NOT_READ]) is State.READ
    assert state_of([Problem.NOT_READ]) is State.KEPT
    assert state_of([Problem.BROKEN_ENCODING]) is State.READ


def test_the_worst_problem_is_shown_first():
    """People read one line."""
    assert worst_of([Problem.NOT_READ, Problem.TYPE_LIES]) is Problem.TYPE_LIES
    assert worst_of([]) is None


@pytest.mark.parametrize(
    ("verdict", "proposed", "value", "kept"),
    [
        ("accepted", "+31", "", (Verdict.ACCEPTED, "")),
        ("accepted", "+31", "+32", (Verdict.ACCEPTED, "")),
        ("corrected", "+31", " +32 ", (Verdict.CORRECTED, "+32")),
        ("corrected", "+31", "+31", (Verdict.ACCEPTED, "")),
        ("corrected", None, "2026-01-02", (Verdict.CORRECTED, "2026-01-02")),
        ("rejected", None, "x", (Verdict.REJECTED, "")),
    ],
)
def test_a_verdict_keeps_what_the_person_meant(verdict, proposed, value, kept):
    """A correction to the same value is agreement; an ambiguous one is settled by choosing."""
    assert settle(verdict, proposed=proposed, given=value) == kept


@pytest.mark.parametrize(
    ("verdict", "proposed", "value"),
    [("accepted", None, ""), ("corrected", "+31", " "), ("proposed", "x", "x"), ("?", "x", "x")],
)
def test_a_verdict_without_a_value_is_refused(verdict, proposed, value):
    """An ambiguous date is flagged, never guessed: not by an absent-minded click either."""
    with pytest.raises(VerdictError):
        settle(verdict, proposed=proposed, given=value)
