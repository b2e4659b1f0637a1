"""The rule of its own for danger to life: what an alert to a rescue centre may hold."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from schakel.handling.core.case import GateCase, Purpose
from schakel.handling.core.decision import Decision, Outcome, Reason
from schakel.handling.core.versions import CURRENT

RULE = "danger-to-life"


class Craft(StrEnum):
    """What the people are in or on."""

    BOAT = "boat"
    LORRY = "lorry"
    VAN = "van"
    CAR = "car"
    TRAIN = "train"
    CONTAINER = "container"
    ON_FOOT = "on-foot"


class Condition(StrEnum):
    """What threatens them."""

    IN_THE_WATER = "in-the-water"
    SINKING = "sinking"
    ADRIFT = "adrift"
    FIRE = "fire"
    LOCKED_IN = "locked-in"
    NO_AIR = "no-air"
    NO_WATER = "no-water"
    COLD = "cold"
    HEAT = "heat"
    INJURED = "injured"
    UNCONSCIOUS = "unconscious"
    CHILDREN = "children"


_FORMS = {
    "latitude": re.compile(r"-?[0-9]{1,2}\.[0-9]{5}"),
    "longitude": re.compile(r"-?[0-9]{1,3}\.[0-9]{5}"),
    "road": re.compile(r"([A-Z]{1,2}[0-9]{1,4})?"),
    "kilometre": re.compile(r"[0-9]{1,4}\.[0-9]"),
    "seen_at": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9:]{5}"),
}
ALERT = Decision(
    outcome=Outcome.ALLOW,
    reasons=(
        Reason(
            rule=RULE,
            outcome=Outcome.ALLOW,
            text="Danger to life: position, number and condition go to a rescue centre.",
            source="SOLAS, chapter V, reg. 33; Smuggling Protocol, arts 8, 16",
            verified="K",
        ),
    ),
    conditions=(),
    table_version=CURRENT,
)


def alert_case(sender: str, receiver: str) -> GateCase:
    """Return the case of an alert, as it is kept."""
    return GateCase(sender=sender, receiver=receiver, purpose=Purpose.IMMEDIATE_THREAT)


def is_alert_content(content: Mapping[str, Any]) -> bool:
    """Tell whether the content is an alert and nothing more: numbers and codes, no text."""
    if set(content) != {*_FORMS, "people", "craft", "conditions"}:
        return False
    formed = all(_has_form(content[name], form) for name, form in _FORMS.items())
    people, conditions = content["people"], content["conditions"]
    counted = people is None or (isinstance(people, int) and not isinstance(people, bool))
    coded = isinstance(conditions, list) and all(one in list(Condition) for one in conditions)
    return formed and counted and coded and content["craft"] in list(Craft)


def _has_form(value: object, form: re.Pattern[str]) -> bool:
    return value is None or (isinstance(value, str) and form.fullmatch(value) is not None)
