"""One example of the facts of every kind of notice about a time, with the longest names anybody has."""

from typing import Any

from tests.bot.notices import AT, BRANCH, CASE, HOURS, LONG, ROW, TREATMENT, ZONE

HOLD = ROW.replace("-", "")
TOMORROW, LATER = "2026-11-23T03:30:00+00:00", "2026-11-25T03:30:00+00:00"
BESIDE: dict[str, Any] = {"others": [TREATMENT] * 4, "people": "2"}
KNOWN = {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"}
CLOSED = [{"day": "2027-01-01", "name_th": LONG, "name_en": LONG}] * 4

BOOKING_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "days_to_book": [
        {
            "case_id": ROW,
            "case_version": 3,
            "customer_name": LONG,
            "days": days,
            "later": days and "2026-11-30",
            "closed": CLOSED,
            "zone": ZONE,
            "can_cancel": True,
        }
        for days in ([f"2026-11-{day}" for day in range(10, 21)], [])
    ],
    "times_to_book": [
        {
            "case_id": ROW,
            "case_version": 3,
            "customer_name": LONG,
            "day": "2026-11-22",
            "slots": slots,
            "later": slots and AT,
            "zone": ZONE,
        }
        for slots in ([AT] * 11, [])
    ],
    "cancel_asked": [
        {"case_id": ROW, "case_version": 3, "customer_name": LONG, "starts_at": AT, "zone": ZONE}
    ],
    "cancel_made": [{"case_id": ROW, "customer_name": LONG, "starts_at": AT, "zone": ZONE}],
    "appointment_cancelled": [{"case_code": "M4K7QD", "starts_at": AT, "zone": ZONE, "branch": BRANCH}],
    "appointment_cancelled_staff": [{**CASE, "starts_at": AT, "zone": ZONE}],
    "days_to_choose": [
        {
            "case_id": ROW,
            "days": days,
            "later": days and "2026-11-30",
            "closed": CLOSED,
            "zone": ZONE,
            "accepted": True,
        }
        for days in ([f"2026-11-{day}" for day in range(10, 21)], [])
    ],
    "times_to_choose": [
        {"case_id": ROW, "day": "2026-11-22", "slots": slots, "later": slots and AT, "zone": ZONE}
        for slots in ([AT] * 11, [])
    ],
    "time_held": [
        {"case_id": ROW, "starts_at": AT, "held_until": until, "zone": ZONE, **beside}
        for until in (AT, TOMORROW, LATER)
        for beside in ({}, BESIDE)
    ],
    "time_let_go": [{"case_id": ROW}],
    "time_wished": [
        {
            "case_id": ROW,
            "case_version": 3,
            "hold_id": HOLD,
            "customer_name": LONG,
            "starts_at": AT,
            "held_until": until,
            "zone": ZONE,
            **beside,
        }
        for until in (AT, TOMORROW, LATER)
        for beside in ({}, BESIDE)
    ],
    "time_given_back": [{"case_id": ROW, "customer_name": LONG, "starts_at": AT, "zone": ZONE}],
    "wish_withdrawn": [
        {"known": {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"}, "zone": ZONE},
        {"known": {"treatment": None, "day": None, "time": None}, "zone": ZONE},
        {"known": KNOWN, "zone": ZONE, "stay": [{"state": "asked", "known": KNOWN}] * 4, "agreed": AT},
    ],
    "wish_which": [
        {
            "wishes": [
                {"state": "asked", "known": known, "wish": "0a1b2c3d4e"}
                for known in (KNOWN, {"treatment": None})
            ]
            * 2,
            "all": "all",
            "zone": ZONE,
        }
    ],
    "wish_cancel_asked": [
        {
            "known": {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"},
            "zone": ZONE,
            "wish": "0a1b2c3d4e",
        },
        {"known": {"treatment": None, "day": None, "time": None}, "zone": ZONE, "wish": "0a1b2c3d4e"},
    ],
    "wish_withdrawn_staff": [
        {"customer_name": LONG},
        {
            "customer_name": LONG,
            "known": KNOWN,
            "stay": [{"state": "asked", "known": KNOWN}] * 4,
            "zone": ZONE,
        },
    ],
    "time_lapsed": [{"case_id": ROW, "starts_at": AT, "zone": ZONE}],
    "wish_changed": [
        {
            "case_id": ROW,
            "case_version": 3,
            "customer_name": LONG,
            "asked_for": AT,
            "hold_id": hold,
            "starts_at": hold and AT,
            "zone": ZONE,
        }
        for hold in (HOLD, None)
    ],
    "opening_hours": [
        {**HOURS, "zone": ZONE, "unlike": []},
        {
            **HOURS,
            "zone": ZONE,
            "unlike": [],
            "asked": {"day": "2027-01-03", "opens": "10:00", "closes": "18:00", "name_th": "", "name_en": ""},
        },
        {
            **HOURS,
            "zone": ZONE,
            "unlike": [
                {"day": "2027-01-01", "opens": None, "closes": None, "name_th": why, "name_en": why}
                for why in (LONG, "")
            ]
            + [{"day": "2027-01-02", "opens": "12:00", "closes": "18:00", "name_th": "", "name_en": ""}] * 8,
        },
    ],
}
