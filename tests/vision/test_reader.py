"""Workers: a hostile photo hurts nothing but its own reading, and nothing is left behind."""

import asyncio
import contextlib
import json
import os
import pickle
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.vision.strange_reads import CountAndDie, DieOnArrival, Fail, Fill, LookAround, Obey, Wait, Work
from vision import MAX_BYTES, PhotoReader, PhotoReading, ReaderFull, Reason, Ruinous, Unreadable
from vision.worker import Limits

_ROOT = Path(__file__).resolve().parents[2]
_QUICK = Limits(seconds=1.0, photos=3)
_IMPATIENT = Limits(wall_seconds=2.0)


@pytest.fixture
async def obedient() -> AsyncIterator[PhotoReader]:
    reader = PhotoReader(models=Path("unused"), limits=_QUICK, probe=None)
    yield reader
    reader.close()


def _is_worker(process: str) -> bool:
    try:
        return b"vision.worker_entry" in Path("/proc", process, "cmdline").read_bytes()
    except OSError:  # that is how it looks when it is gone
        return False


def _workers() -> list[str]:
    """The living worker processes of this one."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = place.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if (
                int(parent) == os.getpid()
                and b"vision.worker_entry" in place.joinpath("cmdline").read_bytes()
            ):
                found.append(place.name)
    return found


async def _process(reader: PhotoReader) -> int:
    return await reader.do(Obey("answer"))


@pytest.mark.parametrize("order", ["die", "burn", "grind", "swell", "open", "break"])
async def test_a_photo_that_ruins_its_worker_costs_only_itself(obedient: PhotoReader, order: str) -> None:
    first = await _process(obedient)
    with pytest.raises(Unreadable) as refusal:
        await obedient.do(Obey(order))
    assert refusal.value.reason is Reason.READER_FAILED
    second = await _process(obedient)
    assert second > 0
    # A full memory is survived by the process; everything else costs it.
    assert (first == second) == (order == "swell")


async def test_a_photo_that_takes_for_ever_ends_with_its_worker() -> None:
    reader = PhotoReader(models=Path("unused"), limits=_IMPATIENT, probe=None)
    with pytest.raises(Unreadable) as refusal:
        await reader.do(Obey("hang"))
    assert refusal.value.reason is Reason.READER_FAILED
    assert await _process(reader)
    reader.close()


async def test_a_photo_cannot_fill_the_disk(tmp_path: Path) -> None:
    limits = Limits(seconds=20.0, file_bytes=2**20)
    reader = PhotoReader(models=Path("unused"), limits=limits, probe=None)
    with pytest.raises(Unreadable):
        await reader.do(Fill(tmp_path / "endless"))
    reader.close()
    assert (tmp_path / "endless").stat().st_size <= limits.file_bytes


async def test_each_photo_has_cpu_seconds_of_its_own() -> None:
    reader = PhotoReader(models=Path("unused"), limits=Limits(seconds=1.0), probe=None)
    processes = {await reader.do(Work(0.8)) for _ in range(4)}
    reader.close()
    assert len(processes) == 1, "3.2 seconds in all, never more than one for a photo"


async def test_a_worker_that_dies_idle_is_followed_without_a_photo(obedient: PhotoReader) -> None:
    assert await obedient.warm_up()
    first = obedient.process_ids
    os.kill(first[0], signal.SIGKILL)
    while not obedient.is_ready or obedient.process_ids == first:
        await asyncio.to_thread(time.sleep, 0.01)
    assert [await _process(obedient)] == obedient.process_ids != first


async def test_one_that_never_was_ready_is_not_started_again_and_again(tmp_path: Path) -> None:
    reader = PhotoReader(models=tmp_path, probe=Fail())
    assert not await reader.warm_up()
    first = reader.process_ids
    assert not reader.is_ready
    assert reader.process_ids == first
    await asyncio.to_thread(reader.close)


async def test_a_photo_that_kills_its_worker_is_said_to_and_not_tried_again_here(
    obedient: PhotoReader, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    with pytest.raises(Ruinous):
        await obedient.do(CountAndDie(marks))
    assert marks.read_text() == "x"


async def test_a_worker_killed_between_two_photos_is_replaced_unseen(obedient: PhotoReader) -> None:
    first = await _process(obedient)
    os.kill(first, signal.SIGKILL)
    assert await _process(obedient) not in {0, first}


@pytest.mark.parametrize(("deaths", "is_done"), [(1, True), (2, False)])
async def test_a_photo_whose_worker_died_before_taking_it_has_one_more_chance(
    obedient: PhotoReader, tmp_path: Path, deaths: int, *, is_done: bool
) -> None:
    marks = tmp_path / "marks"
    marks.write_text("x" * deaths)
    if is_done:
        assert await obedient.do(DieOnArrival(marks))
    else:
        with pytest.raises(Unreadable) as refusal:
            await obedient.do(DieOnArrival(marks))
        assert refusal.value.reason is Reason.READER_FAILED
    assert marks.read_text() == ""
    assert await _process(obedient), "and the next photo finds a worker"


async def test_whoever_follows_has_warmed_up_before_a_worker_leaves(obedient: PhotoReader) -> None:
    first = await _process(obedient)
    seat = obedient._all[0]
    following = seat._following
    assert following is not None
    assert following.pid != first
    await asyncio.to_thread(following.wait_until_ready)
    others = [await _process(obedient) for _ in range(3)]
    assert others == [first, first, following.pid]


async def test_more_photos_than_may_wait_are_refused_as_such_and_lose_nothing(tmp_path: Path) -> None:
    reader = PhotoReader(models=Path("unused"), waiting=1, probe=None)
    assert reader.room == 2
    taken = [asyncio.create_task(reader.do(Wait(tmp_path / "go"))) for _ in range(2)]
    await asyncio.sleep(0)
    assert reader.room == 0
    with pytest.raises(ReaderFull):
        await reader.do(Obey("answer"))
    (tmp_path / "go").touch()
    assert len(await asyncio.gather(*taken)) == 2
    assert reader.room == 2
    assert await _process(reader)
    reader.close()
    assert reader.room == 0


async def test_a_reader_is_ready_once_it_has_tried_out_and_stays_so_while_it_is_busy(tmp_path: Path) -> None:
    reader = PhotoReader(models=Path("unused"), probe=Obey("answer"))
    assert not reader.is_ready
    assert await reader.warm_up()
    assert reader.is_ready
    busy = asyncio.create_task(reader.do(Wait(tmp_path / "go")))
    await asyncio.sleep(0.1)
    assert reader.is_ready
    (tmp_path / "go").touch()
    os.kill(await busy, signal.SIGKILL)
    while reader.is_ready:
        await asyncio.to_thread(time.sleep, 0.01)
    assert await reader.warm_up()
    assert reader.is_ready
    reader.close()
    assert not reader.is_ready


async def test_a_reader_that_cannot_warm_up_is_not_ready_and_says_of_each_photo_that_it_failed(
    tmp_path: Path,
) -> None:
    reader = PhotoReader(models=tmp_path, workers=2, probe=Fail())
    assert not await reader.warm_up()
    assert not reader.is_ready
    with pytest.raises(Unreadable) as refusal:
        await _process(reader)
    assert refusal.value.reason is Reason.READER_FAILED
    await asyncio.to_thread(reader.close)
    assert not _workers()


async def test_the_models_are_tried_before_the_first_photo(models: Path, tmp_path: Path) -> None:
    reader, lacking = PhotoReader(models=models), PhotoReader(models=tmp_path)
    assert await reader.warm_up()
    assert not await lacking.warm_up()
    for each in (reader, lacking):
        await asyncio.to_thread(each.close)


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
    reader = PhotoReader(models=Path("unused"), workers=2, limits=_QUICK, probe=None)
    answers = await asyncio.gather(
        *(reader.do(Obey(order)) for order in ("answer", "die", "answer", "answer")), return_exceptions=True
    )
    reader.close()
    assert [isinstance(answer, int) for answer in answers] == [True, False, True, True]


async def test_too_many_bytes_never_reach_a_worker(obedient: PhotoReader) -> None:
    with pytest.raises(Unreadable) as refusal:
        await obedient.read(bytes(MAX_BYTES + 1))
    assert refusal.value.reason is Reason.TOO_MANY_BYTES
    assert not _workers()


async def test_closing_ends_every_process_and_may_be_done_twice() -> None:
    reader = PhotoReader(models=Path("unused"), limits=_QUICK, probe=None)
    await _process(reader)
    assert _workers()
    reader.close()
    reader.close()
    assert not _workers()
    with pytest.raises(RuntimeError, match="closed"):
        await reader.do(Obey("answer"))


async def test_closing_does_not_wait_for_a_photo_that_hangs() -> None:
    reader = PhotoReader(models=Path("unused"), probe=None)
    await _process(reader)
    hanging = asyncio.create_task(reader.do(Obey("hang")))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(reader.close)
    with pytest.raises(Unreadable):
        await hanging
    assert not _workers()


def test_a_refusal_survives_being_pickled() -> None:
    again = pickle.loads(pickle.dumps(Unreadable(Reason.COVERED)))  # noqa: S301 - our own bytes
    assert again.reason is Reason.COVERED
    assert str(again) == "covered"


def test_a_reading_survives_being_pickled(reading: PhotoReading) -> None:
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own bytes


async def test_every_worker_reads_as_this_process_does(
    selfie: bytes, models: Path, reading: PhotoReading
) -> None:
    reader = PhotoReader(models=models, workers=2)
    with pytest.raises(Unreadable):
        await reader.do(Obey("die"))
    twice = await asyncio.gather(reader.read(selfie), reader.read(selfie))
    assert len(set(reader.process_ids)) == 2
    with pytest.raises(Unreadable) as refusal:
        await reader.read(b"no photo")
    reader.close()
    assert refusal.value.reason is Reason.NOT_A_PHOTO
    for found in twice:
        assert json.dumps(found.reading.to_json()) == json.dumps(reading.reading.to_json())
        assert found.overlay_jpeg == reading.overlay_jpeg
        assert found.photo_jpeg == reading.photo_jpeg


async def test_a_worker_knows_no_secret_and_none_of_its_owners_program(
    obedient: PhotoReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AURA_SECRET", "a-secret-of-the-web-process")
    environment, modules = await obedient.do(LookAround())
    assert "a-secret-of-the-web-process" not in environment.values()
    assert not {"pytest", "sqlalchemy", "fastapi", "aura", "bot"} & modules


@pytest.mark.parametrize("home", [None, "/proc/nowhere"])
async def test_workers_share_one_place_for_charts_where_there_is_no_home_to_write_to(
    obedient: PhotoReader, monkeypatch: pytest.MonkeyPatch, home: str | None, tmp_path: Path
) -> None:
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    monkeypatch.setenv("HOME", home or str(tmp_path))
    environment, _ = await obedient.do(LookAround())
    assert ("MPLCONFIGDIR" in environment) is (home is not None)
    assert home is None or os.access(environment["MPLCONFIGDIR"], os.W_OK)


async def test_a_worker_that_hangs_does_not_outlive_its_owner_for_long(tmp_path: Path) -> None:
    program = """if True:
        import os, sys, threading, time
        from pathlib import Path
        from tests.vision.strange_reads import CallAndHang
        from vision.worker import Limits
        from vision.worker_process import WorkerProcess
        called = Path(sys.argv[1])
        worker = WorkerProcess(called, Limits(wall_seconds=2), None)
        threading.Thread(target=worker.do, args=(CallAndHang(called),), daemon=True).start()
        while not called.exists():
            time.sleep(0.01)
        os._exit(0)
    """
    called = tmp_path / "called"
    owner = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(called), cwd=_ROOT)
    await owner.wait()
    assert owner.returncode == 0
    while _is_worker(called.read_text()):
        await asyncio.to_thread(time.sleep, 0.05)


async def test_the_web_process_never_loads_the_image_libraries() -> None:
    program = "import sys, vision; print(sorted({'cv2', 'onnxruntime', 'numpy', 'PIL'} & set(sys.modules)))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=_ROOT
    )
    told, _ = await process.communicate()
    assert told.decode().strip() == "[]"
