"""One outgoing exchange as the gate sees it; the shape of `schakel gate ask`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from schakel.kernel.fieldnames import list_leading_fields


class Purpose(StrEnum):
    """What the receiver will use it for."""

    CRIME = "crime"
    EVIDENCE = "evidence"
    RETURN = "return"
    IMMEDIATE_THREAT = "immediate-threat"
    ICC = "icc"
    STATISTICS = "statistics"


class HandlingCode(StrEnum):
    """Europol handling codes; H1, H2 and H3 combine, H0 stands alone."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Subject(StrEnum):
    """The category of the person concerned (Directive (EU) 2016/680, art. 6; Protocol, art. 5)."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    CONTACT = "contact"
    INFORMANT = "informant"
    SMUGGLED_PERSON = "smuggled-person"


class Lead(StrEnum):
    """What a set without names can still lead to."""

    PERSON = "person"
    HIDING_PLACE = "hiding-place"
    SOURCE = "source"


class Regime(StrEnum):
    """The law that governs the data at the sender."""

    LED = "led"
    GDPR = "gdpr"


class Consent(StrEnum):
    """How the originator answered."""

    NONE = "none"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class Basis(StrEnum):
    """Ground of a transfer outside the Union (Directive (EU) 2016/680, arts 36-38)."""

    ADEQUACY = "adequacy"
    BINDING = "binding"
    ASSESSED = "assessed"
    DEROGATION_A = "derogation-a"
    DEROGATION_B = "derogation-b"
    DEROGATION_C = "derogation-c"
    DEROGATION_D = "derogation-d"
    DEROGATION_E = "derogation-e"
    NONE = "none"


class Risk(StrEnum):
    """Risk of death penalty or ill-treatment at the receiver."""

    NONE = "none"
    ASSURED = "assured"
    OPEN = "open"


class Judgement(StrEnum):
    """State of the human-rights judgement on the receiver."""

    NONE = "none"
    VALID = "valid"
    EXPIRED = "expired"


class Asylum(StrEnum):
    """Answer of the immigration service, never its reasons."""

    NONE = "none"
    PENDING = "pending"
    GRANTED = "granted"
    FINAL_NEGATIVE = "final-negative"
    UNKNOWN = "unknown"


class Stop(StrEnum):
    """What somebody stopped that this exchange belongs to."""

    COUNTRY = "country"
    AUTHORITY = "authority"
    LINK = "link"
    CASE = "case"


class Refoulement(StrEnum):
    """The individual non-refoulement statement."""

    OPEN = "open"
    CLEARED = "cleared"
    BARRED = "barred"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverFacts:
    """What is known of a receiver; None is unknown, and unknown is never good.

    `arrangement` is the id of a row of `arrangements`, when the basis is one of those.
    """

    competent_receiver: bool | None = None
    basis: Basis | None = None
    arrangement: str | None = None
    risk: Risk | None = None
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCase:
    """One set of fields to one receiver for one purpose.

    `sender`, `receiver` and `originator` are ISO 3166 alpha-2 codes, or one of EUROPOL, EUROJUST,
    FRONTEX, EPPO, INTERPOL, UNODC, ICC. None means unknown.

    Attributes:
        readers: Others who can read what the receiver gets, by the same codes.
        onward: Those to whom the receiver is expected to pass it on.
        reader_risks: The risk of death penalty or ill-treatment at each of these.
        origins: Countries of nationality or former residence, and those that the immigration
            service names.
        on: The day on which it leaves, for what is valid for a time.
    """

    sender: str
    receiver: str
    purpose: Purpose
    original_purpose: Purpose | None = None
    originator: str | None = None
    codes: frozenset[HandlingCode] = frozenset()
    h3_confirmed: bool = False
    consent: Consent = Consent.NONE
    consent_covers: frozenset[str] = frozenset()
    personal: bool = True
    leads_to: frozenset[Lead] = frozenset()
    readers: frozenset[str] = frozenset()
    onward: frozenset[str] = frozenset()
    reader_risks: Mapping[str, Risk] = field(default_factory=dict)
    origins: frozenset[str] = frozenset()
    regime: Regime = Regime.LED
    on: date | None = None
    subject: Subject | None = None
    minor: bool = False
    unaccompanied: bool = False
    fields: frozenset[str] = frozenset()
    special_categories: bool = False
    strictly_necessary: bool = False
    facts: ReceiverFacts = field(default_factory=ReceiverFacts)
    systematic: bool = False
    rights_override: bool = False
    receiver_is_origin: bool | None = None
    asylum: Asylum | None = None
    return_decision_final: bool = False
    refoulement: Refoulement | None = None
    necessity: str = ""
    evaluated: bool = False
    threat_no_time: bool = False
    tainted: bool = False
    open_case: bool | None = None
    prosecutor_agrees: bool = False
    protected_witness: bool = False
    stopped: frozenset[Stop] = frozenset()
    assurance_broken: bool = False
    unchecked: bool = False

    @property
    def leads_somewhere(self) -> bool:
        """Tell whether it is personal, or can lead to a person, a hiding place or a source."""
        return self.personal or bool(self.leads_to or list_leading_fields(self.fields))


def concerning(*, personal: bool) -> Mapping[str, Any]:
    """Return the keys of a case about somebody, or about nobody: then it has no origin to ask."""
    return {} if personal else {**_NOBODY}


_NOBODY: Mapping[str, Any] = {
    "personal": False,
    "receiver_is_origin": False,
    "asylum": Asylum.NONE,
}
