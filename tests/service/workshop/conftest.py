"""A roomful of people for each test, and a store that can be read to its last byte."""

import contextlib

import pytest
from roomful import Workshop


@pytest.fixture
def room():
    with contextlib.closing(Workshop()) as room:
        yield room
