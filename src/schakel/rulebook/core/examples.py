"""Examples of every row: what the tests run, and what the page of the row shows.

An example is the least that makes the row apply, or that keeps it from applying.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schakel.handling.core.case import GateCase
from schakel.handling.core.decision import Decision
from schakel.handling.core.reading import read_case

# To these nothing objects; an example changes them.
GOOD: Mapping[str, Mapping[str, Any]] = {
    "union": {
        "sender": "NL",
        "receiver": "IT",
        "purpose": "crime",
        "subject": "suspect",
        "necessity": "to find the boat",
        "evaluated": True,
    },
    "outside": {
        "sender": "NL",
        "receiver": "XZ",
        "purpose": "crime",
        "subject": "suspect",
        "necessity": "to find the boat",
        "evaluated": True,
        "competent_receiver": True,
        "basis": "binding",
        "risk": "none",
        "judgement": "valid",
        "receiver_is_origin": False,
        "asylum": "none",
    },
    "return": {
        "sender": "NL",
        "receiver": "XZ",
        "purpose": "return",
        "subject": "contact",
        "necessity": "to establish identity",
        "evaluated": True,
        "competent_receiver": True,
        "basis": "binding",
        "risk": "none",
        "judgement": "valid",
        "receiver_is_origin": True,
        "asylum": "none",
        "return_decision_final": True,
        "refoulement": "cleared",
    },
}
NOT = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example of one row.

    Attributes:
        rule: The number of the row.
        start: Which of `GOOD` it changes.
        changes: The keys of a case that differ.
        outcome: What this row answers; empty when it does not apply.
    """

    rule: int
    start: str
    changes: Mapping[str, Any]
    outcome: str

    def case(self) -> GateCase:
        """Return the whole case."""
        return read_case({**GOOD[self.start], **self.changes})

    def agrees_with(self, decision: Decision) -> bool:
        """Tell whether an answer of the gate is what the example says."""
        found = {reason.rule: reason.outcome.value for reason in decision.reasons}
        return found.get(str(self.rule), NOT) == self.outcome


def list_examples(rule: int) -> tuple[Example, ...]:
    """Return the examples of one row, what applies first."""
    return tuple(one for one in EXAMPLES if one.rule == rule)


def _example(rule: int, outcome: str, start: str, **changes: Any) -> Example:
    return Example(rule=rule, start=start, changes=changes, outcome=outcome)


EXAMPLES = (
    _example(1, "refuse", "union", tainted=True),
    _example(1, NOT, "union"),
    _example(2, "refuse", "union", subject="informant"),
    _example(2, "refuse", "union", fields=["handler_name"]),
    _example(2, NOT, "union", fields=["source_grading"]),
    _example(3, "hold", "union", necessity=""),
    _example(3, "hold", "union", evaluated=False),
    _example(3, "hold", "union", personal=False, leads_to=["hiding-place"], evaluated=False),
    _example(3, NOT, "union", personal=False, evaluated=False),
    _example(4, "refuse", "outside", receiver_is_origin=True, fields=["asylum_reference"]),
    _example(4, "hold", "outside", receiver_is_origin=None, fields=["asylum_reference"]),
    _example(
        4,
        "refuse",
        "outside",
        origins=["SY"],
        onward=["SY"],
        reader_risks={"SY": "none"},
        fields=["asylum_reference"],
    ),
    _example(4, "refuse", "outside", receiver_is_origin=True, fields=["interview_recording"]),
    _example(4, NOT, "outside", fields=["asylum_reference"]),
    _example(5, "refuse", "outside", receiver_is_origin=True, asylum="pending"),
    _example(5, "refuse", "outside", receiver_is_origin=True, asylum="granted"),
    _example(5, "refuse", "outside", origins=["SY"], onward=["SY"], asylum="granted"),
    _example(5, "hold", "outside", receiver_is_origin=None, asylum="pending"),
    _example(5, NOT, "outside", receiver_is_origin=True, asylum="final-negative"),
    _example(6, "hold", "outside", receiver_is_origin=True, asylum="unknown"),
    _example(6, "hold", "outside", receiver_is_origin=None, asylum=None),
    _example(6, "hold", "outside", receiver_is_origin=None, asylum=None, personal=False),
    _example(6, "hold", "outside", receiver="INTERPOL", receiver_is_origin=None, asylum="unknown"),
    _example(6, NOT, "outside", receiver_is_origin=True, asylum="none"),
    _example(7, "refuse", "outside", risk="open"),
    _example(7, "refuse", "outside", personal=False, leads_to=["source"], risk="open"),
    _example(7, "refuse", "outside", readers=["SY"], reader_risks={"SY": "open"}),
    _example(7, "hold", "outside", risk=None),
    _example(7, NOT, "outside", personal=False, risk="open"),
    _example(8, "conditions", "outside", risk="assured"),
    _example(8, NOT, "union", risk="assured"),
    _example(9, "refuse", "union", originator="FR", consent="refused"),
    _example(9, NOT, "union", originator="FR", consent="asked"),
    _example(10, "hold", "union", originator="FR", codes=["H2"]),
    _example(10, "refuse", "union", originator="FR", codes=["H2"], consent="refused"),
    _example(10, "conditions", "union", originator="FR", codes=["H2"], threat_no_time=True),
    _example(
        10, NOT, "union", originator="FR", codes=["H2"], consent="given", consent_covers=["IT"]
    ),
    _example(11, "hold", "union", codes=["H1"], purpose="evidence"),
    _example(
        11,
        NOT,
        "union",
        codes=["H1"],
        purpose="evidence",
        consent="given",
        consent_covers=["evidence"],
    ),
    _example(12, "conditions", "union", codes=["H1"]),
    _example(12, NOT, "union", codes=["H0"]),
    _example(13, "hold", "union", codes=["H3"]),
    _example(13, NOT, "union", codes=["H3"], h3_confirmed=True),
    _example(14, "hold", "union", original_purpose="return"),
    _example(14, NOT, "union", original_purpose="crime"),
    _example(15, "allow", "union", personal=False),
    _example(15, NOT, "union", personal=False, leads_to=["person"]),
    _example(15, NOT, "union", personal=False, fields=["safe_house"]),
    _example(16, "hold", "union", special_categories=True),
    _example(16, NOT, "union", special_categories=True, strictly_necessary=True),
    _example(17, "conditions", "union", subject="smuggled-person"),
    _example(17, NOT, "union", subject="victim"),
    _example(18, "conditions", "union", subject="victim"),
    _example(18, NOT, "union", subject="contact"),
    _example(19, "conditions", "union", minor=True),
    _example(19, NOT, "union"),
    _example(20, "hold", "return", return_decision_final=False),
    _example(20, "hold", "return", refoulement="open"),
    _example(20, "refuse", "return", refoulement="barred"),
    _example(20, NOT, "return"),
    _example(21, "hold", "return", minor=True, unaccompanied=True),
    _example(21, NOT, "return", minor=True),
    _example(22, "refuse", "return", fields=["surname", "criminal_record"]),
    _example(22, NOT, "return", fields=["surname", "birth_date"]),
    _example(22, NOT, "return", fields=["father's name", "names_of_spouse_and_children"]),
    _example(23, "conditions", "union"),
    _example(23, NOT, "outside"),
    _example(24, "conditions", "union", receiver="EUROPOL"),
    _example(24, "conditions", "union", receiver="EUROJUST"),
    _example(24, "conditions", "union", receiver="FRONTEX"),
    _example(24, "conditions", "union", receiver="EPPO"),
    _example(24, NOT, "outside", receiver="INTERPOL"),
    _example(25, "hold", "outside", competent_receiver=False),
    _example(25, "hold", "outside", receiver="UNODC"),
    _example(25, NOT, "outside", receiver="ICC"),
    _example(26, "hold", "outside", originator="FR"),
    _example(26, "conditions", "outside", originator="FR", threat_no_time=True),
    _example(26, NOT, "outside", originator="FR", consent="given", consent_covers=["XZ"]),
    _example(27, "refuse", "outside", basis="none"),
    _example(27, "hold", "outside", basis=None),
    _example(27, "refuse", "return", receiver="GB", basis="adequacy"),
    _example(27, "refuse", "outside", receiver="EG", arrangement="eg-europol-2025"),
    _example(27, NOT, "outside", receiver="GB", basis="adequacy", on="2026-11-25"),
    _example(28, "refuse", "outside", basis="derogation-c", systematic=True),
    _example(28, NOT, "outside", basis="binding", systematic=True),
    _example(29, "refuse", "outside", basis="derogation-d", rights_override=True),
    _example(29, NOT, "outside", basis="derogation-c", rights_override=True),
    _example(30, "conditions", "outside"),
    _example(30, "conditions", "outside", receiver="INTERPOL", readers=["NO"]),
    _example(30, NOT, "outside", basis="none"),
    _example(31, "hold", "outside", judgement="expired"),
    _example(31, "hold", "outside", judgement=None, personal=False),
    _example(31, NOT, "union", judgement="expired"),
    _example(32, "hold", "return", subject="witness"),
    _example(32, NOT, "return", subject="witness", open_case=False),
    _example(32, NOT, "return", subject="victim", open_case=True, prosecutor_agrees=True),
    _example(33, "refuse", "union", protected_witness=True),
    _example(33, NOT, "union", subject="witness"),
    _example(34, "hold", "union", stopped=["link"]),
    _example(34, "hold", "union", stopped=["country"], personal=False),
    _example(34, NOT, "union"),
    _example(35, "hold", "outside", assurance_broken=True),
    _example(35, NOT, "outside", assurance_broken=True, personal=False),
    _example(35, NOT, "union", assurance_broken=True),
    _example(36, "hold", "union", unchecked=True),
    _example(36, NOT, "union"),
)
