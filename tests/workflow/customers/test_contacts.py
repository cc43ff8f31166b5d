"""What a customer tells of how to reach her: kept for her clinic alone, offered once, and gone with all that quotes it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker
from structlog.testing import capture_logs

from tests.factories.cast import Cast, two_clinics
from tests.factories.people import a_customer, an_identity
from workflow.customers import (
    Customer,
    FormState,
    NameWrong,
    as_name,
    ask_for_phone_once,
    find_customer,
    forget_left_forms,
    forget_phone,
    is_called,
    keep_contact,
    keep_form,
    number_facts,
    others_with_phone,
)
from workflow.learning import names_to_mask
from workflow.notices import NoticePurpose, tell_customer, tell_staff
from workflow.store.models import Branch, Channel, ChannelIdentity, Notice, NoticeState
from workflow.unit_of_work import in_transaction

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
PHONE, OTHER = "+66812345678", "+66898765432"


@pytest.fixture
def clinics(sessions: Sessions) -> tuple[Cast, Cast]:
    return two_clinics(sessions)


@pytest.fixture
def cast(clinics: tuple[Cast, Cast]) -> Cast:
    return clinics[0]


def told(session: Session, cast: Cast, *, phone: str | None = PHONE, name: str = "มะลิ") -> Customer:
    customer = session.get_one(Customer, cast.mali.id)
    return keep_contact(session, customer=customer, name=name, phone=phone, now=NOW)


def quotes(session: Session, cast: Cast, *, phone: str = PHONE, to: Customer | None = None) -> Notice:
    whose = to.id if to is not None else cast.mali.id
    key = f"quoted:{whose}:{phone}"
    tell_customer(
        session,
        customer_id=whose,
        kind="form_registration",
        purpose=NoticePurpose.ANSWER,
        data={"known": {"phone": phone}},
        key=key,
        now=NOW,
    )
    return session.query(Notice).filter_by(dedupe_key=key).one()


def test_name_and_number_are_kept_with_the_moment_she_said_so(sessions: Sessions, cast: Cast) -> None:
    kept = in_transaction(sessions, lambda s: told(s, cast, name="  มะลิ   วัลย์ "), clinic_id=cast.clinic_id)

    assert (kept.name, kept.phone, kept.registered_at) == ("มะลิ วัลย์", PHONE, NOW)


def test_no_number_leaves_the_one_there_is(sessions: Sessions, cast: Cast) -> None:
    in_transaction(sessions, lambda s: told(s, cast), clinic_id=cast.clinic_id)

    kept = in_transaction(sessions, lambda s: told(s, cast, phone=None, name="ลิ"), clinic_id=cast.clinic_id)

    assert (kept.name, kept.phone) == ("ลิ", PHONE)


@pytest.mark.parametrize("words", ["", "   ", "ก" * 61])
def test_what_nobody_is_called_is_refused(words: str) -> None:
    with pytest.raises(NameWrong):
        as_name(words)


def test_the_log_says_that_and_not_what(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> None:
        told(session, cast)
        forget_phone(session, customer=session.get_one(Customer, cast.mali.id), now=NOW)

    with capture_logs() as logs:
        in_transaction(sessions, work, clinic_id=cast.clinic_id)

    events = {entry["event"] for entry in logs}
    assert {"customer.registered", "phone.forgotten"} <= events
    assert "812345678" not in repr(logs)
    assert "มะลิ" not in repr(logs)


def test_a_number_goes_with_what_is_still_to_be_told_of_it(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> tuple[bool, str | None, dict[str, object], NoticeState, dict[str, object]]:
        customer = told(session, cast)
        hers, other = quotes(session, cast), quotes(session, cast, phone=OTHER)
        gone = forget_phone(session, customer=customer, now=NOW)
        session.refresh(hers)
        return gone, customer.phone, hers.data, hers.state, other.data

    gone, phone, data, state, other = in_transaction(sessions, work, clinic_id=cast.clinic_id)

    assert (gone, phone, data) == (True, None, {})
    assert state is NoticeState.SKIPPED
    assert other["known"] == {"phone": OTHER}


def test_who_takes_a_shared_number_back_leaves_what_others_were_told(sessions: Sessions, cast: Cast) -> None:
    def card(session: Session, of: object) -> Notice:
        tell_staff(
            session,
            staff_id=cast.fon.id,
            kind="customer_phone",
            purpose=NoticePurpose.STAFF,
            data={"customer_name": "-", "phone": PHONE, "phone_of": str(of)},
            key=f"shown:{of}",
            now=NOW,
        )
        return session.query(Notice).filter_by(dedupe_key=f"shown:{of}").one()

    def work(session: Session) -> list[tuple[bool, NoticeState]]:
        daughter = told(session, cast)
        mother = a_customer(session, session.get_one(Branch, cast.branch.id), name="แม่")
        an_identity(session, session.get_one(Channel, cast.channel.id), customer=mother)
        keep_contact(session, customer=mother, name="แม่", phone=PHONE, now=NOW)
        told_all = [
            quotes(session, cast),
            quotes(session, cast, to=mother),
            card(session, daughter.id),
            card(session, mother.id),
        ]
        forget_phone(session, customer=daughter, now=NOW)
        for one in told_all:
            session.refresh(one)
        return [(bool(one.data), one.state) for one in told_all]

    gone, stays = (False, NoticeState.SKIPPED), (True, NoticeState.WAITING)
    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == [gone, stays, gone, stays]


def test_a_new_number_forgets_the_old_one(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> tuple[str | None, dict[str, object]]:
        told(session, cast)
        old = quotes(session, cast)
        customer = told(session, cast, phone=OTHER)
        return customer.phone, old.data

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) == (OTHER, {})


def test_without_a_number_there_is_nothing_to_forget(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> bool:
        return forget_phone(session, customer=session.get_one(Customer, cast.mali.id), now=NOW)

    assert in_transaction(sessions, work, clinic_id=cast.clinic_id) is False


def test_the_same_number_is_found_in_this_clinic_and_in_no_other(
    sessions: Sessions, clinics: tuple[Cast, Cast]
) -> None:
    ours, theirs = clinics

    def mother(session: Session) -> object:
        row = a_customer(session, session.get_one(Branch, ours.branch.id), name="แม่")
        row.phone = PHONE
        session.flush()
        return row.id

    in_transaction(sessions, lambda s: told(s, theirs), clinic_id=theirs.clinic_id)
    in_transaction(sessions, lambda s: told(s, ours), clinic_id=ours.clinic_id)

    def found(session: Session) -> list[object]:
        hers = session.get_one(Customer, ours.mali.id)
        return [one.id for one in others_with_phone(session, customer=hers)]

    assert in_transaction(sessions, found, clinic_id=ours.clinic_id) == []
    of_mother = in_transaction(sessions, mother, clinic_id=ours.clinic_id)
    assert in_transaction(sessions, found, clinic_id=ours.clinic_id) == [of_mother]


def test_another_clinic_cannot_forget_her_number(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, theirs = clinics
    in_transaction(sessions, lambda s: told(s, ours), clinic_id=ours.clinic_id)
    kept = in_transaction(sessions, lambda s: quotes(s, ours), clinic_id=ours.clinic_id)

    def work(session: Session) -> None:
        forget_phone(session, customer=told(session, theirs), now=NOW)

    in_transaction(sessions, work, clinic_id=theirs.clinic_id)

    def look(session: Session) -> tuple[str | None, object]:
        return session.get_one(Customer, ours.mali.id).phone, session.get_one(Notice, kept.id).data["known"]

    assert in_transaction(sessions, look, clinic_id=ours.clinic_id) == (PHONE, {"phone": PHONE})


def test_she_is_offered_to_tell_her_number_once(sessions: Sessions, cast: Cast) -> None:
    def asks(session: Session) -> bool:
        return ask_for_phone_once(session, customer_id=cast.mali.id, now=NOW)

    assert in_transaction(sessions, asks, clinic_id=cast.clinic_id) is True
    assert in_transaction(sessions, asks, clinic_id=cast.clinic_id) is False


def test_who_has_told_her_number_is_not_offered_to(sessions: Sessions, cast: Cast) -> None:
    in_transaction(sessions, lambda s: told(s, cast), clinic_id=cast.clinic_id)

    def asks(session: Session) -> bool:
        return ask_for_phone_once(session, customer_id=cast.mali.id, now=NOW)

    assert in_transaction(sessions, asks, clinic_id=cast.clinic_id) is False


@pytest.mark.parametrize(("waited", "gone"), [(timedelta(hours=23), 0), (timedelta(hours=25), 1)])
def test_a_form_that_was_left_is_erased_once_nobody_can_pick_it_up(
    sessions: Sessions, cast: Cast, waited: timedelta, gone: int
) -> None:
    def begins(session: Session) -> None:
        identity = session.get_one(ChannelIdentity, cast.mali_on_line.id)
        state = FormState(kind="registration", run="0", filled={"phone": PHONE})
        keep_form(session, identity=identity, state=state, now=NOW, lasts=timedelta(minutes=30))

    in_transaction(sessions, begins, clinic_id=cast.clinic_id)
    later = NOW + timedelta(minutes=30) + waited

    assert (
        in_transaction(sessions, lambda s: forget_left_forms(s, before=later), clinic_id=cast.clinic_id)
        == gone
    )
    left = in_transaction(
        sessions,
        lambda s: s.get_one(ChannelIdentity, cast.mali_on_line.id).open_form,
        clinic_id=cast.clinic_id,
    )
    assert (left is None) is bool(gone)


@pytest.mark.parametrize("words", ["081-234-5678", "+66 81 234 5678", "๐๘๑๒๓๔๕๖๗๘"])
def test_staff_find_her_by_her_whole_number_and_not_by_a_part(
    sessions: Sessions, clinics: tuple[Cast, Cast], words: str
) -> None:
    ours, theirs = clinics
    in_transaction(sessions, lambda s: told(s, ours), clinic_id=ours.clinic_id)
    in_transaction(sessions, lambda s: told(s, theirs), clinic_id=theirs.clinic_id)

    def found(words: str) -> list[object]:
        return in_transaction(
            sessions, lambda s: [one.id for one in find_customer(s, words=words)], clinic_id=ours.clinic_id
        )

    assert found(words) == [ours.mali.id]
    assert found("5678") == []


def test_as_her_channel_shows_her_she_stays_known(sessions: Sessions, clinics: tuple[Cast, Cast]) -> None:
    ours, theirs = clinics

    def work(session: Session) -> list[tuple[str, str | None]]:
        names = []
        for name in ("แป้ง", "ปุ๊ก"):
            customer = told(session, ours, name=name)
            names.append((customer.name, customer.shown_name))
        return names

    assert in_transaction(sessions, work, clinic_id=ours.clinic_id) == [("แป้ง", "มะลิ"), ("ปุ๊ก", "มะลิ")]

    def found(session: Session, words: str) -> list[tuple[object, bool]]:
        return [(one.id, is_called(one, words)) for one in find_customer(session, words=words)]

    def of(clinic: Cast, words: str) -> list[tuple[object, bool]]:
        return in_transaction(sessions, lambda s: found(s, words), clinic_id=clinic.clinic_id)

    assert (ours.mali.id, True) in of(ours, "มะลิ")
    assert of(ours, "ปุ๊ก") == [(ours.mali.id, True)]
    assert ours.mali.id not in dict(of(theirs, "มะลิ"))


def test_a_card_of_work_names_both_where_they_differ(sessions: Sessions, cast: Cast) -> None:
    def card(name: str) -> str | None:
        return in_transaction(
            sessions, lambda s: number_facts(told(s, cast, name=name))["shown_name"], clinic_id=cast.clinic_id
        )

    assert card("มะลิ") is None
    assert card("แป้ง") == "มะลิ"


def test_both_names_are_hidden_in_what_is_kept_of_her_words(sessions: Sessions, cast: Cast) -> None:
    def work(session: Session) -> list[str]:
        told(session, cast, name="แป้ง")
        return list(names_to_mask(session, customer_id=cast.mali.id))

    names = in_transaction(sessions, work, clinic_id=cast.clinic_id)

    assert {"แป้ง", "มะลิ"} <= set(names)
    assert all(names)
