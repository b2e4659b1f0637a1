"""The registry keeps one entry per name."""

import pytest

from schakel.kernel.registry import Registry


def test_a_name_is_given_once():
    """Two rooms that claim a name must not silently replace each other."""
    registry: Registry[object] = Registry("kind")
    first = registry.register("report", object())

    assert registry.register("report", first) is first
    with pytest.raises(ValueError, match="registered twice"):
        registry.register("report", object())


def test_it_is_read_in_the_order_of_names():
    """Pages and published lists do not depend on the order of start-up."""
    registry: Registry[int] = Registry("chore")
    registry.register("b", 2)
    registry.register("a", 1)

    assert list(registry) == [("a", 1), ("b", 2)]
    assert registry.names() == ("a", "b")
    assert registry.find("c") is None
    assert "a" in registry
    assert "c" not in registry
