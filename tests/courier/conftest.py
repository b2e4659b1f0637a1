"""The partner, the home and the kinds of the exchange serve here too."""

from tests.exchange.conftest import handled, home, partner  # noqa: F401
