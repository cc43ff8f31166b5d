"""What we hand out and get back: buttons, addresses of pictures, and settings."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.buttons import LONGEST, ButtonExpired, ButtonForged, Buttons
from bot.links import LinkInvalidError, Links
from bot.pictures import make_router
from bot.settings import BotSettings, LineChannelSettings

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
BUTTONS = Buttons(b"b" * 32)
LINKS = Links("https://aura.example/", b"l" * 32)
ROW = uuid4()


def test_a_button_comes_back_as_it_was_made() -> None:
    press = BUTTONS.read(BUTTONS.make("slot", ROW, now=NOW, t="2026-11-22T07:00:00+00:00", s="ก&=."), NOW)
    assert (press.action, press.ref) == ("slot", ROW)
    assert dict(press.extra) == {"t": "2026-11-22T07:00:00+00:00", "s": "ก&=."}


def test_a_button_about_nothing_comes_back_without_a_row() -> None:
    assert BUTTONS.read(BUTTONS.make("status", now=NOW), NOW).ref is None


def test_a_button_fits_into_lines_limit_or_is_not_made() -> None:
    assert len(BUTTONS.make("photo_of", ROW, now=NOW, m="5" * 64)) <= LONGEST
    with pytest.raises(ValueError, match="300"):
        BUTTONS.make("slot", ROW, now=NOW, t="x" * 300)


def test_a_button_lives_a_hundred_days() -> None:
    data = BUTTONS.make("feels", ROW, now=NOW)
    assert BUTTONS.read(data, NOW + timedelta(days=99)).action == "feels"
    with pytest.raises(ButtonExpired):
        BUTTONS.read(data, NOW + timedelta(days=101))


@given(st.integers(0, 200), st.characters(codec="ascii", exclude_categories=["C"]))
def test_no_letter_of_a_button_can_be_changed(place: int, letter: str) -> None:
    data = BUTTONS.make("accept", ROW, now=NOW, a="yes")
    place %= len(data)
    changed = data[:place] + letter + data[place + 1 :]
    if changed == data:
        return
    with pytest.raises(ButtonForged):
        BUTTONS.read(changed, NOW)


@given(st.text(max_size=310))
def test_no_text_at_all_is_a_button(text: str) -> None:
    with pytest.raises(ButtonForged):
        BUTTONS.read(text, NOW)


def test_a_button_of_another_clinics_secret_is_forged() -> None:
    with pytest.raises(ButtonForged):
        BUTTONS.read(Buttons(b"c" * 32).make("accept", ROW, now=NOW), NOW)


@pytest.mark.parametrize("make", [lambda: Buttons(b"short"), lambda: Links("https://x", b"short")])
def test_a_short_secret_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        make()  # type: ignore[operator]


def test_a_picture_is_found_by_its_address_for_a_month_and_not_for_a_year() -> None:
    address = LINKS.picture("a1b2", now=NOW)
    assert address.startswith("https://aura.example/media/")
    token = address.rpartition("/")[2]
    assert LINKS.picture_key(token, now=NOW + timedelta(days=29)) == "a1b2"
    with pytest.raises(LinkInvalidError):
        LINKS.picture_key(token, now=NOW + timedelta(days=31))


@given(st.text(max_size=200))
def test_no_text_at_all_is_an_address_of_a_picture(token: str) -> None:
    with pytest.raises(LinkInvalidError):
        LINKS.picture_key(token, now=NOW)


class Photos:
    def read(self, key: str) -> bytes:
        if key != "a1b2":
            raise FileNotFoundError(key)
        return b"\xff\xd8 jpeg"


async def test_only_who_has_the_address_sees_the_picture() -> None:
    app = FastAPI()
    app.include_router(make_router(Photos(), LINKS, lambda: NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://app") as client:
        path = LINKS.picture("a1b2", now=NOW).removeprefix("https://aura.example")
        shown = await client.get(path)
        assert (shown.status_code, shown.content) == (200, b"\xff\xd8 jpeg")
        assert shown.headers["content-type"] == "image/jpeg"
        assert shown.headers["x-content-type-options"] == "nosniff"
        gone = LINKS.picture("erased", now=NOW).removeprefix("https://aura.example")
        for wrong in (path[:-1], "/media/a1b2", "/media/..%2f..%2fetc", gone):
            assert (await client.get(wrong)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"public_ur": "https://x"},
        {"public_url": "http://x"},
        {"reply_seconds": 60},
        {"photo_max_bytes": 0},
        {"notice_lease_seconds": 9},
    ],
)
def test_a_wrong_setting_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        BotSettings(**wrong)  # type: ignore[arg-type]


def test_a_secret_is_not_shown_when_settings_are_printed() -> None:
    channel = LineChannelSettings(key="aura", clinic="aura", bot_user_id="U0", secret="hush", old_secret="")
    assert "hush" not in repr(channel)
    assert channel.secrets == (b"hush",)
