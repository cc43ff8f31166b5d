"""Workers: a hostile photo hurts nothing but its own reading, and nothing is left behind."""

import asyncio
import json
import multiprocessing
import pickle
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.vision.strange_reads import Obey
from vision import MAX_BYTES, PhotoReader, PhotoReading, Reason, Unreadable
from vision.worker import Limits

_ROOT = Path(__file__).resolve().parents[2]
_QUICK = Limits(seconds=2.0, photos=3)


@pytest.fixture
async def obedient() -> AsyncIterator[PhotoReader]:
    reader = PhotoReader(models=Path("unused"), limits=_QUICK)
    yield reader
    reader.close()


async def _process(reader: PhotoReader) -> int:
    return await reader.do(Obey("answer"))


@pytest.mark.parametrize("order", ["die", "hang", "burn", "swell", "break"])
async def test_a_photo_that_ruins_its_worker_costs_only_itself(obedient: PhotoReader, order: str) -> None:
    first = await _process(obedient)
    with pytest.raises(Unreadable) as refusal:
        await obedient.do(Obey(order))
    assert refusal.value.reason is Reason.READER_FAILED
    second = await _process(obedient)
    assert second > 0
    # A full memory is survived by the process; everything else costs it.
    assert (first == second) == (order == "swell")


async def test_a_refusal_keeps_the_worker(obedient: PhotoReader) -> None:
    first = await _process(obedient)
    with pytest.raises(Unreadable) as refusal:
        await obedient.do(Obey("refuse"))
    assert refusal.value.reason is Reason.NO_FACE
    assert await _process(obedient) == first


async def test_a_worker_is_replaced_after_its_share_of_photos(obedient: PhotoReader) -> None:
    processes = [await _process(obedient) for _ in range(7)]
    assert len(set(processes)) == 3
    assert processes[0] == processes[1] == processes[2]


async def test_two_workers_read_at_once_and_one_death_leaves_the_other_alone() -> None:
    reader = PhotoReader(models=Path("unused"), workers=2, limits=_QUICK)
    answers = await asyncio.gather(
        *(reader.do(Obey(order)) for order in ("answer", "die", "answer", "answer")), return_exceptions=True
    )
    reader.close()
    assert [isinstance(answer, int) for answer in answers] == [True, False, True, True]


async def test_too_many_bytes_never_reach_a_worker(obedient: PhotoReader) -> None:
    with pytest.raises(Unreadable) as refusal:
        await obedient.read(bytes(MAX_BYTES + 1))
    assert refusal.value.reason is Reason.TOO_MANY_BYTES
    assert not multiprocessing.active_children()


async def test_closing_ends_every_process_and_may_be_done_twice() -> None:
    reader = PhotoReader(models=Path("unused"), limits=_QUICK)
    await _process(reader)
    assert multiprocessing.active_children()
    reader.close()
    reader.close()
    assert not multiprocessing.active_children()
    with pytest.raises(RuntimeError, match="closed"):
        await reader.do(Obey("answer"))


async def test_closing_does_not_wait_for_a_photo_that_hangs() -> None:
    reader = PhotoReader(models=Path("unused"), limits=Limits(seconds=60))
    await _process(reader)
    hanging = asyncio.create_task(reader.do(Obey("hang")))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(reader.close)
    with pytest.raises(Unreadable):
        await hanging
    assert not multiprocessing.active_children()


def test_a_refusal_survives_being_pickled() -> None:
    again = pickle.loads(pickle.dumps(Unreadable(Reason.COVERED)))  # noqa: S301 - our own bytes
    assert again.reason is Reason.COVERED
    assert str(again) == "covered"


def test_a_reading_survives_being_pickled(reading: PhotoReading) -> None:
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own bytes


async def test_a_worker_reads_as_this_process_does(
    selfie: bytes, models: Path, reading: PhotoReading
) -> None:
    reader = PhotoReader(models=models)
    with pytest.raises(Unreadable):
        await reader.do(Obey("die"))
    found = await reader.read(selfie)
    with pytest.raises(Unreadable) as refusal:
        await reader.read(b"no photo")
    reader.close()
    assert refusal.value.reason is Reason.NOT_A_PHOTO
    assert json.dumps(found.reading.to_json()) == json.dumps(reading.reading.to_json())
    assert found.overlay_jpeg == reading.overlay_jpeg


async def test_the_web_process_never_loads_the_image_libraries() -> None:
    program = "import sys, vision; print(sorted({'cv2', 'onnxruntime', 'numpy', 'PIL'} & set(sys.modules)))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=_ROOT
    )
    told, _ = await process.communicate()
    assert told.decode().strip() == "[]"
