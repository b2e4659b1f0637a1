"""What every test of the log gets."""

import pytest

from tests.audit.log import break_protection


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Give every test a key and a checkpoint file of its own."""
    settings.SCHAKEL_HOME = tmp_path
    return tmp_path


@pytest.fixture
def owner(db):
    """Hand the test the powers of whoever owns the database; they end with the test."""
    break_protection()
