"""What was not understood: kept once, counted, reviewed by one act, and gone when it must go."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.factories.cast import two_clinics
from tests.factories.people import NOW
from workflow.actor import Actor, Role
from workflow.customers import Purpose, withdraw_consent
from workflow.learning import (
    Heard,
    LastWords,
    Learnt,
    Utterance,
    UtteranceSource,
    UtteranceState,
    UtteranceWhy,
    count_waiting,
    discard_utterance,
    forget_last_words,
    forget_old_utterances,
    forget_unsent_utterance,
    hear,
    hear_choice,
    hear_that_a_person_took_over,
    learn_utterance,
    learnt_utterances,
    names_to_mask,
    reopen_utterance,
    reviewed_utterances,
    waiting_utterances,
)
from workflow.refusal import BadRequest, NotAllowed, NotFound, OutOfDate
from workflow.unit_of_work import Portion, Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.factories.cast import Cast

HEARD = Heard(
    text="ขอคิวหลาม <phone>",
    language="th",
    guess="ask_price",
    confidence=0.3,
    ranking=({"intent": "ask_price", "confidence": 0.3}, {"intent": "greet", "confidence": 0.2}),
    engine="embedded",
    model="abc+use3",
)


class Ward:
    """A clinic whose customers say things."""

    def __init__(self, sessions: Sessions, cast: Cast) -> None:
        self._sessions, self.cast = sessions, cast
        self.owner = Actor.staff(cast.clinic_id, cast.anan.id, frozenset({Role.OWNER}))

    def do(self, work: Callable[[Session], Any]) -> Any:
        return in_transaction(self._sessions, work, clinic_id=self.cast.clinic_id)

    def says(
        self,
        heard: Heard = HEARD,
        *,
        why: UtteranceWhy | None = UtteranceWhy.UNKNOWN,
        message: str = "m1",
        minutes: int = 0,
        who: uuid.UUID | None = None,
    ) -> None:
        self.do(
            lambda session: hear(
                session,
                clinic_id=self.cast.clinic_id,
                customer_id=who or self.cast.mali.id,
                message_id=message,
                heard=heard,
                why=why,
                now=NOW + timedelta(minutes=minutes),
            )
        )

    @property
    def rows(self) -> list[Utterance]:
        return list(self.do(lambda session: _loaded(session, waiting_utterances(session, limit=99))))

    def learn(self, row: Utterance, intent: str, by: Actor | None = None) -> Utterance:
        return self.do(  # type: ignore[no-any-return] - the row
            lambda session: learn_utterance(
                session, utterance_id=row.id, intent=intent, by=by or self.owner, now=NOW
            )
        )


def _loaded(session: Session, rows: Any) -> Any:
    session.expunge_all()
    return rows


@pytest.fixture
def ward(sessions: Sessions) -> Ward:
    cast, _ = two_clinics(sessions)
    return Ward(sessions, cast)


def test_the_same_words_are_one_row_that_counts(ward: Ward) -> None:
    ward.says(message="m1")
    ward.says(message="m2", why=UtteranceWhy.UNSURE, minutes=5)
    ward.says(message="m2", minutes=5)  # the same message again

    (row,) = ward.rows
    assert (row.text, row.times, row.why) == (HEARD.text, 2, UtteranceWhy.UNKNOWN)
    assert (row.guess, row.confidence, row.model) == ("ask_price", 0.3, "abc+use3")
    assert row.last_at - row.first_at == timedelta(minutes=5)


def test_what_was_well_understood_is_no_row(ward: Ward) -> None:
    ward.says(why=None)
    assert ward.rows == []


def test_words_too_long_are_not_kept_at_all(ward: Ward) -> None:
    ward.says(replace(HEARD, text="ก" * 301))
    assert ward.rows == []
    assert ward.do(lambda session: session.scalar(sa.select(sa.func.count(LastWords.id)))) == 0


def test_what_a_person_took_over_after_is_a_row_though_it_was_understood(ward: Ward) -> None:
    ward.says(why=None)
    take = lambda at: ward.do(  # noqa: E731
        lambda session: hear_that_a_person_took_over(session, customer_id=ward.cast.mali.id, now=at)
    )
    take(NOW + timedelta(hours=1))
    assert ward.rows == []
    take(NOW + timedelta(minutes=2))
    assert [(row.text, row.why) for row in ward.rows] == [(HEARD.text, UtteranceWhy.TAKEN_OVER)]


def chose(ward: Ward, *, of: str) -> None:
    ward.do(
        lambda session: hear_choice(
            session, customer_id=ward.cast.mali.id, message_id=of, intent="book_appointment", now=NOW
        )
    )


def test_what_she_chose_stands_beside_it(ward: Ward) -> None:
    ward.says(why=UtteranceWhy.UNSURE, message="m7")
    chose(ward, of="m7")
    (row,) = ward.rows
    assert (row.why, row.chosen, row.times) == (UtteranceWhy.CORRECTED, "book_appointment", 1)


def test_what_she_chose_of_another_message_is_not_put_to_it(ward: Ward) -> None:
    ward.says(why=UtteranceWhy.UNSURE, message="m7")
    chose(ward, of="m8")
    (row,) = ward.rows
    assert (row.why, row.chosen) == (UtteranceWhy.UNSURE, None)


def test_one_act_makes_it_what_training_reads(ward: Ward) -> None:
    ward.says()
    (row,) = ward.rows

    done = ward.learn(row, "book_appointment")

    assert (done.state, done.intent, done.reviewed_by) == (
        UtteranceState.LEARNT,
        "book_appointment",
        ward.cast.anan.id,
    )
    assert ward.do(learnt_utterances) == [Learnt("th", "book_appointment", HEARD.text)]
    assert ward.do(count_waiting) == 0
    assert ward.do(lambda session: session.scalars(sa.select(UtteranceSource)).all()) == []


def test_saying_the_same_again_changes_nothing_and_something_else_is_refused(ward: Ward) -> None:
    ward.says()
    (row,) = ward.rows
    for _ in range(2):
        done = ward.learn(row, "greet")
    assert [each["did"] for each in done.reviews] == ["learnt"]
    with pytest.raises(OutOfDate):
        ward.learn(row, "thanks")
    with pytest.raises(OutOfDate):
        ward.do(lambda s: discard_utterance(s, utterance_id=row.id, by=ward.owner, now=NOW))


def test_it_can_be_taken_back_and_the_history_says_who_and_when(ward: Ward) -> None:
    ward.says()
    (row,) = ward.rows
    ward.learn(row, "greet")
    ward.do(lambda s: reopen_utterance(s, utterance_id=row.id, by=ward.owner, now=NOW))
    ward.do(lambda s: discard_utterance(s, utterance_id=row.id, by=ward.owner, now=NOW))

    (seen,) = ward.do(lambda s: _loaded(s, reviewed_utterances(s, limit=5)))
    assert [(each["did"], each["intent"]) for each in seen.reviews] == [
        ("learnt", "greet"),
        ("reopened", None),
        ("discarded", None),
    ]
    assert {each["by"] for each in seen.reviews} == {str(ward.cast.anan.id)}
    assert ward.do(learnt_utterances) == []


@pytest.mark.parametrize("roles", [{Role.SALES}, {Role.BEAUTICIAN}, {Role.PHYSICIAN}, set()])
def test_only_owners_and_managers_review(ward: Ward, roles: set[Role]) -> None:
    ward.says()
    (row,) = ward.rows
    by = Actor.staff(ward.cast.clinic_id, ward.cast.anan.id, frozenset(roles))
    with pytest.raises(NotAllowed):
        ward.learn(row, "greet", by)


def test_an_intent_nobody_knows_and_a_row_of_nobody_are_refused(ward: Ward) -> None:
    ward.says()
    (row,) = ward.rows
    with pytest.raises(BadRequest):
        ward.learn(row, "ask_prize")
    row.id = uuid.uuid4()
    with pytest.raises(NotFound):
        ward.learn(row, "greet")


def test_another_clinic_sees_none_of_it(sessions: Sessions) -> None:
    ours, theirs = two_clinics(sessions)
    mine, other = Ward(sessions, ours), Ward(sessions, theirs)
    mine.says()
    (row,) = mine.rows
    assert other.rows == []
    with pytest.raises(NotFound):
        other.learn(row, "greet")


def test_taking_consent_back_erases_what_waits_and_leaves_what_names_nobody(ward: Ward) -> None:
    learnt, shared, hers = (replace(HEARD, text=text) for text in ("learnt", "shared", "hers"))
    other = _another_customer(ward)
    for number, heard in enumerate((learnt, shared, hers)):
        ward.says(heard, message=f"m{number}")
    ward.says(shared, message="m9", who=other)
    ward.learn(next(row for row in ward.rows if row.text == "learnt"), "greet")

    ward.do(
        lambda session: withdraw_consent(
            session,
            customer=ward.cast.mali,
            purpose=Purpose.IMPROVE_UNDERSTANDING,
            wording_version="v",
            channel_id=None,
            event_id=None,
            now=NOW,
        )
    )

    assert [(row.text, row.times) for row in ward.rows] == [("shared", 1)]
    assert [one.text for one in ward.do(learnt_utterances)] == ["learnt"]
    left = ward.do(lambda s: s.scalars(sa.select(LastWords.customer_id)).all())
    assert left == [other]


def _another_customer(ward: Ward) -> uuid.UUID:
    from workflow.customers import meet_customer

    def meet(session: Session) -> uuid.UUID:
        _, customer = meet_customer(
            session,
            clinic_id=ward.cast.clinic_id,
            channel_id=ward.cast.channel.id,
            external_id="U" + "7" * 32,
            name="นิดา",
            now=NOW,
        )
        return customer.id

    return ward.do(meet)  # type: ignore[no-any-return] - the id


def test_an_unsent_message_is_gone_from_the_list(ward: Ward) -> None:
    ward.says(message="m1")
    ward.says(message="m2")
    ward.do(lambda s: forget_unsent_utterance(s, message_id="m2"))
    assert [row.times for row in ward.rows] == [1]
    assert ward.do(lambda s: s.scalar(sa.select(sa.func.count(LastWords.id)))) == 0
    ward.do(lambda s: forget_unsent_utterance(s, message_id="m1"))
    assert ward.rows == []


def test_what_nobody_reviewed_goes_after_its_days_and_what_was_learnt_stays(ward: Ward) -> None:
    for text in ("learnt", "old", "discarded", "said again"):
        ward.says(replace(HEARD, text=text), message=text)
    by_text = {row.text: row for row in ward.rows}
    ward.learn(by_text["learnt"], "greet")
    ward.do(lambda s: discard_utterance(s, utterance_id=by_text["discarded"].id, by=ward.owner, now=NOW))
    ward.says(replace(HEARD, text="said again"), message="later", minutes=60)

    gone = ward.do(lambda s: forget_old_utterances(s, before=NOW + timedelta(minutes=30), portion=Portion()))

    assert gone.rows == 2
    assert [row.text for row in ward.rows] == ["said again"]
    assert [one.text for one in ward.do(learnt_utterances)] == ["learnt"]
    assert ward.do(lambda s: forget_last_words(s, before=NOW + timedelta(minutes=91))) == 1


def test_the_names_to_mask_are_hers_and_the_staffs(ward: Ward) -> None:
    names = ward.do(lambda s: names_to_mask(s, customer_id=ward.cast.mali.id))
    assert {ward.cast.mali.name, ward.cast.mali.code, ward.cast.anan.name} <= set(names)
