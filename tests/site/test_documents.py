"""What the documents tell people to type can be typed."""

import argparse
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parents[2]
SAID = re.compile(r"schakel ((?:[a-z]|\\\n)(?:[^`\n]|(?<=\\)\n)*)")


def said() -> list[tuple[str, str]]:
    """Return every command that readers are told to type: its page, the words after `schakel`."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = []
    for page in pages:
        if page.parent.name == "decisions":
            continue
        text = page.read_text(encoding="utf-8")
        code = re.findall(r"```.*?```|`[^`]+`", text, flags=re.DOTALL)
        for piece in code:
            for words in SAID.findall(piece):
                found.append((page.name, words.replace("\\\n", " ")))
    return found


def parsers(parser: argparse.ArgumentParser, words: list[str]) -> list[argparse.ArgumentParser]:
    """Return the parser and those of the subcommands that `words` choose.

    Raises:
        AssertionError: A subcommand is not there.
    """
    chosen = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and words:
            assert words[0] in action.choices, f"no subcommand {words[0]}"
            chosen += parsers(action.choices[words[0]], words[1:])
    return chosen


@pytest.mark.parametrize(("page", "words"), said())
def test_a_command_in_the_documents_exists_with_its_options(page, words):
    """A reader in trouble has no time for a command that was renamed."""
    name, *rest = shlex.split(words, comments=True)
    commands = get_commands()
    assert name in commands, f"{page}: no command {name}"
    command = load_command_class(commands[name], name)
    known = parsers(command.create_parser("schakel", name), rest)
    options = {option for parser in known for option in parser._option_string_actions}
    typed = {word.partition("=")[0] for word in rest if re.match(r"--[a-z]", word)}
    assert typed <= options, f"{page}: {typed - options}"


def test_the_documents_hold_commands():
    """Otherwise nothing was tried."""
    assert len(said()) > 30
