"""The reference pages say what the code does, word by word."""

import hashlib
import hmac
import json
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.wording import CAPABILITIES, NOTICES, ROLES

PAGES = Path(__file__).parents[2] / "docs" / "reference"


def in_both(words):
    """Return a text in English and in Dutch."""
    said = []
    for language in ("en", "nl"):
        with override(language):
            said.append(str(words))
    return said


def rows(page):
    """Return the rows of the tables of a page, cell by cell."""
    lines = (PAGES / page).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line[:1] == "|"]


def test_the_page_of_roles_is_the_table_of_roles():
    """A lawyer reads the page; what it says must be what happens."""
    found = rows("roles.md")
    names = [[f"`{role}`", *in_both(ROLES[role])] for role in Role]
    header = ["may", *(f"`{role}`" for role in Role)]
    table = [
        [
            f"{in_both(CAPABILITIES[capability])[0]} (`{capability}`)",
            *("yes" if has_capability(role, capability) else "\N{EN DASH}" for role in Role),
        ]
        for capability in Capability
    ]
    assert found[2 : 2 + len(names)] == names
    assert found[2 + len(names)] == header
    assert found[4 + len(names) :] == table


def test_the_page_of_notices_lists_every_kind():
    """A receiver that does not know a kind wakes nobody."""
    kinds = [[f"`{kind}`", *in_both(words)] for kind, words in NOTICES.items()]
    assert rows("notices.md")[-len(kinds) :] == kinds


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 204),
        ({"x-schakel-signature": "0" * 64}, 401),
        ({"x-schakel-signature": ""}, 401),
        ({"idempotency-key": "another"}, 401),
    ],
)
def test_the_receiver_on_the_page_runs_and_checks(change, status, capsys):
    """People copy examples: this one refuses what is not signed, and a replay under another id."""
    text = (PAGES / "notices.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    space = {}
    exec(code, space)  # noqa: S102
    notice = {"id": "one", "kind": "clock-warning", "node": "nl", "at": "x", "path": "/"}
    body, secret, seen = json.dumps(notice).encode(), b"word", set()
    headers = {
        "idempotency-key": "one",
        "x-schakel-signature": hmac.new(secret, body, hashlib.sha256).hexdigest(),
    } | change
    assert space["receive"](body, headers, secret=secret, seen=seen) == status
    if status == 204:
        assert space["receive"](body, headers, secret=secret, seen=seen) == 200
    assert capsys.readouterr().out.count("clock-warning") == (status == 204)
