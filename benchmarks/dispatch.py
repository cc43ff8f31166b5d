"""Due notices, per second: loaded, worded, pushed and settled; beside three queue libraries and the bare HTTP client.

    aura bench dispatch

20,000 customers are due their check-in card of day 7: the notices stand, and are to be sent. The product's own outbox
does it, from SQLite and from PostgreSQL; pgqueuer, procrastinate and dramatiq do the same work, one job each: one query for the customer, the same
gate, the same wording, the same push. Each is one process with one event loop, may have 400 sendings out at once, and is as
its own file here says. They push to one endpoint on loopback, in a process of its own, that answers at once or after
60 ms, keeps every retry key and recipient, and so knows what was lost or came twice.

They take turns, in rounds, so that whatever else the machine does meanwhile falls on all of them. Rates count from the
word to begin to the last push that is accepted. `ratio` is the product's slower store, answered at once,
divided by the best library. Beside it stand two floors that claim and keep nothing: `raw`, the bare client pushing bodies
that are worded already, and `no_queue`, which also asks the gate and words each card, as everybody here must; and what
an item costs while 10,000, 100,000 and 1,000,000 others are pending that are not due yet.

What comes before is told by itself: due follow-ups, checked again by every rule, become those notices
(`follow_up_to_notice`). The libraries have nothing like it to compare, so that it is in no ratio; `whole_per_second` is
what one process does of both, one after the other.

AURA_BENCH_DUE, AURA_BENCH_ROUNDS, AURA_BENCH_PENDING, AURA_BENCH_ANSWER_MS and AURA_BENCH_LIBRARIES make it smaller; the
last three are lists with commas, and may be empty but for the answer times.
"""

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from benchmarks._due_follow_ups import cost_of_follow_ups
from benchmarks._endpoint import Endpoint, endpoint
from benchmarks._growth import cost_while_pending
from benchmarks._runs import Run, in_all, run_worker
from benchmarks._sending import Task
from benchmarks._stock import accepted, add_due, fill

LIBRARIES = ("pgqueuer", "procrastinate", "dramatiq")
STORES = ("sqlite", "postgres")
FLOORS = ("raw", "no_queue")


def _listed(name: str, default: str) -> tuple[str, ...]:
    return tuple(word for word in os.environ.get(f"AURA_BENCH_{name}", default).split(",") if word)


DUE = int(os.environ.get("AURA_BENCH_DUE", "20000"))
ROUNDS = int(os.environ.get("AURA_BENCH_ROUNDS", "4"))
PENDING = tuple(int(number) for number in _listed("PENDING", "10000,100000,1000000"))
ANSWER_MS = tuple(int(number) for number in _listed("ANSWER_MS", "0,60"))
# Sendings that may be out at once: everybody gets what is best for the libraries where answers come at once (more
# connections cost each of them more), and what keeps all of them busy where they do not.
AT_ONCE, AT_ONCE_ANSWERED = 400, 100
CHOSEN = _listed("LIBRARIES", ",".join(LIBRARIES))


def run() -> dict[str, Any]:
    """This will measure everybody and give their figures."""
    with _servers() as (urls, redis), endpoint() as line:
        for name, url in urls.items():
            _say(f"writing {DUE:,} customers into {name}")
            fill(url, customers=DUE)
        runs = {delay: _in_turns(urls, redis, line, delay_ms=delay) for delay in ANSWER_MS}
        stage = {store: cost_of_follow_ups(url, number=DUE) for store, url in urls.items()}
    if not PENDING:
        return _told(runs, {}, stage)
    with _servers() as (urls, _), endpoint() as line:
        growth = {
            store: cost_while_pending(url, line, pending=PENDING, say=partial(_say_of, store))
            for store, url in urls.items()
        }
    return _told(runs, growth, stage)


def _in_turns(urls: dict[str, str], redis: str, line: Endpoint, *, delay_ms: int) -> dict[str, Run]:
    """This will let everybody send all that is due, a part of it in each round, and sum up how it went."""
    everybody = (*FLOORS, *STORES, *CHOSEN)
    rounds: dict[str, list[Run]] = {who: [] for who in everybody}
    for _ in range(ROUNDS):
        for who in everybody:
            rounds[who].append(_measure(who, urls, redis, line, number=DUE // ROUNDS, delay_ms=delay_ms))
    whole = {who: in_all(of_who) for who, of_who in rounds.items()}
    for who, done in whole.items():
        _say(
            f"{delay_ms} ms, {who}: {done.per_second:,.0f} a second, lost {done.lost}, doubled {done.doubled}"
        )
    return whole


def _measure(
    who: str, urls: dict[str, str], redis: str, line: Endpoint, *, number: int, delay_ms: int
) -> Run:
    """This will let one worker send so many that are due, and say how it went."""
    ours = who in STORES
    url = urls[who] if ours else urls["postgres"]
    due = add_due(url, number=number)
    task = Task(
        database=url,
        address=line.address,
        due=number,
        redis=redis,
        at_once=AT_ONCE if delay_ms else AT_ONCE_ANSWERED,
    )
    worker = "ours" if ours else who
    importlib.import_module(f"benchmarks._{worker}").enqueue(task, due)
    line.reset(delay_ms=delay_ms)
    done = run_worker(worker, task, line, ends_by_itself=ours or who in FLOORS)
    if ours and (settled := accepted(url)) != number:
        raise RuntimeError(f"{who}: {number - settled} sendings are not settled")
    return done


def _told(
    runs: dict[int, dict[str, Run]], growth: dict[str, dict[int, float]], stage: dict[str, dict[str, float]]
) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "due": DUE,
        "lost": sum(one.lost for of_delay in runs.values() for who, one in of_delay.items() if who in STORES),
        "doubled": sum(
            one.doubled for of_delay in runs.values() for who, one in of_delay.items() if who in STORES
        ),
    }
    ratios = {}
    for delay, of_delay in runs.items():
        for who, one in of_delay.items():
            figures[f"{who}_per_second_{delay}_ms"] = round(one.per_second)
            figures[f"{who}_cpu_us_{delay}_ms"] = round(one.cpu_us)
        best = max((of_delay[who].per_second for who in CHOSEN), default=0.0)
        # What a queue would reach that costs nothing: the rest of a sending is the same for everybody.
        figures[f"no_queue_to_best_library_{delay}_ms"] = (
            round(of_delay["no_queue"].per_second / best, 2) if best else 0.0
        )
        for store in STORES:
            own = of_delay[store].per_second
            ratios[store, delay] = round(own / best, 2) if best else 0.0
            figures[f"{store}_to_best_library_{delay}_ms"] = ratios[store, delay]
            figures[f"{store}_to_raw_{delay}_ms"] = round(own / of_delay["raw"].per_second, 2)
    for who in CHOSEN:
        figures[f"{who}_lost"] = sum(of_delay[who].lost for of_delay in runs.values())
        figures[f"{who}_doubled"] = sum(of_delay[who].doubled for of_delay in runs.values())
    for store, cost in stage.items():
        figures[f"{store}_follow_up_to_notice_us"] = round(cost["us"])
        figures[f"{store}_follow_up_to_notice_cpu_us"] = round(cost["cpu_us"])
        sent = runs[ANSWER_MS[0]][store].per_second
        figures[f"{store}_whole_per_second"] = round(1 / (1 / sent + cost["us"] / 1e6)) if sent else 0
    for store, costs in growth.items():
        figures[f"{store}_us_each_while_pending"] = {
            f"{number:,}": round(cost) for number, cost in costs.items()
        }
        figures[f"{store}_growth"] = round(max(costs.values()) / costs[min(costs)], 2) if costs else 0.0
    return {
        "name": "dispatch",
        "ratio": min(ratios[store, ANSWER_MS[0]] for store in STORES),
        "baseline": "the best of pgqueuer, procrastinate and dramatiq doing the same work, answered at once; the product's slower store does this many times as much a second",
        "figures": figures,
    }


@contextmanager
def _servers() -> Iterator[tuple[dict[str, str], str]]:
    """This will run PostgreSQL and Redis, and give an empty database of each store, and Redis."""
    from tests.servers.postgres import PostgresServer  # noqa: PLC0415 - test servers, not part of the product
    from tests.servers.redis_server import RedisServer  # noqa: PLC0415

    postgres = PostgresServer.start()
    redis = RedisServer.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield (
                {
                    "sqlite": f"sqlite:///{Path(folder) / 'bench.db'}",
                    "postgres": postgres.url(postgres.create_database()),
                },
                redis.url,
            )
    finally:
        redis.stop()
        postgres.stop()


def _say_of(store: str, what: str) -> None:
    _say(f"{store}: {what}")


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(orjson.dumps(run(), option=orjson.OPT_INDENT_2).decode())
