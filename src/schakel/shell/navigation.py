"""The lines of the main navigation; each room adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One line: what it says, where it goes, who gets it (takes the user), and its place."""

    label: Promise
    url_name: str
    shown_to: Callable[[Any], bool]
    order: int = 50


navigation: Registry[NavItem] = Registry("navigation line")
