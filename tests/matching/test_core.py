"""What is compared, how, and what a list gives away."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.access.core.walls import may_be_listed, may_meet
from schakel.matching.core.keys import comparison_key
from schakel.matching.core.names import Likeness, compare_names
from schakel.matching.core.tags import (
    SMALLEST_LIST,
    TAG_BYTES,
    TagList,
    UnusableTagListError,
    build_list,
    is_hit,
    padded_size,
)

PASSPORT = (
    "P<ZZESPECIMEN<<VERZONNEN<<<<<<<<<<<<<<<<<<<<\nL898902C36ZZE7408122F1204159ZE184226B<<<<<10"
)
CARD = (
    "I<ZZED231458907<<<<<<<<<<<<<<<\n7408122F1204159ZZE<<<<<<<<<<<6\nSPECIMEN<<VERZONNEN<<<<<<<<<<<"
)


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        ("phone", "+44 7700 900123", "phone:+447700900123"),
        ("email", "Rico@Example.COM", "email:rico@example.com"),
        ("handle", "telegram:Rico_Boats", "handle:telegram:rico_boats"),
        ("iban", "it60 x054 2811", "iban:IT60X0542811"),
        ("plate", "NL:99-ZZX-9", "plate:NL99ZZX9"),
        ("mrz", PASSPORT, "document:ZZE:L898902C3"),
        ("mrz", CARD, "document:ZZE:D23145890"),
        ("mrz", "too short", None),
        ("mrz", "P<<<<" + "<" * 39 + "\n" + "<" * 44, None),
        ("date", "2026-11-24", None),
        ("place", "Palermo, IT", None),
        ("phone", "", None),
    ],
)
def test_both_nodes_come_to_one_spelling(kind, value, key):
    """A hit is missed when two nodes spell one number in two ways."""
    assert comparison_key(kind, value) == key


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("Rico Fantasia", "rico fantasia", Likeness.SAME),
        ("Mr. Rico Fantasia", "Rico FANTASIA", Likeness.SAME_LETTERS),
        ("Fantasia, Rico", "Rico Fantasia", Likeness.OTHER_ORDER),
        ("Rico Mario Fantasia", "Rico Fantasia", Likeness.PART_MISSING),
        ("Mohammed Hassan", "محمد حسن", Likeness.SAME_CONSONANTS),
        ("Mohammed al-Hassan", "محمد الحسن", Likeness.SAME_CONSONANTS),
        ("Yusuf Hassan", "يوسف حسن", Likeness.SAME_CONSONANTS),
        ("Omar Khan", "عمر خان", Likeness.SAME_CONSONANTS),
        ("Abdul Rahman Karimi", "عبدالرحمن کریمی", Likeness.SAME_CONSONANTS),
        ("Abdullah Nazari", "عبدالله نظری", Likeness.SAME_CONSONANTS),
        ("Abdulrahman Karimi", "Abd al-Rahman Karimi", Likeness.SAME_LETTERS),
        ("Abdel Fattah Noor", "عبد الفتاح نور", Likeness.SAME_CONSONANTS),
        ("Nguyen Van Anh", "Nguyễn Văn Anh", Likeness.SAME_LETTERS),
        ("Sergei Ivanov", "Сергей Иванов", Likeness.SPELLING),
        ("Tesfay Abraha", "ተስፋይ ኣብርሃ", Likeness.SPELLING),
    ],
)
def test_names_that_may_be_one_person(left, right, why):
    """One name has many spellings; each reason is told."""
    found = compare_names(left, right)

    assert found is not None
    assert found.why is why
    assert compare_names(right, left) == found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ali", "Ali Hassan"),
        ("Maria Rossi", "Mario Russo"),
        ("Jan Jansen", "Jon Jensen"),
        ("Ali", "Alo"),
        ("Abdi Hassan", "Abd Hassan"),
        ("Mohamed Ali", "Mahmoud Ali"),
        ("Hassan Ali", "محمد علي"),
        ("", "Rico"),
        (" ", " "),
        ("---", "Rico Fantasia"),
        ("Rico Mario Fantasia", "Rico Ludo Verzonnen Fantasia"),
    ],
)
def test_names_that_are_not(left, right):
    """A false match harms somebody who has nothing to do with it."""
    assert compare_names(left, right) is None


def plain_function(key: bytes) -> bytes:
    """Stand in for the pseudorandom function: any function will do for the list."""
    return hashlib.sha512(b"secret" + key).digest()


@given(st.sets(st.text(min_size=1, max_size=8), max_size=40))
def test_a_list_holds_what_is_held_and_its_length_tells_little(keys):
    """A hit is found, and the length of a small holding looks like any other."""
    tags = build_list(epoch="2026-11", keys=keys, evaluate=plain_function)

    assert all(is_hit(plain_function(key.encode()), tags) for key in keys)
    assert not is_hit(plain_function(b"nobody:knows"), tags)
    assert len(tags.tags) == SMALLEST_LIST
    assert list(tags.tags) == sorted(set(tags.tags))
    assert build_list(epoch="2026-11", keys=sorted(keys), evaluate=plain_function) == tags


@pytest.mark.parametrize(
    ("entries", "size"), [(0, 1024), (1024, 1024), (1025, 2048), (5_000, 8192)]
)
def test_the_length_is_a_power_of_two(entries, size):
    """Growth shows in steps alone."""
    assert padded_size(entries) == size


def test_a_list_travels_and_comes_back():
    """The digest tells whether the partner's list is the one we hold."""
    tags = build_list(epoch="2026-11", keys={"a"}, evaluate=plain_function)
    again = TagList.from_bytes(epoch="2026-11", content=tags.to_bytes())

    assert again == tags
    assert again.digest == tags.digest
    assert again.digest != TagList(epoch="2026-12", tags=tags.tags).digest


@pytest.mark.parametrize(
    "content", [b"x" * (TAG_BYTES + 1), b"b" * TAG_BYTES + b"a" * TAG_BYTES, b"a" * TAG_BYTES * 2]
)
def test_a_list_that_is_none_is_refused(content):
    """A partner may send anything."""
    with pytest.raises(UnusableTagListError):
        TagList.from_bytes(epoch="2026-11", content=content)


def test_the_aliens_file_meets_nothing():
    """Its data was given for another purpose; police and prosecution may meet."""
    assert may_meet("avg", "avg")
    assert may_meet("wpg", "wjsg")
    assert not may_meet("avg", "wpg")
    assert not may_meet("wpg", "avg")
    assert may_be_listed("wpg")
    assert not may_be_listed("avg")
