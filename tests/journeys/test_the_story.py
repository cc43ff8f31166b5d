"""The clinic's whole story, on both stores, with a real photo and a moved clock.

A customer says hello, agrees, sends a selfie and reads her scores; the beautician takes the case, sales books,
the treatment is done; day 1, 7, 30 and 90 come once each; a red flag reaches a person at night; and whatever is
stale, foreign or repeated changes nothing.
"""

import pytest

from aura.story import tell_story
from vision.samples import sample_progress_photo, sample_selfie


@pytest.mark.servers
@pytest.mark.timeout(300)
async def test_the_whole_story_goes_as_it_should(database_url: str) -> None:
    told = await tell_story(
        sample_selfie().read_bytes(),
        progress=sample_progress_photo().read_bytes(),
        database_url=database_url,
    )

    assert [step.trouble for step in told.steps if not step.ok] == []
    assert told.violations == []
    assert {step.name[0] for step in told.steps} == set("01234567")


@pytest.mark.servers
@pytest.mark.timeout(300)
async def test_a_photo_that_shows_no_face_ends_the_story_where_it_is_read() -> None:
    told = await tell_story(b"this is no photo")

    assert not told.ok
    assert told.steps[-1].name.startswith("2")
    assert told.steps[-1].trouble
