"""A progress photo beside the earlier one: the pictures show both, so they are kept and go with both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

import vision
from tests.factories.cases import a_skin_reading
from tests.factories.people import a_consent
from workflow.cases import newest_reading
from workflow.scans import (
    ComparedPhotos,
    Scan,
    as_reading,
    forget_old_pictures,
    forget_old_readings,
    named_by_no_scan,
    not_kept,
    photo_to_compare,
    reading_of,
    record_reading,
    withdraw_all,
    withdraw_photos,
    withdraw_scan,
)
from workflow.store.models import Notice, Purpose, SkinReading
from workflow.store.scope import scope_to
from workflow.unit_of_work import Portion

if TYPE_CHECKING:
    from tests.factories.cases import Walk

PHOTO, OVERLAY = "a" * 32, "b" * 32
KEYS = {"pair_key": "1" * 32, "before_key": "2" * 32, "after_key": "3" * 32, "chart_key": "4" * 32}
DAY = timedelta(days=1)


@pytest.fixture
def treated(walk: Walk) -> Walk:
    """Mali, a week after her treatment."""
    walk.finished()
    walk.now += 7 * DAY
    return walk


def first_scan(walk: Walk) -> Scan:
    found = newest_reading(walk.session, case_id=walk.case.id, before=walk.now - DAY)
    assert found is not None
    return found[0]


def is_compared(walk: Walk, sent: Scan, with_scan: Scan, **keys: str) -> None:
    compared = vision.compare(a_skin_reading(), a_skin_reading(pigment=12.5))
    record_reading(
        walk.session,
        scan_id=sent.id,
        reading=a_skin_reading(pigment=10.0),
        photo_key=PHOTO,
        overlay_key=OVERLAY,
        now=walk.now,
        compared=ComparedPhotos(with_scan_id=with_scan.id, comparison=compared, **(keys or KEYS)),
    )


def told(walk: Walk, kind: str = "progress_compared") -> list[dict[str, Any]]:
    rows = walk.session.scalars(sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [row.data for row in rows]


def pair_of(scan: Scan) -> dict[str, str | None]:
    return {key: getattr(scan, key) for key in KEYS}


def test_the_earlier_photo_is_the_one_before_the_treatment(treated: Walk) -> None:
    first = first_scan(treated)
    middle = treated.sends_photo()
    treated.is_read(middle, a_skin_reading(pigment=15.0))
    treated.now += DAY
    sent = treated.sends_photo()

    found = photo_to_compare(treated.session, scan_id=sent.id, now=treated.now)
    assert found is not None
    assert (found.scan_id, found.photo_key) == (first.id, first.photo_key)
    assert (found.concern, found.language) == ("pigment", treated.customer.language)
    assert [(at, reading.metrics["pigment"].value) for at, reading in found.between] == [
        (middle.sent_at, 15.0)
    ]


def test_there_is_none_before_the_treatment(walk: Walk) -> None:
    walk.scanned()
    sent = walk.sends_photo()
    assert photo_to_compare(walk.session, scan_id=sent.id, now=walk.now) is None


def test_there_is_none_once_it_is_not_kept(treated: Walk) -> None:
    first_scan(treated).photo_key = None
    sent = treated.sends_photo()
    assert photo_to_compare(treated.session, scan_id=sent.id, now=treated.now) is None


def test_there_is_none_once_photos_may_not_be_kept(treated: Walk) -> None:
    sent = treated.sends_photo()
    a_consent(treated.session, treated.customer, Purpose.PROGRESS_PHOTOS, granted=False)
    assert photo_to_compare(treated.session, scan_id=sent.id, now=treated.now) is None


def test_what_the_photos_say_is_told_with_their_pictures(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)

    [facts] = told(treated)
    assert facts["changes"]["pigment"]["after"] == 12.5, "as measured beside the earlier photo"
    assert (facts["pair_key"], facts["chart_key"]) == (KEYS["pair_key"], KEYS["chart_key"])
    assert pair_of(sent) == KEYS
    assert sent.compared_with_id == first.id
    assert sent.comparison is not None
    assert sent.comparison["metrics"]["pigment"]["verdict"] == "better"
    assert not_kept(treated.session, scan_id=sent.id, keys=[PHOTO, OVERLAY, *KEYS.values()]) == []
    assert len(told(treated, "progress_compared_staff")) == 2


def test_the_readings_are_compared_where_no_photos_were(treated: Walk) -> None:
    sent = treated.sends_photo()
    treated.is_read(sent, a_skin_reading(pigment=10.0))

    assert pair_of(sent) == dict.fromkeys(KEYS)
    assert sent.comparison is not None
    assert told(treated)[0]["pair_key"] is None
    assert told(treated)[0]["changes"]["pigment"]["after"] == 10.0


@pytest.mark.parametrize("gone", ["the earlier photo", "her consent"])
def test_no_picture_is_kept_of_what_went_meanwhile(treated: Walk, gone: str) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    if gone == "her consent":
        a_consent(treated.session, treated.customer, Purpose.PROGRESS_PHOTOS, granted=False)
    else:
        first.photo_key = None
    is_compared(treated, sent, first)

    assert pair_of(sent) == dict.fromkeys(KEYS)
    assert told(treated)[0]["changes"]["pigment"]["after"] == 10.0, "the readings are compared"
    assert set(not_kept(treated.session, scan_id=sent.id, keys=list(KEYS.values()))) == set(KEYS.values())


def test_it_is_a_plain_reading_when_the_earlier_photo_was_unsent_meanwhile(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    withdraw_scan(
        treated.session, channel_id=treated.cast.channel.id, message_id=first.message_id, now=treated.now
    )
    is_compared(treated, sent, first)

    assert (told(treated), pair_of(sent)) == ([], dict.fromkeys(KEYS))


def test_unsending_the_earlier_photo_takes_the_pictures_of_both(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)
    own = [first.photo_key, first.overlay_key]

    gone = withdraw_scan(
        treated.session, channel_id=treated.cast.channel.id, message_id=first.message_id, now=treated.now
    )
    assert gone == [*own, *KEYS.values()]
    assert pair_of(sent) == dict.fromkeys(KEYS)
    assert (sent.photo_key, sent.overlay_key) == (PHOTO, OVERLAY)


def test_a_comparison_that_waits_goes_with_the_earlier_photo(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)
    withdraw_scan(
        treated.session, channel_id=treated.cast.channel.id, message_id=first.message_id, now=treated.now
    )
    treated.session.expire_all()
    rows = treated.session.scalars(sa.select(Notice).where(Notice.kind.startswith("progress_compared")))
    assert {row.state.value for row in rows} == {"skipped"}
    assert alone(treated, sent).data["overlay_key"] == OVERLAY, "her own reading holds, and she hears of it"


def alone(walk: Walk, sent: Scan) -> Notice:
    reading = walk.session.scalars(sa.select(SkinReading).where(SkinReading.scan_id == sent.id)).one()
    return walk.session.scalars(
        sa.select(Notice).where(Notice.dedupe_key == f"reading_ready:{reading.id}")
    ).one()


def test_her_later_reading_is_told_alone_when_no_photo_may_be_kept(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)
    gone = withdraw_photos(
        treated.session,
        customer_id=treated.customer.id,
        purposes=[Purpose.PROGRESS_PHOTOS],
        now=treated.now,
    )
    treated.session.expire_all()
    assert {PHOTO, *KEYS.values()} <= set(gone)
    assert OVERLAY not in gone
    assert alone(treated, sent).state.value == "waiting"


def test_unsending_the_later_photo_takes_its_pictures(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo(message_id="later")
    is_compared(treated, sent, first)

    gone = withdraw_scan(
        treated.session, channel_id=treated.cast.channel.id, message_id="later", now=treated.now
    )
    assert gone == [PHOTO, OVERLAY, *KEYS.values()]
    assert first.photo_key is not None


def test_withdrawing_consent_takes_all_pictures_once(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)
    own = [first.photo_key, first.overlay_key]

    gone = withdraw_all(treated.session, customer_id=treated.customer.id, now=treated.now)
    assert gone == [*own, PHOTO, OVERLAY, *KEYS.values()]


def test_pictures_of_both_live_no_longer_than_the_earlier_photo(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)

    forget_old_pictures(treated.session, before=first.sent_at + DAY, portion=Portion())
    treated.session.expire_all()
    assert (first.photo_key, first.overlay_key) == (None, None)
    assert pair_of(sent) == dict.fromkeys(KEYS)
    assert sent.photo_key == PHOTO


def test_what_the_two_photos_said_goes_with_the_earlier_reading(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)
    assert sent.comparison is not None

    forget_old_readings(treated.session, before=first.sent_at + DAY, portion=Portion())
    treated.session.expire_all()
    assert sent.comparison is None
    assert reading_of(treated.session, scan_id=sent.id) is not None


def test_the_sweep_leaves_pictures_of_both_alone(treated: Walk) -> None:
    first, sent = first_scan(treated), treated.sends_photo()
    is_compared(treated, sent, first)

    scope_to(treated.session, None)
    assert named_by_no_scan(treated.session, keys=[*KEYS.values(), "9" * 32]) == ["9" * 32]


def test_what_was_compared_reads_back_as_it_was(treated: Walk) -> None:
    sent = treated.sends_photo()
    treated.is_read(sent)
    assert sent.comparison == vision.compare(a_skin_reading(), a_skin_reading()).to_json()
    found = newest_reading(treated.session, case_id=treated.case.id)
    assert found is not None
    assert as_reading(found[1]) == a_skin_reading()
