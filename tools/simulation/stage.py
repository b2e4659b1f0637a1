"""What every course of events begins with: three linked nodes, made once per process."""

import shutil
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.core.management import call_command

from schakel.exchange.queries import own_card
from schakel.network.actions import link_node
from schakel.shell.home import NodeIdentity
from schakel.wire.actions.keys import make_keys
from tools.simulation.machine import Machine

CODES = ("be", "it", "nl")
BEGINNING = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TABLES = """
CREATE TABLE sim_deed (id INTEGER PRIMARY KEY, node TEXT, number INTEGER, envelope TEXT);
CREATE TABLE sim_effect (id INTEGER PRIMARY KEY, node TEXT, number INTEGER, files TEXT);
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
    first = Machine(_identity(CODES[0]), home=root / CODES[0])
    with first.at_work():
        call_command("migrate", verbosity=0)
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
    images = {code: (one.raw.serialize(), one.home / "keys") for code, one in machines.items()}
    for machine in (first, *machines.values()):
        machine.throw_away()
    return images


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
