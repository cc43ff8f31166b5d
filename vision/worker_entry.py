"""The first lines of a worker process: `python -m vision.worker_entry FILE_DESCRIPTOR`, started by its owner only.

Not a fork, whose memory would hold whatever the web process holds, and not multiprocessing's spawn, which imports the
program of its owner once more: a worker is this package and the image libraries, and nothing else.
"""

import sys
from multiprocessing.connection import Connection

from vision.worker import work


def main() -> None:
    """This function will hear what it is to work with, and work."""
    pipe = Connection(int(sys.argv[1]))
    models, limits, probe = pipe.recv()
    work(pipe, models, limits, probe)


if __name__ == "__main__":
    main()
