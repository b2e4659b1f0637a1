"""Names of many scripts: the same ones are found, others are not, and the reason is told."""

import csv
import io
import json
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from schakel.matching.core.lists import UnusableListError, read_list
from schakel.matching.core.pairs import parts_of, rarity, score_names
from schakel.matching.core.people import (
    Birth,
    Listed,
    UnusableBirthDateError,
    compare_people,
    read_birth,
)
from schakel.matching.core.sounds import likeness, sounds_of

ROWS = list(csv.DictReader(io.StringIO(Path(__file__).with_name("names.csv").read_text("utf-8"))))
NAMES = st.sampled_from([row["native"] for row in ROWS] + [row["romanised"] for row in ROWS])


def test_invented_names_of_every_language_are_found_at_one_false_pair_in_a_thousand():
    """People are written in the script of whoever met them last (invented names)."""
    weigh = rarity(name for row in ROWS for name in (row["native"], row["romanised"]))
    true = [score_names(r["romanised"], r["native"], weigh=weigh).score for r in ROWS]
    wrong = sorted(
        (
            score_names(one["romanised"], other["native"], weigh=weigh).score
            for i, one in enumerate(ROWS)
            for j, other in enumerate(ROWS)
            if i != j and (i * 7 + j) % 5 == 0
        ),
        reverse=True,
    )
    least = wrong[len(wrong) // 1000]
    found = defaultdict(list)
    for row, score in zip(ROWS, true, strict=True):
        found[row["language"]].append(score > least)
    shares = {language: sum(hits) / len(hits) for language, hits in found.items()}
    assert sum(score > least for score in true) / len(true) >= 0.95
    assert min(shares.values()) >= 0.85, shares


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fantasia, Rico", "Rico Fantasia"),
        ("Mr. Rico Fantasia", "RICO FANTASIA"),
        ("Abd al-Rahman Karimi", "Abdulrahman Karimi"),
        ("عبد الرحمن كريمي", "عبدالرحمن کریمی"),  # Arabic and Persian keyboards
        ("Habib Ullah Noori", "Habibullah Noori"),
        ("Mohammad-Reza Tavakoli", "Mohammadreza Tavakoli"),
        ("Ghasem Ashari", "قاسم اسحری"),  # sh that is s and h
        ("R. Fantasia Immaginaria", "Rico Fantasia Immaginaria"),
    ],
)
def test_one_name_written_twice_is_one(left, right):
    """What a clerk, a keyboard or an order of parts did must not hide anybody."""
    assert score_names(left, right).score > 0.9, score_names(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rico Fantasia", "Bruno Esempio"),
        ("Ali Hassan", "Ali Karimi"),
        ("محمد", "Chen Jianguo"),
        ("", "Rico Fantasia"),
        ("123", "Rico"),
        ("Y. Fantasia", "Rico Esempio"),
    ],
)
def test_other_names_are_other_people(left, right):
    """A shared first name is shared by thousands."""
    assert score_names(left, right).score < 0.5, score_names(left, right)


@given(NAMES, NAMES)
def test_who_is_asked_first_does_not_matter(left, right):
    """Otherwise two partners would give two answers."""
    assert score_names(left, right).score == pytest.approx(score_names(right, left).score, abs=0.02)


@given(NAMES)
def test_a_name_is_most_like_itself(name):
    """Nothing may stand above the same name."""
    assert score_names(name, name).score > 0.85


def test_the_reason_adds_up():
    """Whoever decides about a person must see what the figure rests on."""
    found = score_names("Rico Mario Fantasia", "Rico Fantasia")
    assert [(p.left, p.right) for p in found.parts] == [
        ("Rico", "Rico"),
        ("Fantasia", "Fantasia"),
        ("Mario", ""),
    ]
    assert [p.weight > 0 for p in found.parts] == [True, True, False]


def test_a_rare_part_says_more_than_a_common_one():
    """Half the list is called Mohammed."""
    weigh = rarity(["Mohammed Ali", "Mohammed Hassan", "Mohammed Zubair", "Mohammed Qasim"] * 10)
    assert weigh("Mohammed") == pytest.approx(0.3, abs=0.01)
    assert weigh("Zubair") > weigh("Mohammed")
    assert rarity([])("Zubair") == 1.0


def test_sounds_without_letters_are_like_nothing():
    """A word of signs alone must not break the list."""
    (empty,) = sounds_of("ّ")
    (word,) = sounds_of("rico")
    assert likeness(empty, word) == 0.0
    assert parts_of("-- !!") == ()
    vowels = likeness(sounds_of("ae")[0], sounds_of("ou")[0])
    assert vowels < 0.7


BORN = Birth(year=1990, month=3, day=4)


@pytest.mark.parametrize(
    ("other", "better"),
    [
        (BORN, True),
        (Birth(year=1990, month=4, day=3), True),
        (Birth(year=1990), True),
        (Birth(year=1990, month=1, day=1), True),
        (Birth(year=1990, month=7, day=9), False),
        (Birth(year=1991), False),
        (Birth(year=1978), False),
    ],
)
def test_a_birth_date_speaks_as_far_as_it_is_known(other, better):
    """1 January is a clerk's way to write that only the year is known."""
    base = compare_people(Listed(id="1", name="Ali Karimi"), Listed(id="2", name="Aly Karimi"))
    found = compare_people(
        Listed(id="1", name="Ali Karimi", birth=BORN),
        Listed(id="2", name="Aly Karimi", birth=other),
    )
    assert (found.score > base.score) is better
    assert len(found.more) == 1


def test_what_is_not_known_counts_neither_way():
    """Unknown is unknown."""
    left = Listed(id="1", name="Ali Karimi", birth=BORN, nationality="AF", sex="M")
    bare = Listed(id="2", name="Ali Karimi")
    assert compare_people(left, bare).more == ()
    same = Listed(id="3", name="Ali Karimi", nationality="af", sex="m")
    other = Listed(id="4", name="Ali Karimi", nationality="IR", sex="F")
    scores = [compare_people(left, who).score for who in (other, bare, same)]
    assert scores == sorted(scores)
    nobody = Listed(id="5", name="-", birth=BORN)
    assert compare_people(left, nobody).score == 0.0


@pytest.mark.parametrize("text", ["1990-13-01", "1990-02-30", "3 March 1990", "90"])
def test_a_date_that_is_none_is_refused(text):
    """A wrong day silently dropped would speak for the wrong person."""
    with pytest.raises(UnusableBirthDateError, match="no birth date"):
        read_birth(text)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"", "no column id, name"),
        (b"id,naam\n1,x\n", "no column name"),
        (b"id,name\n1,\n", "line 2: id and name"),
        (b"id,name\n1,Ali\n1,Aly\n", "line 3: the id 1 is there already"),
        (b"id,name,birth_date\n1,Ali,soon\n", "line 2: 'soon' is no birth date"),
        (b'id,name\n1,"Ali\n', "unexpected end"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(content, told):
    """Whoever made the file must find the line."""
    with pytest.raises(UnusableListError, match=told):
        read_list(content, name="a.csv")


def test_faults_are_told_up_to_a_number():
    """A file of the wrong kind must not print a million lines."""
    with pytest.raises(UnusableListError) as caught:
        read_list(b"id,name\n" + b",\n" * 100, name="a.csv")
    assert len(caught.value.faults) == 20


@pytest.fixture
def lists(tmp_path):
    """Return two files with one person in both."""
    left, right = tmp_path / "a.csv", tmp_path / "b.csv"
    left.write_text("\ufeffid,name,birth_date\nL1,Reza Karimi,1990\nL2,Bruno Esempio,\n", "utf-8")
    right.write_text("id,name,birth_date,sex\nR1,رضا کریمی,1990,M\nR2,Ada Prova,,\n", "utf-8")
    return left, right


def test_the_command_prints_the_pairs_with_their_reasons(lists, capsys):
    """People have files, not nodes."""
    call_command("match", "names", *map(str, lists), "--json")
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert (pair["a"], pair["b"]) == ("L1", "R1")
    assert pair["score"] > 0.5
    assert any("Karimi sounds like" in line for line in pair["explanation"])
    assert "birth-year-same: +1.0" in pair["explanation"]
    call_command("match", "names", *map(str, lists), "--json", "--threshold", "0")
    assert len(json.loads(capsys.readouterr().out)["pairs"]) == 4
    call_command("match", "names", *map(str, lists), "--threshold", "0")
    assert "has no partner" in capsys.readouterr().out


def test_the_command_refuses_what_it_cannot_use(lists, tmp_path, capsys):
    """Exit 2, a sentence per fault, nothing on standard output."""
    with pytest.raises(SystemExit) as caught:
        call_command("match", "names", str(lists[0]), str(tmp_path / "none.csv"))
    assert caught.value.code == 2
    told = capsys.readouterr()
    assert (told.out, "No such file" in told.err) == ("", True)
    for threshold in ("2", "x"):
        with pytest.raises(CommandError, match="no number from 0 to 1"):
            call_command("match", "names", *map(str, lists), "--threshold", threshold)


def test_a_long_list_says_how_far_it_is(tmp_path, capsys, monkeypatch):
    """Whoever waits at a terminal must see that it goes on."""
    long = tmp_path / "long.csv"
    long.write_text("id,name\n" + "".join(f"{i},Ada Prova\n" for i in range(100)), "utf-8")
    one = tmp_path / "one.csv"
    one.write_text("id,name\n1,Rico Fantasia\n", "utf-8")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    call_command("match", "names", str(long), str(one), "--json")
    assert "100 of 100 compared" in capsys.readouterr().err
