"""An informant is a code reference: on the page, in the search, in every comparison."""

import pytest
from lxml import html

from schakel.accounts.queries import find_user
from schakel.casework import actions, queries
from schakel.casework.models import Person, Report
from schakel.handling.core.case import Subject
from schakel.matching.queries import find_own_hits, keys_of_report, keys_to_list
from schakel.shell.search import search
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db
PHONE = "+31612345999"


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    return Office(settings, tmp_path)


def jip():
    """Return the liaison officer."""
    user = find_user("jip.voorbeeld")
    assert user is not None
    return user


def source(visitor):
    """Return the page that somebody sees, as it was written."""
    return html.tostring(visitor.page, encoding="unicode")


def add_informant(report):
    """Add an informant whose telephone somebody typed."""
    person = actions.add_person(
        report_id=report.id, role=Subject.INFORMANT, code_reference="KX-2617", by=jip(), now=NOW
    )
    actions.add_identifier(
        report_id=report.id, kind="phone", value=PHONE, person_id=person, by=jip(), now=NOW
    )


def test_choosing_informant_first_leads_to_a_form_with_the_code_alone(office):
    """Without script the role is sent alone, and what comes back has no field for a name."""
    office.report()
    office.jip.send("/persons", {"name": "", "role": "informant"})
    page = source(office.jip)
    assert 'name="code_reference"' in page
    person_form = page.partition('id="person-fields"')[2].partition("</form>")[0]
    for closed in ("name", "birth_date_text", "nationality", "is_minor"):
        assert f'name="{closed}"' not in person_form
    office.jip.send("/persons", {"role": "informant", "code_reference": "KX-2617"})
    office.jip.expect("KX-2617")
    assert Person.objects.get(role="informant").name == ""


def test_a_name_that_was_typed_all_the_same_is_neither_kept_nor_shown_again(office):
    """A page that gives the name back has kept it: in the history of the browser."""
    office.report()
    office.jip.send(
        "/persons", {"name": "Quirijn Zwijger", "role": "informant", "code_reference": "KX-2617"}
    )
    office.jip.expect("The name was not kept.")
    assert "Zwijger" not in source(office.jip)
    assert not Person.objects.filter(role="informant").exists()


@pytest.mark.parametrize(("role", "shown", "closed"), [
    ("informant", "code_reference", "name"), ("suspect", "name", "code_reference"),
    ("", "name", "code_reference"), ("nonsense", "name", "code_reference"),
])  # fmt: skip
def test_the_fields_follow_the_role_at_once(office, role, shown, closed):
    """What a script asks for is the same form, field by field."""
    path = office.report()
    office.jip.read(f"{path}/persons/new?role={role}")
    assert f'name="{shown}"' in source(office.jip)
    assert f'name="{closed}"' not in source(office.jip)


def test_fields_that_fit_already_stay_with_what_was_typed_in_them(office):
    """A name that was selected before the role was chosen is not lost."""
    path = office.report()
    for role, shown, status in [
        ("suspect", "named", 204), ("informant", "named", 200), ("informant", "informant", 204),
        ("witness", "informant", 200),
    ]:  # fmt: skip
        answer = office.jip._http.get(f"{path}/persons/new?role={role}&shown={shown}")
        assert answer.status_code == status, (role, shown)


def test_the_fields_are_for_who_may_see_the_report(office):
    """An address that is guessed says nothing, not even that there is a report."""
    path = office.report()
    office.sanne.read(f"{path}/persons/new?role=informant")
    assert office.sanne.status == 404


def test_an_informant_is_in_no_index(office):
    """Neither the code nor what is tied to it: a search must not lead to a source."""
    office.report()
    add_informant(Report.objects.get())
    for words in ("KX-2617", PHONE, "612345999"):
        assert not search(words, user=jip())


def test_an_informant_is_in_no_comparison(office):
    """Not here, not in the list for partners, not in a question to them."""
    office.report()
    report = Report.objects.get()
    add_informant(report)
    other = actions.start_report(by=jip(), now=NOW, values={"text": "x"})
    actions.add_identifier(report_id=other, kind="phone", value=PHONE, by=jip(), now=NOW)
    actions.add_identifier(report_id=other, kind="plate", value="NL:99ZZX9", by=jip(), now=NOW)
    assert not [hit for hit in find_own_hits(other, for_user=jip()) if hit.report_id == report.id]
    assert not [hit for hit in find_own_hits(report.id, for_user=jip()) if hit.report_id == other]
    for one in (report.id, other):
        assert PHONE not in {value for _, _, value in keys_of_report(one)}
    assert PHONE not in {item.value for item in queries.list_matchable_identifiers()}
    assert {value for _, _, value in keys_of_report(other)} == {"NL:99ZZX9"}
    assert len(keys_to_list()) == 1
    assert all("KX" not in known.value for known in queries.list_matchable_names())
