"""The reader is not believed: what has not the agreed form is no answer."""

import pytest

from schakel.intake.core.answers import AnswerError, parse_answer, parse_found
from schakel.intake.core.problems import Problem

GOOD = {
    "media_type": "text/plain",
    "text": "Bel mij",
    "pages": 1,
    "problems": ["no-text"],
    "facts": {"a": 1},
    "children": [{"file": "0a1b", "name": "../b.txt"}],
    "shown": "0a1b.shown",
}
FOUND = {
    "kind": "phone",
    "value": "1",
    "raw": "Bel",
    "start": 0,
    "end": 3,
    "valid": True,
    "assumption": "",
    "candidates": ["1"],
    "detail": "",
}


def test_a_good_answer_is_taken_over():
    """Names are cleaned on this side too."""
    answer = parse_answer(GOOD, characters=10, parts=1)
    assert (answer.text, answer.pages, answer.shown) == ("Bel mij", 1, "0a1b.shown")
    assert answer.children == (("0a1b", "b.txt"),)
    assert parse_answer(GOOD | {"shown": None}, characters=10, parts=1).shown is None


@pytest.mark.parametrize(
    "change",
    [
        {"media_type": 7},
        {"media_type": "x" * 200},
        {"text": "x" * 11},
        {"text": "a\0b"},
        {"text": None},
        {"pages": 0},
        {"pages": "1"},
        {"pages": 10**9},
        {"problems": ["no-such-problem"]},
        {"problems": None},
        {"facts": 3},
        {"children": [{"file": "../../etc/passwd", "name": "x"}]},
        {"children": [{"file": "/etc/passwd", "name": "x"}]},
        {"children": [{"name": "x"}]},
        {"children": [{"file": "a", "name": "b"}] * 2},
        {"shown": "/etc/passwd"},
        {"shown": ""},
        {"shown": 3},
    ],
)
def test_each_deviation_is_refused(change):
    """One change away from a good answer, no answer."""
    with pytest.raises(AnswerError):
        parse_answer(GOOD | change, characters=10, parts=1)


def test_what_was_found_must_be_in_the_text():
    """A mark outside the text would break the page, or point at nothing."""
    good = {"found": [FOUND], "problems": ["too-many-found"]}
    (found,), ended = parse_found(good, "Bel mij", most=1)
    assert ended == (Problem.TOO_MANY_FOUND,)
    assert (found.kind, found.candidates) == ("phone", ("1",))
    for change in ({"start": -1}, {"end": 99}, {"start": 3}, {"start": "x"}, {"more": 1}):
        with pytest.raises(AnswerError):
            parse_found(good | {"found": [FOUND | change]}, "Bel mij", most=1)
    for change in ({"found": 3}, {"found": [3]}, {"problems": ["?"]}, {"found": [FOUND, FOUND]}):
        with pytest.raises(AnswerError):
            parse_found(good | change, "Bel mij", most=1)
    with pytest.raises(AnswerError):
        parse_found({}, "Bel mij", most=1)
