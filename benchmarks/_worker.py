"""One worker of `aura bench dispatch` in a process of its own.

    python -m benchmarks._worker NAME

It reads its task as a line of JSON, says "ready" when everything is imported, and begins when it reads "go".
"""

import gc
import importlib
import json
import logging
import sys
from functools import partial

import structlog
import uvloop

from benchmarks._sending import Task


def main() -> None:
    """This will be one worker, until its work is done or it is stopped."""
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    worker = importlib.import_module(f"benchmarks._{sys.argv[1]}")
    task = Task(**json.loads(sys.stdin.readline()))
    # What a floor has in memory before it begins is no part of what it does.
    work = worker.prepared(task) if hasattr(worker, "prepared") else partial(worker.work, task)
    # As the service does when it starts (aura/memory.py); the libraries get the same.
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    sys.stdin.readline()
    uvloop.run(work())


if __name__ == "__main__":
    main()
