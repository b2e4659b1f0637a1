"""People who may stop."""

from schakel.accounts.core.roles import Role
from tests.intake.people import a_person


def two_officers():
    """Return a privacy officer and somebody of the human-rights desk."""
    return (
        a_person("noor", unit="office", role=Role.PRIVACY_OFFICER),
        a_person("roos", unit="office", role=Role.HUMAN_RIGHTS_DESK),
    )
