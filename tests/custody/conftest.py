"""The chain of three for every test of the room."""

import pytest

from tests.custody.chain import Chain


@pytest.fixture
def chain(settings, tmp_path, db):
    """Italy gave, we hold, France may get it."""
    return Chain(settings, tmp_path)
