"""Terms of a policy: one text with two readings, the decision on one object and a filter of rows.

A term speaks of facts by name. In memory a fact is a value, or a set of values; in the database it
is a column, or a question to another table. Whoever adds a kind of term adds both readings, and the
property test compares them.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

Value: TypeAlias = str | UUID | None
Facts: TypeAlias = Mapping[str, Value | Set[Value]]


@dataclass(frozen=True, slots=True)
class Is:
    """A fact of one value has this value; None is "there is none"."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class Among:
    """A fact of one value has one of these values; when there is none it has not."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Has:
    """This value is in a fact of many values."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class Non:
    """A fact has another value or none, or not this one among its values.

    Of single facts alone: the "no" of a database is not the opposite of its "yes" where a column is
    empty, so what is empty is spelled out for each.
    """

    term: Is | Has


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold; none at all holds always."""

    terms: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of these holds; none at all never holds."""

    terms: tuple["Term", ...] = ()


Term: TypeAlias = Is | Among | Has | Non | Every | Either
ALWAYS, NEVER = Every(), Either()


def every(*terms: Term) -> Term:
    """Return a term that holds when all of `terms` do."""
    return Every(terms)


def either(*terms: Term) -> Term:
    """Return a term that holds when one of `terms` does."""
    return Either(terms)


def holds(term: Term, facts: Facts) -> bool:
    """Tell whether a term holds of an object with these facts.

    Raises:
        KeyError: The object has no such fact: a policy that asks for it is wrong.
    """
    match term:
        case Is():
            return facts[term.fact] == term.value
        case Among():
            return facts[term.fact] in term.values
        case Has():
            found = facts[term.fact]
            return isinstance(found, Set) and term.value in found
        case Non():
            return not holds(term.term, facts)
        case Every():
            return all(holds(one, facts) for one in term.terms)
    return any(holds(one, facts) for one in term.terms)


def facts_in(term: Term) -> frozenset[str]:
    """Return the names of the facts that a term speaks of."""
    match term:
        case Is() | Among() | Has():
            return frozenset({term.fact})
        case Non():
            return facts_in(term.term)
    return frozenset().union(*map(facts_in, term.terms))
