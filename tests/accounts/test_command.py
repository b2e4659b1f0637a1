"""`schakel people`: the first unit and administrator of a node that has nobody yet."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from schakel.accounts.queries import find_user, get_unit
from schakel.audit.models import LogEntry
from schakel.shell.home import NOBODY

pytestmark = pytest.mark.django_db
UNIT = ["unit", "office", "--kind", "office", "--regime", "avg", "--controller", "Korpschef"]
NAMES = ["--name-en", "Node office", "--name-nl", "Knooppuntbeheer"]
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "people-and-units.md"
PERSON = ["add", "kees", "--name", "Kees Knop", "--unit", "office", "--role", "node-administrator"]


def test_an_empty_node_gets_its_first_administrator_by_the_commands_of_the_page(client, capsys):
    """Without this nobody could ever come in: nobody signs up."""
    (block,) = re.findall(r"```\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.replace("\\\n", " ").splitlines():
        schakel, *command = shlex.split(line)
        assert schakel == "schakel"
        call_command(*command)
    link = capsys.readouterr().out.strip()
    path = link.removeprefix("http://127.0.0.1:8001")
    word = "een lange zin van mij"
    assert client.post(path, {"password": word, "again": word}).status_code == 302
    answer = client.post("/accounts/login/", {"login": "kees", "password": word})
    assert answer["Location"] == "/"
    assert get_unit("office").controller == "Korpschef van politie"
    made = LogEntry.objects.exclude(actor=str(find_user("kees").id)).order_by("at")
    assert {line.actor for line in made} == {"node"}
    assert {line.event for line in made} >= {"unit:make", "person:make", "person:invite"}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (PERSON, "no such unit; add it first"),
        (["invite", "nobody"], "no such person; add it first"),
        (["add", "x", "--name", "X", "--unit", "u", "--role", "king"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(arguments, word):
    """Exit 2 and what to do about it."""
    with pytest.raises(CommandError, match=word):
        call_command("people", *arguments)


def test_a_database_that_is_not_ready_is_said_in_one_sentence(monkeypatch):
    """Whoever sets a node up meets this first; a traceback helps nobody."""

    def fail(**_given):
        raise OperationalError("no such table: accounts_user")

    monkeypatch.setattr("schakel.accounts.actions.invite", fail)
    with pytest.raises(CommandError, match="schakel migrate"):
        call_command("people", "invite", "kees")


def test_a_wrong_unit_and_no_node_are_said_too(settings):
    """The command changes a node, never nothing."""
    with pytest.raises(CommandError, match="small letters"):
        call_command("people", "unit", "Not A Code", *UNIT[2:], *NAMES)
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="names no node") as caught:
        call_command("people", "invite", "kees")
    assert caught.value.returncode == 2
