"""One example of the facts of every kind of notice, with the longest names anybody has."""

from typing import Any

LONG = "คุณหญิงพิมพ์ชนกกานต์รวีวรรณ ณ อยุธยาเทพหัสดินทร์ 👩🏽‍🦱 Krungthepmahanakhon-Amonrattanakosin"
ZONE = "Asia/Bangkok"
AT = "2026-11-22T07:00:00+00:00"
ROW = "0198f3c2-7b7a-7c3e-9a51-3f2f6f0c1a2b"
TREATMENT = {"key": "hydradermabrasion", "name_th": LONG, "name_en": LONG, "price_satang": 1_234_500}
BRANCH = {
    "name_th": LONG,
    "name_en": LONG,
    "address_th": LONG * 2,
    "address_en": LONG * 2,
    "phone": "02-123-4567",
}
LINES = [LONG * 2] * 8
GOOD = {"value": 12.345, "unit": "OD x 100", "score": 71, "mdc": 1.25, "measurable": True, "reason": None}
NOT = {
    "value": None,
    "unit": "OD x 100",
    "score": None,
    "mdc": None,
    "measurable": False,
    "reason": "resolution",
}
METRICS = {
    "redness": GOOD,
    "pigment": {**GOOD, "score": 30},
    "evenness": {**GOOD, "score": 0},
    "red_spots": {**GOOD, "unit": "OD x 100 per cm2", "count": 12},
    "brown_spots": {**GOOD, "unit": "OD x 100 per cm2", "count": 3},
    "lines": NOT,
    "texture": {**NOT, "reason": "a new one"},
    "shine": {**GOOD, "score": 100},
    "dark_circles": {**GOOD, "score": 50},
    "pores": NOT,
    "tone": {**GOOD, "score": None},
    "tone_hue": {**GOOD, "score": None},
}
READING = {
    "case_code": "M4K7QD",
    "overall": 62,
    "concern": "pigment",
    "metrics": METRICS,
    "overlay_key": "a1b2c3",
    "scan_id": ROW,
    "photo_kept": True,
}
CASE = {"case_id": ROW, "case_code": "M4K7QD", "customer_name": LONG}
CHANGE = {
    "before": 12.3,
    "after": 10.1,
    "mdc": 1.2,
    "verdict": "better",
    "where": ["forehead", "cheek_left", "cheek_right", "crowsfeet_left", "chin"],
    "unit": "OD x 100",
}
COMPARED = {
    **CASE,
    "comparable": True,
    "reasons": [],
    "overlay_key": "a1b2c3",
    "pair_key": "d4e5f6",
    "chart_key": "a7b8c9",
    "day": 7,
    "changes": {
        "redness": CHANGE,
        "pigment": {**CHANGE, "verdict": "worse"},
        "lines": {**CHANGE, "verdict": "not_measurable", "after": None},
        "shine": {**CHANGE, "verdict": "no_measurable_change"},
    },
}
FOLLOW_UP = {
    "follow_up_id": ROW,
    "case_code": "M4K7QD",
    "treatment": TREATMENT,
    "lines_th": LINES,
    "lines_en": LINES,
    "next": None,
    "wants_photo": False,
}
FLAG = {"action": "contraindicated", "th": LONG, "en": LONG, "ask_th": LONG, "ask_en": LONG}
PURPOSES = ["scan_analysis", "progress_photos", "marketing_messages", "improve_understanding"]
CUSTOMER = {"id": ROW, "name": LONG, "code": "M4K7QD"}
HOURS = {"branch": BRANCH, "opens": "10:00", "closes": "20:00"}

EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "welcome": [
        {"name": LONG, "clinic_th": LONG, "clinic_en": LONG, "asked": asked} for asked in (PURPOSES, [])
    ],
    "welcome_back": [{"name": LONG}],
    "consent_asked": [
        {"name": LONG, "asked": PURPOSES, "because": why}
        for why in ("photo", "text", "told_by_staff", "refused", None)
    ],
    "consent_kept": [
        {"purpose": purpose, "granted": granted, "then": then, "again": again}
        for purpose in PURPOSES
        for again in (True, False)
        for granted, then in (
            (True, "reading"),
            (True, "next_scan"),
            (True, "photo_gone"),
            (False, "no_scan"),
        )
    ],
    "withdraw_asked": [{"granted": PURPOSES}, {"granted": []}],
    "consent_withdrawn": [{"purposes": PURPOSES, "erased": count} for count in (0, 12)],
    "reading_ready": [
        {**READING, "taken_at": AT, "zone": ZONE, "treatment": TREATMENT},
        {
            **READING,
            "overall": None,
            "concern": None,
            "overlay_key": None,
            "taken_at": AT,
            "zone": ZONE,
            "treatment": None,
        },
    ],
    "reading_ready_sales": [
        {**CASE, **READING, "treatment": TREATMENT, "beautician_name": name} for name in (LONG, None)
    ],
    "progress_compared": [
        COMPARED,
        {**COMPARED, "pair_key": None, "chart_key": None},
        {**COMPARED, "comparable": False, "reasons": ["pose", "light", "new"], "pair_key": None},
    ],
    "progress_compared_staff": [COMPARED],
    "how_to_scan": [{}],
    "photo_unreadable": [
        {"reason": reason, "customer_name": name}
        for name in (LONG, None)
        for reason in ("no_face", "gone", "reader_failed", "a new one")
    ],
    "whose_photo": [
        {"message_id": "590000000000000001", "customers": [CUSTOMER] * 12, "found": None, "words": None},
        {"message_id": "590000000000000001", "customers": [CUSTOMER] * 2, "found": "several", "words": LONG},
        {"message_id": "590000000000000001", "customers": [], "found": "nobody", "words": LONG},
    ],
    "photo_kept_for": [{"customer_name": LONG}],
    "customer_not_consented": [{"customer_name": LONG, "customer_code": "M4K7QD"}],
    "language_set": [{"name": LONG}],
    "with_person": [{}],
    "check_in_not_understood": [{"follow_up_id": ROW}],
    "which_answered": [{"follow_up_id": ROW, "appointment_id": ROW, "starts_at": AT, "zone": ZONE}],
    "next_case_opened": [{"customer_name": LONG, "case_code": "M4K7QD", "treatment": None}],
    "appointment_made": [{"customer_name": LONG, "starts_at": AT, "zone": ZONE}],
    "appointment_booked": [
        {
            "case_code": "M4K7QD",
            "starts_at": AT,
            "zone": ZONE,
            "branch": BRANCH,
            "treatment": TREATMENT,
            "prepare_th": LINES,
            "prepare_en": LINES,
            "duration_min": 60,
            "moved": moved,
            "asks_phone": not moved,
        }
        for moved in (True, False)
    ],
    "appointment_booked_staff": [
        {**CASE, "task_id": ROW, "starts_at": AT, "zone": ZONE, "treatment": TREATMENT, "was_at": was_at}
        for was_at in (AT, None)
    ],
    "treatment_started": [{"case_code": "M4K7QD", "treatment": TREATMENT, "started_at": AT, "zone": ZONE}],
    "treatment_begun": [CASE],
    "treatment_done": [CASE],
    "stop_reason_asked": [CASE],
    "treatment_halted": [CASE],
    "treatment_stopped": [
        {**CASE, "task_id": ROW, "treatment": TREATMENT, "reason": reason}
        for reason in ("unwell", LONG, None)
    ],
    "treatment_finished": [
        {
            "case_code": "M4K7QD",
            "treatment": TREATMENT,
            "aftercare_th": LINES,
            "aftercare_en": LINES,
            "follow_ups": [{"day": day, "due_at": AT} for day in (1, 7, 30, 90)],
            "points_earned": earned,
            "balance": 120,
            "zone": ZONE,
        }
        for earned in (15, 0)
    ],
    "treatment_finished_sales": [
        {
            **CASE,
            "task_id": ROW,
            "treatment": TREATMENT,
            "next": following,
            "next_from": following and AT,
            "zone": ZONE,
        }
        for following in (TREATMENT, None)
    ],
    "follow_up_1": [{**FOLLOW_UP, "day": 1}],
    "follow_up_7": [{**FOLLOW_UP, "day": 7, "wants_photo": True}],
    "follow_up_30": [{**FOLLOW_UP, "day": 30, "wants_photo": True, "next": TREATMENT}],
    "follow_up_90": [{**FOLLOW_UP, "day": 90}],
    "check_in_kept": [{"feels": feels} for feels in ("good", "text", "odd")],
    "side_effect_noted": [{}],
    "red_flag_customer": [
        {"groups": ["vision"], "urgency": urgency, "emergency_number": "1669", "branch_phone": "02-123-4567"}
        for urgency in ("emergency", "within_minutes", "same_day", "within_3_days")
    ]
    + [
        {
            "groups": groups,
            "urgency": "within_minutes",
            "emergency_number": "1669",
            "branch_phone": "02-123-4567",
            "mental_health_line": "1323",
        }
        for groups in (["distress"], ["vision", "distress"], ["infection", "distress"])
    ]
    + [
        {"groups": ["legal_threat"], "urgency": "same_day", "emergency_number": "1669", "branch_phone": phone}
        for phone in ("02-123-4567", None)
    ],
    "danger_told": [
        {
            "writer_name": writer,
            "words": words,
            "groups": ["vision", "a new one"],
            "urgency": urgency,
            "told_at": AT,
            "zone": ZONE,
        }
        for urgency in ("emergency", "same_day")
        for writer, words in ((LONG, LONG * 3), (None, None))
    ],
    "danger_passed_on": [
        {"paged": paged, **line} for paged in (2, 0) for line in ({}, {"mental_health_line": "1323"})
    ],
    "status": [
        {"stage": None},
        *(
            {"stage": stage, "wish": {"state": state, "known": known}, "zone": ZONE}
            for stage in (None, "scanned")
            for state in ("asked", "held")
            for known in (
                {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"},
                {"treatment": None, "day": None, "time": None},
            )
        ),
        *(
            {
                "stage": stage,
                "case_code": "M4K7QD",
                "treatment": TREATMENT,
                "starts_at": at,
                "follow_up_at": at,
                "zone": ZONE,
            }
            for stage in ("scanned", "treatment_scheduled", "in_treatment", "completed", "follow_up")
            for at in (AT, None)
        ),
    ],
    "points": [
        {
            "balance": 1_250,
            "zone": ZONE,
            "history": [
                {"points": points, "reason": reason, "at": AT}
                for points, reason in ((15, "treatment"), (-5, "a new one"))
            ],
        },
        {"balance": 0, "zone": ZONE, "history": []},
    ],
    "prices": [{"treatments": [TREATMENT] * 25}, {"treatments": []}],
    "treatment_info": [
        {
            "treatment": TREATMENT,
            "performer": performer,
            "duration_min": 60,
            "prepare_th": LINES,
            "prepare_en": LINES,
            "care_th": LINES,
            "care_en": LINES,
        }
        for performer in ("physician", "operator", "beautician")
    ],
    "which_treatment": [
        {"treatments": [TREATMENT] * 20},
        {"treatments": [TREATMENT] * 20, "because": "not_offered"},
        {"treatments": [TREATMENT] * 2, "because": "several"},
    ],
    "treatments_for_concern": [
        {"treatments": [{**TREATMENT, "performer": who} for who in ("physician", "operator", "beautician")]}
    ],
    "aftercare": [
        {"treatment": TREATMENT, "lines_th": lines, "lines_en": lines, "before": before}
        for lines in (LINES, [])
        for before in (True, False)
    ],
    "which_care": [{"treatments": [TREATMENT] * 20, "before": before} for before in (True, False)],
    "location": [HOURS],
    "handed_to_person": [
        {"why": why}
        for why in (
            "asked",
            "complaint",
            "not_understood",
            "wants_to_book",
            "wants_to_change",
            "comes_late",
            "wants_to_pay",
            "wants_reward",
            "asks_doctor",
            "asks_health",
            "health_seen_first",
            "privacy",
            "asks_result",
            "wants_to_cancel",
        )
    ]
    + [{"why": "wants_to_cancel", "starts_at": AT, "zone": ZONE}]
    + [
        {"why": "asks_health", "treatment": treatment, "conditions": [{"name_th": LONG, "name_en": LONG}] * 3}
        for treatment in (TREATMENT, None)
    ],
    "cannot_read_kind": [{"what": what} for what in ("video", "audio", "file", "location", "imagemap")],
    "refused": [
        {"code": "illegal_move", "facts": {"stage": "completed"}, "zone": ZONE, "is_staff": True},
        {"code": "too_soon", "facts": {"earliest_at": AT}, "zone": ZONE, "is_staff": True},
        {"code": "wrong_performer", "facts": {"who_can": [LONG, LONG]}, "zone": ZONE, "is_staff": True},
        {"code": "wrong_performer", "facts": {"who_can": []}, "zone": ZONE, "is_staff": True},
        {"code": "a_new_one", "facts": {}, "zone": ZONE, "is_staff": False},
        {"code": "not_yours", "facts": {}, "zone": ZONE, "is_staff": True, "whose": LONG},
        *(
            {
                "code": "out_of_date",
                "facts": {},
                "zone": ZONE,
                "is_staff": True,
                "now": {"customer_name": LONG, "stage": stage, "starts_at": at, "zone": ZONE},
                "book_case_id": ROW,
            }
            for stage, at in (("treatment_scheduled", AT), ("scanned", None))
        ),
        {"code": "slot_taken", "facts": {}, "zone": ZONE, "is_staff": False, "choose_case_id": ROW},
    ],
    "staff_hello": [{"name": LONG, "count": 3}],
    "staff_not_understood": [{}],
    "joined": [{"name": LONG, "roles": ["sales", "beautician", "physician", "manager", "owner"]}],
    "admin_link": [
        {"token": "t" * 43},
        {"token": "t" * 43, "to": f"/admin/staff/{ROW}/away?since=2026-11-25&until=2026-11-25", "name": LONG},
    ],
    "group_hello": [{}],
    **{
        kind: [{}]
        for kind in (
            "unsubscribed",
            "promotions",
            "referral",
            "thanks",
            "bot_answers",
            "goodbye",
            "sticker_seen",
            "nothing_open",
            "no_appointment",
            "not_understood",
            "failed",
            "answer_uncertain",
        )
    },
}
