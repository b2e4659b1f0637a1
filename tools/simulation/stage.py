"""What every course of events begins with: three linked nodes, made once per process."""

import atexit
import shutil
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.core.management import call_command

from schakel.accounts.core.roles import Role
from schakel.accounts.models import Unit, User
from schakel.exchange.queries import own_card
from schakel.network.actions import link_node, note_heard
from schakel.shell.capabilities import capabilities
from schakel.shell.home import NodeIdentity
from schakel.wire.actions.keys import make_keys
from tools.simulation.machine import Machine

CODES = ("be", "it", "nl")
OFFICER = "officer"
BEGINNING = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TABLES = """
CREATE TABLE sim_deed (
    id INTEGER PRIMARY KEY, node TEXT, number INTEGER, envelope TEXT, is_large INTEGER
);
CREATE TABLE sim_effect (
    id INTEGER PRIMARY KEY, node TEXT, number INTEGER, envelope TEXT, files TEXT
);
"""


def new_machines(root: Path) -> dict[str, Machine]:
    """Return three linked nodes with nothing on the way, with their files under `root`."""
    machines = {}
    for code, (image, keys) in _images().items():
        home = root / code
        shutil.copytree(keys, home / "keys")
        machines[code] = Machine(_identity(code), home=home, image=image)
    return machines


@lru_cache(maxsize=1)
def _images() -> dict[str, tuple[bytes, Path]]:
    """Return, per node, its database and the folder of its keys."""
    root = Path(tempfile.mkdtemp(prefix="schakel-simulation-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    first = Machine(_identity(CODES[0]), home=root / CODES[0])
    with first.at_work():
        call_command("migrate", verbosity=0)
        _staff()
    first.raw.executescript(TABLES)
    empty = first.raw.serialize()
    machines = {code: Machine(_identity(code), home=root / code, image=empty) for code in CODES}
    cards = {}
    for code, machine in machines.items():
        with machine.at_work():
            make_keys(machine.home)
            cards[code] = own_card()
    for code, machine in machines.items():
        with machine.at_work():
            for other in CODES:
                if other != code:
                    link_node(card=cards[other], by=None, now=BEGINNING)
                    note_heard(
                        code=other, capabilities=dict(capabilities), protocol="1", now=BEGINNING
                    )
    images = {code: (one.raw.serialize(), one.home / "keys") for code, one in machines.items()}
    for machine in (first, *machines.values()):
        machine.throw_away()
    return images


def _staff() -> None:
    """Give a node one desk, and one person who decides."""
    unit = Unit.objects.create(
        code="spoc",
        kind="spoc",
        name_en="Desk",
        name_nl="Loket",
        controller="Desk",
        regime="wpg-9",
    )
    User.objects.create(username=OFFICER, role=Role.PROSECUTOR, unit=unit)


def _identity(code: str) -> NodeIdentity:
    return NodeIdentity(
        code=code,
        name_en=code,
        name_nl=code,
        country=code.upper(),
        time_zone="Europe/Amsterdam",
        url=f"https://{code}.example",
        practice=False,
    )
