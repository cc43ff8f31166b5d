"""LINE's own specification, where it lies beside the repository; without it these tests are skipped."""

from pathlib import Path

import pytest

from simulator.specification import LineSpecification

SPECIFICATION = Path(__file__).parents[2].parent / "shared" / "line" / "messaging-api.yml"


@pytest.fixture(scope="session")
def specification() -> LineSpecification:
    if not SPECIFICATION.is_file():
        pytest.skip("LINE's specification lies beside the repository, not in it")
    return LineSpecification.load(SPECIFICATION)
