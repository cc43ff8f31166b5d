"""A bare day, or the question whether something is offered, is no side effect, whatever the engine hears in it."""

import pytest

from nlu.context import carried
from tests.nlu.conftest import Listener


@pytest.mark.parametrize(
    "text",
    [
        "พุธหน้าโน้น",
        "หลังบ่ายสี่",
        "two weeks from saturday",
        "มีฉีดผิวขาวไหม",
        "ที่นี่มีโบท็อกไหมคะ",
        "ทำไมล่ะ",
        "ทำไมคะ",
        "why?",
    ],
)
def test_what_tells_of_nothing_wrong_is_not_urgent(hear: Listener, text: str) -> None:
    assert not carried(None, hear(text), text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "มีหนองไหลไหม",
        "หลังฉีดบวมมาก",
        "ทำไมบวม",
        "มีอาการบวมหลังฉีดไหม",
        "เมื่อวานบวม",
        "มีตุ่มขึ้นหลังฉีดผิว ปกติไหม",
        "ทำไมเจ็บ",
    ],
)
def test_what_tells_of_something_wrong_stays_as_urgent_as_the_engine_hears_it(
    hear: Listener, text: str
) -> None:
    found = hear(text)
    assert carried(None, found, text).urgent == found.urgent
