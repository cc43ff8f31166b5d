"""The threads in which a process talks to its database."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from workflow.store.engine import CONNECTIONS

# As many as there are connections for, and some are left to webhooks and pages, which have threads of their own.
# By itself Python hires four more than there are processors: six on a small machine, for claims, turns and scans of
# all kinds, some of which work for minutes.
WORKING = CONNECTIONS - 4


def hire_threads(loop: asyncio.AbstractEventLoop) -> None:
    """This will give `asyncio.to_thread` of this loop as many threads as the database has connections for."""
    loop.set_default_executor(ThreadPoolExecutor(WORKING, thread_name_prefix="work"))
