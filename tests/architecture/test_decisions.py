"""What the product stands on was decided, and the decision can be found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NEEDED = [
    re.split(r"[\[<>=]", line)[0].strip()
    for line in (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("library", NEEDED)
def test_every_library_that_a_node_needs_was_decided_on(library):
    """Each of them is code of strangers beside personal data: somebody said why it is there."""
    named = re.compile(rf"(?<![\w-]){re.escape(library)}(?![\w-])", re.IGNORECASE)
    assert any(named.search(record.read_text(encoding="utf-8")) for record in RECORDS)


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
