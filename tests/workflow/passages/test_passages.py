"""Who may write, approve and take back what customers are told, and what may never stand in it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.factories.cases import Walk
from workflow.actor import Actor, Role
from workflow.passages import (
    Draft,
    Passage,
    PassageNotFit,
    PassageOrigin,
    PassageState,
    approve_passage,
    approved_passages,
    passage,
    passages,
    retire_passage,
    seed_passages,
    source_of,
    write_passage,
)
from workflow.refusal import BadRequest, NotAllowed, NotFound, OutOfDate
from workflow.store.models import Protocol

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PARKING = Draft(
    key="parking",
    title_th="ที่จอดรถ",
    title_en="Parking",
    lines_th=["จอดรถที่อาคารได้ค่ะ"],
    lines_en=["You can park in the building."],
    asked=["จอดรถตรงไหน"],
)


@pytest.fixture
def owner(walk: Walk) -> Actor:
    return Actor.staff(walk.cast.clinic_id, walk.cast.anan.id, walk.cast.anan.role_set)


def approved(walk: Walk, owner: Actor, draft: Draft = PARKING) -> Passage:
    written = write_passage(walk.session, draft=draft, by=owner, now=NOW)
    return approve_passage(walk.session, passage_id=written.id, by=owner, now=NOW + timedelta(hours=1))


def test_a_draft_is_told_to_nobody_until_somebody_approves_it(walk: Walk, owner: Actor) -> None:
    written = write_passage(walk.session, draft=PARKING, by=owner, now=NOW)
    assert approved_passages(walk.session) == []

    told = approve_passage(walk.session, passage_id=written.id, by=owner, now=NOW + timedelta(hours=1))

    assert approved_passages(walk.session) == [told]
    assert (told.version, told.written_by, told.approved_by) == (1, walk.cast.anan.id, walk.cast.anan.id)
    assert (told.written_at, told.approved_at) == (NOW, NOW + timedelta(hours=1))
    source = source_of(told)
    assert (source.titles["en"], source.lines["th"], source.is_own) == ("Parking", ("จอดรถที่อาคารได้ค่ะ",), True)


def test_a_change_is_a_new_version_and_the_old_one_is_told_until_then(walk: Walk, owner: Actor) -> None:
    first = approved(walk, owner)
    second = write_passage(
        walk.session, draft=replace(PARKING, lines_en=["No parking."]), by=owner, now=NOW + timedelta(days=1)
    )
    assert approved_passages(walk.session) == [first]

    approve_passage(walk.session, passage_id=second.id, by=owner, now=NOW + timedelta(days=1))

    assert approved_passages(walk.session) == [second]
    assert (first.state, first.retired_at) == (PassageState.RETIRED, NOW + timedelta(days=1))
    assert first.lines_en == ["You can park in the building."]


def test_one_draft_of_a_key_waits_at_a_time(walk: Walk, owner: Actor) -> None:
    first = write_passage(walk.session, draft=PARKING, by=owner, now=NOW)
    second = write_passage(walk.session, draft=PARKING, by=owner, now=NOW)

    assert passages(walk.session) == [second]
    with pytest.raises(OutOfDate):
        approve_passage(walk.session, passage_id=first.id, by=owner, now=NOW)


def test_what_is_taken_back_is_told_no_more(walk: Walk, owner: Actor) -> None:
    told = approved(walk, owner)

    retire_passage(walk.session, passage_id=told.id, by=owner, now=NOW)

    assert approved_passages(walk.session, ids=[told.id]) == []
    assert passage(walk.session, passage_id=told.id).retired_by == walk.cast.anan.id


@pytest.mark.parametrize("role", [Role.SALES, Role.BEAUTICIAN])
def test_only_who_answers_for_it_writes_approves_and_takes_back(walk: Walk, owner: Actor, role: Role) -> None:
    told = approved(walk, owner)
    by = Actor.staff(walk.cast.clinic_id, walk.cast.fon.id, frozenset({role}))

    with pytest.raises(NotAllowed):
        write_passage(walk.session, draft=PARKING, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        approve_passage(walk.session, passage_id=told.id, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        retire_passage(walk.session, passage_id=told.id, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        approve_passage(walk.session, passage_id=told.id, by=Actor.system(walk.cast.clinic_id), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"lines_th": ["ผลลัพธ์ถาวร รับประกันค่ะ"]},
        {"lines_en": ["We are the best clinic."]},
        {"lines_th": ["ราคา 2,900 บาทค่ะ"]},
        {"lines_th": ["ดูที่ https://clinic.example"]},
        {"title_th": "ฟรีที่จอดรถ"},
        {"title_en": "x" * 121},
        {"lines_en": []},
        {"lines_th": ["  "]},
        {"lines_th": ["ก" * 301]},
        {"lines_en": ["one line"] * 9},
        {"asked": ["x"] * 21},
    ],
)
def test_what_may_not_be_said_is_not_even_a_draft(
    walk: Walk, owner: Actor, change: dict[str, object]
) -> None:
    with pytest.raises(PassageNotFit):
        write_passage(walk.session, draft=replace(PARKING, **change), by=owner, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"key": "Not A Key"}, {"key": ""}, {"treatment_key": "no_such"}])
def test_what_names_nothing_is_refused(walk: Walk, owner: Actor, change: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        write_passage(walk.session, draft=replace(PARKING, **change), by=owner, now=NOW)  # type: ignore[arg-type]


def test_one_that_is_not_there_is_not_found(walk: Walk, owner: Actor) -> None:
    with pytest.raises(NotFound):
        approve_passage(walk.session, passage_id=uuid.uuid4(), by=owner, now=NOW)


def test_the_catalogues_texts_become_drafts_once_and_again_when_they_change(walk: Walk, owner: Actor) -> None:
    clinic_id = walk.cast.clinic_id
    first = seed_passages(walk.session, clinic_id=clinic_id, now=NOW)
    assert first > 0
    assert approved_passages(walk.session) == []
    assert seed_passages(walk.session, clinic_id=clinic_id, now=NOW) == 0

    drafts = passages(walk.session)
    assert {one.origin for one in drafts} == {PassageOrigin.CATALOGUE}
    told = approve_passage(walk.session, passage_id=drafts[0].id, by=owner, now=NOW)
    steps = walk.session.scalars(sa.select(Protocol)).first()
    assert steps is not None
    for one in walk.session.scalars(sa.select(Protocol)):
        one.aftercare = {
            language: {**days, "today": [f"{days['today'][0]}!"]} for language, days in one.aftercare.items()
        }
    walk.session.flush()

    assert seed_passages(walk.session, clinic_id=clinic_id, now=NOW) > 0
    assert approved_passages(walk.session) == [told]


def test_a_text_of_the_catalogue_that_was_taken_back_is_not_brought_back(walk: Walk, owner: Actor) -> None:
    seed_passages(walk.session, clinic_id=walk.cast.clinic_id, now=NOW)
    for one in passages(walk.session):
        retire_passage(walk.session, passage_id=one.id, by=owner, now=NOW)

    assert seed_passages(walk.session, clinic_id=walk.cast.clinic_id, now=NOW) == 0
