"""`aura bench gates FOLDER`: which portraits the gates refuse as they are, and which faults they catch on the others.

A folder of portraits that look fine to a person. Each one is sent through the gates as it is; on those that pass, each
fault of `vision/samples/faults.py` is painted and sent through again.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aura.commands.answers import refuse
from benchmarks._gating import Gated, gate
from benchmarks._photos import as_table, photos_in, told
from vision import models_folder
from vision.samples.faults import FAULTS

_PASSED = "passed"


def run(folder: Path | None = None) -> dict[str, Any]:
    """This will measure the gates on a folder of portraits: ratio (share of painted faults refused), table and figures."""
    models = models_folder()
    found = {path.name: gate(path, models) for path in told(photos_in(folder, what="portraits"))}
    passed = [one for one in found.values() if one.plain is None]
    if not passed:
        refuse("no photo of the folder passes the gates, so there is none to paint faults on")
    outcomes = {name: _outcomes(passed, name) for name in FAULTS}
    refused = sum(len(passed) - told_of[_PASSED] for told_of in outcomes.values())
    named = sum(told_of[FAULTS[name].reason.value] for name, told_of in outcomes.items())
    painted = len(passed) * len(FAULTS)
    return {
        "name": "gates",
        "ratio": round(refused / painted, 3),
        "baseline": "painted faults that are refused, for whatever reason, of all that were painted",
        "figures": {
            "portraits": len(found),
            "passed_as_they_are": len(passed),
            "refused_as_they_are": {name: one.plain.value for name, one in found.items() if one.plain},
            "faults_painted": painted,
            "refused_for_the_fault_painted": round(named / painted, 3),
            "faults": {name: dict(told_of) for name, told_of in outcomes.items()},
        },
        "table": _table(outcomes, len(passed)),
    }


def _outcomes(passed: Sequence[Gated], fault: str) -> Counter[str]:
    reasons = (one.spoilt[fault] for one in passed)
    return Counter(_PASSED if reason is None else reason.value for reason in reasons)


def _table(outcomes: Mapping[str, Counter[str]], portraits: int) -> str:
    rows = []
    for name, told_of in outcomes.items():
        wanted = FAULTS[name].reason.value
        others = ", ".join(
            f"{reason} {count}" for reason, count in told_of.most_common() if reason not in {wanted, _PASSED}
        )
        rows.append([name, wanted, f"{told_of[wanted]} of {portraits}", others or "-", str(told_of[_PASSED])])
    return as_table(["fault", "its reason", "refused for it", "refused for another", "passed"], rows)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1])), indent=2))
