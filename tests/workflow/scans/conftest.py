"""What the tests of photos begin with."""

import pytest

from tests.factories.cases import Walk
from tests.factories.simulations import read_photo
from workflow.scans import Scan


@pytest.fixture
def photo(walk: Walk) -> Scan:
    """Mali's first photo, read and kept."""
    walk.consents()
    return read_photo(walk)
