"""Questions about people and units; also the names of the types that other rooms annotate with."""

from django.http import HttpRequest

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.models import Unit, User
from schakel.kernel.errors import NotAllowedError

__all__ = ["Unit", "User", "UserRequest", "may", "require"]


class UserRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: User


def may(user: User, capability: Capability) -> bool:
    """Tell whether the role of `user` has `capability`; walls between units come on top."""
    return user.is_active and has_capability(Role(user.role), capability)


def require(user: User, capability: Capability) -> None:
    """Return when `user` has `capability`.

    Raises:
        NotAllowedError: The role does not have it.
    """
    if not may(user, capability):
        raise NotAllowedError(f"the role {user.role} may not {capability}")
