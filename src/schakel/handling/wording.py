"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import HandlingCode, Purpose, Subject
from schakel.handling.core.decision import Outcome

OUTCOMES: dict[str, Promise] = {
    Outcome.ALLOW: _("Allowed"),
    Outcome.CONDITIONS: _("Allowed on conditions"),
    Outcome.HOLD: _("Held: not yet"),
    Outcome.REFUSE: _("Refused"),
}
TONES: dict[str, str] = {
    Outcome.ALLOW: "positive",
    Outcome.CONDITIONS: "info",
    Outcome.HOLD: "warning",
    Outcome.REFUSE: "negative",
}
PURPOSES: dict[str, Promise] = {
    Purpose.CRIME: _("preventing and combating crime"),
    Purpose.EVIDENCE: _("evidence in criminal proceedings"),
    Purpose.RETURN: _("return"),
    Purpose.IMMEDIATE_THREAT: _("immediate threat to life"),
    Purpose.ICC: _("International Criminal Court"),
    Purpose.STATISTICS: _("statistics"),
}
SUBJECTS: dict[str, Promise] = {
    Subject.SUSPECT: _("suspect"),
    Subject.CONVICTED: _("convicted"),
    Subject.VICTIM: _("victim"),
    Subject.WITNESS: _("witness"),
    Subject.CONTACT: _("contact"),
    Subject.INFORMANT: _("informant"),
    Subject.SMUGGLED_PERSON: _("smuggled person"),
}
CODES: dict[str, Promise] = {
    HandlingCode.H0: _("H0: to prevent and combat crime only"),
    HandlingCode.H1: _("H1: not in court without permission"),
    HandlingCode.H2: _("H2: not passed on without permission"),
    HandlingCode.H3: _("H3: another restriction, written below"),
}
# The sentences of `core.texts` again, where the catalogue can find them; a test compares.
_SENTENCES = (
    _("The information was obviously obtained in violation of human rights."),
    _("It would show who an informant is or how he is handled."),
    _("Say why it is necessary, and grade source and information."),
    _("It would tell the country of origin about an asylum procedure."),
    _("Find out first whether the receiver is the person's country of origin."),
    _("The person seeks or has protection against this country."),
    _("The person seeks or has protection; find out first whether against this country."),
    _("Ask the immigration service first whether the person seeks protection."),
    _("There is an open risk of death penalty or torture at the receiver."),
    _("The risk of death penalty or torture at the receiver has not been judged."),
    _("The risk is covered by an assurance, which must travel with it."),
    _("The originator refused."),
    _("H2: the originator must consent before it is passed on."),
    _("H2: the originator refused that it is passed on."),
    _("H2: an immediate threat leaves no time; the originator is told at once."),
    _("H1: the originator must consent before it is used in court."),
    _("H1: for intelligence only."),
    _("H3: somebody must read the restriction and confirm it."),
    _("It was given for another purpose; the originator must consent."),
    _("There is no personal data in it."),
    _("Special categories of data: say why they are strictly necessary."),
    _("The person is the object of smuggling, never a suspect for that."),
    _("The person is protected: the smallest set of fields, the address masked."),
    _("The person is a minor."),
    _("Return needs a final decision and a cleared non-refoulement statement."),
    _("Return is barred: the person would be at risk there."),
    _("Return of an unaccompanied minor: check family, guardian or reception first."),
    _("These fields are not part of the readmission form"),
    _("The receiver is in the Union or associated with Schengen."),
    _("The receiver is a body of the Union."),
    _("The receiver must be a competent authority, or the form of art. 39 filled in."),
    _("It comes from a Member State that has not authorised the transfer."),
    _("An immediate threat leaves no time; the Member State is told at once."),
    _("There is no legal basis for a transfer to this receiver."),
    _("The legal basis for a transfer to this receiver is not known."),
    _("A derogation cannot carry systematic transfers."),
    _("The rights of the person override this derogation."),
    _("The transfer has a legal basis."),
    _("There is no valid human-rights judgement on the receiver."),
    _("The assurance is attached."),
    _("The originator is told at once."),
    _("Not to be used in court."),
    _("The category 'smuggled person' travels with the data."),
    _("Only the fields allowed for victims, witnesses and smuggled persons."),
    _("The address is masked."),
    _("A second person approves."),
    _("A note says why this is in the best interests of the child."),
    _("The handling codes travel with the data."),
    _("No stricter conditions than at home."),
    _("Purposes and restrictions are stated."),
    _("Not to be passed on without permission."),
    _("For this purpose only."),
    _("Date, receiver, reason and data are documented."),
    _("The categories are reported to the supervisory authority."),
    _("No rule says that this may leave. Ask the human-rights desk or the privacy officer."),
)


def say(text: str) -> str:
    """Return a sentence of the table in the reader's language."""
    return gettext(text)
