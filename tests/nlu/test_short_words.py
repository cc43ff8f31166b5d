import pytest

from nlu.short_words import laughs, shows_interest


@pytest.mark.parametrize(
    "text", ["555", "5555+", "55555555 ค่ะ", "ฮ่าๆๆ", "อิอิ", "haha", "lol 😂", "😂😂", "ฮ่าฮ่า ค่ะ", "ห้าห้าห้า"]
)
def test_laughter_is_laughter(text: str) -> None:
    assert laughs(text)


@pytest.mark.parametrize(
    "text", ["", "55", "555 บาท", "ราคาเท่าไหร่ 555", "ค่ะ", "ห้าโมง", "hello", "😍", "0815555555", "ฮา"]
)
def test_other_words_are_no_laughter(text: str) -> None:
    assert not laughs(text)


@pytest.mark.parametrize(
    "text",
    ["สนใจค่ะ", "สนใจครับ", "สนใจมากเลยค่ะ", "หนูสนใจตัวนี้ค่ะ", "I'm interested", "interested ka", "สนใจทำค่ะ 😍"],
)
def test_interest_is_interest(text: str) -> None:
    assert shows_interest(text)


@pytest.mark.parametrize("text", ["ไม่สนใจค่ะ", "สนใจราคาโบค่ะ", "not interested", "สนใจไหม", "เพื่อนสนใจ", ""])
def test_other_words_are_no_interest(text: str) -> None:
    assert not shows_interest(text)
