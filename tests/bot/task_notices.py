"""One example of the facts of every kind of notice about a task, with the longest names anybody has."""

from typing import Any

from tests.bot.notices import AT, CASE, FLAG, LINES, LONG, READING, ROW, TREATMENT, ZONE
from workflow.cases import without_reading

TASK_KINDS = (
    "prepare_treatment",
    "book_appointment",
    "do_treatment",
    "offer_after_treatment",
    "red_flag",
    "call_customer",
)
TASKS = [
    {
        "task_id": ROW,
        "kind": kind,
        "state": state,
        "customer_name": LONG,
        "case_id": ROW,
        "due_at": AT,
        "is_late": True,
        "is_under_way": kind == "do_treatment" and state == "accepted",
    }
    for kind in TASK_KINDS
    for state in ("open", "accepted")
]
HELD = {"zone": ZONE, "case_code": "M4K7QD", "about": "wants_to_book", "groups": []}
LEAVE = {"staff_id": ROW, "name": LONG, "words": LONG * 2, "zone": ZONE}

TASK_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "prepare_treatment": [
        {
            **CASE,
            **READING,
            "task_id": ROW,
            "treatment": treatment,
            "flags": [FLAG] * 9,
            "steps_th": LINES * 2,
            "steps_en": LINES * 2,
            "due_at": AT,
            "zone": ZONE,
            **given,
        }
        for treatment in (TREATMENT, None)
        for given in (
            {},
            {"given": {"from_name": LONG, "why": "declined", "because": "busy"}},
            without_reading(READING),
        )
    ],
    "task_accepted": [{**CASE, "task_id": ROW, "beautician_name": LONG, "treatment": TREATMENT}],
    "task_taken": [{"customer_name": LONG, "task_kind": kind} for kind in TASK_KINDS],
    **{kind: [{**LEAVE, "on": on} for on in ("2026-11-25", None)] for kind in ("leave_asked", "leave_own")},
    "leave_passed_on": [
        {**LEAVE, "on": on, "told": told} for on in ("2026-11-25", None) for told in ([LONG, LONG], [])
    ],
    "task_done": [{"customer_name": LONG}],
    "red_flag": [
        {
            **CASE,
            "task_id": ROW,
            "groups": ["vision", "infection", "a new one"],
            "urgency": urgency,
            "treatment": treatment,
            "finished_at": AT,
            "told_at": AT,
            "zone": ZONE,
            "words": words,
            "hides_health": hidden,
        }
        for urgency in ("emergency", "within_minutes", "same_day", "within_3_days")
        for treatment in (TREATMENT, None)
        for words, hidden in ((LONG * 6, False), (LONG, True), (None, True))
    ],
    "my_tasks": [
        {"tasks": TASKS, "zone": ZONE},
        {"tasks": [], "zone": ZONE},
        {"tasks": TASKS[:8], "zone": ZONE, "total": 20, "before": 8, "next_page": 2},
        {
            "tasks": [
                {**TASKS[0], "put_off_until": AT, "about": "staff_away"},
                {**TASKS[1], "waits": True, "is_late": False},
            ],
            "zone": ZONE,
            "total": 2,
            "before": 0,
            "next_page": None,
        },
    ],
    "task_choices": [
        {**task, **HELD, "can_wait": can, "can_go": can, "is_accepted": can}
        for task in TASKS
        for can in (True, False)
    ],
    "task_put_off": [{**TASKS[0], **HELD, "until": AT, "is_after_due": late} for late in (True, False)],
    "decline_asked": [{**TASKS[0], **HELD, "in_words": asked} for asked in (True, False)],
    "colleagues_offered": [
        {**TASKS[0], **HELD, "colleagues": []},
        {
            **TASKS[0],
            **HELD,
            "colleagues": [
                {
                    "staff_id": ROW,
                    "name": LONG,
                    "waiting": number,
                    "is_there": number % 2 == 0,
                    "there_at": AT if number % 2 else None,
                }
                for number in range(12)
            ],
        },
    ],
    "task_handed": [{**TASKS[0], **HELD, "to_name": LONG}],
    "task_given": [
        {**task, **HELD, "from_name": LONG, "why": why}
        for task in TASKS
        for why in ("declined", "handed_over", "away", "left", "a new one")
    ],
    "task_reminder": [{**task, **HELD} for task in TASKS],
    "task_late": [{**task, **HELD, "is_told": told} for task in TASKS for told in (True, False)],
    "task_passed_up": [
        {**task, **HELD, "holder_name": LONG, "late_minutes": 90, "leads": leads}
        for task in TASKS
        for leads in (True, False)
    ],
    "appointment_to_move": [
        {
            **CASE,
            "task_id": ROW,
            "treatment": TREATMENT,
            "starts_at": AT,
            "zone": ZONE,
            "away_name": LONG,
            "stand_ins": [{"staff_id": ROW, "name": LONG}] * count,
        }
        for count in (0, 3)
    ],
    "stand_in_agreed": [{"customer_name": LONG, "staff_name": LONG, "starts_at": AT, "zone": ZONE}],
    "away_noted": [
        {
            "from_at": AT,
            "until": until,
            "zone": ZONE,
            **dict.fromkeys(("handed_on", "kept", "to_move", "waiting"), count),
        }
        for count in (0, 3)
        for until in (AT, "2026-11-22T17:00:00+00:00")
    ],
    "call_customer": [
        {
            "task_id": ROW,
            "customer_name": LONG,
            "customer_code": "M4K7QD",
            "phone_end": words and "5678",
            "shown_name": words and "คุณหญิงพิมพ์ชนก on LINE 👩🏽‍🦱",
            "phone_of": ROW,
            "others": [{"name": LONG, "code": "K7M4QD"}] if words else [],
            "book_case_id": words and ROW,
            "cancel_case_id": ROW,
            "next_customer_id": ROW,
            "wish_date": words and "2026-11-27",
            "wish_time": words and "14:00:00",
            "beside": words and {"others": [TREATMENT] * 4, "people": "more"},
            "why": why,
            "words": words,
        }
        for why in (
            "asked",
            "side_effect",
            "undelivered_monthly_limit",
            "undelivered_dead",
            "follow_up_undelivered",
            "nobody_may_perform",
            "wants_to_cancel",
            "registration",
            "same_phone",
        )
        for words in (LONG, None)
    ]
    + [
        {
            "task_id": ROW,
            "customer_name": LONG,
            "customer_code": "M4K7QD",
            "why": "asks_health",
            **told,
        }
        for told in (
            {"why": "wants_to_book", "words": LONG, "tells_health": True},
            {"why": "health_answers", "treatment": TREATMENT, "flags": [], "asked": 12, "tells_health": True},
            {
                "why": "health_answers",
                "treatment": TREATMENT,
                "flags": [
                    {
                        **dict.fromkeys(("th", "en", "ask_th", "ask_en", "more_th", "more_en"), LONG),
                        "action": "doctor_review",
                        "said": "yes",
                    }
                ]
                * 10,
                "asked": 12,
                "tells_health": True,
            },
            {"why": "wants_to_book", "words": LONG, "tells_health": True, "hides_health": True},
            {"words": LONG, "conditions": [{"name_th": LONG, "name_en": LONG}] * 3, "treatment": TREATMENT},
            {"words": None, "conditions": None, "treatment": None, "hides_health": True},
        )
    ],
}
