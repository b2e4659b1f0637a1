"""What the pages of the table say of rows, versions, laws and arrangements."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.handling.core.case import Basis, Regime

BASES: dict[str, Promise] = {
    Basis.ADEQUACY: _("adequacy decision"),
    Basis.BINDING: _("binding instrument"),
}
REGIMES: dict[str, Promise] = {
    Regime.LED: _("police and justice"),
    Regime.GDPR: _("general data protection"),
}
# What `core` says, again, where the catalogue can find it; a test compares.
TABLE_SENTENCES = (
    _("Information obviously obtained in violation of human rights goes nowhere."),
    _("The identity of an informant and how he is handled go nowhere."),
    _("Personal data leaves with a necessity in words and a 4x4 grading."),
    _("What leads to a person leaves with a necessity in words and a 4x4 grading."),
    _("No field on asylum or persecution reaches the origin, nor what may be the origin."),
    _("No field on asylum or persecution reaches an origin, nor what may be one."),
    _("Nothing on somebody who seeks or has protection reaches the origin."),
    _("Nothing on somebody who seeks or has protection reaches an origin, by whatever way."),
    _("Before anything reaches what may be the origin, the immigration service is asked."),
    _("Before anything reaches what may be an origin, the immigration service is asked."),
    _("Nothing that can lead to a person goes where it may lead to death or ill-treatment."),
    _("Nothing that can lead to somebody is read where it may lead to death or ill-treatment."),
    _("An assurance travels with what it covers."),
    _("A no of the originator is a no."),
    _("H2 material of somebody else goes further only to whom he consented."),
    _("H1 material is evidence only with a consent that says so."),
    _("H1 material for another purpose says that it is for intelligence only."),
    _("Somebody reads the restriction and confirms it before it leaves."),
    _("Another purpose than it was given for needs a consent that says so."),
    _("Routes, methods and documents that lead to nobody may go; rows 16 to 30 end here."),
    _("Health, religion, origin and the like go only when strictly necessary."),
    _("A smuggled person is never presented as a suspect."),
    _("Of protected people the smallest set of fields leaves, the address masked."),
    _("A second person looks, and a note says why this serves the child."),
    _("Return needs a final decision and a cleared non-refoulement statement."),
    _("Family, a guardian or reception is made sure of first."),
    _("Nothing that the readmission form does not have leaves for a return."),
    _("The codes travel; nothing is stricter than at home."),
    _("Purposes and restrictions are stated."),
    _("Purposes and restrictions are stated; each body has its own law."),
    _("Outside, the receiver is a competent authority, or the five conditions are written down."),
    _("What another Member State gave goes outside with its authorisation only."),
    _("No transfer without adequacy, safeguards or a derogation."),
    _("No transfer without adequacy, safeguards or a derogation that covers it."),
    _("A derogation is for a single case."),
    _("Derogations d and e yield to the rights of the person."),
    _("A transfer is locked to receiver and purpose, and documented."),
    _("Nothing goes outside while the judgement on the receiver is missing or expired."),
    _("A victim or witness stays until a prosecutor has answered, or the case is closed."),
    _("Who is under witness protection, and where, goes nowhere."),
    _("The first table: the rows of the law notes and the human-rights judgement."),
    _(
        "A receiver is everybody who can read it; a set that leads to somebody counts as "
        "personal; one line for each organisation; adequacy and arrangements count only "
        "for what they cover; victims and witnesses in an open case are not returned "
        "unheard; protected witnesses stay unseen."
    ),
    _(
        "The privacy officer and the human-rights desk can stop a country, an authority, a "
        "link or a case; an assurance that was broken or is overdue holds."
    ),
    _("What comes in from outside is checked before it is used."),
    _(
        "Not knowing whether a third country is the origin holds, with or without personal "
        "data; more names of fields tell of asylum, and more are on the readmission form."
    ),
    _("What came in from outside is not used before somebody checked how it was obtained."),
    _("What the privacy officer or the human-rights desk stopped stays, until another lifts it."),
    _("Who broke an assurance, or let it lapse, gets nothing that leads to somebody."),
    _("Directive (EU) 2016/680 on data protection in law enforcement"),
    _("Wet politiegegevens (Dutch police data act)"),
    _("Europol Regulation"),
    _("Eurojust Regulation"),
    _("European Border and Coast Guard"),
    _("European Public Prosecutor"),
    _("Asylum Procedures Regulation"),
    _("Prüm II Regulation"),
    _("Police information exchange"),
    _("Return Directive"),
    _("Victims' Rights Directive"),
    _("Residence permits for victims"),
    _("European Convention on Human Rights"),
    _("Charter of Fundamental Rights of the Union"),
    _("Protocol against the Smuggling of Migrants by Land, Sea and Air"),
    _("Convention against Transnational Organized Crime"),
    _("Convention on the Rights of the Child"),
    _("Rome Statute of the International Criminal Court"),
    _("Implementing Decision (EU) 2021/1773, renewed in 2025"),
    _("Implementing Decision (EU) 2021/1772, renewed in 2025: not for immigration control"),
    _("Working arrangement with Europol: no personal data"),
    _("Readmission agreement with the Union, in force from that year"),
)
