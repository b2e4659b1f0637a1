"""My account, my notices, and the log for those who read it."""

import pytest
from django.urls import reverse

from schakel.accounts import actions
from schakel.accounts.models import Notice, OneTimeLink
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


def test_without_a_deputy_what_is_not_mine_looks_like_what_is_not(office):
    """The missing deputy is mentioned for one's own notices alone."""
    one = actions.notify(unit_code="spoc", user_id=None, kind="clock-warning", path=PATH, now=NOW)
    with pytest.raises(NotFoundError):
        actions.pass_notice_on(notice_id=one, by=find_user("jip.voorbeeld"), now=NOW)


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


def _found(reader):
    """Return the words of the lines on the page."""
    return " ".join(reader.page.xpath("//tbody//text()"))


def test_the_log_is_for_its_readers_and_reading_it_is_logged(office):
    """Who watches the watchers: the log does."""
    office.report()
    noor = office.person("noor.toets")
    noor.read("/people/log")
    noor.send("/people/log", {"event": "report"})
    noor.expect("A report was opened.", "consultation", "Jip Voorbeeld, liaison officer")
    assert "person:enter" not in _found(noor)
    assert "Fantasia" not in noor.text()
    assert LogEntry.objects.filter(event="log:open", facts={"event": "report"}).exists()
    noor.read("/people/log?event=person:enter")
    assert "person:enter" in _found(noor)
    assert "report:start" not in _found(noor)
    (chosen,) = noor.page.xpath("//select[@name='event']/optgroup/option[@selected]/@value")
    assert chosen == "person:enter"
    office.jip.read(reverse("accounts:log"))
    assert office.jip.status == 403


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"actor": "jip.voorbeeld"}, {"actor": "{jip}"}),
        ({"actor": "{jip}"}, {"actor": "{jip}"}),
        ({"actor": "node"}, {"actor": "node"}),
        ({"actor": "node:it"}, {"actor": "node:it"}),
        ({"actor": "stranger"}, {"actor": "stranger"}),
        ({"actor": "Rico Fantasia"}, {"actor": "nobody"}),
        ({"object_id": "Rico Fantasia"}, {"object_id": "nobody"}),
        ({"unit": "Rico Fantasia"}, {"unit": "nobody"}),
        ({"unit": "liaison"}, {"unit": "liaison"}),
        ({"event": "Rico Fantasia"}, {"event": "nobody"}),
    ],
)
def test_what_is_looked_for_in_the_log_is_kept_as_ids_and_codes(office, typed, kept):
    """The log holds no names, nor does the line that says who searched it."""
    jip = str(find_user("jip.voorbeeld").id)
    office.jip.read("/")
    noor = office.person("noor.toets")
    noor.read("/people/log")
    noor.send("/people/log", {name: text.format(jip=jip) for name, text in typed.items()})
    line = LogEntry.objects.filter(event="log:open").order_by("-at")[0]
    assert line.facts == {name: text.format(jip=jip) for name, text in kept.items()}
    if typed.get("actor") == "jip.voorbeeld":
        assert "person:enter" in _found(noor)
        assert "Jip Voorbeeld" in _found(noor)
    if "nobody" in kept.values():
        assert not noor.page.xpath("//tbody/tr")


def test_the_log_is_read_page_by_page(office, monkeypatch):
    """A year of lines does not fit a page; the filters go along."""
    monkeypatch.setattr("schakel.accounts.views.log.PER_PAGE", 2)
    office.report()
    noor = office.person("noor.toets")
    noor.read("/people/log")
    noor.send("/people/log", {"event": "report"})
    first = noor.page.xpath("//tbody/tr/td[1]/text()")
    noor._send(noor.page.xpath("//main//form")[-1], button=("page", "2"))
    noor.expect("report:", "Newer")
    assert noor.page.xpath("//tbody/tr/td[1]/text()") != first or len(first) == 2
    assert "log:open" not in _found(noor)


def test_rows_call_themselves_by_codes_and_not_by_content(office):
    """What ends up in a traceback or a shell names nobody by name."""
    user = find_user("jip.voorbeeld")
    one = actions.notify(
        unit_code="liaison", user_id=user.id, kind="answer-arrived", path=PATH, now=NOW
    )
    actions.make_one_time_link(username=user.username, now=NOW)
    rows = [user, user.unit, Notice.objects.get(id=one), OneTimeLink.objects.get()]
    assert [str(row) for row in rows] == [
        "jip.voorbeeld",
        "liaison",
        f"answer-arrived for {user.id}",
        f"link of {user.id}",
    ]
