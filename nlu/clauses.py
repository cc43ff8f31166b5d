"""The clauses of a message, cut generously: what hurts is often said in half a sentence beside a price or a booking.

Only urgency is judged by these. What a message wants is read from the whole, or from `nlu.requests`.
"""

import re

MOST = 4
"""No more clauses than these are judged, the longest ones: each costs the engine one more guess."""

_SHORTEST = 8
"""A shorter clause ("ค่ะ", "ขอบคุณ") tells too little to be judged by itself (letters)."""

_BETWEEN = re.compile(
    r"\s*\n+\s*"
    r"|\s*(?:แล้วก็|แล้วก้อ|แล้วก้|และก็|อ้อ|อ๋อ|(?<!ตั้ง)แต่ว่า|(?<!ตั้ง)แต่|อีกอย่าง|อีกเรื่อง|ส่วน)\s*"
    r"|(?<=คะ)\s+|(?<=ค่ะ)\s+|(?<=ครับ)\s+|(?<=คับ)\s+|(?<=นะ)\s+|(?<=จ้า)\s+|(?<=ไหม)\s+|(?<=มั้ย)\s+"
    r"|\s*[?!;]+\s*|(?<=\D)[.,]\s+"
    r"|\s+(?:and|but|also|oh|btw|by the way|plus)\s+",
    re.IGNORECASE,
)


def clauses_in(text: str) -> tuple[str, ...]:
    """This function will cut a message into clauses worth a look of their own.

    Args:
        text: The message, tidied.

    Returns:
        At most `MOST`, longest first; none where the message is one clause.
    """
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    if len(pieces) == 1:
        return ()
    worth = [piece for piece in pieces if len(piece) >= _SHORTEST]
    return tuple(sorted(worth, key=len, reverse=True)[:MOST])
