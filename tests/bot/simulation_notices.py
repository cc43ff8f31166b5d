"""One example of the facts of each notice about a simulated picture, with the longest names anybody has."""

from typing import Any

import vision
from aura.restored import RESTORED
from tests.bot.notices import LONG, ROW
from workflow.scans import NOTHING_TO_SHOW, PHOTO_GONE
from workflow.store.due_work import TOO_MANY_ATTEMPTS

MEASURED = {"value": 12.345, "mdc": 1.25, "unit": "OD x 100"}
SHOWN = {
    "unit": "OD x 100",
    "before": 20.0,
    "wished": 16.0,
    "after": 16.4,
    "mdc": 2.6,
    "strength": 0.3,
    "shortfall": None,
}
WHY_NONE = (NOTHING_TO_SHOW, PHOTO_GONE, RESTORED, TOO_MANY_ATTEMPTS, *vision.Reason)
METRICS = ("redness", "pigment", "evenness", "red_spots", "brown_spots", "lines", "dark_circles")
READY = {
    "simulation_id": ROW,
    "case_code": "M4K7QD",
    "customer_name": LONG,
    "expected_by": LONG,
    "wish": {"redness": -0.2},
    "reached": {"redness": -0.18},
    "metrics": {"redness": SHOWN},
    "texture_kept": 0.951,
    "failure": None,
    "picture_key": "a1b2c3",
    "sent": False,
}
LESS = {
    **READY,
    "case_code": None,
    "wish": dict.fromkeys(METRICS, -0.3),
    "reached": {**dict.fromkeys(METRICS, -0.2), "lines": None},
    "metrics": {
        **{metric: {**SHOWN, "shortfall": "texture"} for metric in METRICS},
        "lines": {**SHOWN, "after": None, "shortfall": "not_measurable"},
    },
    "sent": True,
}
NO_PICTURE = {**READY, "picture_key": None, "reached": {}, "metrics": {}, "texture_kept": None}

SIMULATION_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "simulation_choices": [
        {
            "scan_id": ROW,
            "customer_name": LONG,
            "metrics": metrics,
            "percents": [10, 20, 30],
        }
        for metrics in (dict.fromkeys(METRICS, MEASURED), {})
    ],
    "simulation_asked": [{"customer_name": LONG}],
    "simulation_ready": [
        READY,
        LESS,
        *({**NO_PICTURE, "failure": why} for why in (*WHY_NONE, "a_new_one")),
    ],
    "simulation_sent": [{"customer_name": LONG}],
    "simulation_shown": [READY, LESS],
}
