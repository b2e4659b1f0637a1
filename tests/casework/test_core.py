"""Rules of reports, persons and threads."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.casework.core.closing import Missing, ReportState, missing_of
from schakel.handling.core.case import HandlingCode, Subject
from schakel.kernel.errors import UnusableInputError
from schakel.rulebook.core.codes import from_mask, to_mask
from schakel.safeguards.core.persons import (
    NOT_MATCHED,
    require_naming,
    require_role_change,
    strictest,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
COMPLETE = {
    "has_content": True,
    "source_grade": "B",
    "information_grade": "2",
    "codes": frozenset({"H1"}),
    "h3_text": "",
    "purpose": "crime",
    "europol": "yes",
    "europol_reason": "serious",
    "europol_purposes": ("cross-checking",),
}
others = st.sets(st.sampled_from(["H1", "H2", "H3"]))


@given(others)
def test_a_mask_keeps_the_codes(codes):
    """The database must not lose a restriction."""
    assert from_mask(to_mask(codes)) == {HandlingCode(code) for code in codes}


@given(others.filter(bool))
def test_h0_stands_alone(codes):
    """Beside another code H0 would say two things at once."""
    assert from_mask(to_mask(["H0"])) == {HandlingCode.H0}
    with pytest.raises(UnusableInputError, match="alone"):
        to_mask(["H0", *codes])


def test_an_unknown_code_is_refused():
    """A restriction nobody understands protects nobody."""
    with pytest.raises(UnusableInputError, match="H0, H1"):
        to_mask(["H4"])


@pytest.mark.parametrize("new", [Subject.SUSPECT, Subject.CONVICTED])
@pytest.mark.parametrize(("offence", "reason"), [("", ""), ("art. 197a", " "), (" ", "because")])
def test_being_smuggled_makes_nobody_a_suspect(new, offence, reason):
    """Smuggling Protocol, art. 5."""
    with pytest.raises(UnusableInputError, match="smuggled person"):
        require_role_change(Subject.SMUGGLED_PERSON, new, qualification=offence, reason=reason)


def test_other_changes_are_free_and_that_one_has_a_way():
    """The rule stops a default, not an investigation."""
    require_role_change(
        Subject.SMUGGLED_PERSON, Subject.SUSPECT, qualification="art. 197a Sr", reason="steered"
    )
    require_role_change(Subject.SMUGGLED_PERSON, Subject.WITNESS, qualification="", reason="")
    require_role_change(Subject.CONTACT, Subject.SUSPECT, qualification="", reason="")


@pytest.mark.parametrize(
    ("role", "name", "reference"),
    [
        (Subject.INFORMANT, "Somebody", "K-1"),
        (Subject.INFORMANT, "", ""),
        (Subject.SUSPECT, "", ""),
        (Subject.SUSPECT, "Somebody", "K-1"),
    ],
)
def test_an_informant_has_no_name_and_others_have_one(role, name, reference):
    """A name beside an informant's code can cost a life."""
    with pytest.raises(UnusableInputError):
        require_naming(role, name=name, code_reference=reference)


def test_naming_that_fits():
    """The two shapes that exist."""
    require_naming(Subject.INFORMANT, name=" ", code_reference="K-1")
    require_naming(Subject.VICTIM, name="Somebody", code_reference="")


def test_the_strictest_role_speaks_for_the_report():
    """One protected person protects the whole set."""
    assert strictest(frozenset()) is None
    assert strictest(frozenset({Subject.SUSPECT, Subject.VICTIM})) is Subject.VICTIM
    assert strictest(frozenset(Subject)) is Subject.INFORMANT
    assert {Subject.INFORMANT, Subject.VICTIM, Subject.SMUGGLED_PERSON} <= NOT_MATCHED


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({}, ()),
        ({"has_content": False}, (Missing.CONTENT,)),
        ({"source_grade": "D"}, (Missing.SOURCE_GRADE,)),
        ({"information_grade": ""}, (Missing.INFORMATION_GRADE,)),
        ({"codes": frozenset()}, (Missing.CODES,)),
        ({"codes": frozenset({"H3"})}, (Missing.H3_TEXT,)),
        ({"codes": frozenset({"H3"}), "h3_text": "for the desk"}, ()),
        ({"purpose": ""}, (Missing.PURPOSE,)),
        ({"europol": ""}, (Missing.EUROPOL,)),
        ({"europol_reason": " "}, (Missing.EUROPOL_REASON,)),
        ({"europol_purposes": ()}, (Missing.EUROPOL_PURPOSES,)),
        ({"europol": "no", "europol_purposes": ()}, ()),
    ],
)
def test_what_a_report_lacks(change, lacks):
    """One change away from complete, one thing to add."""
    assert missing_of(ReportState(**{**COMPLETE, **change})) == lacks
