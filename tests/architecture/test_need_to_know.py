"""One policy says who may see what; what else looks at a reader's unit or role says why."""

import ast

from tests.architecture.test_house import SOURCE, functions, sources

READERS = {"user", "for_user"}
MARKS = {"unit", "unit_id", "role"}
POLICY = {"access", "accounts"}  # the policy itself, and the room that keeps people and units
# Where a question looks at them for something else than seeing.
ELSEWHERE = {
    "emergency list_scopes": "whose reports can be asked for: those of other units",
    "emergency may_agree": "who can be the second person, before anything is opened",
    "intake get_own_original": "who settles what was found: the unit that took it in",
    "intake list_same": "what is settled together with a finding: in files of the own unit",
    "lifting rules_to_lift": "a hold is lifted by the authority that its rule names",
    "oversight list_activities": "which roles the people of a unit have, for the register",
}


def test_no_room_decides_by_itself_who_may_see_what():
    """A second place that compares units would sooner or later say something else."""
    found = {
        f"{path.relative_to(SOURCE).parts[0]} {function.name}"
        for path in sources()
        if "queries" in {part.removesuffix(".py") for part in path.parts}
        and path.relative_to(SOURCE).parts[0] not in POLICY
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and node.attr in MARKS
        and isinstance(node.value, ast.Name)
        and node.value.id in READERS
    }
    assert found == set(ELSEWHERE)


def test_every_kind_of_the_policy_has_rows_in_one_room():
    """A kind that no room uses is a rule that nobody follows."""
    from schakel.access.core.policy import Kind

    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sources()
        if path.relative_to(SOURCE).parts[0] != "access"
    )
    assert not [kind for kind in Kind if f"kind=Kind.{kind.name}" not in text]
