"""One example of the facts of every kind of notice about how the talk itself goes."""

from typing import Any

from tests.bot.notices import EXAMPLES, LONG, ROW

TRIED = {
    "steps": [
        {"asked": "said", "guesses": []},
        {"asked": "doubt", "guesses": ["ask_price", "ask_promotion"]},
        {"asked": "offered", "guesses": ["ask_treatment_info", "ask_aftercare", "a new one"]},
        {"asked": "check_in", "guesses": ["ask_price"]},
        *({"asked": asked, "guesses": []} for asked in ("form", "confirm", "consent")),
        {"asked": "person", "guesses": ["check_appointment"]},
    ],
    "question": "confirm_appointment",
}
CALL = {
    "task_id": ROW,
    "customer_name": LONG,
    "customer_code": "K7M4Q",
    "why": "not_understood",
    "words": LONG,
    "tried": TRIED,
    "book_case_id": None,
    "cancel_case_id": None,
    "next_customer_id": None,
}
TALK_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "which_meant": [
        {"event_id": ROW, "intents": ["reschedule_appointment", "withdraw_consent"]},
        {"event_id": ROW, "intents": ["ask_price"]},
        {"event_id": ROW, "intents": ["ask_price", "check_appointment", "ask_promotion"], "again": True},
    ],
    "not_understood_again": [
        {"event_id": ROW, "intents": ["ask_price", "check_appointment", "a new one"]},
        {"event_id": ROW, "intents": ["ask_price"]},
    ],
    "say_otherwise": [{}],
    "several": [
        {
            "answers": [
                {"kind": kind, "data": EXAMPLES[kind][0]} for kind in ("prices", "treatment_info", "points")
            ]
        },
        {"answers": [{"kind": "prices", "data": EXAMPLES["prices"][0]} for _ in range(7)]},
    ],
}
