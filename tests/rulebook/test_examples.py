"""The examples that the product shows of each row, and the versions of the table."""

import hashlib
import inspect
import json

import pytest

from schakel.handling.core.arrangements import (
    ARRANGEMENTS,
    find_arrangement,
    list_arrangements,
)
from schakel.handling.core.case import Basis, Purpose, Regime
from schakel.handling.core.keeping import read_kept
from schakel.handling.core.organisations import LINES, find_organisation
from schakel.handling.core.reading import read_case
from schakel.handling.core.table import ALL_ROWS, TABLE, TABLES, VERSION, ask
from schakel.handling.core.versions import FIRST, VERSIONS, is_version
from schakel.kernel.parties import ORGANISATIONS, UNION_BODIES
from schakel.rulebook.core.examples import EXAMPLES, GOOD, list_examples
from schakel.rulebook.core.sources import LAWS, list_laws
from tests.handling.make_kept import KEPT, digest_of

ROWS = json.loads(KEPT.joinpath("rows.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.rule}-{one.start}")
def test_the_row_answers_as_its_example_says(example):
    """The page of the row shows these; a lawyer trusts what he reads there."""
    assert example.agrees_with(ask(example.case()))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.number))
def test_every_row_has_an_example_that_applies_and_one_that_does_not(row):
    """An example shows where the border of a row is."""
    outcomes = {example.outcome != "" for example in list_examples(row.number)}
    assert outcomes == {True, False}


@pytest.mark.parametrize("start", GOOD)
def test_to_the_start_of_the_examples_nothing_objects(start):
    """Only then an example shows its own row."""
    assert ask(read_case(GOOD[start])).outcome == "conditions"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_old_decisions_replay_to_the_same_answer(version):
    """Every answer that was kept when the version was in force comes out again, whole."""
    kept = json.loads(KEPT.joinpath(f"{version.id}.json").read_text(encoding="utf-8"))
    assert len(kept) > 100
    for line in kept:
        decision = ask(read_kept(line["case"]), version=version.id)
        assert decision.outcome == line["outcome"]
        assert digest_of(decision) == line["is"], line["case"]


def fingerprint(row):
    """Return the digest of what a row says and does, apart from when it ended."""
    told = [row.title, row.source, row.verified, inspect.getsource(row.judge)]
    told[3] = told[3][told[3].index("def ") :]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def test_a_row_that_was_in_force_is_never_edited():
    """A changed rule is a new version: the fingerprints of all rows are kept.

    A new row adds its line to kept/rows.json; a line that is there is never changed.
    """
    assert {f"{row.number} since {row.since}": fingerprint(row) for row in ALL_ROWS} == ROWS


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.id)
def test_no_row_counts_twice_in_a_version(version):
    """Two answers of one row would be two rules."""
    numbers = [row.number for row in TABLES[version.id]]
    assert numbers == sorted(set(numbers))
    assert set(range(1, 32)) <= set(numbers)


def test_the_versions_follow_each_other():
    """The last one is in force, and each says why it was made."""
    assert [version.first_date for version in VERSIONS] == sorted(v.first_date for v in VERSIONS)
    assert (VERSIONS[0].id, VERSIONS[-1].id) == (FIRST, VERSION)
    assert all(version.why.endswith(".") for version in VERSIONS)
    assert is_version(FIRST)
    assert not is_version("2026-01-01.1")


def test_every_organisation_has_a_line():
    """Each has its own law; one that was forgotten would be judged by another's."""
    assert {line.code for line in LINES} == UNION_BODIES | ORGANISATIONS
    assert {line.code for line in LINES if line.row == 24} == UNION_BODIES
    assert find_organisation("TN") is None
    assert all(line.verified in {"V", "P", "K"} for line in LINES)


def test_only_unodc_gets_no_operational_personal_data_by_default():
    """It is no competent authority; what leads to nobody may go."""
    assert [line.code for line in LINES if not line.operational] == ["UNODC"]
    statistics = {**GOOD["outside"], "receiver": "UNODC", "personal": False}
    assert ask(read_case(statistics)).outcome == "allow"


@pytest.mark.parametrize(
    ("purpose", "regime", "personal", "on", "found"),
    [
        (Purpose.CRIME, Regime.LED, True, "2026-11-25", ["gb-led-2021"]),
        (Purpose.CRIME, Regime.LED, True, None, ["gb-led-2021"]),
        (Purpose.CRIME, Regime.LED, True, "2021-06-28", ["gb-led-2021"]),
        (Purpose.CRIME, Regime.LED, True, "2021-06-27", []),
        (Purpose.CRIME, Regime.LED, True, "2031-12-27", ["gb-led-2021"]),
        (Purpose.CRIME, Regime.LED, True, "2031-12-28", []),
        (Purpose.CRIME, Regime.GDPR, True, None, ["gb-gdpr-2021"]),
        (Purpose.RETURN, Regime.LED, True, None, []),
        (Purpose.RETURN, Regime.GDPR, True, None, []),
    ],
)
def test_adequacy_of_the_united_kingdom_ends_where_it_ends(purpose, regime, personal, on, found):
    """By purpose, regime and date; immigration control was never in it."""
    day = read_case({**GOOD["union"], "on": on}).on
    rows = list_arrangements("GB", purpose=purpose, regime=regime, personal=personal, on=day)
    assert [row.id for row in rows] == found


@pytest.mark.parametrize("personal", [True, False])
def test_some_arrangements_carry_no_personal_data(personal):
    """A working arrangement is no basis for a name."""
    rows = list_arrangements(
        "EG", purpose=Purpose.CRIME, regime=Regime.LED, personal=personal, on=None
    )
    assert bool(rows) is not personal


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"receiver": "GB", "basis": "adequacy", "arrangement": "gb-led-2021"}, "conditions"),
        ({"receiver": "TR", "basis": "adequacy", "arrangement": "gb-led-2021"}, "refuse"),
        ({"receiver": "GB", "basis": "binding", "arrangement": "gb-led-2021"}, "refuse"),
        (
            {
                "receiver": "GB",
                "basis": "adequacy",
                "arrangement": "gb-led-2021",
                "on": "2032-01-01",
            },
            "refuse",
        ),
        ({"receiver": "GB", "basis": "adequacy", "on": "2032-01-01"}, "refuse"),
        ({"receiver": "GB", "basis": "adequacy", "regime": "gdpr"}, "conditions"),
    ],
)
def test_an_arrangement_counts_only_for_what_it_covers(changes, outcome):
    """The name of a treaty is not a basis for everything."""
    decision = ask(read_case({**GOOD["outside"], **changes}))
    assert decision.outcome == outcome
    assert ("27" in {reason.rule for reason in decision.reasons}) == (outcome == "refuse")


def test_every_arrangement_says_where_it_stands_and_how_sure_that_is():
    """A row from memory must look like one."""
    assert len({one.id for one in ARRANGEMENTS}) == len(ARRANGEMENTS)
    for one in ARRANGEMENTS:
        assert one.source
        assert one.verified in {"V", "P", "K"}
        assert one.basis in {Basis.ADEQUACY, Basis.BINDING}
        assert find_arrangement(one.id) is one
    assert find_arrangement("xz-1") is None


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.number))
def test_every_law_that_a_row_names_can_be_looked_up(row):
    """From the row to the article: whole name and identifier."""
    ours = "House rule" in row.source or "Handling code" in row.source
    assert list_laws(row.source) or ours or row.number == 22


def test_every_law_of_the_list_is_named_by_a_row_or_an_organisation():
    """A law that nothing rests on does not belong in the list."""
    named = " ".join([*(row.source for row in ALL_ROWS), *(line.source for line in LINES)])
    assert [law.mark for law in LAWS if law.mark not in named] == []


def test_who_would_get_it_is_named():
    """The author must learn that it is another reader who stands in the way."""
    case = {**GOOD["outside"], "origins": ["SY"], "onward": ["SY"], "asylum": "granted"}
    (text,) = [r.text for r in ask(read_case(case)).reasons if r.rule == "5"]
    assert text == "The person seeks or has protection against this country. (SY)"
