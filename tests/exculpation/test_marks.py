"""What speaks for an accused is never erased by recall or schedule, and a prosecutor decides."""

from datetime import UTC, datetime, timedelta

import pytest

from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.assistance.models import Answer
from schakel.audit.models import LogEntry
from schakel.casework.models import Person, Report
from schakel.custody.models import Item
from schakel.exculpation import actions, queries
from schakel.exculpation.core.marks import Kind, Standing, keeps
from schakel.exculpation.models import Mark
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.retention import actions as retention
from schakel.retention.models import Term
from tests.custody.chain import SECRET, Chain
from tests.custody.test_recall import receipts

NOW = datetime.now(UTC)


@pytest.fixture
def chain(settings, tmp_path, db):
    """Italy gave, we hold, France may get it."""
    return Chain(settings, tmp_path)


def proposed(chain, answer):
    """Let the officer propose that an answer speaks for an accused; return the mark."""
    jip = chain.office.jip
    jip.read(f"/custody/items/{answer}")
    jip.read(jip.links("/exculpation/items/")[0])
    jip.send("/propose", {"reason": "It gives him an alibi"})
    jip.expect("a prosecutor is asked")
    return Mark.objects.get(object_id=answer)


def decided(chain, *, yes):
    """Let the prosecutor decide on his page."""
    floor = chain.office.person("floor.verzonnen")
    floor.read("/exculpation/")
    floor.expect("It gives him an alibi")
    answer = ("answer", "yes" if yes else "no")
    floor.send("/decide", {"decision": "" if yes else "It does not"}, button=answer)
    return floor


def test_what_was_proposed_is_kept_until_a_prosecutor_decides(chain):
    """What is gone cannot be disclosed any more; the receipt says kept, with the ground."""
    answer = chain.answer()
    proposed(chain, answer)
    assert Notice.objects.filter(kind="prosecutor-asked", unit__code="om").exists()
    chain.wants("recall", answer)
    said = receipts(chain)[-1]
    assert (said["outcome"], said["ground"]) == ("kept", "exculpatory")
    assert Answer.objects.get(id=answer).text == SECRET
    assert Item.objects.get(id=answer).restricted_at is not None


def test_a_yes_keeps_it_for_good(chain):
    """Neither a second recall nor the end of its term erases it."""
    answer = chain.answer()
    proposed(chain, answer)
    decided(chain, yes=True).expect("no recall and no schedule erases it")
    chain.wants("recall", answer)
    for years in (0, 6, 12):
        later = NOW + timedelta(days=366 * years)
        retention.note_terms(later)
        retention.run_schedule(later)
    assert Answer.objects.get(id=answer).text == SECRET
    assert Term.objects.get(object_id=answer).held_ground == "exculpatory"
    assert Item.objects.get(id=answer).exculpatory_at is not None
    assert Notice.objects.filter(kind="mark-decided", user__username="jip.voorbeeld").exists()


def test_a_no_does_what_was_asked_meanwhile(chain):
    """Its originator gets the second receipt: erased."""
    answer = chain.answer()
    mark = proposed(chain, answer)
    chain.wants("recall", answer)
    decided(chain, yes=False).expect("a prosecutor said no")
    assert [one["outcome"] for one in receipts(chain)] == ["kept", "erased"]
    assert Answer.objects.get(id=answer).text == ""
    mark.refresh_from_db()
    assert (mark.reason, mark.decision) == ("", ""), "why goes with what it was about"
    events = LogEntry.objects.filter(object_id=answer).values_list("event", flat=True)
    assert {"mark:propose", "mark:reject"} <= set(events)


def test_a_no_without_a_recall_changes_nothing(chain):
    """And the officer may propose it again, with a better reason."""
    answer = chain.answer()
    proposed(chain, answer)
    decided(chain, yes=False)
    item = Item.objects.get(id=answer)
    assert (item.state, item.restricted_at, item.exculpatory_at) == ("held", None, None)
    proposed_again = {"kind": Kind.ITEM, "object_id": item.id, "now": NOW}
    actions.propose(reason="An alibi", by=find_user("jip.voorbeeld"), **proposed_again)
    assert Mark.objects.filter(object_id=answer).count() == 2


def test_a_report_is_kept_with_its_persons(chain):
    """A schedule must not take what a defence needs."""
    chain.office.report()
    report, person = Report.objects.get(), Person.objects.get()
    jip = chain.office.jip
    jip.read(f"/casework/reports/{report.id}")
    jip.read(jip.links("/exculpation/reports/")[0])
    jip.send("/propose", {"reason": "It gives him an alibi"})
    for years in (0, 6, 12):
        later = NOW + timedelta(days=366 * years)
        retention.note_terms(later)
        retention.run_schedule(later)
    assert Report.objects.get().text
    held = {
        kind: Term.objects.get(object_id=one.id).held_ground
        for kind, one in (("report", report), ("person", person))
    }
    assert held == {"report": "exculpatory", "person": "exculpatory"}
    assert not queries.holds_of("request", {report.id})


def test_a_prosecutor_marks_with_one_step(chain):
    """Whoever may decide needs nobody to ask."""
    answer = chain.answer()
    item = Item.objects.get(id=answer)
    item.unit = find_user("floor.verzonnen").unit
    item.save()
    Answer.objects.filter(id=answer).update(side="given")
    mark = Mark.objects.create(
        kind=Kind.ITEM,
        object_id=item.id,
        unit=item.unit,
        reference=item.reference,
        state="proposed",
        proposed_at=NOW,
    )
    actions.decide(
        mark_id=mark.id, confirm=True, decision="", by=find_user("floor.verzonnen"), now=NOW
    )
    again = {"mark_id": mark.id, "confirm": True, "decision": "", "now": NOW}
    with pytest.raises(ConflictError):
        actions.decide(by=find_user("floor.verzonnen"), **again)
    with pytest.raises(NotAllowedError):
        actions.decide(by=find_user("jip.voorbeeld"), **again)


def test_what_is_not_there_or_has_no_reason_is_refused(chain):
    """Each refusal says why."""
    answer = chain.answer()
    jip, floor = find_user("jip.voorbeeld"), find_user("floor.verzonnen")
    given = {"kind": Kind.ITEM, "object_id": Item.objects.get(id=answer).id, "now": NOW}
    with pytest.raises(UnusableInputError):
        actions.propose(reason=" ", by=jip, **given)
    with pytest.raises(NotFoundError):
        actions.propose(reason="x", by=floor, **given)
    with pytest.raises(NotAllowedError):
        actions.propose(reason="x", by=find_user("noor.toets"), **given)
    mark = actions.propose(reason="x", by=jip, **given)
    with pytest.raises(ConflictError):
        actions.propose(reason="x", by=jip, **given)
    with pytest.raises(UnusableInputError):
        actions.decide(mark_id=mark, confirm=False, decision=" ", by=floor, now=NOW)
    with pytest.raises(NotFoundError):
        actions.decide(mark_id=given["object_id"], confirm=True, decision="", by=floor, now=NOW)
    actions.decide(mark_id=mark, confirm=False, decision="no", by=floor, now=NOW)
    chain.wants("recall", answer)
    with pytest.raises(NotFoundError):
        actions.propose(reason="x", by=jip, **given)


@pytest.mark.parametrize("standing", list(Standing))
def test_only_a_rejected_mark_keeps_nothing(standing):
    """What is gone cannot be disclosed any more, so a proposal counts until somebody decided."""
    assert keeps(standing) is (standing is not Standing.REJECTED)
