"""Fill one node of the demo: people, directory, facts, links, and what a partner holds."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.conf import settings

from schakel.accounts.actions import (
    make_one_time_link,
    make_unit,
    make_user,
    set_deputy,
)
from schakel.accounts.queries import find_user
from schakel.casework import actions as casework
from schakel.casework.core.closing import Europol
from schakel.casework.queries import list_reports
from schakel.handling.core.case import Subject
from schakel.network.actions import link_node, load_directory
from schakel.network.core.cards import read_card
from schakel.safeguards.actions import load_facts, load_own_facts
from schakel.site.demo.cast import NODES, NodePart

SAMPLES = Path(__file__).parent / "samples"
INVENTED = "practice"  # said in words by safeguards.wording
ZANDRIA_FACTS: tuple[tuple[str, str], ...] = (
    ("transfer-basis", "none"),
    ("death-penalty-risk", "open"),
    ("torture-risk", "open"),
    ("competent-authority", "yes"),
    ("name-en", "Zandria"),
    ("name-nl", "Zandrië"),
)
ITALIAN_IDENTIFIERS = (("phone", "+447700900123"), ("iban", "IT60X0542811101000000123456"))


def seed(book: Path, *, now: datetime) -> dict[str, str]:
    """Fill this node once; return fresh one-time links, user name -> path.

    Args:
        book: A file with the cards of all nodes of the demo.
        now: The moment.
    """
    part = next(part for part in NODES if part.code == settings.SCHAKEL_NODE.code)
    _people(part, now=now)
    for card in json.loads(book.read_text(encoding="utf-8")):
        if card["code"] != part.code:
            link_node(card=read_card(card), by=None, now=now)
    load_directory([line for other in NODES for line in _authorities(other, part)], now=now)
    load_own_facts(now=now)
    load_facts([_fact(*fact) for fact in ZANDRIA_FACTS], now=now)
    _holdings(part, now=now)
    _samples(book.parent / "samples")
    return {p.username: make_one_time_link(username=p.username, now=now) for p in part.people}


def _people(part: NodePart, *, now: datetime) -> None:
    for unit in part.units:
        make_unit(
            code=unit.code,
            kind=unit.kind,
            name_en=unit.name_en,
            name_nl=unit.name_nl,
            controller=unit.controller,
            regime=unit.regime,
            now=now,
        )
    for person in part.people:
        make_user(
            username=person.username,
            name=person.name,
            role=person.role,
            unit_code=person.unit,
            email=f"{person.username}@{part.code}.example",
            now=now,
        )
    for person in part.people:
        user, deputy = find_user(person.username), find_user(person.deputy)
        if user and deputy and user.deputy_id is None:
            set_deputy(deputy=deputy, by=user, now=now)


def _authorities(other: NodePart, own: NodePart) -> list[Mapping[str, Any]]:
    if other.code == own.code:
        return []
    return [
        {
            "country": other.country,
            "kind": unit.kind,
            "name_en": unit.name_en,
            "name_nl": unit.name_nl,
            "node_id": other.code,
            "unit_code": unit.code,
            "time_zone": other.time_zone,
            "opens_at": time(0) if unit.kind == "spoc" else time(9),  # art. 14: round the clock
            "closes_at": time(0) if unit.kind == "spoc" else time(17),
            "channels": ["schakel", "siena"] if unit.kind == "spoc" else ["schakel"],
            "languages": "en",
            "source": INVENTED,
            "as_of_date": date(2026, 11, 24),
            "status": "assumption",
        }
        for unit in other.units
        if unit.kind != "office"
    ]


def _fact(indicator: str, value: str) -> dict[str, str]:
    return {
        "party": "XZ",
        "indicator": indicator,
        "value": value,
        "year": "2026",
        "status": "assumption",
        "source": INVENTED,
        "licence": "EUPL-1.2",
        "note": "",
    }


def _holdings(part: NodePart, *, now: datetime) -> None:
    """Give the Italian single point of contact a report that knows the boat supplier."""
    user = find_user("gaia.esempio")
    if part.code != "it" or user is None or list_reports(user).exists():
        return
    report_id = casework.start_report(
        by=user,
        now=now,
        values={
            "title": "Supplier of engines, Porto Immaginario",
            "text": "Seen in an earlier inquiry; sold a motor vessel in October.",
            "source_grade": "B",
            "information_grade": "2",
            "necessity": "supplier of boats to a smuggling network",
        },
    )
    for kind, value in ITALIAN_IDENTIFIERS:
        casework.add_identifier(report_id=report_id, kind=kind, value=value, by=user, now=now)
    casework.add_person(
        report_id=report_id, role=Subject.SUSPECT, name="Fantasia, Rico", by=user, now=now
    )
    casework.decide_europol(
        report_id=report_id,
        answer=Europol.LATER,
        purposes=[],
        restrictions="",
        reason="inquiry is running",
        by=user,
        now=now,
    )
    casework.close_report(report_id=report_id, by=user, now=now)


def _samples(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES.iterdir():
        copyfile(sample, folder / sample.name)
