"""Registering by talk: what she wants to be called, her number, her birthday if she likes, and a yes to the whole.

Nothing is kept before she has said that it is right. Her name and number are told for her appointments (a contract, no
consent); her birthday is asked only of whoever wants to be written to (workflow/customers/birthdays.py). Decision 0028.
"""

from typing import Any

from bot.dialogue import CONFIRM, Form, Options, Read, Slot, Talk
from bot.dialogue.registration_reading import CHANGE, SKIP, or_why, read_birthday, read_name, read_phone
from bot.dialogue.registration_told import hand_over, tell_same_phone
from workflow.cases import booked_appointment, open_case_of
from workflow.customers import (
    PhoneWrong,
    Purpose,
    as_e164,
    as_name,
    forget_phone,
    has_consent,
    keep_birthday,
    keep_contact,
    last_digits,
)

REGISTRATION = "registration"
KEEP, REMOVE, PICK = "keep", "remove", "pick"
"""What stands for the name or number that is known, for taking the number back, and for a day of the calendar."""

NO = ""
"""Stands in the form for what she left out."""

TRIES = 3
"""Numbers in a row that are none; then a person asks her."""

_CHOICE = "c"


def _take_name(talk: Talk, read: Read) -> None:
    """This function will take the name she gives, or the one that is known."""
    if read.value == CHANGE:
        talk.filled.pop("name", None)
        return
    talk.filled["name"] = talk.customer.name if read.value in {SKIP, None} else as_name(str(read.value))


def _take_phone(talk: Talk, read: Read) -> None:
    """This function will take a number; of two the one that is not in the form yet, and else it asks which."""
    if read.value in {SKIP, CHANGE}:
        _press_phone(talk, str(read.value))
        return
    numbers = _numbers(talk, read.choices or (str(read.value),))
    others = [one for one in numbers if one != talk.filled.get("phone")]
    talk.filled.pop("phones", None)
    if len(others or numbers) == 1:
        talk.filled["phone"] = (others or numbers)[0]
        talk.filled["failed"] = 0
    elif numbers:
        talk.filled.pop("phone", None)
        talk.filled["phones"] = others
        talk.note("which_phone")


def _numbers(talk: Talk, words: tuple[str, ...]) -> list[str]:
    """This function will read numbers, and note why one is none."""
    numbers: list[str] = []
    for one in words:
        try:
            numbers.append(as_e164(one))
        except PhoneWrong as wrong:
            talk.note(f"phone_{wrong.why}", digits=str(wrong.digits))
    if not numbers:
        talk.filled.pop("phone", None)
        talk.filled["failed"] = talk.filled.get("failed", 0) + 1
    return list(dict.fromkeys(numbers))


def _press_phone(talk: Talk, value: str) -> None:
    """This function will take what stands behind a button, or words that say the same."""
    talk_of, offered = talk.filled, talk.filled.pop("phones", [])
    if value.startswith(_CHOICE) and value[1:].isdigit() and int(value[1:]) < len(offered):
        talk_of["phone"] = offered[int(value[1:])]
    elif value == SKIP and talk.customer.phone is None and _needs_phone(talk):
        talk.note("phone_needed")
    elif value in {SKIP, KEEP}:
        talk_of["phone"] = NO
    elif value == REMOVE:
        talk_of["phone"] = REMOVE
    else:
        talk_of.pop("phone", None)


def _needs_phone(talk: Talk) -> bool:
    """This function will say whether the clinic must be able to call her: she has an appointment with it."""
    found = open_case_of(talk.session, customer_id=talk.customer.id)
    return found is not None and booked_appointment(talk.session, case_id=found.id) is not None


def _phone_options(talk: Talk) -> Options:
    if offered := talk.filled.get("phones"):
        return [{"v": f"{_CHOICE}{at}", "phone": one} for at, one in enumerate(offered)]
    kept = talk.customer.phone
    if kept is not None:
        return [{"v": KEEP, "end": last_digits(kept)}, {"v": REMOVE}]
    return [] if _needs_phone(talk) else [{"v": SKIP}]


def _take_birthday(talk: Talk, read: Read) -> None:
    """This function will take a birthday; a day that could be two, or is none, is picked on the calendar."""
    if not may_keep_birthday(talk):
        talk.note("birthday_for_greetings")
    elif read.value is None:
        talk.note("birthday_by_calendar")
    elif read.value == CHANGE:
        talk.filled.pop("birthday", None)
    else:
        talk.filled["birthday"] = NO if read.value == SKIP else read.value


def _press_birthday(talk: Talk, value: str) -> None:
    picked = talk.event.picked
    if value == PICK and picked:
        talk.filled["birthday"] = picked
    elif value == SKIP:
        talk.filled["birthday"] = NO


def may_keep_birthday(talk: Talk) -> bool:
    """This function will say whether a birthday may be kept: it is told for a greeting, and for nothing else."""
    return has_consent(talk.session, customer_id=talk.customer.id, purpose=Purpose.MARKETING_MESSAGES)


def _confirm_options(talk: Talk) -> Options:
    names = ("yes", "name", "phone", "birthday") if may_keep_birthday(talk) else ("yes", "name", "phone")
    return [{"v": name} for name in names]


def _press_confirm(talk: Talk, value: str) -> None:
    """This function will take her yes to what was read back, or ask anew for what she wants otherwise."""
    if value == "yes":
        talk.filled[CONFIRM] = _told(talk)
    elif value in {"name", "phone", "birthday"}:
        talk.filled.pop(value, None)
    else:
        talk.note("change_what_of_you")


def _told(talk: Talk) -> list[Any]:
    """This function will give what a yes is a yes to."""
    return [talk.filled.get(name) for name in ("name", "phone", "birthday")]


def _settle(talk: Talk) -> None:
    """This function will forget a yes to something else than stands there now."""
    if talk.filled.get(CONFIRM) != _told(talk):
        talk.filled.pop(CONFIRM, None)


def _known(talk: Talk) -> dict[str, Any]:
    """This function will give what is read back; no number is in any other question, so that few messages quote it."""
    data: dict[str, Any] = {"name": talk.filled.get("name", talk.customer.name), "is_new": _is_new(talk)}
    if talk.state.asked == CONFIRM:
        phone, day = talk.filled["phone"], talk.filled.get("birthday")
        data["phone"] = None if phone == REMOVE else phone or talk.customer.phone
        data["removes"] = phone == REMOVE
        data["birthday"] = day[5:] if day else talk.customer.birthday
    return data


def _is_new(talk: Talk) -> bool:
    return talk.customer.registered_at is None


def _has_failed(talk: Talk) -> bool:
    return int(talk.filled.get("failed", 0)) >= TRIES


def _done(talk: Talk) -> None:
    """This function will keep what she said is right, or give the talk to a person who asks for her number."""
    if _has_failed(talk):
        hand_over(talk, tries=TRIES)
        return
    phone, day = talk.filled["phone"], talk.filled.get("birthday")
    customer, before = talk.customer, talk.customer.phone
    if phone == REMOVE:
        forget_phone(talk.session, customer=customer, now=talk.now)
    number = phone if phone not in {NO, REMOVE} else None
    keep_contact(talk.session, customer=customer, name=talk.filled["name"], phone=number, now=talk.now)
    if day and may_keep_birthday(talk):
        keep_birthday(talk.session, customer=customer, picked=day)
    if number is not None and number != before:
        tell_same_phone(talk)
    talk.close()
    end = last_digits(customer.phone) if customer.phone else None
    talk.say("registered", {"name": customer.name, "end": end, "removed": phone == REMOVE})


def _stopped(talk: Talk) -> None:
    talk.say("form_stopped", {"form": REGISTRATION})


_READ_NAME, _HEAR_NAME = or_why("name", read_name, _take_name)
_READ_PHONE, _HEAR_PHONE = or_why("phone", read_phone, _take_phone)
_READ_BIRTHDAY, _HEAR_BIRTHDAY = or_why("birthday", read_birthday, _take_birthday)
_READ_CONFIRM, _HEAR_CONFIRM = or_why(CONFIRM, lambda _talk, _entities: None, lambda _talk, _read: None)

FORM = Form(
    kind=REGISTRATION,
    slots=(
        Slot(
            name="name",
            read=_READ_NAME,
            take=_HEAR_NAME,
            press=lambda talk, _value: _take_name(talk, Read(value=SKIP)),
            options=lambda talk: [{"v": KEEP, "name": talk.customer.name}],
            is_open=lambda talk: "name" not in talk.filled and not _has_failed(talk),
        ),
        Slot(
            name="phone",
            read=_READ_PHONE,
            take=_HEAR_PHONE,
            press=_press_phone,
            options=_phone_options,
            is_open=lambda talk: "phone" not in talk.filled and not _has_failed(talk),
            short={"no": SKIP, "unsure": SKIP},
        ),
        Slot(
            name="birthday",
            read=_READ_BIRTHDAY,
            take=_HEAR_BIRTHDAY,
            press=_press_birthday,
            options=lambda _talk: [{"v": PICK}, {"v": SKIP}],
            is_open=lambda talk: (
                "birthday" not in talk.filled and may_keep_birthday(talk) and not _has_failed(talk)
            ),
            short={"no": SKIP, "unsure": SKIP},
        ),
        Slot(
            name=CONFIRM,
            read=_READ_CONFIRM,
            take=_HEAR_CONFIRM,
            press=_press_confirm,
            options=_confirm_options,
            is_open=lambda talk: CONFIRM not in talk.filled and not _has_failed(talk),
            short={"yes": "yes", "no": "no"},
        ),
    ),
    fills=frozenset({"register"}),
    known=_known,
    settle=_settle,
    done=_done,
    stopped=_stopped,
)
