"""Names of the fields that would leave, and what the law says of some of them."""

import re
from collections.abc import Iterable

# What tells a State that somebody sought protection against it (Regulation (EU) 2024/1348, art. 7).
_FIRST_ASYLUM = (
    "asylum asiel refugee vluchteling persecution international_protection protection_application "
    "protection_status subsidiary_protection eurodac legal_adviser interview_report"
).split()
_ASYLUM = (
    *_FIRST_ASYLUM,
    *"interview_recording protection_claim protection_request temporary_protection legal_advisor "
    "country_of_origin_information coi_request".split(),
)
# Who an informant is, or how he is handled (Wpg, art. 12).
_INFORMANT = "informant handler human_source source_identity source_name".split()
# The particulars of a readmission application. Health is not among them: only with the person's
# consent.
_FIRST_FORM = frozenset(
    "given_name first_name forename surname family_name last_name name full_name maiden_name "
    "birth_name earlier_name previous_name former_name nickname pseudonym alias aliases "
    "birth_date date_of_birth birth_place place_of_birth birth_country country_of_birth sex gender "
    "physical_description height father_name mother_name parent "
    "nationality nationalities current_nationality earlier_nationality previous_nationality "
    "language civil_status marital_status spouse spouse_name child children photo photograph "
    "fingerprint biometric passport passport_number identity_card identity_card_number "
    "driving_licence driving_licence_number identity_document travel_document document_number "
    "document_type document_validity date_of_issue place_of_issue issuing_authority itinerary "
    "stop_over means_of_evidence means_of_proof prima_facie_evidence last_residence reference "
    "requesting_authority requested_authority observation".split()
)
_FORM = _FIRST_FORM | frozenset(
    "date_and_place_of_birth earlier_surname father mother parent_name name_of_father "
    "name_of_mother current_and_previous_nationality native_language wife husband "
    "name_of_spouse name_of_child name_of_children name_of_spouse_and_children "
    "spouse_and_children eye_colour hair_colour distinguishing_mark passport_validity "
    "passport_issuing_authority passport_date_of_issue passport_place_of_issue "
    "identity_card_validity identity_document_number travel_document_number validity "
    "date_of_expiry document_issuing_authority itinerarie stopover requesting_state "
    "requested_state date_of_the_request signature".split()
)
# What leads to somebody though no name is in the set.
_HIDING_PLACE = "hiding_place hideout safe_house stash_house shelter".split()
_IDENTIFYING = frozenset(
    "given_name first_name forename surname family_name last_name name full_name maiden_name "
    "nickname alias aliases birth_date date_of_birth photo photograph fingerprint biometric dna "
    "phone phone_number telephone email email_address handle imei imsi iban account_number "
    "card_number passport passport_number identity_card identity_card_number driving_licence "
    "document_number plate licence_plate vin address home_address whereabouts".split()
)


def list_leading_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that can lead to a person, a hiding place or a source, sorted.

    Source: Directive (EU) 2016/680, art. 3(1): whoever can be identified is a person.
    """
    given = tuple(fields)
    exact = {f for f in given if {_plain(f), _plain(f).removesuffix("s")} & _IDENTIFYING}
    return tuple(sorted(exact | set(_naming(given, (*_HIDING_PLACE, *_INFORMANT)))))


def list_asylum_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that would tell of an asylum procedure or of persecution, sorted.

    Source: Regulation (EU) 2024/1348, art. 7(1)-(2).
    """
    return _naming(fields, _ASYLUM)


def list_first_asylum_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the same as the list was before version 2026-11-25.4."""
    return _naming(fields, _FIRST_ASYLUM)


def list_informant_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that would tell who an informant is or how he is handled, sorted.

    Source: Wpg, art. 12.
    """
    return _naming(fields, _INFORMANT)


def list_fields_outside_readmission(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that a readmission application does not have, sorted.

    Source: readmission agreements of the Union, for example with Sri Lanka, art. 7(1).
    """
    form = {_singular(field) for field in _FORM}
    return tuple(sorted(field for field in fields if _singular(field) not in form))


def list_fields_outside_first_form(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the same as the form was before version 2026-11-25.4."""
    return tuple(
        sorted(f for f in fields if not {_plain(f), _plain(f).removesuffix("s")} & _FIRST_FORM)
    )


def _naming(fields: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(field for field in fields if any(w in _plain(field) for w in words)))


def _plain(field: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", field.lower()).strip("_")


def _singular(field: str) -> str:
    return "_".join(w for word in _plain(field).split("_") if (w := word.removesuffix("s")))
