"""The dispatch benchmark, small: it runs to its end, nothing is lost, nothing doubled, and it says what it promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from benchmarks import _endpoint
from benchmarks._endpoint import BAD, CONFLICT, OK, Kept
from benchmarks._runs import Run

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]


def a_push(key: str, to: str) -> tuple[bytes, bytes]:
    head = f"POST /v2/bot/message/push HTTP/1.1\r\nX-Line-Retry-Key: {key}\r\nContent-Length: 2"
    return head.encode(), f'{{"to":"{to}","messages":[]}}'.encode()


def test_the_endpoint_knows_a_key_again_and_who_got_two() -> None:
    kept = Kept()
    answers = [kept.take(*a_push(*push)) for push in (("k1", "Ua"), ("k1", "Ua"), ("k2", "Ub"), ("k3", "Ua"))]
    assert answers == [OK, CONFLICT, OK, OK]
    told = kept.told()
    assert (told["accepted"], told["reached"], told["doubled"]) == (3, 2, 1)


def test_a_push_without_a_key_is_refused() -> None:
    assert Kept().take(b"POST /push HTTP/1.1", b'{"to":"Ua"}') == BAD


def test_what_nobody_got_is_lost() -> None:
    run = Run(due=10, reached=8, doubled=0, seconds=2.0, cpu_us=0.0)
    assert (run.lost, run.per_second) == (2, 4.0)


def test_the_running_endpoint_counts_and_forgets() -> None:
    with _endpoint.endpoint() as line:
        line.reset(delay_ms=5)
        assert line.stats()["accepted"] == 0


@pytest.mark.timeout(300)
def test_a_small_run_loses_nothing_and_doubles_nothing() -> None:
    small = {
        "AURA_BENCH_DUE": "300",
        "AURA_BENCH_ROUNDS": "1",
        "AURA_BENCH_PENDING": "",
        "AURA_BENCH_ANSWER_MS": "5",
        "AURA_BENCH_LIBRARIES": "pgqueuer",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.dispatch"],
        cwd=ROOT,
        env={**os.environ, **small},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = orjson.loads(done.stdout[done.stdout.index(b"{") :])
    assert set(told) == {"name", "ratio", "baseline", "figures"}
    figures = told["figures"]
    assert (figures["lost"], figures["doubled"]) == (0, 0)
    assert (figures["pgqueuer_lost"], figures["pgqueuer_doubled"]) == (0, 0)
    assert all(figures[f"{who}_per_second_5_ms"] > 0 for who in ("raw", "sqlite", "postgres"))
