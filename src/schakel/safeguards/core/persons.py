"""What a person is in a report, and what may change."""

from schakel.handling.core.case import Subject
from schakel.kernel.errors import UnusableInputError

ACCUSED = frozenset({Subject.SUSPECT, Subject.CONVICTED})
# Left out of name matching and of what partners may learn a hit on: the answer alone could
# endanger them, and none of them is sought.
NOT_MATCHED = frozenset(
    {Subject.INFORMANT, Subject.VICTIM, Subject.WITNESS, Subject.SMUGGLED_PERSON}
)


def is_matched(role: Subject, *, is_minor: bool) -> bool:
    """Tell whether a person, and what is known to be his, may be compared with anything.

    A minor is left out in every role.
    """
    return role not in NOT_MATCHED and not is_minor


def require_loose(owner: Subject, *, is_minor: bool) -> None:
    """Return when what `owner` has may become nobody's, which partners would be asked about.

    Raises:
        UnusableInputError: The owner is protected.
    """
    if not is_matched(owner, is_minor=is_minor):
        raise UnusableInputError("say whose it is: what a protected person has is not cut loose")


def require_role_change(old: Subject, new: Subject, *, qualification: str, reason: str) -> None:
    """Return when a person may become `new`.

    Being smuggled makes nobody a suspect: that takes a legal qualification of its own, and reasons.

    Raises:
        UnusableInputError: The qualification or the reason is missing.

    Source: Smuggling Protocol, art. 5; Directive (EU) 2016/680, art. 6.
    """
    accused = old is Subject.SMUGGLED_PERSON and new in ACCUSED
    if accused and not (qualification.strip() and reason.strip()):
        raise UnusableInputError(
            "a smuggled person becomes a suspect only with a separate legal qualification "
            "and a reason"
        )


def require_naming(role: Subject, *, name: str, code_reference: str) -> None:
    """Return when a person of this role may be named like this.

    An informant has no name here: only the reference under which his handler knows him.

    Raises:
        UnusableInputError: An informant with a name or without a reference, or another without
            a name.

    Source: Wet politiegegevens, art. 12.
    """
    if role is Subject.INFORMANT:
        if name.strip() or not code_reference.strip():
            raise UnusableInputError("an informant has a code reference and no name")
    elif not name.strip():
        raise UnusableInputError("write the name, or what is known of it")
    elif code_reference.strip():
        raise UnusableInputError("a code reference is for informants alone")


def strictest(roles: frozenset[Subject]) -> Subject | None:
    """Return the role that binds the gate most, or None without persons."""
    order = [
        Subject.INFORMANT,
        Subject.SMUGGLED_PERSON,
        Subject.VICTIM,
        Subject.WITNESS,
        Subject.CONTACT,
        Subject.SUSPECT,
        Subject.CONVICTED,
    ]
    return min(roles, key=order.index, default=None)
