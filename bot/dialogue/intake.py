"""Questions about her health before a treatment: those of the treatment's own risks, one at a time, behind her consent.

What she answers is kept at once and seen by those who treat and sell; nothing is judged here: what may matter brings a
person. Her answers are used again for a quarter (`COUNTS_FOR`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bot.dialogue.filling import STOP, proceed, reads
from bot.dialogue.form import Form, Slot
from bot.dialogue.reading import Read
from bot.dialogue.talk import Talk, new_state
from bot.events import Incoming
from bot.handover import call_for_person
from bot.turns.kit import TurnKit, press_of
from bot.wording import consent_version
from bot.wording.short_words import health_said
from workflow.access import Person
from workflow.cases import Case, case, open_case_of
from workflow.catalogue import TreatmentType, treatment, treatments
from workflow.customers import (
    TOLD_STAFF,
    HealthSaid,
    Purpose,
    grant_consent,
    has_consent,
    health_answers,
    keep_health_answer,
)
from workflow.follow_ups import treatment_facts
from workflow.notices import NoticePurpose, tell_staff
from workflow.refusal import NotAllowed

INTAKE = "intake"
BACK = "back"
"""Stands for taking the last answer back."""

NEEDS_A_PERSON = frozenset({"contraindicated", "defer", "doctor_review"})
"""What the clinic's file says must be looked at by a person before a visit."""

_WEIGHT: Mapping[str, int] = MappingProxyType(
    {"contraindicated": 0, "defer": 1, "doctor_review": 2, "caution": 3, "info": 4}
)
_OFFERED = 12
"""Treatments offered as buttons: LINE takes 13 in all, and one is for giving up."""

# No yes or no answers these: staff see the skin type, the expectation and the age for themselves.
_SEEN_BY_STAFF = frozenset({"fitz_4_6", "bdd", "under_18"})


def start(session: Session, *, kit: TurnKit, person: Person, event: Incoming, now: datetime) -> None:
    """This function will begin the questions for the treatment of a button, or of her open case.

    Raises:
        NotAllowed: It is another customer's case.
    """
    state = new_state(INTAKE, event)
    talk = Talk(session=session, kit=kit, person=person, event=event, now=now, state=state)
    found = _case_of(talk)
    key = press_of(event).extra.get("k") if event.press is not None else None
    if not key and found is not None and found.treatment_type_id is not None:
        key = treatment(session, treatment_type_id=found.treatment_type_id).key
    if key:
        talk.filled["treatment"] = key
    if found is not None:
        talk.filled["case_id"] = str(found.id)
    proceed(talk, FORM)


def _take_treatment(talk: Talk, read: Read) -> None:
    """This function will take the treatment the questions are to be about."""
    if read.value in {row.key for row in treatments(talk.session)}:
        talk.filled["treatment"] = read.value


def questions_of(row: TreatmentType) -> Sequence[Mapping[str, Any]]:
    """This function will give what a treatment's customer is asked, the gravest first; each factor once."""
    asked: dict[str, Mapping[str, Any]] = {}
    for one in sorted(row.contraindications, key=lambda rule: _WEIGHT[rule["action"]]):
        if one["factor"] not in _SEEN_BY_STAFF:
            asked.setdefault(one["factor"], one)
    return list(asked.values())


def _case_of(talk: Talk) -> Case | None:
    ref = press_of(talk.event).ref if talk.event.press is not None else None
    if ref is None:
        return open_case_of(talk.session, customer_id=talk.customer.id)
    found = case(talk.session, case_id=ref)
    if found.customer_id != talk.customer.id:
        raise NotAllowed
    return found


def _treatment(talk: Talk) -> TreatmentType:
    return treatment(talk.session, key=talk.filled["treatment"])


def _left(talk: Talk) -> list[Mapping[str, Any]]:
    """This function will give the questions that have no answer which still counts."""
    said = health_answers(talk.session, customer_id=talk.customer.id, now=talk.now)
    again = talk.filled.get("again")
    return [
        one for one in questions_of(_treatment(talk)) if one["factor"] == again or one["factor"] not in said
    ]


def _may_ask(talk: Talk) -> bool:
    return has_consent(talk.session, customer_id=talk.customer.id, purpose=Purpose.HEALTH_ANSWERS)


def _press_consent(talk: Talk, value: str) -> None:
    """This function will keep her yes, with the wording she saw; a no gives the questions up."""
    if value != "yes":
        talk.note("button_please")
        return
    grant_consent(
        talk.session,
        customer=talk.customer,
        purpose=Purpose.HEALTH_ANSWERS,
        wording_version=consent_version(talk.customer.language),
        channel_id=talk.event.channel_id,
        event_id=talk.event.event_id,
        now=talk.event.said_at(talk.now),
    )


def _press_answer(talk: Talk, value: str) -> None:
    """This function will keep the answer to the question that is asked, or go back to the one before."""
    done = talk.filled.setdefault("done", [])
    if value == BACK:
        if done:
            talk.filled["again"] = done.pop()
        return
    left = _left(talk)
    again = talk.filled.pop("again", None)
    factor = again or left[0]["factor"]
    keep_health_answer(
        talk.session, customer=talk.customer, factor=factor, said=HealthSaid(value), now=talk.now
    )
    done.append(factor)


def _known(talk: Talk) -> dict[str, Any]:
    """This function will give the question that is asked, and how many there are."""
    data: dict[str, Any] = {"treatment": None, "question": None}
    if "treatment" in talk.filled:
        data["treatment"] = treatment_facts(_treatment(talk))
    if talk.state.asked == "answer" and (left := _left(talk)):
        again = talk.filled.get("again")
        one = next((asked for asked in left if asked["factor"] == again), left[0])
        data["question"] = {"factor": one["factor"], "ask_th": one["ask_th"], "ask_en": one["ask_en"]}
        data["left"] = len(left)
    return data


def _done(talk: Talk) -> None:
    """This function will show staff what she said, and have a person call where the clinic's file asks for one."""
    said = health_answers(talk.session, customer_id=talk.customer.id, now=talk.now)
    asked = questions_of(_treatment(talk))
    flags = [
        {"th": one["th"], "en": one["en"], "action": one["action"], "said": said[one["factor"]].value}
        for one in asked
        if said[one["factor"]] is not HealthSaid.NO
    ]
    needs_person = any(flag["action"] in NEEDS_A_PERSON for flag in flags)
    _tell_staff(talk, flags=flags, asked=len(asked))
    if needs_person:
        call_for_person(
            talk.session,
            customer=talk.customer,
            why="health_answers",
            words=None,
            key=f"health_answers:{talk.event.id}",
            now=talk.now,
            rules=talk.kit.rules,
        )
    talk.close()
    talk.say("intake_done", {"needs_person": needs_person})


def _tell_staff(talk: Talk, *, flags: list[dict[str, Any]], asked: int) -> None:
    case_id = talk.filled.get("case_id")
    found = case(talk.session, case_id=UUID(case_id)) if case_id else None
    told = {found.beautician_id, found.sales_id} if found is not None else {talk.customer.sales_id}
    for staff_id in sorted(one for one in told if one is not None):
        tell_staff(
            talk.session,
            staff_id=staff_id,
            kind=TOLD_STAFF,
            purpose=NoticePurpose.STAFF,
            data={
                "customer_name": talk.customer.name,
                "treatment": treatment_facts(_treatment(talk)),
                "flags": flags,
                "asked": asked,
            },
            key=f"{TOLD_STAFF}:{talk.customer.id}:{talk.event.id.hex[-12:]}:{staff_id.hex[-12:]}",
            now=talk.now,
            case_id=found.id if found is not None else None,
        )


def _stopped(talk: Talk) -> None:
    talk.say("form_stopped", {"form": INTAKE})


FORM = Form(
    kind=INTAKE,
    slots=(
        Slot(
            name="treatment",
            read=reads("treatment"),
            take=_take_treatment,
            press=lambda talk, value: _take_treatment(talk, Read(value=value)),
            options=lambda talk: [
                {"v": row.key, **treatment_facts(row)} for row in treatments(talk.session)[:_OFFERED]
            ],
            is_open=lambda talk: "treatment" not in talk.filled,
            plain_numbers=True,
        ),
        Slot(
            name="consent",
            read=lambda _talk, _entities: None,
            take=lambda _talk, _read: None,
            press=_press_consent,
            options=lambda _talk: [{"v": "yes"}],
            is_open=lambda talk: not _may_ask(talk),
            short={"yes": "typed", "no": STOP},  # no bare word is a consent: she is asked to use the button
            says=lambda _text: None,
        ),
        Slot(
            name="answer",
            read=lambda _talk, _entities: None,
            take=lambda _talk, _read: None,
            press=_press_answer,
            options=lambda _talk: [{"v": "no"}, {"v": "yes"}, {"v": "unsure"}],
            is_open=lambda talk: bool(_left(talk)),
            says=health_said,
        ),
    ),
    fills=frozenset(),
    known=_known,
    settle=lambda _talk: None,
    done=_done,
    stopped=_stopped,
)
