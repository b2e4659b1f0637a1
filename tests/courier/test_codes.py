"""A sheet of codes: drawn, photographed, read back; whole or refused."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from schakel.courier import pictures
from schakel.courier.core import codes
from schakel.courier.core.codes import (
    LARGEST,
    MOST,
    CodesRefusedError,
    cut,
    join,
    read_code,
)


def noise(size, *, seed):
    """Return bytes that do not pack, the same every time."""
    return hashlib.shake_256(bytes([seed])).digest(size)


def codes_of(texts):
    """Return what is read from texts."""
    return [code for code in map(read_code, texts) if code is not None]


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=8_000), st.randoms(use_true_random=False))
def test_what_was_cut_is_joined_in_any_order(content, chance):
    """Nobody photographs a sheet in order, and some codes twice."""
    texts = cut(content)
    texts += texts[:2]
    chance.shuffle(texts)
    assert join(codes_of(texts)) == content


def test_a_code_has_letters_and_digits_alone():
    """A scanner types; keyboards differ in everything else."""
    for text in cut(noise(3_000, seed=1)):
        assert text.isascii()
        assert text.isalnum()
        assert text == text.upper()


@pytest.mark.parametrize(
    "text", ["", "SKL1", "https://example.org", "SKL20101AAAAAAAAAAAAAAAAAAAAA"]
)
def test_what_is_no_code_is_passed_over(text):
    """There are other codes on the table."""
    assert read_code(text) is None


@pytest.mark.parametrize(("number", "count"), [(0, 1), (2, 1), (1, MOST + 1)])
def test_a_code_with_an_impossible_number_is_none(number, count):
    """Its check may hold: whoever printed it was no node."""
    head = f"SKL1{number:02d}{count:02d}AAAAAAAAAA"
    assert read_code(head + codes._check(head)) is None


def test_one_wrong_letter_is_a_misread_code():
    """It is asked for again, and does not spoil the sheet."""
    [text] = cut(b"a boat")
    for place in range(len(text)):
        other = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert read_code(other) is None
    assert read_code(f"  {text.lower()}\n") is not None


def test_missing_codes_are_named():
    """So that one knows which to photograph."""
    texts = cut(noise(2_000, seed=2))
    with pytest.raises(CodesRefusedError) as stop:
        join(codes_of(texts[:1] + texts[3:]))
    assert (stop.value.refusal, stop.value.missing) == ("courier.codes-missing", (2, 3))


def test_codes_of_two_sheets_or_none_are_refused():
    """They would make neither."""
    with pytest.raises(CodesRefusedError, match="more than one"):
        join(codes_of(cut(b"one") + cut(b"two")))
    with pytest.raises(CodesRefusedError, match="no code"):
        join([])


def test_what_is_too_long_is_left_to_a_file():
    """Forty codes are five pages."""
    with pytest.raises(CodesRefusedError):
        cut(noise(MOST * 400, seed=3))
    with pytest.raises(CodesRefusedError):
        cut(b"\x00" * (LARGEST + 1))


def test_what_unpacks_to_more_than_a_sheet_may_hold_is_refused(monkeypatch):
    """Some hundred letters could fill the memory."""
    monkeypatch.setattr("schakel.courier.core.codes.LARGEST", 2 * LARGEST)
    texts = cut(b"\x00" * (LARGEST + 1))
    monkeypatch.undo()
    with pytest.raises(CodesRefusedError, match="altered"):
        join(codes_of(texts))


def test_parts_that_do_not_make_the_sheet_are_refused(monkeypatch):
    """Each code is well, the whole is not what its name says; or it is no packed text."""
    monkeypatch.setattr("schakel.courier.core.codes._name", lambda packed: "AAAAAAAA")
    texts = cut(b"one")
    monkeypatch.undo()
    with pytest.raises(CodesRefusedError, match="altered"):
        join(codes_of(texts))
    monkeypatch.setattr("schakel.courier.core.codes.zlib.compress", lambda content, level: b"no")
    texts = cut(b"one")
    monkeypatch.undo()
    with pytest.raises(CodesRefusedError, match="altered"):
        join(codes_of(texts))


def photograph(texts, *, angle=0.0, blur=0.0):
    """Return a picture of the codes side by side, as a telephone takes it."""
    drawn = [Image.open(io.BytesIO(pictures.as_png(text))).convert("L") for text in texts]
    wide = Image.new("L", (sum(one.width for one in drawn), drawn[0].height), 255)
    at = 0
    for one in drawn:
        wide.paste(one, (at, 0))
        at += one.width
    taken = wide.rotate(angle, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    taken.save(out, "JPEG", quality=60)
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize(("angle", "blur"), [(0, 0), (8, 1.5), (-90, 1), (183, 0)])
def test_a_photograph_of_a_sheet_is_read(angle, blur):
    """Turned, a little blurred, pressed into a JPEG; several codes in one picture."""
    content = noise(1_000, seed=4)
    texts = cut(content)
    assert len(texts) > 1
    assert (
        join(codes_of(pictures.read_picture(photograph(texts, angle=angle, blur=blur)))) == content
    )


def test_what_is_no_picture_gives_no_codes(monkeypatch):
    """Nor one that would fill the memory."""
    taken = photograph(cut(b"one"))
    for data in (b"", b"text", b"GIF89a", taken.getvalue()[:100]):
        assert pictures.read_picture(io.BytesIO(data)) == []
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    assert pictures.read_picture(taken) == []
    taken.seek(0)
    monkeypatch.setattr(pictures, "LARGEST", 100)
    assert pictures.read_picture(taken) == []


def test_a_code_is_drawn_into_the_page():
    """No request leaves for it."""
    assert pictures.as_svg(cut(b"one")[0]).startswith("data:image/svg+xml")
