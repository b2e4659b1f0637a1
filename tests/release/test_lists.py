"""Field by field: each list only narrows what leaves."""

from hypothesis import given
from hypothesis import strategies as st

from schakel.handling.core.case import Purpose, Subject
from schakel.release.core.lists import ALL, BY_ROLE, SMALLEST, Why, trim
from schakel.release.wording import FIELDS, WHY

RECEIVERS = "IT TN EUROPOL EUROJUST FRONTEX EPPO INTERPOL UNODC ICC".split()
records = st.dictionaries(
    st.sampled_from(sorted(ALL) + ["diary"]), st.lists(st.text(max_size=5), max_size=2)
)


@given(
    records,
    st.sampled_from(list(Subject)),
    st.sampled_from(list(Purpose)),
    st.sampled_from(RECEIVERS),
)
def test_every_field_either_leaves_or_stays_with_a_reason(record, role, purpose, receiver):
    """The preview is whole: nothing is lost between the two lists, and nothing is on both."""
    found = trim(record, role=role, purpose=purpose, receiver=receiver)
    full = {field for field, values in record.items() if values}
    assert set(found.leaves) | set(found.stays) == full
    assert not set(found.leaves) & set(found.stays)
    assert set(found.leaves) <= BY_ROLE[role]
    assert all(found.leaves[field] == tuple(record[field]) for field in found.leaves)


@given(records, st.sampled_from(list(Purpose)), st.sampled_from(RECEIVERS))
def test_re_categorising_to_a_protected_role_never_lets_more_leave(record, purpose, receiver):
    """The new role trims what the old one allowed."""
    roles = [Subject.SUSPECT, Subject.VICTIM, Subject.INFORMANT]
    sets = [
        set(trim(record, role=role, purpose=purpose, receiver=receiver).leaves) for role in roles
    ]
    if receiver != "FRONTEX":
        assert sets[0] >= sets[1] >= sets[2] == set()


def test_of_protected_people_the_smallest_set_leaves():
    """No telephone, account, vehicle or whereabouts of a victim, witness or smuggled person."""
    record = {field: ["x"] for field in ALL}
    for role in (Subject.VICTIM, Subject.WITNESS, Subject.SMUGGLED_PERSON):
        found = trim(record, role=role, purpose=Purpose.CRIME, receiver="EUROPOL")
        assert set(found.leaves) == SMALLEST
        assert found.stays["phone"] is Why.ROLE
        assert found.stays["coordinates"] is Why.ROLE


def test_a_return_has_its_form_and_statistics_name_nobody():
    """No role in a criminal case is on a readmission form."""
    record = {field: ["x"] for field in ALL}
    found = trim(record, role=Subject.SMUGGLED_PERSON, purpose=Purpose.RETURN, receiver="TN")
    assert set(found.leaves) == {"name", "birth_date", "nationality", "mrz"}
    assert found.stays["role"] is Why.PURPOSE
    assert not trim(record, role=Subject.SUSPECT, purpose=Purpose.STATISTICS, receiver="IT").leaves


def test_frontex_gets_suspects_only_and_unodc_nobody():
    """Each organisation has its own law."""
    record = {"name": ["x"]}
    for role, receiver, leaves in (
        (Subject.SUSPECT, "FRONTEX", True),
        (Subject.VICTIM, "FRONTEX", False),
        (Subject.SUSPECT, "UNODC", False),
        (Subject.VICTIM, "EUROPOL", True),
    ):
        found = trim(record, role=role, purpose=Purpose.CRIME, receiver=receiver)
        assert bool(found.leaves) is leaves
        assert leaves or found.stays == {"name": Why.RECEIVER}


def test_every_field_and_every_reason_has_its_words():
    """A code without words would show as a code."""
    assert set(FIELDS) == ALL
    assert set(WHY) == set(Why)
