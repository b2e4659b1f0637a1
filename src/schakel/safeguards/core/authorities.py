"""Authorities that can be judged: the directory above fills this list."""

from collections.abc import Callable, Iterable

from schakel.kernel.registry import Registry

# Takes the code of a party; returns (id, name) of each of its authorities.
AuthoritySource = Callable[[str], Iterable[tuple[str, str]]]
authority_sources: Registry[AuthoritySource] = Registry("source of authorities")
