"""A roomful of people for each test."""

import contextlib

import pytest
from roomful import Workshop


@pytest.fixture
def room():
    with contextlib.closing(Workshop()) as room:
        yield room
