"""Who plays in the demo: every node, unit, person and number here is invented."""

from dataclasses import dataclass

from schakel.accounts.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPart:
    """One unit of a node: its controller and the law under which it works."""

    code: str
    kind: str
    name_en: str
    name_nl: str
    controller: str
    regime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPart:
    """One invented person; `shown` when the demo prints a sign-in link at its start."""

    username: str
    name: str
    role: Role
    unit: str
    shown: bool = False
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePart:
    """One node with its units and people."""

    code: str
    name_en: str
    name_nl: str
    country: str
    time_zone: str
    units: tuple[UnitPart, ...]
    people: tuple[PersonPart, ...]


NETHERLANDS = NodePart(
    code="nl",
    name_en="Netherlands",
    name_nl="Nederland",
    country="NL",
    time_zone="Europe/Amsterdam",
    units=(
        UnitPart(
            code="liaison",
            kind="liaison",
            name_en="Liaison post (Royal Marechaussee)",
            name_nl="Liaisonpost (Koninklijke Marechaussee)",
            controller="Minister van Defensie",
            regime="wpg",
        ),
        UnitPart(
            code="spoc",
            kind="spoc",
            name_en="Single point of contact (police)",
            name_nl="Nationaal contactpunt (politie)",
            controller="Korpschef van politie",
            regime="wpg",
        ),
        UnitPart(
            code="om",
            kind="prosecution",
            name_en="Prosecution office (IRC)",
            name_nl="Parket (IRC)",
            controller="College van procureurs-generaal",
            regime="wjsg",
        ),
        UnitPart(
            code="ind",
            kind="immigration",
            name_en="Immigration service",
            name_nl="Immigratie- en Naturalisatiedienst",
            controller="Minister van Asiel en Migratie",
            regime="avg",
        ),
        UnitPart(
            code="office",
            kind="office",
            name_en="Node office",
            name_nl="Knooppuntbeheer",
            controller="Korpschef van politie",
            regime="avg",
        ),
    ),
    people=(
        PersonPart(
            username="jip.voorbeeld",
            name="Jip Voorbeeld",
            role=Role.LIAISON_OFFICER,
            unit="liaison",
            shown=True,
            deputy="pim.voorbeeld",
        ),
        PersonPart(
            username="pim.voorbeeld",
            name="Pim Voorbeeld",
            role=Role.LIAISON_OFFICER,
            unit="liaison",
        ),
        PersonPart(
            username="sanne.oefening",
            name="Sanne Oefening",
            role=Role.SPOC_DESK,
            unit="spoc",
            shown=True,
        ),
        PersonPart(
            username="floor.verzonnen",
            name="Floor Verzonnen",
            role=Role.PROSECUTOR,
            unit="om",
        ),
        PersonPart(username="bo.proef", name="Bo Proef", role=Role.IND_LIAISON, unit="ind"),
        PersonPart(
            username="noor.toets", name="Noor Toets", role=Role.PRIVACY_OFFICER, unit="office"
        ),
        PersonPart(
            username="roos.oordeel",
            name="Roos Oordeel",
            role=Role.HUMAN_RIGHTS_DESK,
            unit="office",
        ),
        PersonPart(
            username="sem.oordeel", name="Sem Oordeel", role=Role.HUMAN_RIGHTS_DESK, unit="office"
        ),
        PersonPart(
            username="kees.knop", name="Kees Knop", role=Role.NODE_ADMINISTRATOR, unit="office"
        ),
    ),
)

ITALY = NodePart(
    code="it",
    name_en="Italy",
    name_nl="Italië",
    country="IT",
    time_zone="Europe/Rome",
    units=(
        UnitPart(
            code="spoc",
            kind="spoc",
            name_en="Single point of contact (Italy)",
            name_nl="Nationaal contactpunt (Italië)",
            controller="Ministero dell'Interno",
            regime="national-police-law",
        ),
        UnitPart(
            code="procura",
            kind="prosecution",
            name_en="Prosecution office (Italy)",
            name_nl="Parket (Italië)",
            controller="Procura della Repubblica",
            regime="national-criminal-procedure",
        ),
    ),
    people=(
        PersonPart(
            username="gaia.esempio",
            name="Gaia Esempio",
            role=Role.SPOC_DESK,
            unit="spoc",
            shown=True,
        ),
        PersonPart(
            username="elio.prova",
            name="Elio Prova",
            role=Role.PROSECUTOR,
            unit="procura",
            shown=True,
        ),
        PersonPart(
            username="ugo.pratica",
            name="Ugo Pratica",
            role=Role.NODE_ADMINISTRATOR,
            unit="spoc",
        ),
    ),
)

ZANDRIA = NodePart(
    code="xz",
    name_en="Zandria",
    name_nl="Zandrië",
    country="XZ",
    time_zone="Etc/GMT-3",  # three hours ahead of UTC, all year
    units=(
        UnitPart(
            code="authority",
            kind="central",
            name_en="Border Directorate of Zandria",
            name_nl="Grensdirectie van Zandrië",
            controller="Border Directorate of Zandria",
            regime="national-police-law",
        ),
    ),
    people=(
        PersonPart(
            username="tamar.zand",
            name="Tamar Zand",
            role=Role.SPOC_DESK,
            unit="authority",
            shown=True,
        ),
        PersonPart(
            username="ilo.zand",
            name="Ilo Zand",
            role=Role.LIAISON_OFFICER,
            unit="authority",
            shown=True,
        ),
    ),
)

NODES = (NETHERLANDS, ITALY, ZANDRIA)
