"""One example of the facts of every kind of notice that the clock tells, with the longest names anybody has."""

from typing import Any

from scheduler.table import TABLE
from tests.bot.notices import AT, BRANCH, LINES, LONG, ROW, TREATMENT, ZONE

REMINDER = {
    "appointment_id": ROW,
    "case_code": "M4K7QD",
    "starts_at": AT,
    "zone": ZONE,
    "branch": BRANCH,
    "treatment": TREATMENT,
    "prepare_th": LINES,
    "prepare_en": LINES,
    "confirmed": False,
}
MORNING = {
    "name": LONG,
    "zone": ZONE,
    "day": "2026-11-22",
    "appointments": 12,
    "unconfirmed": 3,
    "first_at": AT,
    "waiting": {"tasks_waiting": 1_234, "tasks_overdue": 0, "red_flags_open": 2},
    "yesterday": {
        "new_customers": 4,
        "scanned": 9,
        "booked": 7,
        "treated": 5,
        "followed_up": 11,
        "points_issued": 12_345,
    },
}
MONTH = {
    "name": LONG,
    "zone": ZONE,
    "month": "2026-10-01",
    "figures": {
        "new_customers": [120, 98],
        "scanned": [300, 250],
        "booked": [200, 0],
        "treated": [150, 140],
        "followed_up": [400, 380],
        "answered": [0.667, None],
        "points_issued": [123_456, 99_999],
        "red_flags_raised": [1, 0],
    },
}

CLOCK_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "reminder_day_before": [
        REMINDER,
        {**REMINDER, "confirmed": True, "prepare_th": [], "prepare_en": [], "treatment": None},
    ],
    "reminder_same_day": [{**REMINDER, "confirmed": confirmed} for confirmed in (True, False)],
    "appointment_confirmed": [{"starts_at": AT, "zone": ZONE, "again": again} for again in (True, False)],
    "birthday_wish": [{"name": LONG, "balance": balance} for balance in (0, 1_234)],
    "birthday_kept": [{"birthday": "02-29"}],
    "morning_card": [MORNING, {**MORNING, "appointments": 0, "unconfirmed": 0, "first_at": None}],
    "monthly_card": [MONTH],
    "clock_fails": [
        {"what": what, "times": 3, "due_at": AT, "zone": ZONE, "name": LONG}
        for what in (*(rule.what for rule in TABLE), "a new one")
    ],
}
