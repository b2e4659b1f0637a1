"""The register of processing, read from the configuration as it runs.

Source: Directive (EU) 2016/680, art. 24; Regulation (EU) 2016/679, art. 30.
"""

from dataclasses import dataclass

from django.conf import settings

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.queries import User, list_units, list_users, require
from schakel.handling.core.case import Purpose, Subject
from schakel.network.queries import list_linked_nodes
from schakel.safeguards.queries import is_european, list_facts
from schakel.shell.capabilities import capabilities
from schakel.wire.core.sealed import SUITE

KINDS_OF_DATA = "names roles births nationalities identifiers files requests answers log".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What one unit of this node processes; codes throughout, the page says them in words.

    `recipients` are (node, country, ground of transfer), the ground empty within the Union and
    `none` where no fact of this node gives one; `roles` are those that people of the unit have.
    """

    unit: str
    name_en: str
    name_nl: str
    controller: str
    regime: str
    purposes: tuple[str, ...]
    subjects: tuple[str, ...]
    data: tuple[str, ...]
    recipients: tuple[tuple[str, str, str], ...]
    roles: tuple[str, ...]
    security: tuple[str, ...]


def list_activities(*, for_user: User) -> list[Activity]:
    """Return one activity per unit whose people work with content, by code.

    Raises:
        NotAllowedError: The role does not oversee.
    """
    require(for_user, Capability.OVERSEE)
    recipients = tuple(
        (card.code, card.country, "" if is_european(card.country) else _ground(card.country))
        for card in list_linked_nodes()
    )
    found = []
    for unit in list_units():
        roles = {Role(user.role) for user in list_users(unit=unit) if user.is_active}
        if not any(has_capability(role, Capability.READ_CONTENT) for role in roles):
            continue
        found.append(
            Activity(
                unit=unit.code,
                name_en=unit.name_en,
                name_nl=unit.name_nl,
                controller=unit.controller,
                regime=unit.regime,
                purposes=tuple(purpose.value for purpose in Purpose),
                subjects=tuple(subject.value for subject in Subject),
                data=tuple(KINDS_OF_DATA),
                recipients=recipients,
                roles=tuple(sorted(role.value for role in roles)),
                security=_security(),
            )
        )
    return found


def _ground(country: str) -> str:
    facts = {fact.indicator: fact.value for fact in list_facts(country)}
    return facts.get("transfer-basis", "none")


def _security() -> tuple[str, ...]:
    engine = str(settings.DATABASES["default"]["ENGINE"]).rpartition(".")[2]
    second_factor = "practice" if settings.SCHAKEL_NODE.practice else "second-factor"
    return (f"suite {SUITE}", engine, second_factor, "merkle-log", *sorted(capabilities.names()))
