"""No way around the gate: every exit of the product is known, and the gate stands before it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.exits import EXITS, SPOKEN, Asks, Free

SOURCE = Path(__file__).parents[2] / "src" / "schakel"
GATES = {"clear", "clear_control", "clear_danger_to_life"}
SIGNS = {
    "enqueue": "queue",
    "Envelope": "envelope",
    "FileResponse": "file",
    "StreamingHttpResponse": "file",
    "HttpResponse": "answer",
    "JsonResponse": "answer",
    "Client": "line",
    "AsyncClient": "line",
    "post_json": "line",
    "EmailMessage": "line",
    "EmailMultiAlternatives": "line",
    "send_mail": "line",
    "urlopen": "line",
    "create_connection": "line",
    "ZipFile": "write",
    "copyfile": "write",
    "copyfileobj": "write",
    "write_bytes": "write",
    "write_text": "write",
}
WRITING = set("wxa")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def name_of(call: ast.Call) -> str:
    """Return the last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_opened_to_write(call: ast.Call) -> bool:
    """Tell whether a call opens a file to write."""
    modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    texts = [m.value for m in modes if isinstance(m, ast.Constant) and isinstance(m.value, str)]
    return any(set(text) <= set("rwxab+t") and WRITING & set(text) for text in texts)


def sign_of(node: ast.AST) -> str:
    """Return by what kind of exit something may leave here, or nothing."""
    if isinstance(node, ast.Constant):
        return "file" if node.value == "Content-Disposition" else ""
    if not isinstance(node, ast.Call):
        return ""
    name = name_of(node)
    if name in {"open", "fdopen"}:
        return "write" if is_opened_to_write(node) else ""
    if name == "call" and any(word.arg == "cleared" for word in node.keywords):
        return "call"
    return SIGNS.get(name, "")


def exits_in(path: Path) -> set[str]:
    """Return the exits of one module, as `module:function:kind`."""
    module = path.relative_to(SOURCE)
    return {
        f"{module}:{function.name}:{sign}"
        for function in functions(path)
        for node in ast.walk(function)
        if (sign := sign_of(node))
    }


def found() -> set[str]:
    """Return every exit of the product, from its code."""
    paths = [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]
    return {one for path in paths for one in exits_in(path)}


def test_every_exit_is_known():
    """Whoever builds a new way out says here what stands before it, or does not land."""
    assert found() - set(EXITS) == set()


def test_every_known_exit_is_there():
    """A line about a way that is gone would hide the next one of that name."""
    assert set(EXITS) - found() == set()


@pytest.mark.parametrize("place", sorted({
    *(gate for way in EXITS.values() if isinstance(way, Asks) for gate in way.gates),
    *SPOKEN.values(),
}))  # fmt: skip
def test_what_is_said_to_ask_the_gate_asks_it(place):
    """A name in a list proves nothing: the function calls the gate itself."""
    module, _, wanted = place.partition(":")
    (function,) = [one for one in functions(SOURCE / module) if one.name == wanted]
    called = {name_of(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
    assert called & GATES


def test_every_exit_without_the_gate_says_why():
    """A bare exception would be copied by the next."""
    reasons = [way.why for way in EXITS.values() if isinstance(way, Free)]
    assert all(len(why.split()) >= 4 for why in reasons)


def test_every_message_is_queued_with_a_clearance():
    """The types say so; a cast or a `type: ignore` would not be seen by them."""
    bare = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and name_of(node) == "enqueue"
        and not any(word.arg == "cleared" for word in node.keywords)
    ]
    assert bare == []


def test_a_new_exit_is_found(tmp_path, monkeypatch):
    """The net itself is tried: each kind of exit, in a module that nobody listed."""
    module = tmp_path / "new.py"
    module.write_text(
        "def leak(x):\n"
        "    open('a', 'w').write(x)\n"
        "    httpx.Client().post('b')\n"
        "    enqueue(body=x)\n"
        "    return FileResponse(x)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("tests.architecture.test_exits.SOURCE", tmp_path)
    assert exits_in(module) == {
        f"new.py:leak:{kind}" for kind in ("write", "line", "queue", "file")
    }


def test_of_the_direct_calls_only_the_blind_question_is_about_a_case():
    """A call is answered at once; a new kind of call says first what stands before its answer."""
    from schakel.wire.core.kinds import call_kinds

    about_the_link = {"exchange.ledger", "exchange.resend", "log.cosign", "log.heads"}
    assert {name for name, _ in call_kinds} == {"match.question", *about_the_link}
