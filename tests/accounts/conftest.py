"""An office, mail that stays here, and counters of sign-ins that begin at nothing."""

import pytest
from django.core.cache import cache

from tests.scenarios.office import Office


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    return Office(settings, tmp_path)
