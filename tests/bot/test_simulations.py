"""Sales says what she expects, sees the picture first, and sends it; the customer reads that it is no promise."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

import vision
from bot.wording import simulation_words_version
from bot.wording.texts import Tongue
from tests.bot.simulation_notices import METRICS, READY, SHOWN, SIMULATION_EXAMPLES, WHY_NONE
from tests.bot.test_wording import messages
from tests.bot.world import World, presses_in, said
from tests.factories.cases import Walk
from tests.factories.people import a_consent
from vision.simulating import Moved, Shown
from workflow.notices import SimulationNotForOthers
from workflow.refusal import Refusal
from workflow.scans import (
    PhotoNotKept,
    Simulation,
    SimulationState,
    WishNotPromised,
    record_simulation,
)
from workflow.store.models import Customer, Purpose

pytestmark = pytest.mark.servers

PICTURE = "c" * 32


def made(wish: dict[str, Any]) -> vision.Simulation:
    return vision.Simulation(
        picture_jpeg=b"jpeg",
        wish=wish,
        metrics={"pigment": Shown("OD x 100", 20.0, 16.0, 16.4, 3.0, 0.3, None)},
        others={"redness": Moved(10.0, 9.8, 1.6)},
        texture_kept=0.95,
        version=vision.VERSION,
    )


def the_row(world: World) -> Simulation:
    return world.read(lambda session: session.scalars(sa.select(Simulation)).one())


async def asked(world: World) -> list[dict[str, Any]]:
    """Mali's photo was read and kept; Fon presses the button on her card, and then that she expects a fifth less."""
    world.read(lambda session: Walk(session, world.cast, world.cast.mali).scanned())
    await world.settle()
    [simulate] = presses_in(world.heard(world.fon), "simulate")
    offered = await world.presses(world.fon, simulate)
    [press] = [
        data
        for data in presses_in(offered, "simulation_make")
        if world.kit.buttons.read(data, world.clock()).extra == {"m": "pigment", "p": "20"}
    ]
    return await world.presses(world.fon, press)


async def is_made(world: World) -> list[dict[str, Any]]:
    row = the_row(world)
    before = len(world.heard(world.fon))
    world.read(
        lambda session: record_simulation(
            session,
            simulation_id=row.id,
            made=made(row.wish),
            picture_key=PICTURE,
            now=world.clock(),
        )
    )
    await world.settle()
    return world.heard(world.fon)[before:]


async def test_it_goes_from_the_wish_to_the_customer_by_buttons(world: World) -> None:
    assert "กำลังทำภาพจำลองของลูกค้า มะลิ" in said(await asked(world))
    row = the_row(world)
    assert (row.wish, row.staff_id) == ({"pigment": -0.2}, world.cast.fon.id)
    assert row.words_version == simulation_words_version()

    shown = await is_made(world)
    assert "ตามที่เจ้าหน้าที่ประเมิน (ฝน)" in said(shown)
    assert "คาดว่าลดลง 20%" in said(shown)
    assert "แสดงลดลง 18%" in said(shown), "rounded so that it never says more"
    assert "ภาพจำลอง" not in said(world.heard(world.mali)), "staff look first"

    [send] = presses_in(shown, "simulation_send")
    assert "ส่งภาพจำลองให้ลูกค้า มะลิ แล้ว" in said(await world.presses(world.fon, send))
    [card] = [one for one in world.heard(world.mali) if "ภาพจำลอง" in one.get("altText", "")]
    for words in ("ไม่ใช่คำสัญญา", "ไม่ใช่การวินิจฉัย", "ตามที่เจ้าหน้าที่ประเมิน"):
        assert words in said([card])
    await world.presses(world.fon, send)
    assert len([one for one in world.heard(world.mali) if "ภาพจำลอง" in one.get("altText", "")]) == 1
    assert world.double.violations == []


async def test_a_customer_gets_at_none_of_it_herself(world: World) -> None:
    await asked(world)
    row = the_row(world)
    for action, ref, extra in (
        ("simulate", row.scan_id, {}),
        ("simulation_make", row.scan_id, {"m": "redness", "p": "10"}),
        ("simulation_send", row.id, {}),
    ):
        data = world.kit.buttons.make(action, ref, now=world.clock(), **extra)
        assert "ภาพจำลอง" not in said(await world.presses(world.mali, data))
    assert the_row(world).state is SimulationState.WAITING


async def test_more_than_may_be_promised_is_refused(world: World) -> None:
    await asked(world)
    scan_id = the_row(world).scan_id
    data = world.kit.buttons.make("simulation_make", scan_id, now=world.clock(), m="pigment", p="90")
    assert "ไม่เกินที่กำหนดไว้" in said(await world.presses(world.fon, data))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("refusal", [WishNotPromised, PhotoNotKept, SimulationNotForOthers])
def test_every_refusal_has_words_in_both_languages(refusal: type[Refusal], language: str) -> None:
    assert Tongue(language).has(f"refused.{refusal.code}")


async def test_a_picture_that_was_made_is_not_sent_after_the_consent_is_gone(world: World) -> None:
    await asked(world)
    [send] = presses_in(await is_made(world), "simulation_send")

    def refuse(session: Any) -> None:
        a_consent(
            session, session.get_one(Customer, world.cast.mali.id), Purpose.PROGRESS_PHOTOS, granted=False
        )

    world.read(refuse)
    assert "ยังไม่มีความยินยอม" in said(await world.presses(world.fon, send))
    assert "ภาพจำลอง" not in said(world.heard(world.mali))


@pytest.mark.parametrize(
    ("metric", "said_of_it", "contrary"),
    [
        ("evenness", "ความไม่สม่ำเสมอของสีผิว ลดลง 20%", '"ความสม่ำเสมอของสีผิว ลดลง'),
        ("dark_circles", "ความเข้มของสีรอบดวงตา ลดลง 20%", '"รอบดวงตา ลดลง'),
    ],
)
def test_what_there_is_less_of_is_never_what_one_would_want_more_of(
    metric: str, said_of_it: str, contrary: str
) -> None:
    facts = {**READY, "wish": {metric: -0.2}, "reached": {metric: -0.2}, "metrics": {metric: SHOWN}}
    card = json.dumps(messages("simulation_shown", facts, "th"), ensure_ascii=False)
    assert said_of_it in card
    assert contrary not in card


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_metric_that_may_be_shown_says_what_there_is_less_of(language: str) -> None:
    assert [
        metric for metric in vision.SIMULATION_LIMITS if not Tongue(language).has(f"less_of.{metric}")
    ] == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_reason_for_no_picture_has_words_of_its_own(language: str) -> None:
    tongue = Tongue(language)
    assert [why for why in WHY_NONE if not tongue.has(f"why_no_simulation.{why}")] == []
    said_of_each = [tongue.say(f"why_no_simulation.{why}") for why in (*WHY_NONE, "other")]
    assert len(set(said_of_each)) == len(said_of_each)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_three_buttons_of_a_value_stand_side_by_side(language: str) -> None:
    [card] = messages("simulation_choices", SIMULATION_EXAMPLES["simulation_choices"][0], language)
    parts = card["contents"]["body"]["contents"]
    rows = [part for part in parts if part["type"] == "box" and part["layout"] == "horizontal"]
    assert len(rows) == len(METRICS)
    for row in rows:
        assert [one["action"]["label"] for one in row["contents"]] == ["10%", "20%", "30%"]
        assert [one["flex"] for one in row["contents"]] == [1, 1, 1]
    assert not [part for part in parts if part["type"] == "button"]
