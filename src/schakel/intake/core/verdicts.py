"""What a person says about a finding."""

from enum import StrEnum

from schakel.kernel.errors import UnusableInputError


class Verdict(StrEnum):
    """The state of a finding: proposed by the machine, or settled by a person."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class VerdictError(UnusableInputError):
    """This verdict cannot stand on this finding."""

    code = "intake.verdict"


def settle(verdict: str, *, proposed: str | None, given: str) -> tuple[Verdict, str]:
    """Return the verdict to keep and the corrected value that goes with it (empty if none).

    Args:
        verdict: One of accepted, corrected, rejected.
        proposed: The normalised value of the finding; None when it is ambiguous.
        given: What the person typed or chose, for a correction.

    Raises:
        VerdictError: An ambiguous finding is accepted without choosing, a correction is empty,
            or the verdict is none of the three.
    """
    value = " ".join(given.split())
    match verdict:
        case Verdict.REJECTED:
            return Verdict.REJECTED, ""
        case Verdict.ACCEPTED if proposed is not None:
            return Verdict.ACCEPTED, ""
        case Verdict.CORRECTED if value and value != proposed:
            return Verdict.CORRECTED, value
        case Verdict.CORRECTED if value:
            return Verdict.ACCEPTED, ""
        case Verdict.ACCEPTED | Verdict.CORRECTED:
            raise VerdictError("choose or type a value first")
    raise VerdictError("a finding is accepted, corrected or rejected")
