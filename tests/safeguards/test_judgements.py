"""Judgements: by two of the desk, on a country, an authority and a measure; what counts when."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.core.case import Judgement, Purpose
from schakel.handling.core.table import ask
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.network.actions import load_directory
from schakel.network.models import Authority
from schakel.safeguards.actions import (
    discard_draft,
    load_facts,
    sign_judgement,
    withdraw_judgement,
)
from schakel.safeguards.core.judgements import (
    Measure,
    is_to_renew,
    list_alarming,
    list_scopes,
    measure_of,
)
from schakel.safeguards.desk import work_of
from schakel.safeguards.models import JudgementDraft, RightsJudgement
from schakel.safeguards.queries import (
    facts_about,
    find_counting,
    judgement_on,
    list_counting,
    list_judgements,
    list_to_renew,
)
from schakel.shell.work import Lane
from tests.handling.cases import outside
from tests.intake.people import a_person, sign_in
from tests.safeguards.judging import NOON, drafted, judged
from tests.safeguards.judging import desk as desk
from tests.safeguards.test_receivers import a_fact

LATER = NOON + timedelta(hours=1)
LOW = {"indicator": "wgi-rule-of-law", "value": "-1.51"}


@pytest.fixture
def coast_guard(db):
    """Return the id of an authority of Zandria, as judgements name it."""
    entry = {
        "country": "XZ",
        "kind": "police",
        "name_en": "Coast guard",
        "name_nl": "Kustwacht",
        "node_id": None,
        "unit_code": "",
        "time_zone": "Europe/Rome",
        "channels": [],
        "source": "test",
        "as_of_date": date(2026, 11, 24),
        "status": "assumption",
    }
    load_directory([entry], now=NOON)
    return str(Authority.objects.get().id)


@pytest.mark.django_db
def test_a_judgement_is_signed_by_the_desk_and_logged(desk):
    """A named person answers for it."""
    made = judged(desk, dissent="one of three", conditions="no addresses")
    (one,) = list_judgements("XZ")
    assert (one.id, one.signed_by, one.dissent) == (made, desk, "one of three")
    assert judgement_on("XZ", at=NOON) is Judgement.VALID
    line = LogEntry.objects.get(event="judgement:sign")
    assert (line.actor, line.recipient) == (str(desk.id), "XZ")
    assert "visited" not in str(line.facts)
    assert str(one).startswith("XZ until")


@pytest.mark.django_db
def test_nobody_else_signs(desk):
    """The floor of human rights is not the liaison officer's to lay, nor the privacy officer's."""
    draft = drafted(desk)
    for role in set(Role) - {Role.HUMAN_RIGHTS_DESK}:
        other = a_person(role.value, role=role)
        with pytest.raises(NotAllowedError):
            drafted(other)
        with pytest.raises(NotAllowedError):
            sign_judgement(draft_id=draft, by=other, now=NOON)
    assert not RightsJudgement.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"text": " "}, {"sources": ""}, {"days": (0, 0)}, {"days": (0, 366)}]
)
def test_a_judgement_has_a_text_sources_and_an_end_within_twelve_months(desk, change):
    """Without an end it would outlive what it was based on."""
    with pytest.raises(UnusableInputError, match="a judgement"):
        judged(desk, **change)
    assert judgement_on("XZ", at=NOON) is Judgement.NONE


@pytest.mark.django_db
def test_a_judgement_may_last_twelve_months(desk):
    """To the same day of the next year."""
    judged(desk, days=(0, 365))
    assert judgement_on("XZ", at=NOON + timedelta(days=365)) is Judgement.VALID
    assert judgement_on("XZ", at=NOON + timedelta(days=366)) is Judgement.EXPIRED


@pytest.mark.django_db
def test_the_judgement_signed_last_counts_once_it_has_begun(desk):
    """A no that comes later ends a yes; one that is still to begin changes nothing yet."""
    judged(desk)
    judged(desk, positive=False, days=(10, 20), signed_at=NOON + timedelta(minutes=1))
    assert judgement_on("XZ", at=NOON) is Judgement.VALID
    assert judgement_on("XZ", at=NOON + timedelta(days=10)) is Judgement.NONE
    assert judgement_on("XZ", at=NOON + timedelta(days=30)) is Judgement.NONE


@pytest.mark.django_db
def test_the_last_day_ends_by_the_clock_of_the_node(desk):
    """23:30 in Amsterdam is still today, though 00:30 is tomorrow there and today in London."""
    judged(desk, days=(-10, 0))
    assert judgement_on("XZ", at=datetime(2026, 11, 24, 22, 30, tzinfo=UTC)) is Judgement.VALID
    assert judgement_on("XZ", at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) is Judgement.EXPIRED


@pytest.mark.django_db
def test_who_wrote_a_judgement_does_not_sign_it(desk):
    """Four eyes: by the rule and by the table."""
    draft = drafted(desk)
    with pytest.raises(NotAllowedError, match="somebody else"):
        sign_judgement(draft_id=draft, by=desk, now=NOON)
    other = a_person("olga", unit="office", role=Role.HUMAN_RIGHTS_DESK)
    made = sign_judgement(draft_id=draft, by=other, now=NOON)
    kept = RightsJudgement.objects.get(id=made)
    assert (kept.written_by, kept.signed_by) == (desk, other)
    with pytest.raises(DatabaseError), transaction.atomic():
        RightsJudgement.objects.create(
            party="XZ",
            positive=True,
            text="x",
            sources="x",
            valid_from_date=NOON.date(),
            valid_until_date=LATER.date() + timedelta(days=1),
            written_by=desk,
            signed_by=desk,
            signed_at=NOON,
        )


@pytest.mark.django_db
def test_a_draft_is_signed_or_put_aside_once(desk):
    """Two clicks make one judgement; what was put aside cannot come back by an open page."""
    other = a_person("olga", unit="office", role=Role.HUMAN_RIGHTS_DESK)
    draft = drafted(desk)
    sign_judgement(draft_id=draft, by=other, now=NOON)
    for deed in (sign_judgement, discard_draft):
        with pytest.raises(ConflictError):
            deed(draft_id=draft, by=other, now=NOON)
    aside = drafted(desk)
    discard_draft(draft_id=aside, by=desk, now=NOON)
    with pytest.raises(ConflictError):
        sign_judgement(draft_id=aside, by=other, now=NOON)
    assert RightsJudgement.objects.count() == 1
    assert JudgementDraft.objects.get(id=aside).text == "visited twice"
    with pytest.raises(NotFoundError):
        sign_judgement(draft_id=uuid4(), by=other, now=NOON)


@pytest.mark.django_db
def test_a_signed_judgement_and_its_withdrawal_are_never_overwritten(desk):
    """Whoever asks in a year why something was sent must read what was signed then."""
    made = judged(desk)
    withdraw_judgement(judgement_id=made, reason="the coup", by=desk, now=NOON)
    kept = RightsJudgement.objects.select_related("withdrawal").get(id=made)
    for row, field in ((kept, "text"), (kept.withdrawal, "reason")):
        setattr(row, field, "changed")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()


@pytest.mark.django_db
def test_withdrawing_works_at_once_and_brings_nothing_older_back(desk):
    """After a coup nobody waits for a second signature; last year's yes does not come back."""
    judged(desk)
    made = judged(desk, text="a year later", signed_at=LATER)
    withdraw_judgement(judgement_id=made, reason="the coup", by=desk, now=LATER)
    assert judgement_on("XZ", at=LATER) is Judgement.NONE
    assert judgement_on("XZ", at=LATER - timedelta(seconds=1)) is Judgement.VALID
    assert LogEntry.objects.get(event="judgement:withdraw").object_id == str(made)
    with pytest.raises(ConflictError):
        withdraw_judgement(judgement_id=made, reason="again", by=desk, now=LATER)
    with pytest.raises(UnusableInputError):
        withdraw_judgement(judgement_id=made, reason=" ", by=desk, now=LATER)
    with pytest.raises(NotAllowedError):
        withdraw_judgement(judgement_id=made, reason="x", by=a_person("jip"), now=LATER)
    with pytest.raises(NotFoundError):
        withdraw_judgement(judgement_id=uuid4(), reason="x", by=desk, now=LATER)


@pytest.mark.django_db
def test_the_narrowest_judgement_counts_also_when_it_says_no_or_is_over(desk, coast_guard):
    """A vetted unit in a country without a yes; a barred unit in a country with one."""
    judged(desk, positive=True)
    judged(desk, positive=False, authority=coast_guard)
    assert judgement_on("XZ", at=NOON) is Judgement.VALID
    assert judgement_on("XZ", at=NOON, authority=coast_guard) is Judgement.NONE
    judged(desk, authority=coast_guard, measure=Measure.INFORMATION, days=(0, 5))
    info = {"authority": coast_guard, "measure": Measure.INFORMATION}
    assert judgement_on("XZ", at=NOON, **info) is Judgement.VALID
    assert judgement_on("XZ", at=NOON + timedelta(days=6), **info) is Judgement.EXPIRED
    back = {"authority": coast_guard, "measure": Measure.RETURN}
    assert judgement_on("XZ", at=NOON, **back) is Judgement.NONE
    facts = facts_about("XZ", purpose=Purpose.CRIME, at=NOON, authority=coast_guard)
    assert facts.judgement is Judgement.VALID
    facts = facts_about("XZ", purpose=Purpose.RETURN, at=NOON, authority=coast_guard)
    assert facts.judgement is Judgement.NONE


@pytest.mark.django_db
def test_an_authority_must_stand_in_the_directory_under_that_party(desk, coast_guard):
    """A judgement on something that the gate never asks for would look like one that counts."""
    for wrong in ({"authority": str(uuid4())}, {"authority": coast_guard, "party": "TN"}):
        with pytest.raises(UnusableInputError, match="no such authority"):
            drafted(desk, **wrong)
    drafted(desk, authority=coast_guard)
    assert JudgementDraft.objects.get().authority_name == "Coast guard"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_purpose_is_judged_on_some_measure(purpose):
    """No purpose passes on a judgement about nothing in particular."""
    assert measure_of(purpose) in {Measure.INFORMATION, Measure.LEGAL_ASSISTANCE, Measure.RETURN}


def test_places_to_look_go_from_narrow_to_wide():
    """Four at most; without an authority or a measure there is less to look at."""
    wide = list_scopes(authority="a", measure=Measure.RETURN)
    assert wide == (("a", "return"), ("a", ""), ("", "return"), ("", ""))
    assert list_scopes(authority="", measure=Measure.ANY) == (("", ""),)


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({}, ()),
        ({"wgi-rule-of-law": "-0.99"}, ()),
        ({"wgi-rule-of-law": "-1.0"}, ("wgi-rule-of-law",)),
        ({"fsi-total": "89.9"}, ()),
        ({"fsi-total": "90"}, ("fsi-total",)),
        ({"fsi-total": "unknown", "some-other-index": "-9"}, ()),
    ],
)
def test_an_index_asks_at_its_limit(values, asks):
    """What is no number of a known index asks nothing."""
    assert list_alarming(values) == asks


@pytest.mark.django_db
def test_a_yes_beside_a_bad_index_needs_an_explanation_and_then_stands(desk):
    """The index asks; the desk decides."""
    load_facts([a_fact(**LOW)], now=NOON)
    with pytest.raises(UnusableInputError, match="explain"):
        judged(desk)
    judged(desk, explanation="the unit was vetted by name")
    assert judgement_on("XZ", at=NOON) is Judgement.VALID


@pytest.mark.django_db
def test_an_index_that_comes_after_the_draft_is_still_answered_before_the_signature(desk):
    """Otherwise a draft in a drawer would go round the question."""
    draft = drafted(a_person("olga", unit="office", role=Role.HUMAN_RIGHTS_DESK))
    load_facts([a_fact(**LOW)], now=NOON)
    with pytest.raises(UnusableInputError, match="explain"):
        sign_judgement(draft_id=draft, by=desk, now=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("positive", [True, False, None])
def test_no_index_ever_changes_what_the_gate_assumes(desk, positive):
    """Neither a good one for a bad country nor the reverse: it is not read at all."""
    if positive is not None:
        judged(desk, positive=positive)
    before = facts_about("XZ", purpose=Purpose.CRIME, at=NOON)
    for value in ("-2.5", "2.5"):
        rows = [a_fact(indicator=name, value=value) for name in ("wgi-rule-of-law", "fsi-total")]
        load_facts(rows, now=NOON)
        assert facts_about("XZ", purpose=Purpose.CRIME, at=NOON) == before


@given(st.integers(-400, 400))
def test_a_judgement_is_a_task_from_thirty_days_before_its_end(left):
    """And goes on being one when it is over."""
    day = NOON.date()
    assert is_to_renew(day, valid_until=day + timedelta(days=left)) is (left <= 30)


@pytest.mark.django_db
def test_what_ends_is_a_task_of_the_desk_until_it_is_renewed_or_withdrawn(desk):
    """A judgement that lapses in silence stops work that somebody counts on."""
    ends = judged(desk, days=(0, 30))
    judged(desk, party="TN", days=(0, 31))
    judged(desk, party="LY", days=(0, 3), positive=False)
    gone = judged(desk, party="EG", days=(0, 3))
    withdraw_judgement(judgement_id=gone, reason="x", by=desk, now=NOON)
    assert [one.id for one in list_to_renew(at=NOON)] == [ends]
    (task,) = work_of(desk, NOON)
    assert (task.lane, task.kind, task.tone) == (Lane.MINE, "judgement", "warning")
    assert task.due_at == datetime(2026, 12, 24, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
    (over, _) = work_of(desk, NOON + timedelta(days=40))
    assert over.tone == "negative"
    assert list(work_of(a_person("jip"), NOON)) == []
    judged(desk, days=(30, 120), signed_at=LATER)
    assert list_to_renew(at=LATER) == []


@pytest.mark.django_db
def test_a_draft_waits_for_another_of_the_desk(desk):
    """Mine to sign, or waiting for somebody else."""
    drafted(desk)
    other = a_person("olga", unit="office", role=Role.HUMAN_RIGHTS_DESK)
    assert [line.lane for line in work_of(desk, NOON)] == [Lane.WAITING]
    assert [line.lane for line in work_of(other, NOON)] == [Lane.MINE]


@pytest.mark.django_db
def test_the_page_shows_exactly_what_the_gate_goes_by(client, desk, coast_guard, monkeypatch):
    """For every scope that was judged: one query answers both."""
    judged(desk)
    judged(desk, positive=False, text="the shooting in May", authority=coast_guard)
    withdrawn = judged(desk, measure=Measure.RETURN)
    withdraw_judgement(judgement_id=withdrawn, reason="the coup", by=desk, now=NOON)
    shown = list_counting(at=NOON, party="XZ")
    assert len(shown) == 3
    for one in shown:
        scope = {"authority": one.authority, "measure": Measure(one.measure)}
        assert find_counting("XZ", at=NOON, **scope) == one
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    page = sign_in(client, desk).get("/safeguards/XZ").content.decode()
    for words in ("Coast guard", "the shooting in May", "the coup", "withdrawn", "counts today"):
        assert words in page
    reader = client.__class__()
    other = sign_in(reader, a_person("jip")).get("/safeguards/XZ").content.decode()
    assert "the coup" in other
    assert "Withdraw at once" not in other


@pytest.mark.django_db
def test_a_judgement_is_written_signed_and_withdrawn_in_the_browser(client, desk):
    """From the list of the desk to the receiver's page, by two people and without script."""
    writer, signer = sign_in(client, desk), client.__class__()
    sign_in(signer, a_person("olga", unit="office", role=Role.HUMAN_RIGHTS_DESK))
    load_facts([a_fact(**LOW), a_fact(indicator="name-en", value="Zandria")], now=NOON)
    led = writer.get("/safeguards/judgements?party=XZ")
    assert (led.status_code, led["Location"]) == (302, "/safeguards/judgements/on/XZ")
    assert "-1.51" in writer.get(led["Location"]).content.decode()
    words = {
        "positive": "True",
        "text": "visited",
        "sources": "report, May",
        "valid_from": "2026-11-24",
        "valid_until": "2027-05-24",
    }
    answer = writer.post("/safeguards/judgements/on/XZ", words)
    assert (answer.status_code, "explain" in answer.content.decode()) == (400, True)
    words["explanation"] = "vetted by name"
    draft = writer.post("/safeguards/judgements/on/XZ", words)["Location"]
    assert "somebody else of the desk" in writer.get(draft).content.decode()
    assert writer.post(f"{draft}/sign").status_code == 403
    assert "Waits for a signature" in signer.get("/safeguards/judgements").content.decode()
    assert signer.post(f"{draft}/sign")["Location"] == "/safeguards/XZ"
    assert signer.post(f"{draft}/sign")["Location"] == draft  # told that it is done already
    assert "It waits for nobody" in signer.get(draft).content.decode()
    (one,) = list_judgements("XZ")
    again = writer.get(f"/safeguards/judgements/on/XZ?after={one.id}").content.decode()
    assert "vetted by name" in again
    writer.post(f"/safeguards/judgements/{one.id}/withdraw", {"reason": ""})
    assert judgement_on("XZ", at=NOON) is not Judgement.NONE
    writer.post(f"/safeguards/judgements/{one.id}/withdraw", {"reason": "the coup"})
    assert RightsJudgement.objects.get().withdrawal.reason == "the coup"
    draft = writer.post("/safeguards/judgements/on/XZ", words)["Location"]
    assert writer.post(f"{draft}/discard")["Location"] == "/safeguards/judgements"
    assert writer.post(f"{draft}/discard").status_code == 302
    assert writer.get("/safeguards/judgements/on/QQ").status_code == 404


@pytest.mark.django_db
def test_the_gate_holds_for_a_barred_unit_of_a_country_with_a_yes(desk, coast_guard):
    """Row 31 hears of the unit and not only of the country."""
    judged(desk)
    judged(desk, positive=False, authority=coast_guard)
    held = []
    for place in ("", coast_guard):
        facts = facts_about("XZ", purpose=Purpose.CRIME, at=NOON, authority=place)
        held.append("31" in {r.rule for r in ask(outside(receiver="XZ", facts=facts)).reasons})
    assert held == [False, True]
