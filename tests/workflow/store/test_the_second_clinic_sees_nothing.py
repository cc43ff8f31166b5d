"""The second clinic asks every query for the first clinic's rows, and gets nothing.

A query that is not in the table below fails the last test: whoever adds one adds its row.
"""

from __future__ import annotations

import inspect
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

import workflow.access.queries
import workflow.catalogue.queries
import workflow.customers.queries
import workflow.loyalty.queries
import workflow.notices.queries
from tests.factories.cast import Cast, two_clinics
from tests.factories.catalogue import a_treatment
from tests.factories.deliveries import a_new_event, a_notice
from tests.factories.people import NOW, a_consent
from workflow import access, catalogue, customers, loyalty, notices
from workflow.actor import Actor, Role
from workflow.inbound import InboundState, LeaseLostError, claim_next_events, keep_events, settle_event
from workflow.refusal import NotFound, Refusal
from workflow.store.base import Base
from workflow.store.insert_once import insert_once
from workflow.store.models import Customer, Protocol, Purpose, TreatmentType, WebSession
from workflow.store.scope import OtherClinicError, scope_to
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class World:
    """Two clinics; the first has everything, and the second has people who are curious."""

    ours: Cast
    others: Cast
    treatment_id: uuid.UUID
    protocol_id: uuid.UUID
    notice_id: uuid.UUID
    cookie: str


@pytest.fixture
def world(sessions: Sessions) -> World:
    ours, others = two_clinics(sessions)

    def work(session: Session) -> World:
        treatment = a_treatment(session, ours.clinic)
        a_consent(session, ours.mali)
        loyalty.earn_points(
            session, customer_id=ours.mali.id, points=5, reason="visit", key="k", case_id=None, now=NOW
        )
        _, cookie = access.open_web_session(session, customer=ours.mali, now=NOW)
        return World(
            ours=ours,
            others=others,
            treatment_id=treatment.id,
            protocol_id=session.scalars(sa.select(Protocol.id)).one(),
            notice_id=a_notice(session, ours.mali_on_line).id,
            cookie=cookie,
        )

    return in_transaction(sessions, work, clinic_id=ours.clinic_id)


Query = "Callable[[Session, World], object]"

QUERIES: dict[str, Query] = {
    "access.branch": lambda s, w: access.branch(s, branch_id=w.ours.branch.id),
    "access.branch_of": lambda s, w: access.branch_of(s, person=access.Person(None, w.ours.mali, None)),
    "access.branches": lambda s, w: [one for one in access.branches(s) if one.id == w.ours.branch.id],
    "access.channel_by_key": lambda s, w: access.channel_by_key(s, key=w.ours.channel.key),
    "access.own_names": lambda s, w: [
        key for key, _ in access.own_names(s).staff if key == str(w.ours.fon.id)
    ],
    "access.staff_member": lambda s, w: access.staff_member(s, staff_id=w.ours.fon.id),
    "access.staff_with": lambda s, w: access.staff_with(s, role=Role.SALES, branch_id=w.ours.branch.id),
    "access.web_session": lambda s, w: access.web_session(s, cookie_token=w.cookie, now=NOW),
    "access.who_is": lambda s, w: (
        access.who_is(s, channel_id=w.ours.channel.id, external_id=w.ours.mali_on_line.external_id).identity
    ),
    "access.zones_of": lambda s, w: access.zones_of(
        s, people={(w.ours.channel.id, w.ours.mali_on_line.external_id)}
    ),
    "catalogue.choices_for": lambda s, _: catalogue.choices_for(s, concern="pigment"),
    "catalogue.treatments_against": lambda s, _: catalogue.treatments_against(s, concerns=["dullness"]),
    "catalogue.names_in_chat": lambda s, _: catalogue.names_in_chat(s),
    "catalogue.protocol": lambda s, w: catalogue.protocol(s, protocol_id=w.protocol_id),
    "catalogue.protocol_of": lambda s, w: catalogue.protocol_of(s, treatment_type_id=w.treatment_id),
    "catalogue.treatment": lambda s, _: catalogue.treatment(s, key="hydradermabrasion"),
    "catalogue.treatment by id": lambda s, w: catalogue.treatment(s, treatment_type_id=w.treatment_id),
    "catalogue.treatment_for": lambda s, _: catalogue.treatment_for(s, concern="pigment"),
    "catalogue.treatments": lambda s, _: catalogue.treatments(s),
    "customers.answered_since": lambda s, w: customers.answered_since(
        s, customer_id=w.ours.mali.id, purpose=Purpose.SCAN_ANALYSIS, moment=datetime(2000, 1, 1, tzinfo=UTC)
    ),
    "customers.consents": lambda s, w: customers.consents(s, customer_id=w.ours.mali.id),
    "customers.customer": lambda s, w: customers.customer(s, customer_id=w.ours.mali.id),
    "customers.customer_by_code": lambda s, w: customers.customer_by_code(s, code=w.ours.mali.code),
    "customers.customers_of_sales": lambda s, w: customers.customers_of_sales(s, staff_id=w.ours.fon.id),
    "customers.find_customer": lambda s, w: customers.find_customer(s, words=w.ours.mali.code),
    "customers.has_consent": lambda s, w: customers.has_consent(
        s, customer_id=w.ours.mali.id, purpose=Purpose.SCAN_ANALYSIS
    ),
    "loyalty.balance": lambda s, w: loyalty.balance(s, customer_id=w.ours.mali.id),
    "loyalty.history": lambda s, w: loyalty.history(s, customer_id=w.ours.mali.id),
    "notices.identities_of": lambda s, w: notices.identities_of(s, customer_ids=[w.ours.mali.id]),
    "notices.identity_of": lambda s, w: notices.identity_of(s, customer_id=w.ours.mali.id),
    "notices.notice": lambda s, w: notices.notice(s, notice_id=w.notice_id),
    "notices.notice_by_key": lambda s, w: notices.notice_by_key(
        s, key=notices.notice(s, notice_id=w.notice_id).dedupe_key
    ),
    "notices.notices_to": lambda s, w: notices.notices_to(s, identity_id=w.ours.mali_on_line.id),
}
# These answer about the asking clinic itself, or only the edges may ask them.
NOT_ABOUT_ROWS_OF_OTHERS = {"access.clinic_by_key", "access.first_branch"}


def ask(sessions: Sessions, query: Callable[[Session, World], object], world: World, *, as_: Cast) -> object:
    def work(session: Session) -> object:
        try:
            return query(session, world)
        except NotFound:
            return None

    return in_transaction(sessions, work, clinic_id=as_.clinic_id)


@pytest.mark.parametrize("name", QUERIES)
def test_it_sees_nothing_through(sessions: Sessions, world: World, name: str) -> None:
    # In turns, so that no compiled statement can carry one clinic's id into the other's question.
    for _ in range(2):
        assert ask(sessions, QUERIES[name], world, as_=world.ours)
        assert not ask(sessions, QUERIES[name], world, as_=world.others)


def test_every_query_of_these_domains_is_asked() -> None:
    public = {
        f"{package}.{name}"
        for package in ("access", "catalogue", "customers", "loyalty", "notices")
        for name, function in inspect.getmembers(getattr(workflow, package).queries, inspect.isfunction)
        if function.__module__ == f"workflow.{package}.queries" and not name.startswith("_")
    }

    assert public - {name.split(" ")[0] for name in QUERIES} == NOT_ABOUT_ROWS_OF_OTHERS


OPERATIONS: dict[str, Query] = {
    "notices.tell": lambda s, w: a_notice(s, w.ours.mali_on_line),
    "customers.grant_consent": lambda s, w: customers.grant_consent(
        s,
        customer=w.ours.mali,
        purpose=Purpose.MARKETING_MESSAGES,
        wording_version="x",
        channel_id=None,
        event_id=None,
        now=NOW,
    ),
    "customers.meet_customer": lambda s, w: customers.meet_customer(
        s, clinic_id=w.ours.clinic_id, channel_id=w.ours.channel.id, external_id="Unew", name="x", now=NOW
    ),
    "access.invite_staff": lambda s, w: access.invite_staff(
        s, staff=w.ours.fon, by=Actor.system(w.others.clinic_id), now=NOW
    ),
    "access.make_sign_in_link": lambda s, w: access.make_sign_in_link(s, staff=w.ours.anan, now=NOW),
    "access.open_web_session": lambda s, w: access.open_web_session(s, staff=w.ours.anan, now=NOW),
    "access.redeem_invite": lambda s, w: access.redeem_invite(
        s,
        channel_id=w.ours.channel.id,
        clinic_id=w.ours.clinic_id,
        external_id="Unew",
        code="x",
        now=NOW,
    ),
    "loyalty.earn_points": lambda s, w: loyalty.earn_points(
        s, customer_id=w.ours.mali.id, points=1, reason="x", key="x", case_id=None, now=NOW
    ),
    "loyalty.spend_points": lambda s, w: loyalty.spend_points(
        s, customer_id=w.ours.mali.id, points=1, reason="x", key="x", case_id=None, now=NOW
    ),
    "catalogue.load_catalogue": lambda s, w: catalogue.load_catalogue(
        s,
        clinic_id=w.ours.clinic_id,
        file=catalogue.TREATMENTS,
        texts=catalogue.TEXTS,
        prices=catalogue.PRICES,
        now=NOW,
    ),
}


def all_rows(sessions: Sessions, world: World) -> list[dict[str, list[Any]]]:
    """Every row of every table, to be compared before and after: as each clinic sees it, below its session."""

    def read(session: Session) -> dict[str, list[Any]]:
        connection = session.connection()
        return {
            name: sorted(map(repr, connection.execute(sa.select(table))))
            for name, table in Base.metadata.tables.items()
        }

    return [in_transaction(sessions, read, clinic_id=cast.clinic_id) for cast in (world.ours, world.others)]


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_changes_nothing_through(sessions: Sessions, world: World, name: str) -> None:
    before = all_rows(sessions, world)

    with pytest.raises((OtherClinicError, Refusal, sa.exc.NoResultFound)):
        in_transaction(
            sessions, lambda session: OPERATIONS[name](session, world), clinic_id=world.others.clinic_id
        )

    assert all_rows(sessions, world) == before


def test_settling_and_ending_touch_nothing_of_others(sessions: Sessions, world: World) -> None:
    in_transaction(
        sessions,
        lambda session: keep_events(session, rows=[a_new_event(world.ours.channel)]),
        clinic_id=None,
    )
    (event,) = in_transaction(
        sessions,
        lambda session: claim_next_events(session, now=NOW, lease=timedelta(minutes=1), limit=5),
        clinic_id=None,
    )
    before = all_rows(sessions, world)

    web_session_id = _web_session_id(sessions)

    def meddle(session: Session) -> None:
        assert not notices.settle(
            session, notice_id=world.notice_id, state=notices.NoticeState.DEAD, attempt=0, now=NOW
        )
        assert not notices.postpone(session, notice_id=world.notice_id, attempt=0, until=NOW)
        assert notices.take_due_notices(session, lane=1, now=NOW, lease=timedelta(minutes=1), limit=5) == []
        with pytest.raises(LeaseLostError):
            settle_event(session, event_id=event.id, state=InboundState.HANDLED, now=NOW)
        access.end_web_session(session, web_session_id=web_session_id, now=NOW)

    in_transaction(sessions, meddle, clinic_id=world.others.clinic_id)

    assert all_rows(sessions, world) == before


def _web_session_id(sessions: Sessions) -> uuid.UUID:
    return in_transaction(
        sessions, lambda session: session.scalars(sa.select(WebSession.id)).one(), clinic_id=None
    )


RAW: dict[str, Query] = {
    "a new row": lambda s, w: (s.add(_stolen(w)), s.flush()),
    "a changed owner": lambda s, w: (
        setattr(s.get_one(Customer, w.others.mali.id), "clinic_id", w.ours.clinic_id),
        s.flush(),
    ),
    "a merged row": lambda s, w: (s.merge(_stolen(w)), s.flush()),
    "a deleted row": lambda s, w: (s.delete(s.merge(w.ours.mali, load=False)), s.flush()),
    "an insert statement": lambda s, w: s.execute(
        sa.insert(TreatmentType).values(clinic_id=w.ours.clinic_id, key="stolen")
    ),
    "insert_once": lambda s, w: insert_once(
        s, TreatmentType, [{"clinic_id": w.ours.clinic_id, "key": "stolen"}], unique=("clinic_id", "key")
    ),
}


def _stolen(world: World) -> Customer:
    return Customer(
        clinic_id=world.ours.clinic_id,
        branch_id=world.others.branch.id,
        code="STOLEN",
        name="x",
        created_at=NOW,
    )


@pytest.mark.parametrize("name", RAW)
def test_it_refuses_to_write_a_row_of_another_clinic_by(sessions: Sessions, world: World, name: str) -> None:
    before = all_rows(sessions, world)

    with pytest.raises(OtherClinicError):
        in_transaction(sessions, lambda session: RAW[name](session, world), clinic_id=world.others.clinic_id)

    assert all_rows(sessions, world) == before


@pytest.mark.parametrize(
    "statement",
    [sa.update(Customer).values(name="x"), sa.delete(customers.Consent)],
    ids=["update", "delete"],
)
def test_a_statement_without_a_condition_reaches_only_its_own_clinic(
    sessions: Sessions, world: World, statement: sa.Update | sa.Delete
) -> None:
    in_transaction(sessions, lambda session: session.execute(statement), clinic_id=world.others.clinic_id)

    def read(session: Session) -> tuple[str, bool]:
        return (
            customers.customer(session, customer_id=world.ours.mali.id).name,
            customers.has_consent(session, customer_id=world.ours.mali.id, purpose=Purpose.SCAN_ANALYSIS),
        )

    assert in_transaction(sessions, read, clinic_id=world.ours.clinic_id) == ("มะลิ", True)


def test_a_session_that_does_not_say_for_which_clinic_reads_nothing(sessions: Sessions, world: World) -> None:
    with sessions() as session, pytest.raises(OtherClinicError, match="without saying"):
        session.scalars(sa.select(Customer)).all()

    with sessions() as session:
        scope_to(session, world.ours.clinic_id)
        assert [row.id for row in session.scalars(sa.select(Customer))] == [world.ours.mali.id]
