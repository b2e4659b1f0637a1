"""The fixtures of the exchange: a partner, a line, a home of their own."""

from tests.exchange.conftest import door, handled, home, line, partner

__all__ = ["door", "handled", "home", "line", "partner"]
