"""What a talk is about: kept as meanings, for some minutes, and forgotten when a person takes over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.factories.cast import Cast, two_clinics
from workflow.customers import (
    About,
    ChannelIdentity,
    Guess,
    Miss,
    Talk,
    ask,
    block_identity,
    forget_talk,
    hand_to_person,
    keep_talk,
    talk_of,
)
from workflow.unit_of_work import in_transaction

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
EVENT = UUID("0198f3c2-7b7a-7c3e-9a51-3f2f6f0c1a2b")
ABOUT = About("ask_price", (("treatment", "ha_filler"),), 6, NOW + timedelta(minutes=10))
GUESS = Guess(
    EVENT, ("ask_price", "ask_promotion"), (("treatment", "ha_filler"),), NOW + timedelta(minutes=10)
)
TALK = Talk(about=ABOUT, guess=GUESS).missed(Miss(("ask_price", "ask_promotion"), "doubt", EVENT), NOW)


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


def kept(sessions: Sessions, cast: Cast, then: Callable[[Session, ChannelIdentity], None]) -> ChannelIdentity:
    def work(session: Session) -> None:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        keep_talk(session, identity=identity, talk=TALK)
        then(session, identity)

    in_transaction(sessions, work, clinic_id=cast.clinic_id)
    return in_transaction(
        sessions,
        lambda session: session.get_one(ChannelIdentity, cast.mali_on_line.id),
        clinic_id=cast.clinic_id,
    )


def test_a_talk_is_read_as_it_was_kept(sessions: Sessions, cast: Cast) -> None:
    assert talk_of(kept(sessions, cast, lambda *_: None), NOW) == TALK


@pytest.mark.parametrize(
    ("minutes", "left"), [(9, (True, True, 1)), (11, (False, False, 1)), (31, (False, False, 0))]
)
def test_each_part_lasts_its_time(
    sessions: Sessions, cast: Cast, minutes: int, left: tuple[bool, bool, int]
) -> None:
    talk = talk_of(kept(sessions, cast, lambda *_: None), NOW + timedelta(minutes=minutes))
    assert (talk.about is not None, talk.guess is not None, len(talk.misses)) == left


@pytest.mark.parametrize(
    "end",
    [
        lambda _, identity: hand_to_person(identity, NOW + timedelta(minutes=30)),
        lambda session, identity: block_identity(session, identity=identity, now=NOW),
        lambda _, identity: forget_talk(identity),
        lambda session, identity: keep_talk(session, identity=identity, talk=Talk()),
    ],
    ids=["a person takes over", "she blocks us", "forgotten", "nothing is left"],
)
def test_a_talk_is_forgotten(
    sessions: Sessions, cast: Cast, end: Callable[[Session, ChannelIdentity], None]
) -> None:
    identity = kept(sessions, cast, end)
    assert identity.talk is None
    assert talk_of(identity, NOW) == Talk()


def test_a_newer_question_takes_the_place_of_the_one_which_was_meant(sessions: Sessions, cast: Cast) -> None:
    def remind(session: Session, identity: ChannelIdentity) -> None:
        ask(session, identity=identity, kind="confirm", now=NOW, lasts=timedelta(hours=1))

    talk = talk_of(kept(sessions, cast, remind), NOW)
    assert (talk.about, talk.guess) == (ABOUT, None)


def test_no_words_are_kept(sessions: Sessions, cast: Cast) -> None:
    identity = kept(sessions, cast, lambda *_: None)
    assert identity.talk is not None
    assert set(identity.talk) == {"v", "about", "guess", "misses", "misses_until"}


def test_what_another_version_kept_is_not_misread(sessions: Sessions, cast: Cast) -> None:
    def older(_: Session, identity: ChannelIdentity) -> None:
        identity.talk = {"v": 0, "about": "something"}

    assert talk_of(kept(sessions, cast, older), NOW) == Talk()


def test_after_something_was_understood_nothing_is_in_doubt() -> None:
    assert TALK.understood() == Talk(about=ABOUT)
