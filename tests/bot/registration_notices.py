"""An example of the facts of every question of registering, and of what is said around them."""

LONG = "คุณหญิงพิมพ์ชนกกานต์รวีวรรณ ณ อยุธยาเทพหัสดินทร์ 👩🏽‍🦱 Krungthepmahanakhon-Amonrattanakosin"
NOTES = [
    {"code": "back"},
    {"code": "picked_up"},
    {"code": "old_button"},
    {"code": "which_yes"},
    {"code": "which_check_in"},
    {"code": "phone_short", "digits": "9"},
    {"code": "phone_long", "digits": "11"},
    {"code": "phone_start", "digits": "10"},
    {"code": "phone_abroad", "digits": "17"},
    {"code": "phone_needed"},
    {"code": "which_phone"},
    {"code": "change_what_of_you"},
    {"code": "birthday_by_calendar"},
    {"code": "birthday_for_greetings"},
    {"code": "why_name"},
    {"code": "why_phone"},
    {"code": "contact_given"},
    {"code": "not_saved_yet"},
    {"code": "phone_family"},
]
_ALL = [{"v": one} for one in ("yes", "name", "phone", "birthday")]

REGISTRATION_EXAMPLES = {
    "form_registration": [
        {
            "form": "registration",
            "slot": slot,
            "run": "0123abcd",
            "n": "12",
            "notes": NOTES[first * 2 : first * 2 + 2],
            "options": options,
            "known": {"name": LONG, "is_new": True, "phone": phone, "removes": removes, "birthday": birthday},
            "zone": "Asia/Bangkok",
        }
        for first, (slot, options, phone, removes, birthday) in enumerate(
            [
                ("name", [{"v": "keep", "name": LONG}], None, False, None),
                ("phone", [{"v": "keep", "end": "5678"}, {"v": "remove"}], None, False, None),
                (
                    "phone",
                    [{"v": "c0", "phone": "+66812345678"}, {"v": "c1", "phone": "+6621234567"}],
                    None,
                    False,
                    None,
                ),
                ("phone", [{"v": "skip"}], None, False, None),
                ("birthday", [{"v": "pick"}, {"v": "skip"}], None, False, None),
                ("confirm", _ALL, "+66812345678", False, "02-14"),
                ("confirm", _ALL[:3], None, True, None),
                ("confirm", _ALL, None, False, None),
            ]
        )
    ],
    "registered": [
        {"name": LONG, "end": "5678", "removed": False},
        {"name": LONG, "end": None, "removed": True},
        {"name": LONG, "end": None, "removed": False},
    ],
    "customer_phone": [
        {
            "customer_name": LONG,
            "phone": "+66812345678",
            "phone_of": "019aa6ef-3f6b-7c54-a3f1-5b2f8e1f6a01",
        }
    ],
}
