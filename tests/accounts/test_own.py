"""My account, my notices, and the log for those who read it."""

import pytest
from django.urls import reverse

from schakel.accounts import actions
from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotFoundError, UnusableInputError
from tests.scenarios.office import NOW

pytestmark = pytest.mark.django_db
PATH = "/requests/secret-free"


def test_my_page_says_who_i_am_and_takes_my_deputy(office):
    """Unit, controller, regime, and what I may do, in words."""
    office.jip.read("/people/me")
    office.jip.expect("Minister van Defensie", "Police Data Act", "liaison officer")
    office.jip.expect("draft requests", "jip.voorbeeld@nl.example", "Second factor")
    office.jip.send("/people/me", {"deputy": "pim.voorbeeld"})
    assert find_user("jip.voorbeeld").deputy == find_user("pim.voorbeeld")
    office.jip.send("/people/me", {"deputy": ""})
    assert find_user("jip.voorbeeld").deputy is None
    office.jip.send("/people/me", {"deputy": "bo.proef"})
    office.jip.expect("Please mend this first")
    assert LogEntry.objects.filter(event="person:deputy").count() == 2


def test_my_page_lets_me_choose_the_language(office):
    """Without script, and back to where one was."""
    office.jip.read("/people/me")
    form = office.jip.form("setlang")
    assert dict(form.form_values())["next"] == "/people/me"
    office.jip.send("setlang", button=("language", "nl"))
    office.jip.expect("Mijn account", "Plaatsvervanger")


def test_my_page_is_there_for_who_has_no_unit_role_or_address(office):
    """Between two posts one can still read what one is."""
    user = find_user("jip.voorbeeld")
    user.unit, user.role, user.email = None, "", ""
    office.jip.read("/people/me")
    user.save(update_fields=["unit", "role", "email"])
    office.jip.read("/people/me")
    assert office.jip.status == 200
    office.jip.expect("your e-mail address is not known")


def test_a_deputy_is_a_colleague_at_work(office):
    """Not oneself, not another unit, not who left."""
    jip, pim = find_user("jip.voorbeeld"), find_user("pim.voorbeeld")
    pim.is_active = False
    for wrong in (jip, find_user("bo.proef"), pim):
        with pytest.raises(UnusableInputError, match="somebody else"):
            actions.set_deputy(deputy=wrong, by=jip, now=NOW)


def test_a_notice_is_acknowledged_or_passed_to_the_deputy(office):
    """Somebody always sees it."""
    jip, pim = find_user("jip.voorbeeld"), find_user("pim.voorbeeld")
    one = actions.notify(
        unit_code="liaison", user_id=jip.id, kind="answer-arrived", path=PATH, now=NOW
    )
    with pytest.raises(UnusableInputError, match="set a deputy"):
        actions.pass_notice_on(notice_id=one, by=jip, now=NOW)
    office.jip.read("/people/notices")
    office.jip.expect("An answer came in.", "Set a deputy")
    actions.set_deputy(deputy=pim, by=jip, now=NOW)
    office.jip.read("/people/notices")
    office.jip.expect("Your deputy is Pim Voorbeeld.")
    office.jip.send("/pass-on")
    office.jip.expect("No notice waits for you.")
    deputy = office.person("pim.voorbeeld")
    deputy.read("/people/notices")
    deputy.expect("An answer came in.", "passed on by Jip Voorbeeld")
    deputy.send("/acknowledge")
    deputy.expect("No notice waits for you.")
    assert Notice.objects.get().acknowledged_by == pim
    for deed in (actions.acknowledge_notice, actions.pass_notice_on):
        with pytest.raises(NotFoundError):
            deed(notice_id=one, by=find_user("jip.voorbeeld"), now=NOW)


def test_nothing_is_passed_to_a_deputy_who_left(office):
    """A notice to an empty chair is a notice to nobody."""
    jip, pim = find_user("jip.voorbeeld"), find_user("pim.voorbeeld")
    one = actions.notify(
        unit_code="liaison", user_id=jip.id, kind="answer-arrived", path=PATH, now=NOW
    )
    actions.set_deputy(deputy=pim, by=jip, now=NOW)
    pim.is_active = False
    pim.save(update_fields=["is_active"])
    with pytest.raises(UnusableInputError, match="set a deputy"):
        actions.pass_notice_on(notice_id=one, by=find_user("jip.voorbeeld"), now=NOW)


def test_a_notice_of_the_desk_is_seen_by_the_unit_and_by_no_other(office):
    """Walls between units hold for notices too: not yours and not there look alike."""
    one = actions.notify(unit_code="spoc", user_id=None, kind="request-waiting", path=PATH, now=NOW)
    office.sanne.read("/people/notices")
    office.sanne.expect("A request came in.", "the desk of my unit")
    office.jip.read("/people/notices")
    office.jip.expect("No notice waits for you.")
    jip = find_user("jip.voorbeeld")
    for deed in (actions.acknowledge_notice, actions.pass_notice_on):
        jip.deputy = find_user("pim.voorbeeld")
        with pytest.raises(NotFoundError):
            deed(notice_id=one, by=jip, now=NOW)
    office.sanne.send("/acknowledge")
    line = LogEntry.objects.get(event="notice:acknowledge")
    assert (line.object_id, line.unit) == (str(one), "spoc")


def test_the_log_is_for_its_readers_and_reading_it_is_logged(office):
    """Who watches the watchers: the log does."""
    office.report()
    noor = office.person("noor.toets")
    noor.read("/people/log")
    noor.send("/people/log", {"event": "report"})
    noor.expect("report:open", "report:start")
    assert "person:enter" not in noor.text()
    assert "Fantasia" not in noor.text()
    assert LogEntry.objects.filter(event="log:open").exists()
    office.jip.read(reverse("accounts:log"))
    assert office.jip.status == 403
