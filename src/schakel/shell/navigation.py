"""Where one can go, and who one is: filled by the rooms, shown around every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One line: what it says, where it goes, who gets it (takes the user), and its place.

    `keys` are pressed one after the other, parted by a space; with `in_bar` off the line has keys
    alone.
    """

    label: Promise
    url_name: str
    shown_to: Callable[[Any], bool]
    order: int = 50
    keys: str = ""
    in_bar: bool = True


navigation: Registry[NavItem] = Registry("navigation line")
# What the menu of a person says about this user, for example the role; empty is left out.
person_lines: Registry[Callable[[Any], object]] = Registry("line about a person")
# Pages about oneself, in the same menu.
person_links: Registry[NavItem] = Registry("page about oneself")
