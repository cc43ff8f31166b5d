"""The clinic's own branches and people are known by their names as soon as they are there."""

import dataclasses
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from nlu import Understander, Understanding
from tests.bot.world import World, said
from workflow.access import Branch, Staff


class Listening:
    """Understands as the real one, and remembers what it understood."""

    def __init__(self, inner: Understander) -> None:
        self._inner = inner
        self.heard: list[Understanding] = []

    def understand(self, text: str, *, now: datetime, zone: ZoneInfo, **told: Any) -> Understanding:
        self.heard.append(self._inner.understand(text, now=now, zone=zone, **told))
        return self.heard[-1]


@pytest.fixture
def listening(world: World) -> Listening:
    ear = Listening(world.kit.understander)
    world.inbox._kit = dataclasses.replace(world.kit, understander=ear)
    return ear


def _open_bang_na(session: Session) -> None:
    session.add(
        Branch(
            clinic_id=session.scalars(sa.select(Branch.clinic_id)).one(),
            key="bangna",
            name_th="สาขาบางนา",
            name_en="Bang Na branch",
            zone="Asia/Bangkok",
            opens_at=time(8),
            closes_at=time(17),
            phone="020001111",
            address_th="ถนนบางนา-ตราด",
            address_en="Bang Na-Trat Road",
        )
    )


async def test_who_asks_for_a_branch_by_name_is_told_of_that_one(world: World) -> None:
    assert "10:00–20:00" in said(await world.says(world.mali, "สาขาบางนาเปิดกี่โมงคะ"))

    world.read(_open_bang_na)

    assert "08:00–17:00" in said(await world.says(world.mali, "สาขาบางนาเปิดกี่โมงคะ"))
    assert "10:00–20:00" in said(await world.says(world.mali, "เปิดกี่โมงคะ"))
    assert "บางนา-ตราด" in said(await world.says(world.mali, "สาขาบางนาอยู่ตรงไหนคะ"))


async def test_people_are_known_while_they_work_here(world: World, listening: Listening) -> None:
    fon = world.cast.fon.id

    await world.says(world.mali, "พี่ฝนอยู่ไหมคะ")

    def leaves(session: Session) -> None:
        session.get_one(Staff, fon).active = False

    world.read(leaves)
    await world.says(world.mali, "พี่ฝนอยู่ไหมคะ")

    named = [[each.value for each in one.entities if each.entity == "staff"] for one in listening.heard]
    assert named == [[str(fon)], []]
