"""Questions about her health before a treatment: those of the treatment's own risks, one at a time, behind her consent.

What she answers is kept at once and seen by those who treat; sales hears that she answered (docs/decisions/0029).
Nothing is judged here: what may matter brings a person. Her answers are used again for a quarter (`COUNTS_FOR`).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.dialogue import STOP, Form, Read, Slot, Talk, reads
from bot.dialogue.intake_heard import AGAIN, MEANS, answer_in, heard
from bot.dialogue.intake_told import tell
from bot.wording import consent_version
from bot.wording.health_asides import BACK, SKIP, WHY
from bot.wording.health_words import consent_said
from workflow.catalogue import TreatmentType, treatment, treatments
from workflow.customers import (
    HealthSaid,
    Purpose,
    grant_consent,
    has_consent,
    health_answers,
    keep_health_answer,
)
from workflow.follow_ups import treatment_facts

INTAKE = "intake"
_AGAIN = "ask_again"
"""Where the form keeps which question is asked once more."""

NEEDS_A_PERSON = frozenset({"contraindicated", "defer", "doctor_review"})
"""What the clinic's file says must be looked at by a person before a visit."""

_WEIGHT: Mapping[str, int] = MappingProxyType(
    {"contraindicated": 0, "defer": 1, "doctor_review": 2, "caution": 3, "info": 4}
)
_OFFERED = 12
"""Treatments offered as buttons: LINE takes 13 in all, and one is for giving up."""

_CONSENT_SAID: Mapping[str | None, str] = MappingProxyType({"yes": "typed", "no": STOP})
"""What words about the consent stand for: no word is a yes to it."""

_TOLD = ("th", "en", "ask_th", "ask_en", "more_th", "more_en", "action")
"""What those who treat are told of a question."""

# No yes or no answers these: staff see the skin type, the expectation and the age for themselves.
SEEN_BY_STAFF = frozenset({"fitz_4_6", "bdd", "under_18"})


def _take_treatment(talk: Talk, read: Read) -> None:
    """This function will take the treatment the questions are to be about."""
    if read.value in {row.key for row in treatments(talk.session)}:
        talk.filled["treatment"] = read.value


def questions_of(row: TreatmentType) -> Sequence[Mapping[str, Any]]:
    """This function will give what a treatment's customer is asked, the gravest first; each factor once."""
    asked: dict[str, Mapping[str, Any]] = {}
    for one in sorted(row.contraindications, key=lambda rule: _WEIGHT[rule["action"]]):
        if one["factor"] not in SEEN_BY_STAFF:
            asked.setdefault(one["factor"], one)
    return list(asked.values())


def _treatment(talk: Talk) -> TreatmentType:
    return treatment(talk.session, key=talk.filled["treatment"])


def _left(talk: Talk) -> list[Mapping[str, Any]]:
    """This function will give the questions that have no answer which still counts."""
    said = health_answers(talk.session, customer_id=talk.customer.id, now=talk.now)
    again = talk.filled.get(_AGAIN)
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
    """This function will keep the answer to the question that is asked, or take what is said instead of one."""
    one = _asked(talk)
    if one is None or _is_aside(talk, value):
        return
    talk.filled.pop(_AGAIN, None)
    keep_health_answer(
        talk.session, customer=talk.customer, factor=one["factor"], said=HealthSaid(value), now=talk.now
    )
    talk.filled.setdefault("done", []).append(one["factor"])


def _is_aside(talk: Talk, value: str) -> bool:
    """This function will see to what is said instead of an answer, and say whether it was that."""
    done = talk.filled.setdefault("done", [])
    if value == BACK:
        if done:
            talk.filled[_AGAIN] = done.pop()
    elif value in {SKIP, WHY}:
        talk.note(f"health_{value}")
    elif value.startswith(AGAIN):
        talk.filled[_AGAIN] = factor = value.removeprefix(AGAIN)
        talk.filled["done"] = [one for one in done if one != factor]
        talk.note("health_again")
    elif value.startswith(MEANS):
        what = value.removeprefix(MEANS)
        talk.note("health_means", what=what) if what else talk.note("health_unclear")
    else:
        return False
    return True


def _asked(talk: Talk) -> Mapping[str, Any] | None:
    """This function will give the question that is open: the one to be answered again, else the first that is left."""
    left = _left(talk)
    again = talk.filled.get(_AGAIN)
    return next((one for one in left if one["factor"] == again), left[0] if left else None)


def _said(talk: Talk, text: str) -> str | None:
    """This function will hear what words are to the question that is open."""
    one = _asked(talk)
    if one is None:
        return None
    said = health_answers(talk.session, customer_id=talk.customer.id, now=talk.now)
    asked = {row["factor"] for row in questions_of(_treatment(talk))}
    denied = {factor for factor in asked if said.get(factor) is HealthSaid.NO}
    return heard(talk, text, one, denied=denied)


def is_answered(talk: Talk) -> bool:
    """This function will say whether words only answer the question that is open, or ask what it means."""
    one = _asked(talk) if talk.state.asked == "answer" else None
    if one is None:
        return False
    text = talk.event.text
    return answer_in(text, one) is not None or (_said(talk, text) or "").startswith(MEANS)


def _known(talk: Talk) -> dict[str, Any]:
    """This function will give the question that is asked, and how many there are."""
    data: dict[str, Any] = {"treatment": None, "question": None}
    if "treatment" in talk.filled:
        data["treatment"] = treatment_facts(_treatment(talk))
    if talk.state.asked == "answer" and (one := _asked(talk)) is not None:
        data["question"] = {name: one[name] for name in ("factor", "ask_th", "ask_en")}
        data["left"] = len(_left(talk))
    return data


def _done(talk: Talk) -> None:
    """This function will show those who treat what she said, and have a person call where the clinic's file asks for one."""
    asked = questions_of(_treatment(talk))
    flags = _flags(talk, asked)
    needs_person = any(flag["action"] in NEEDS_A_PERSON for flag in flags)
    tell(talk, treatment=_known(talk)["treatment"], flags=flags, asked=len(asked), needs_person=needs_person)
    talk.close()
    talk.say("intake_done", {"needs_person": needs_person})


def _stopped(talk: Talk) -> None:
    """This function will leave the rest for another time; what she has answered already, and not with no, is told."""
    done = talk.filled.get("done", ())
    asked = [one for one in questions_of(_treatment(talk)) if one["factor"] in done] if done else []
    if flags := _flags(talk, asked):
        needs_person = any(flag["action"] in NEEDS_A_PERSON for flag in flags)
        facts = treatment_facts(_treatment(talk))
        tell(talk, treatment=facts, flags=flags, asked=len(asked), needs_person=needs_person)
    talk.say("form_stopped", {"form": INTAKE})


def _flags(talk: Talk, asked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """This function will give what was not answered with no, and what the clinic's file says then."""
    said = health_answers(talk.session, customer_id=talk.customer.id, now=talk.now)
    return [
        {**{name: one.get(name) for name in _TOLD}, "said": said[one["factor"]].value}
        for one in asked
        if said.get(one["factor"], HealthSaid.NO) is not HealthSaid.NO
    ]


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
            says=lambda _talk, text: _CONSENT_SAID.get(consent_said(text)),
        ),
        Slot(
            name="answer",
            read=lambda _talk, _entities: None,
            take=lambda _talk, _read: None,
            press=_press_answer,
            options=lambda _talk: [{"v": "no"}, {"v": "yes"}, {"v": "unsure"}],
            is_open=lambda talk: bool(_left(talk)),
            says=_said,
        ),
    ),
    fills=frozenset(),
    known=_known,
    settle=lambda _talk: None,
    done=_done,
    stopped=_stopped,
)
