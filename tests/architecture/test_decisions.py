"""What the product stands on was decided, and the decision can be found."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NEEDED = [
    re.split(r"[\[<>=]", line)[0].strip()
    for kind in ("runtime", "pkcs11", "dev")
    for line in (ROOT / "requirements" / f"{kind}.in").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("#", "-"))
]
FAMILIES = {
    name.split("/")[0]
    for name in json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["dependencies"]
}


@pytest.mark.parametrize("library", NEEDED)
def test_every_library_that_a_node_needs_was_decided_on(library):
    """Each of them is code of strangers beside personal data: somebody said why it is there."""
    assert is_decided(library)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_of_front_end_packages_was_decided_on(family):
    """What is built into the style sheet and script comes from strangers too."""
    assert is_decided(family)


def is_decided(library: str) -> bool:
    """Tell whether a record names `library`."""
    named = re.compile(rf"(?<![\w-]){re.escape(library)}(?![\w-])", re.IGNORECASE)
    return any(named.search(record.read_text(encoding="utf-8")) for record in RECORDS)


def test_every_record_says_why_what_and_what_follows():
    """A decision without its reason cannot be taken back with a reason."""
    for record in RECORDS:
        text = record.read_text(encoding="utf-8")
        parts = [f"# {int(record.name[:4])}. ", "## Context", "## Decision", "## Consequences"]
        assert not [part for part in parts if part not in text], record.name


def test_numbers_are_given_once():
    """A record is cited by its number."""
    numbers = [record.name[:4] for record in RECORDS]
    assert len(set(numbers)) == len(numbers)
