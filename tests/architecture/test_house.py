"""House rules that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "schakel"
COMMON = {"kernel", "shell", "site"}
PUBLIC = {"core", "queries", "actions", "wording"}
# Growing either number needs a decision record.
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_ROOM = 3_000
MOST_LINES_OF_THE_KERNEL = 500


def sources() -> list[Path]:
    """Return every module of the product except migrations."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls_of(name: str) -> set[str]:
    """Return the modules that call `name(...)` directly."""
    return {
        str(path.relative_to(SOURCE))
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == name)
            or (isinstance(node.func, ast.Attribute) and node.func.attr == name)
        )
    }


def test_a_room_is_entered_by_its_core_its_queries_its_actions_or_its_wording():
    """Tables, forms and pages are nobody else's business."""
    graph = grimp.build_graph("schakel", cache_dir=None)
    strays = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if len(theirs := imported.split(".")) > 2
        and theirs[1] not in {*COMMON, (importer.split(".") + [""])[1]}
        and theirs[2] not in PUBLIC
    ]
    assert not sorted(strays)


def test_only_the_gate_makes_a_clearance():
    """Whoever can make the proof can walk around the gate."""
    assert all(module.startswith("handling/actions") for module in calls_of("Cleared"))


def test_files_and_functions_keep_their_size():
    """What does not fit a screen is not read."""
    too_long = [
        str(path.relative_to(ROOT))
        for path in sources()
        if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES_OF_A_FILE
    ]
    too_long += [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not too_long


def test_rooms_keep_their_size():
    """A room above the limit is split; plug-in folders do not count."""
    sizes: dict[str, int] = {}
    for path in sources():
        parts = path.relative_to(SOURCE).parts
        if len(parts) > 1 and not {"formats", "laws", "recognise"} & set(parts):
            sizes[parts[0]] = sizes.get(parts[0], 0) + len(
                path.read_text(encoding="utf-8").splitlines()
            )
    assert sizes.pop("kernel") <= MOST_LINES_OF_THE_KERNEL
    assert not {room: lines for room, lines in sizes.items() if lines > MOST_LINES_OF_A_ROOM}


def test_foreign_keys_protect_what_they_point_at():
    """Deleting must be an intention, never a side effect."""
    from django.apps import apps
    from django.db.models import PROTECT, ForeignKey

    careless = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("schakel.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is not PROTECT
    ]
    assert not careless


def test_tables_have_no_default_order_and_no_hidden_save():
    """Order is asked for where it matters; what happens on saving stands in an action."""
    from django.apps import apps
    from django.db.models import Model

    surprising = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("schakel.")
        and (model._meta.ordering or (model.save is not Model.save and "save" in vars(model)))
    ]
    assert not surprising


@pytest.mark.parametrize("word", [" onclick=", " onload=", " onsubmit=", "<style", "javascript:"])
def test_pages_have_no_inline_script_or_style(word):
    """The content security policy would block it, and readers without script lose nothing."""
    assert not [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("templates/**/*.html")
        if word in path.read_text(encoding="utf-8").lower()
    ]


def test_pages_ask_nothing_from_outside():
    """A page that loads from elsewhere tells elsewhere who reads it."""
    strays = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCE.rglob("templates/**/*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ("src=" in line or "<link" in line) and ("http://" in line or "https://" in line)
    ]
    assert not strays


def test_every_public_function_says_what_it_is_for():
    """The docstring is the contract of a room."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_test_says_why_it_must_hold():
    """A test without a reason is deleted by the next hurried reader."""
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_the_clock_is_read_at_the_door():
    """Below the door, time is an argument: so a test can say what time it is."""
    doors = {"views", "management", "api", "middleware", "demo", "apps", "cli", "tests"}
    strays = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not doors & {part.removesuffix(".py") for part in path.relative_to(SOURCE).parts}
        and any(
            word in path.read_text(encoding="utf-8")
            for word in ("timezone.now()", "datetime.now(", "date.today(")
        )
    ]
    assert not strays


def test_only_an_emergency_access_reads_beyond_the_walls():
    """Every other room asks with `for_user=`; a second caller would be a hole in the wall."""
    for name in ("list_reports_of_unit", "list_texts_beyond_walls"):
        assert {module.split("/")[0] for module in calls_of(name)} == {"emergency"}
