"""A customer's own page, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.wording import consent_version
from portal import KeysUnavailableError
from tests.insights.cast import (
    NOW,
    a_case,
    a_clinic,
    a_customer,
    a_follow_up,
    a_reading,
    a_treatment,
    add,
    an_appointment,
    points,
)
from tests.portal.app import claims_of, signed
from workflow.customers import ChannelIdentity, Purpose, consents, grant_consent, keep_contact
from workflow.store.models import Consent, Scan, ScanState, Stage
from workflow.unit_of_work import in_transaction

if TYPE_CHECKING:
    import httpx
    from sqlalchemy.orm import Session

    from tests.portal.app import Portal
    from workflow.customers import Customer


async def test_she_is_let_in_by_lines_word_only(
    portal: Portal, mali: Customer, visitor: httpx.AsyncClient
) -> None:
    user_id = f"U{mali.id.hex}"
    forged = {"id_token": "abc", "userId": user_id, "sub": user_id}

    refused = await visitor.post("/liff/anan/session", json=forged)
    let_in = await visitor.post(
        "/liff/anan/session", json={"id_token": portal.token_of(mali), "userId": "Usomebodyelse"}
    )
    page = await visitor.get("/liff/anan")

    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers
    assert let_in.status_code == 204
    assert "httponly" in let_in.headers["set-cookie"].lower()
    assert "มะลิ" in page.text
    assert mali.code in page.text


async def test_while_lines_keys_cannot_be_had_she_is_asked_to_come_back(
    portal: Portal, mali: Customer, visitor: httpx.AsyncClient
) -> None:
    def unavailable() -> dict[str, object]:
        raise KeysUnavailableError

    portal.doors["anan"] = replace(portal.channel, keys=unavailable)

    answer = await visitor.post("/liff/anan/session", json={"id_token": portal.token_of(mali)})

    assert answer.status_code == 503


@pytest.mark.parametrize("who", ["a stranger", "staff"])
async def test_who_is_no_customer_here_is_not_let_in(
    portal: Portal, visitor: httpx.AsyncClient, who: str
) -> None:
    def known_as_staff(session: Session) -> None:
        identity = {"channel_id": portal.cast.channel.id, "external_id": "Ustaff"}
        add(session, portal.cast, ChannelIdentity, **identity, staff_id=portal.cast.sales.id)

    portal.write(known_as_staff)
    token = signed(claims_of("Ustaff" if who == "staff" else "Unobody"))

    answer = await visitor.post("/liff/anan/session", json={"id_token": token})

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


async def test_it_shows_her_case_her_appointment_her_points_and_her_follow_ups(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    def write(session: Session) -> None:
        case = a_case(session, portal.cast, customer=mali, stage=Stage.FOLLOW_UP)
        done = a_treatment(session, portal.cast, case, finished_at=NOW - timedelta(days=2))
        a_follow_up(session, portal.cast, done, day=1, sent_at=NOW - timedelta(days=1))
        a_follow_up(session, portal.cast, done, day=7)
        an_appointment(session, portal.cast, case)
        points(session, portal.cast, case, 1250)
        points(session, portal.cast, case, -250)

    portal.write(write)

    page = (await hers.get("/liff/anan")).text

    told = {
        "stage": '<li class="now" aria-current="step">ดูแลต่อเนื่อง',
        "treatment": "ไฮดราเดอร์มาเบรชัน",
        "appointment": "จ. 23 พ.ย. 2569 14:00\N{NO-BREAK SPACE}น.",
        "branch": "ซอยอารีย์",
        "points": "<strong>1,000</strong>",
        "points spent": "<strong>-250</strong>",
        "follow-up sent": "ส่งแล้ว",
        "follow-up to come": "วันที่ 7",
    }
    assert not {what for what, words in told.items() if words not in page}


async def test_a_new_customers_page_says_how_to_begin(hers: httpx.AsyncClient) -> None:
    page = (await hers.get("/liff/anan")).text

    assert "ยังไม่มีการดูแล" in page
    assert "<strong>0</strong>" in page


async def test_it_speaks_english_to_who_chose_it(hers: httpx.AsyncClient) -> None:
    await hers.post("/liff/anan/language", data={"language": "en"})

    page = (await hers.get("/liff/anan")).text

    assert '<html lang="en"' in page
    assert "My consents" in page


async def test_nobody_sees_another_customers_page(portal: Portal, hers: httpx.AsyncClient) -> None:
    def write(session: Session) -> None:
        secret = a_customer(session, portal.cast, "ลูกค้าลับ")
        case = a_case(session, portal.cast, customer=secret, code="CSECRET")
        points(session, portal.cast, case, 777)

    portal.write(write)

    page = (await hers.get("/liff/anan")).text

    assert not [word for word in ("ลูกค้าลับ", "CSECRET", "777") if word in page]


@pytest.mark.parametrize("cookie", [None, "guess"])
async def test_without_a_session_only_the_door_is_shown(
    portal: Portal, mali: Customer, visitor: httpx.AsyncClient, cookie: str | None
) -> None:
    if cookie:
        visitor.cookies.set("aura_customer", cookie)

    page = await visitor.get("/liff/anan")
    answer = await visitor.post("/liff/anan/consents/scan_analysis", data={"granted": "true"})

    assert mali.code not in page.text
    assert 'id="open"' in page.text
    assert answer.headers["location"] == "/liff/anan"
    assert portal.write(lambda session: session.scalar(sa.select(sa.func.count(Consent.id)))) == 0


async def test_a_session_of_one_clinic_opens_no_other(portal: Portal, hers: httpx.AsyncClient) -> None:
    other = in_transaction(portal.sessions, lambda session: a_clinic(session, "other"), clinic_id=None)
    portal.doors["other"] = replace(portal.channel, clinic_id=other.clinic_id, channel_id=other.channel.id)

    assert 'id="open"' in (await hers.get("/liff/other")).text
    assert (await hers.get("/liff/nowhere")).status_code == 404


async def test_each_consent_is_given_and_taken_back_by_itself(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    def answers() -> dict[Purpose, bool]:
        return portal.write(lambda session: consents(session, customer_id=mali.id))

    await hers.post("/liff/anan/consents/marketing_messages", data={"granted": "true"})
    given = answers()
    await hers.post("/liff/anan/consents/marketing_messages", data={"granted": "false"})
    taken_back = answers()
    newest = portal.write(
        lambda session: session.scalars(sa.select(Consent).order_by(Consent.id.desc()).limit(1)).one()
    )

    assert given == {Purpose.MARKETING_MESSAGES: True}
    assert taken_back == {Purpose.MARKETING_MESSAGES: False}
    assert newest.wording_version == consent_version("th")
    assert newest.channel_id == portal.cast.channel.id
    assert (await hers.post("/liff/anan/consents/everything", data={"granted": "true"})).status_code == 422


@pytest.mark.parametrize(
    ("purpose", "left"),
    [
        (Purpose.SCAN_ANALYSIS, set()),
        (Purpose.PROGRESS_PHOTOS, {"overlay"}),
        (Purpose.MARKETING_MESSAGES, {"overlay", "photo"}),
        (Purpose.IMPROVE_UNDERSTANDING, {"overlay", "photo"}),
    ],
)
async def test_taking_back_a_consent_erases_the_pictures_that_stood_on_it(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient, purpose: Purpose, left: set[str]
) -> None:
    keys = {name: portal.photos.keep(name.encode()) for name in ("overlay", "photo")}

    def write(session: Session) -> None:
        case = a_case(session, portal.cast, customer=mali)
        a_reading(session, portal.cast, case, overlay_key=keys["overlay"])
        session.scalars(sa.select(Scan)).one().photo_key = keys["photo"]
        grant_consent(
            session,
            customer=mali,
            purpose=purpose,
            wording_version="1",
            channel_id=None,
            event_id=None,
            now=NOW,
        )

    portal.write(write)

    await hers.post(f"/liff/anan/consents/{purpose.value}", data={"granted": "false"})

    scan = portal.write(lambda session: session.scalars(sa.select(Scan)).one())
    assert (scan.state is ScanState.WITHDRAWN) is (not left)
    assert {name for name, key in keys.items() if is_there(portal, key)} == left


def is_there(portal: Portal, key: str) -> bool:
    try:
        return bool(portal.photos.read(key))
    except FileNotFoundError:
        return False


async def test_a_form_of_another_site_changes_nothing(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    answer = await hers.post(
        "/liff/anan/consents/marketing_messages",
        data={"granted": "true"},
        headers={"sec-fetch-site": "cross-site"},
    )

    assert answer.status_code == 403
    assert portal.write(lambda session: consents(session, customer_id=mali.id)) == {}


def test_only_lines_own_sdk_may_call_line() -> None:
    from portal import page_sources

    assert page_sources("https://static.line-scdn.net/liff/edge/2/sdk.js") == {
        "connect-src": "https://api.line.me"
    }
    assert page_sources("/liff/static/liff-fake.js") == {}


def test_both_languages_have_the_same_texts() -> None:
    from pathlib import Path

    import yaml

    import portal as room

    def ids(tree: object, prefix: str = "") -> set[str]:
        if not isinstance(tree, dict):
            return {prefix}
        return {name for key, value in tree.items() for name in ids(value, f"{prefix}.{key}")}

    texts = Path(room.__file__).parent / "texts"
    thai, english = (yaml.safe_load((texts / f"{name}.yml").read_text("utf-8")) for name in ("th", "en"))

    assert ids(thai) == ids(english)
    assert {f".case.stages.{stage.value}" for stage in Stage} <= ids(thai)


async def test_her_contact_details_are_hers_to_read(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    before = (await hers.get("/liff/anan")).text

    def tells(session: Session) -> None:
        herself = session.merge(mali)
        keep_contact(session, customer=herself, name="มะลิ", phone="+66812345678", now=NOW)
        herself.birthday = "02-14"

    portal.write(tells)
    after = (await hers.get("/liff/anan")).text

    assert "ยังไม่ได้บอก" in before
    assert "พิมพ์ “ลงทะเบียน”" in before
    assert "<strong>081-234-5678</strong>" in after
    assert "<strong>14 ก.พ.</strong>" in after
    assert "ใช้ติดต่อเรื่องนัดและการดูแลเท่านั้น" in after


def tells_her_number(portal: Portal, mali: Customer) -> None:
    def work(session: Session) -> None:
        keep_contact(session, customer=session.merge(mali), name="มะลิ", phone="+66812345678", now=NOW)

    portal.write(work)


def number_of(portal: Portal, mali: Customer) -> str | None:
    return portal.write(lambda session: session.get_one(type(mali), mali.id).phone)


async def test_she_takes_her_number_back_by_herself(
    portal: Portal, mali: Customer, hers: httpx.AsyncClient
) -> None:
    tells_her_number(portal, mali)

    await hers.post("/liff/anan/phone/remove")

    assert number_of(portal, mali) is None
    assert "081-234-5678" not in (await hers.get("/liff/anan")).text


async def test_a_stranger_takes_nobodys_number_back(
    portal: Portal, mali: Customer, visitor: httpx.AsyncClient
) -> None:
    tells_her_number(portal, mali)

    answer = await visitor.post("/liff/anan/phone/remove")

    assert answer.status_code == 303
    assert number_of(portal, mali) == "+66812345678"
