"""`aura bench red-flags --file F.tsv`: how many messages of danger are heard, and how many alarms are false.

The file has the columns `text` and `red_flag` (true or false). The baseline looks for the clinic's own phrases letter by
letter, as its treatment file gives them.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np

from aura.commands.answers import refuse
from nlu import red_flags_in
from nlu.flag_figures import flag_figures, read_flag_rows
from workflow.catalogue import phrases

OURS = Path(__file__).resolve().parents[1] / "tests" / "nlu" / "red_flags_blind.tsv"


def run(*, file: Path | None = None) -> dict[str, Any]:
    """This will judge the red-flag layer by a file; by our own where none is given."""
    try:
        rows = read_flag_rows(file or OURS)
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}", code=2)
    except ValueError as error:
        refuse(str(error), code=2)
    clinics = phrases()
    literal = [phrase for group in clinics.values() for phrase in group]
    milliseconds: list[float] = []

    def hears(text: str) -> bool:
        start = time.perf_counter()
        found = red_flags_in(text, clinics)
        milliseconds.append(1000 * (time.perf_counter() - start))
        return bool(found)

    hears("")  # The phrases are made ready on first use.
    milliseconds.clear()
    ours = flag_figures(rows, hears)
    plain = flag_figures(rows, lambda text: any(phrase in text for phrase in literal))
    return {
        "name": "red-flags",
        "baseline": "recall over that of the clinic's phrases looked for letter by letter",
        "ratio": round(ours["recall"] / plain["recall"], 2) if ours["recall"] and plain["recall"] else None,
        "figures": {
            **ours,
            "baseline_recall": plain["recall"],
            "baseline_precision": plain["precision"],
            "p50_ms": round(float(np.percentile(milliseconds, 50)), 3),
            "p95_ms": round(float(np.percentile(milliseconds, 95)), 3),
        },
    }
