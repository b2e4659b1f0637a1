"""Zones of States: what is no State has none."""

from schakel.clocks.core.zones import zone_of


def test_what_is_no_state_has_no_zone():
    """A clock is never reckoned in a zone that was guessed."""
    assert zone_of("ZZ") is None
    assert zone_of("NL") == "Europe/Amsterdam"
