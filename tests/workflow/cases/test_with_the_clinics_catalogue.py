"""The clinic's own treatment file behind a case: right hands, right questions, words for every day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.factories.cases import MONDAY, Walk, a_skin_reading
from tests.factories.cast import two_clinics
from workflow.cases import send_due_follow_up
from workflow.catalogue import PRICES, TEXTS, TREATMENTS, load_catalogue, treatments
from workflow.follow_ups import follow_ups_of
from workflow.store.models import Customer, Notice, TaskKind
from workflow.store.scope import scope_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker

    import vision


@pytest.fixture
def loaded(sessions: sessionmaker[Session]) -> Iterator[Walk]:
    cast, _ = two_clinics(sessions)
    with sessions() as session:
        scope_to(session, cast.clinic_id)
        load_catalogue(
            session, clinic_id=cast.clinic_id, file=TREATMENTS, texts=TEXTS, prices=PRICES, now=MONDAY
        )
        yield Walk(session, cast, session.get_one(Customer, cast.mali.id))


def worst_is(concern: str) -> vision.SkinReading:
    reading = a_skin_reading(score=70)
    metrics = dict(reading.metrics)
    metrics[concern] = replace(metrics[concern], score=10)
    return replace(reading, metrics=metrics)


def told(walk: Walk, kind: str) -> dict[str, object]:
    data: dict[str, object] = walk.session.scalars(sa.select(Notice.data).where(Notice.kind == kind)).one()
    return data


@pytest.mark.parametrize(
    ("concern", "treatment_key", "who"),
    [
        ("pigment", "hydradermabrasion", "ploy"),
        ("evenness", "hydradermabrasion", "ploy"),
        ("shine", "hydradermabrasion", "ploy"),
        ("texture", "hydradermabrasion", "ploy"),
        ("redness", "ipl", "anan"),  # an operator's step that no physician has confirmed
        ("lines", "skin_booster_ha", "anan"),
        ("dark_circles", "ha_filler", "anan"),
        ("red_spots", "acne_program", "anan"),
        ("brown_spots", "ipl", "anan"),  # an operator's step that no physician has confirmed
        ("pores", "hydradermabrasion", "ploy"),
    ],
)
def test_it_gives_each_concern_to_the_right_hands(
    loaded: Walk, concern: str, treatment_key: str, who: str
) -> None:
    loaded.consents()
    loaded.is_read(loaded.sends_photo(), worst_is(concern))

    assert loaded.case.concern == concern
    assert loaded.task(TaskKind.PREPARE_TREATMENT).detail == {"treatment_key": treatment_key}
    assert loaded.task(TaskKind.PREPARE_TREATMENT).staff_id == getattr(loaded.cast, who).id


def test_it_asks_and_says_everything_in_both_languages(loaded: Walk) -> None:
    loaded.finished()
    for row in follow_ups_of(loaded.session, case_id=loaded.case.id):
        loaded.now = row.due_at
        send_due_follow_up(loaded.session, follow_up=row, now=loaded.now)

    prepare = told(loaded, "prepare_treatment")
    flags = prepare["flags"]
    assert isinstance(flags, list)
    assert flags
    assert all(all(flag[key] for key in ("action", "th", "en", "ask_th", "ask_en")) for flag in flags)
    for kind, words in (
        ("prepare_treatment", "steps"),
        ("appointment_booked", "prepare"),
        ("treatment_finished", "aftercare"),
        *((f"follow_up_{day}", "lines") for day in (1, 7, 30, 90)),
    ):
        data = told(loaded, kind)
        assert data[f"{words}_th"], kind
        assert data[f"{words}_en"], kind
    assert told(loaded, "follow_up_30")["next"] is not None


def test_it_has_words_for_every_treatment(loaded: Walk) -> None:
    assert len(treatments(loaded.session)) == 20
