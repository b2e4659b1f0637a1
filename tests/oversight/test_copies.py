"""The privacy officer sees every copy that partners hold, passed on too, with their receipts."""

from datetime import UTC, datetime

import pytest

from schakel.accounts.queries import find_user
from schakel.casework.models import Person
from schakel.exchange.models import Outgoing, Receipt
from schakel.oversight import queries
from schakel.wire.core.receipts import Stage
from tests.custody.chain import Chain

NOW = datetime.now(UTC)


@pytest.fixture
def chain(settings, tmp_path, db):
    """Italy gave, we hold, France may get it."""
    return Chain(settings, tmp_path)


def passed_on(chain):
    """Let France get and sign for an answer about the person; return the id of the answer."""
    answer = chain.answer(codes=("H1",))
    chain.passes_on(answer)
    row = Outgoing.objects.get(kind="item.pass")
    token = chain.fr.receipt(row.sealed, stage=Stage.DELIVERED)
    Receipt.objects.create(outgoing=row, stage="delivered", token=token, at=NOW)
    Outgoing.objects.filter(id=row.id).update(state="delivered", token="")
    return answer


def to(node):
    """Return what left about the person to a node."""
    found = queries.list_disclosures([Person.objects.get().id], for_user=find_user("noor.toets"))
    return [one for one in found if one.recipient == node]


def test_what_was_passed_on_is_a_disclosure_with_its_receipt(chain):
    """It went in a thread of its own, and is about the person all the same."""
    passed_on(chain)
    (one,) = to("fr")
    assert (one.kind, one.holds_copy, one.answers) == ("item.pass", True, ())
    assert [stage for stage, _ in one.stages] == ["delivered"]


def test_what_a_holder_signed_about_a_recall_stands_beside_it(chain):
    """Erased: no copy any more. Passed on from there: that node stands in the list too."""
    answer = passed_on(chain)
    notice = chain.wants("recall", answer)
    at = datetime.now(UTC).isoformat()
    said = {"notice": notice, "item": answer, "at": at, "ground": "", "proof": ""}
    chain.says("fr", "item.receipt", {**said, "node": "fr", "outcome": "erased"})
    kept = {**said, "node": "be", "outcome": "kept", "ground": "criminal-file"}
    chain.says("fr", "item.receipt", kept)
    (france,), (belgium,) = to("fr"), to("be")
    assert (france.holds_copy, france.answers[0][0]) == (False, "erased")
    assert (belgium.holds_copy, belgium.way) == (True, "another-hand")
    assert belgium.answers[0][:2] == ("kept", "criminal-file")
    page = chain.office.person("noor.toets")
    page.read(f"/oversight/persons/{Person.objects.get().id}")
    page.expect("no longer", "erased", "it is in a criminal file", "passed on by another node")


def test_messages_that_only_steer_are_no_disclosures(chain):
    """A recall tells nobody anything about a person."""
    answer = passed_on(chain)
    chain.wants("recall", answer)
    assert {one.kind for node in ("it", "fr") for one in to(node)} <= {"request.send", "item.pass"}
