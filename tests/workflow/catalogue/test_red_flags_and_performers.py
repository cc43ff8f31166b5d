"""Thirteen groups alarm us, and nobody does what only a physician may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from workflow.actor import Role
from workflow.catalogue import PRICES, TEXTS, TREATMENTS, Performer, TreatmentType, Urgency, may_perform
from workflow.catalogue.files import read_catalogue, read_research
from workflow.catalogue.red_flags import phrases, red_flag_groups
from workflow.settings import ClinicRules

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_THAI = re.compile(r"\.th(\.|$)")
THAI = re.compile(r"[\u0e00-\u0e7f]")
# Facts/CLINIC.md 6.1 and 6.3: no comment on looks, no promise, no diagnosis. A line about what we must not say.
NEVER = (
    "ปัญหา",
    "แก่",
    "การันตี",
    "รับประกัน",
    "หายขาด",
    "ได้ผลถาวร",
    "เห็นผลทันที",
    "ปลอดภัย 100",
    "วินิจฉัย",
    " ครับ",
)


def test_there_are_the_thirteen_groups_of_the_research_and_two_of_ours_each_with_phrases() -> None:
    groups = red_flag_groups()

    assert len(groups) == 13 + len({"bleeding", "legal_threat"})
    assert {key for key, group in groups.items() if group.always} == {
        "anaphylaxis",
        "vision",
        "stroke",
        "distress",
        "bleeding",
        "legal_threat",
    }
    assert all(group.phrases_th for group in groups.values())
    assert set(phrases()) == set(groups)


@pytest.mark.parametrize(
    ("key", "urgency", "treatment", "counts", "days"),
    [
        ("vision", Urgency.EMERGENCY, "ha_filler", True, 90),
        ("occlusion", Urgency.WITHIN_MINUTES, "ha_filler", True, 90),
        ("occlusion", Urgency.WITHIN_MINUTES, "hydradermabrasion", False, 90),
        ("infection", Urgency.SAME_DAY, "hydradermabrasion", True, 90),  # "all"
        ("nodule_late", Urgency.WITHIN_3_DAYS, "plla", True, 730),
        ("burn_blister", Urgency.SAME_DAY, "ipl", True, 90),
    ],
)
def test_a_group_counts_after_its_treatments(
    key: str, urgency: Urgency, treatment: str, counts: bool, days: int
) -> None:
    group = red_flag_groups()[key]

    assert (group.urgency, treatment in group.after, group.within_days) == (urgency, counts, days)


@pytest.mark.parametrize(
    ("performer", "key", "roles", "allowed"),
    [
        (Performer.PHYSICIAN, "ha_filler", {Role.PHYSICIAN}, True),
        (Performer.PHYSICIAN, "ha_filler", {Role.BEAUTICIAN}, False),
        (Performer.PHYSICIAN, "ipl", {Role.BEAUTICIAN}, False),
        (Performer.OPERATOR, "ipl", {Role.BEAUTICIAN}, True),  # confirmed below
        (Performer.OPERATOR, "hifu", {Role.BEAUTICIAN}, False),
        (Performer.OPERATOR, "hifu", {Role.PHYSICIAN, Role.OWNER}, True),
        (Performer.BEAUTICIAN, "hydradermabrasion", {Role.BEAUTICIAN}, True),
        (Performer.BEAUTICIAN, "hydradermabrasion", {Role.PHYSICIAN}, True),
        (Performer.BEAUTICIAN, "hydradermabrasion", {Role.SALES, Role.OWNER, Role.MANAGER}, False),
        (Performer.BEAUTICIAN, "hydradermabrasion", set(), False),
    ],
)
def test_who_may_perform(performer: Performer, key: str, roles: set[Role], allowed: bool) -> None:
    treatment = TreatmentType(key=key, performer=performer)
    rules = ClinicRules(confirmed_operators=frozenset({"ipl"}))

    assert may_perform(treatment, roles=roles, rules=rules) is allowed


def test_every_injection_is_the_physicians() -> None:
    research = read_research(TREATMENTS)
    raw = {
        entry["id"]: entry
        for entry in yaml.load(TREATMENTS.read_text(), Loader=yaml.CSafeLoader)["treatments"]
    }

    injections = [entry for entry in research.treatments if raw[entry.id]["class"].startswith("injectable")]

    assert len(injections) >= 7
    assert {entry.who for entry in injections} == {Performer.PHYSICIAN}


def lines() -> Iterator[tuple[str, str]]:
    content = yaml.load(TEXTS.read_text(), Loader=yaml.CSafeLoader)

    def walk(node: object, path: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from walk(value, f"{path}.{key}")
        elif isinstance(node, list):
            for value in node:
                yield path, value

    return walk(content, "")


def test_texts_are_polite_and_promise_nothing() -> None:
    faults = [
        (path, line)
        for path, line in lines()
        if any(word in line for word in NEVER)
        or (IN_THAI.search(path) and not THAI.search(line))
        or (not IN_THAI.search(path) and THAI.search(line))
    ]

    assert faults == []


def test_every_group_of_lines_to_a_customer_ends_politely() -> None:
    by_path: dict[str, list[str]] = {}
    for path, line in lines():
        if IN_THAI.search(path) and ".steps" not in path:
            by_path.setdefault(path, []).append(line)

    rude = [
        path for path, group in by_path.items() if not all(re.search(r"(ค่ะ|นะคะ)$", line) for line in group)
    ]

    assert len(by_path) == 122  # 20 treatments: prepare, the day itself and four days; two seasons
    assert rude == []


# "every 2-3 hours" is how often, "until 24 hours after" ends by itself, and a day has passed within 24 hours at most.
HOURS = re.compile(r"(?:(\d+)-)?(\d+) (?:ชั่วโมง|hours)")
HOW_OFTEN = re.compile(r"(?:ทุก|every) \d+-\d+ (?:ชั่วโมง|hours)")


def test_the_day_after_repeats_nothing_whose_hours_have_passed() -> None:
    told = read_catalogue(file=TREATMENTS, texts=TEXTS, prices=PRICES).texts
    for key, text in told.items():
        for days in (text.aftercare.th, text.aftercare.en):
            hours = [
                int(longest) for line in days.d1 for _, longest in HOURS.findall(HOW_OFTEN.sub("", line))
            ]
            assert days.d1 != days.today, key
            assert all(longest >= 24 for longest in hours), key


@pytest.mark.parametrize("day", ["d7", "d30", "d90"])
def test_no_follow_up_claims_a_day_that_a_late_message_misses(day: str) -> None:
    claims = re.compile(r"ครบหนึ่งเดือน|ครบ \d+ วัน(?!หลัง)|^One month|^Day \d")
    told = [line for path, line in lines() if path.endswith(f".{day}")]

    assert len(told) > 40
    assert [line for line in told if claims.search(line)] == []
