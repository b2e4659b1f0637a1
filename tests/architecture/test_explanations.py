"""What the documents say of the code is in the code."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "schakel"
PLACE = re.compile(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`(?: \(`(\w+)`\))?")


def test_places_in_the_explanations_are_there():
    """A newcomer who is sent to a file that moved stops reading documents."""
    named = [
        (page.name, place, function)
        for page in sorted((ROOT / "docs/explanation").glob("*.md"))
        for place, function in PLACE.findall(page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 20
    assert not [place for place in named if not _is_there(*place[1:])]


def _is_there(place: str, function: str) -> bool:
    path = SOURCE / place
    if not function:
        return path.exists()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in tree.body)
