"""`aura`, under the clock of a run: `python -m benchmarks.chaos.served serve --port 8000`.

The product is as it is; only what tells it the time is another. With CHAOS_KEYLESS set its channel believes that
the other side knows no retry keys, as Messenger does not.
"""

import os

from benchmarks.chaos.world import CLOCK_VARIABLE, ClockOfProcess

KEYLESS_VARIABLE = "CHAOS_KEYLESS"


def main() -> None:
    """This will run the command that was typed, at the time the run says it is."""
    import aura.clock  # noqa: PLC0415 - before anybody else takes the clock from it

    aura.clock.real_now = ClockOfProcess(os.environ[CLOCK_VARIABLE])
    if os.environ.get(KEYLESS_VARIABLE):
        from bot.channels.line import LineChannel  # noqa: PLC0415 - after the clock

        LineChannel.knows_retry_keys = False  # type: ignore[misc, attr-defined, unused-ignore]
    from aura.cli import main as aura_main  # noqa: PLC0415 - after the clock

    aura_main()


if __name__ == "__main__":
    main()
