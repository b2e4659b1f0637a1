"""Who looks, as the policy knows him."""

from dataclasses import dataclass
from uuid import UUID

from schakel.access.core.walls import regimes_met
from schakel.accounts.core.roles import Capability, Role, has_capability

CRIME, EVIDENCE, RETURN = "crime", "evidence", "return"
THREAT, ICC, STATISTICS = "immediate-threat", "icc", "statistics"
_PROSECUTION = frozenset({CRIME, EVIDENCE, THREAT, ICC, STATISTICS})
# For which purposes each role works. What is held for another is not needed for its work.
# Source: Directive (EU) 2016/680, art. 4(1)(b); Wet politiegegevens, arts 3 and 6.
PURPOSES: dict[Role, frozenset[str]] = {
    Role.LIAISON_OFFICER: _PROSECUTION | {RETURN},
    Role.LIAISON_MAGISTRATE: _PROSECUTION,
    Role.PROSECUTOR: _PROSECUTION | {RETURN},
    Role.IRC_CASE_WORKER: _PROSECUTION,
    Role.SPOC_DESK: _PROSECUTION | {RETURN},
    Role.IND_LIAISON: frozenset({CRIME, THREAT, RETURN, STATISTICS}),
    Role.ANALYST: frozenset({CRIME, THREAT, STATISTICS}),
}
UNDECIDED = ""  # a draft of which the purpose was taken away again: whoever writes may choose one


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person as the policy knows him.

    Attributes:
        id: His own.
        unit: Code of his unit; None belongs to none.
        regime: The legal regime under which the unit works.
        role: None may do nothing: unknown, or no longer at work here.
    """

    id: UUID
    unit: str | None
    regime: str
    role: Role | None

    def may(self, capability: Capability) -> bool:
        """Tell whether the role has `capability`."""
        return self.role is not None and has_capability(self.role, capability)

    @property
    def purposes(self) -> frozenset[str]:
        """Return the purposes for which he reads."""
        found = PURPOSES.get(self.role, frozenset()) if self.role else frozenset()
        return found | {UNDECIDED} if self.may(Capability.WRITE_REPORT) else found

    @property
    def regimes(self) -> frozenset[str]:
        """Return the regimes on his side of the wall."""
        return regimes_met(self.regime)
