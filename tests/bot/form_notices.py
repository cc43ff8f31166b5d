"""An example of the facts of every question of a form, and of what is said around them."""

LONG = "คุณหญิงพิมพ์ชนกกานต์รวีวรรณ ณ อยุธยาเทพหัสดินทร์ 👩🏽‍🦱 Krungthepmahanakhon-Amonrattanakosin"
ZONE = "Asia/Bangkok"
STARTS_AT = "2026-11-28T08:00:00+00:00"
TREATMENT = {"key": "hydradermabrasion", "name_th": LONG, "name_en": LONG, "price_satang": 1_234_500}
KNOWN = {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"}
FORM_NOTES = [
    "in_vain",
    "back",
    "picked_up",
    "not_booked_yet",
    "sticker",
    "sticker_words",
    "old_button",
    "which_yes",
    "which_check_in",
    "not_to_this",
    "health_skip",
    "health_why",
    "health_unclear",
    "health_again",
    "which_day",
    "which_time",
    "which_of_kin",
    "past_day",
    "too_far",
    "day_closed",
    "day_full",
    "time_not_free",
    "none_then",
    "not_offered",
    "change_what",
    "pick",
    "day_out",
    "days_out",
    "time_out",
    "times_out",
    "laid_aside",
    "next_wish",
    "none_sooner",
    "none_later",
    "none_sooner_day",
    "none_later_day",
    "one_branch",
]

FORM_EXAMPLES = {
    "form_booking": [
        {
            "form": "booking",
            "slot": slot,
            "run": "0123abcd",
            "n": "12",
            "notes": [
                {"code": code, "day": "2026-11-28", "time": "15:00"} for code in FORM_NOTES[first : first + 3]
            ],
            "options": options,
            "known": {
                **KNOWN,
                "time": known_time,
                "part": ["16:00", ""],
                "earlier": [KNOWN],
                "branch": TREATMENT,
            },
            "zone": ZONE,
        }
        for first, (slot, known_time, options) in enumerate(
            [
                ("treatment", None, [{"v": "botox_upper_face", **TREATMENT}] * 11 + [{"v": "unsure"}]),
                ("day", None, [{"v": "2026-11-28"}] * 10),
                ("day", None, []),
                ("time", "15:00", [{"v": "15:00"}] * 10),
                ("time", None, []),
                ("branch", None, [{"v": "siam", "name_th": LONG, "name_en": LONG}] * 11),
                ("branch", None, []),
                ("confirm", "15:00", [{"v": "yes"}, {"v": "day"}, {"v": "time"}]),
                *(("day", None, [{"v": "2026-11-28"}]) for _ in range(25)),
            ]
        )
    ],
    "booking_asked": [
        {"known": {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"}, "zone": ZONE},
        {"known": {"treatment": None, "day": "2026-11-28", "time": "15:00"}, "zone": ZONE},
        {"known": KNOWN, "zone": ZONE, "earlier": [KNOWN, KNOWN]},
        *(
            {"known": {"treatment": TREATMENT, "others": [TREATMENT] * 4, "people": people}, "zone": ZONE}
            for people in ("2", "more", None)
        ),
    ],
    "form_intake": [
        {
            "form": "intake",
            "slot": slot,
            "run": "0123abcd",
            "n": "12",
            "notes": [{"code": "button_please"}, {"code": "health_means", "what": LONG}],
            "options": options,
            "known": {
                "treatment": TREATMENT,
                "question": {"factor": factor, "ask_th": LONG, "ask_en": LONG},
                "left": 9,
            },
            "zone": ZONE,
        }
        for slot, factor, options in (
            ("treatment", None, [{"v": "botox_upper_face", **TREATMENT}] * 12),
            ("consent", None, [{"v": "yes"}]),
            ("answer", "pregnancy", [{"v": "no"}, {"v": "yes"}, {"v": "unsure"}]),
        )
    ],
    "intake_done": [{"needs_person": True}, {"needs_person": False}],
    "health_told": [
        {"customer_name": LONG, "treatment": TREATMENT, "asked": 12, "flags": flags}
        for flags in (
            [],
            [
                {
                    **dict.fromkeys(("th", "en", "ask_th", "ask_en", "more_th", "more_en"), LONG),
                    "action": action,
                    "said": said,
                }
                for action in ("contraindicated", "defer", "doctor_review", "caution", "info")
                for said in ("yes", "unsure")
            ],
        )
    ]
    + [{"customer_name": LONG, "treatment": TREATMENT, "asked": 12, "flags": [], "hides_health": True}],
    "form_stopped": [
        {"form": "intake"},
        {"form": "booking"},
        {"form": "a_new_one"},
        {
            "form": "booking",
            "given_back": STARTS_AT,
            "agreed": STARTS_AT,
            "stay": [{"state": "asked", "known": KNOWN}],
            "zone": ZONE,
        },
    ],
    "form_over": [
        {},
        {"state": "asked"},
        {"state": "registered", "name": "คุณหญิงพิมพ์ชนก 👩🏽‍🦱", "end": "5678"},
        {"state": "registered", "name": "Joe", "end": None},
        {"state": "not_registered"},
        {"state": "health"},
        *({"state": state, "starts_at": STARTS_AT, "zone": ZONE} for state in ("held", "agreed")),
    ],
    "check_in_in_words": [{"follow_up_id": "019aa6ef-3f6b-7c54-a3f1-5b2f8e1f6a01"}],
    "check_in_put_off": [{"follow_up_id": "019aa6ef-3f6b-7c54-a3f1-5b2f8e1f6a01"}],
    "form_put_off": [
        {"form": form, "until": STARTS_AT, "zone": ZONE} for form in ("registration", "intake", "a_new_one")
    ],
    **{
        kind: [
            {"appointment_id": "019aa6ef-3f6b-7c54-a3f1-5b2f8e1f6a01", "starts_at": STARTS_AT, "zone": ZONE}
        ]
        for kind in ("confirm_in_words", "confirm_put_off")
    },
    "form_lapsed": [
        {"known": {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"}, "zone": ZONE},
        {"known": {"treatment": None, "day": None, "time": None}, "zone": ZONE},
    ],
    "booking_put_off": [
        {
            "known": {"treatment": TREATMENT, "day": "2026-11-28", "time": "15:00"},
            "until": STARTS_AT,
            "given_back": STARTS_AT,
            "agreed": STARTS_AT,
            "zone": ZONE,
        },
        {
            "known": {"treatment": None, "day": None, "time": None},
            "until": STARTS_AT,
            "given_back": None,
            "held": STARTS_AT,
            "agreed": None,
            "zone": ZONE,
        },
    ],
}
