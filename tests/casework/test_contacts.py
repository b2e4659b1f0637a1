"""Calls and meetings with somebody who has no node."""

import pytest

from schakel.audit.models import LogEntry
from schakel.casework.models import ContactLeg, Report
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db
CALL = {
    "direction": "in",
    "how": "call",
    "counterpart": "Harbour master",
    "country": "IT",
    "said": "The boat has left.",
}


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with a report in a thread."""
    found = Office(settings, tmp_path)
    report = found.report()
    found.jip.read(report)
    found.jip.send("/thread")
    found.thread = found.jip.address
    return found


def log_a_call(office, **change):
    """Fill the form in."""
    office.jip.read(office.thread + "/contact")
    office.jip.send("/contact", {**CALL, **change})


def test_what_they_tell_us_is_a_leg_like_any_other(office):
    """A partner without a node is first class."""
    log_a_call(office)
    office.jip.expect("Released information", "The boat has left.", "told to us")
    office.jip.read(office.thread)
    office.jip.expect("Somebody without a node told us something (call).")


def test_what_we_tell_passes_the_gate_first(office):
    """Allowed to Italy, with the codes on the cover."""
    log_a_call(office, direction="out", said="Watch the quay.")
    office.jip.expect("allowed by the gate", "H1: not in court")
    assert LogEntry.objects.filter(event="gate:allow").exists()


def test_what_the_gate_refuses_is_not_said_and_the_refusal_is_logged(office):
    """The officer reads every reason before he speaks."""
    log_a_call(office, direction="out", country="XZ", said="Do you know him?")
    office.jip.expect("Do not say it: the gate is shut", "Refused")
    assert office.jip.status == 409
    assert not ContactLeg.objects.exists()
    assert LogEntry.objects.filter(event="gate:refuse").exists()


def test_what_was_said_already_is_not_hidden(office):
    """An honest log is worth more than a clean one."""
    log_a_call(office, direction="out", country="XZ", said="I told him.", already_said="on")
    office.jip.expect("said although the gate would have refused")
    assert ContactLeg.objects.get().gate_outcome == "told-against-the-gate"


def test_half_a_form_is_sent_back(office):
    """Who, how and what are needed; nothing typed is lost."""
    log_a_call(office, counterpart="", said="Something")
    office.jip.expect("Please mend this first", "Something")
    assert not ContactLeg.objects.exists()


def test_a_leg_is_behind_the_wall_of_its_thread(office):
    """Other units see neither thread nor leg."""
    log_a_call(office)
    leg = ContactLeg.objects.get()
    bo = office.person("bo.proef")
    bo.read(f"/casework/contacts/{leg.id}")
    assert bo.status == 404
    assert Report.objects.exists()
    office.jip.read("/casework/threads")
    office.jip.expect("NL-T-")
