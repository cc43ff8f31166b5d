"""Examples of answers out of approved passages."""

from typing import Any

from tests.bot.notices import LINES, LONG

PASSAGE = {"title_th": LONG, "title_en": LONG, "lines_th": LINES, "lines_en": LINES}
PASSAGE_EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "passage_told": [{"passage": PASSAGE, "asks": True}, {"passage": PASSAGE, "asks": False}],
    "answer_phrased": [{"text": LONG * 3, "passages": [{"title_th": LONG, "title_en": LONG}] * 3}],
}
