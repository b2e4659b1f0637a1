"""Every event of the product has its words and its kind, on the page and in the reference."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import schakel
from schakel.audit.core.entry import EVENT
from schakel.audit.core.processing import Processing
from schakel.audit.wording import EVENTS, KIND_OF, OBJECTS, PROCESSING
from schakel.instruments.core.states import Step

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "schakel"
ROOMS = {path.name for path in SOURCE.iterdir()}


def literals():
    """Return every text in the code that has the form of an event and is no name of an address.

    The room `access` has the name of what its events are about: there only known ones count.
    """
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "wording" in path.name or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    events = {text for text in found if EVENT.fullmatch(text)}
    return {text for text in events if text in EVENTS or text.split(":")[0] not in ROOMS}


def test_every_event_in_the_code_has_its_words_and_no_other_has():
    """A privacy officer reads sentences; an event that nobody wrote down would be a code."""
    steps = {f"request:{step}" for step in Step}
    assert literals() | steps == set(EVENTS)


def test_every_event_has_one_kind_and_every_kind_an_event():
    """The law wants to know what was consulted, disclosed, combined, erased."""
    assert set(KIND_OF) == set(EVENTS)
    assert set(KIND_OF.values()) == set(Processing) == set(PROCESSING)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_two_events_say_the_same(language):
    """Two lines that read alike cannot be told apart."""
    with override(language):
        words = [str(one) for one in EVENTS.values()]
    assert len(set(words)) == len(words)
    assert all(re.fullmatch(r"[A-Z].*\.", one) for one in words)


def test_the_reference_lists_the_events_as_they_are():
    """Programs that read the log are written from that page."""
    page = (ROOT / "docs" / "reference" / "log.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    wanted = []
    for event, words in EVENTS.items():
        said = []
        for language in ("en", "nl"):
            with override(language):
                said.append(str(words))
        wanted.append(f"| `{event}` | {KIND_OF[event]} | {said[0]} | {said[1]} |")
    assert rows == wanted


def test_every_kind_of_object_has_a_word():
    """A person reads the log; "asylum-check 3f2a" is for machines."""
    source = Path(schakel.__file__).parent
    kinds = {
        kind
        for path in source.rglob("*.py")
        for kind in re.findall(r'object_kind="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert "report" in kinds
    assert kinds <= set(OBJECTS)
