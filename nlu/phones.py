"""Telephone numbers in a message: what may stand between their digits, and where one stands.

One idea of it for the three that read numbers: what is heard, what a registration takes (bot/wording/contact_words.py)
and what is hidden of a message that is kept (nlu/masking_rules.py).
"""

import re
from collections.abc import Iterator

from nlu.understanding import Entity

BETWEEN = r"[\s().\-–—/]"
"""What people set between the digits of a number."""

EXTENSION = r"(?:\s*(?:ต่อ|ext\.?)\s*\d{1,5}(?!\d))"

_CUT = f"{BETWEEN}*"
# A day ("05/12", "05-12-2569"), and from when to when ("09.30-11.00").
_NO_DAY_OR_TIME = (
    r"(?!0?[1-9] ?/ ?[01]?\d(?!\d))(?!\d\d?(?:-\d\d?-|\.\d\d?\.|/\d\d?/)\d{4}(?!\d))"
    r"(?!0?\d[.:][0-5]\d ?[-–—/] ?[012]?\d[.:][0-5]\d(?!\d))"
)
# The end of a time or a day ("10.00 12.30", "31/08 12.30") begins no number.
_BEGINS = r"(?<![a-z\d])(?<!\d[./:](?=\d\d(?!\d)))"

_PHONE = re.compile(
    rf"(?<!\d)(?<!\d\.)\(?{_NO_DAY_OR_TIME}(?: ?(?:\+|00)? ?6[ .-]?6{_CUT}(?:0{_CUT})?|0{_CUT})"
    rf"(?:[689]{_CUT}\d|[2-57])(?:{_CUT}\d){{7}}(?!\d)(?![.-]\d)"
)
"""Thai numbers: 10 digits for mobiles (06, 08, 09), 9 for fixed lines (02-05, 07), 66 for the leading 0 from abroad."""

_PHONE_OR_LIKE_IT = (
    rf"\(?\+{_CUT}66(?:{_CUT}\d){{8,10}}(?!\d)",
    rf"\(?\+{_CUT}\d(?:{_CUT}\d){{6,14}}(?!\d)",
    rf"{_BEGINS}\(?00{_CUT}\d(?:{_CUT}\d){{6,13}}(?!\d)",
    rf"{_BEGINS}\(?{_NO_DAY_OR_TIME}(?:66(?:{_CUT}\d){{8,10}}|[0o](?:{_CUT}\d){{8,9}}|[0o](?:{_CUT}\d){{10}})(?!\d)",
    # Without its first zero it is known by its parts.
    rf"{_BEGINS}\(?{_NO_DAY_OR_TIME}[689](?:\d{_CUT}\d{{3}}{_CUT}\d{{4}}|\d\d{_CUT}\d{{3}}{_CUT}\d{{3}})(?!\d)",
)
HIDDEN = "(?:" + "|".join(_PHONE_OR_LIKE_IT) + f"){EXTENSION}?"
"""A number, or what was meant for one: from any country, a digit too short or too long. Rather too much than too little."""


def phones_in(text: str) -> Iterator[tuple[Entity, int, int]]:
    """This function will find phone numbers of a tidied text, as Thais dial them, with where they stand."""
    for hit in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", hit[0])
        digits = digits.removeprefix("00")
        if digits.startswith("66"):
            digits = "0" + digits.removeprefix("66").removeprefix("0")
        yield Entity("phone", digits, hit[0].strip()), hit.start(), hit.end()
