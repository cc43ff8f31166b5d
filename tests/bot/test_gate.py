"""The one gate, as a table: who may be told what, when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.gate import May, Recipient, decide, next_polite
from workflow.customers import Purpose
from workflow.notices import NoticePurpose
from workflow.settings import ClinicRules

BANGKOK = ZoneInfo("Asia/Bangkok")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # 12:00 in Bangkok
NIGHT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # 02:00 on the 22nd in Bangkok
EVENING = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # 20:00 sharp
NINE = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NEXT_NINE = NINE + timedelta(days=1)
MALI = {"is_customer": True, "zone": BANGKOK}
FON = {"is_customer": False, "zone": BANGKOK}
NO_SCAN = {**MALI, "refused": frozenset({Purpose.SCAN_ANALYSIS})}
NOT_KEPT = {**MALI, "refused": frozenset({Purpose.PROGRESS_PHOTOS})}
LATER = NOON + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("kind", "purpose", "to", "now", "may", "reason", "until"),
    [
        ("follow_up_7", NoticePurpose.CARE, MALI, NOON, May.GO, None, None),
        ("follow_up_7", NoticePurpose.CARE, MALI, NIGHT, May.LATER, "quiet_hours", NINE),
        ("follow_up_7", NoticePurpose.CARE, MALI, NINE, May.GO, None, None),
        ("follow_up_7", NoticePurpose.CARE, MALI, EVENING, May.LATER, "quiet_hours", NEXT_NINE),
        ("follow_up_7", NoticePurpose.CARE, {**MALI, "is_blocked": True}, NOON, May.NEVER, "blocked", None),
        ("follow_up_7", NoticePurpose.CARE, {**MALI, "human_until": LATER}, NOON, May.LATER, "human_in_charge", LATER),
        ("follow_up_7", NoticePurpose.CARE, {**MALI, "human_until": NOON}, NOON, May.GO, None, None),
        ("appointment_booked", NoticePurpose.TRANSACTIONAL, MALI, NIGHT, May.GO, None, None),
        ("appointment_booked", NoticePurpose.TRANSACTIONAL, {**MALI, "human_until": LATER}, NOON, May.GO, None, None),
        ("reading_ready", NoticePurpose.TRANSACTIONAL, NO_SCAN, NOON, May.NEVER, "no_consent", None),
        ("progress_compared", NoticePurpose.TRANSACTIONAL, NO_SCAN, NOON, May.NEVER, "no_consent", None),
        ("simulation_shown", NoticePurpose.TRANSACTIONAL, NO_SCAN, NOON, May.NEVER, "no_consent", None),
        ("simulation_shown", NoticePurpose.TRANSACTIONAL, NOT_KEPT, NOON, May.NEVER, "no_consent", None),
        ("simulation_shown", NoticePurpose.TRANSACTIONAL, MALI, NOON, May.GO, None, None),
        ("appointment_booked", NoticePurpose.TRANSACTIONAL, NO_SCAN, NOON, May.GO, None, None),
        ("red_flag_customer", NoticePurpose.URGENT, {**NO_SCAN, "human_until": LATER}, NIGHT, May.GO, None, None),
        ("red_flag", NoticePurpose.URGENT, FON, NIGHT, May.GO, None, None),
        ("prepare_treatment", NoticePurpose.STAFF, FON, NIGHT, May.GO, None, None),
        ("prepare_treatment", NoticePurpose.STAFF, {**FON, "is_active": False}, NOON, May.NEVER, "left", None),
        ("points", NoticePurpose.ANSWER, MALI, NIGHT, May.GO, None, None),
        ("points", NoticePurpose.ANSWER, {**MALI, "human_until": LATER}, NOON, May.GO, None, None),
    ],
)  # fmt: skip
def test_the_gate(
    *,
    kind: str,
    purpose: NoticePurpose,
    to: dict[str, object],
    now: datetime,
    may: May,
    reason: str | None,
    until: datetime | None,
) -> None:
    decision = decide(
        kind=kind, purpose=purpose, made_at=now, to=Recipient(**to), now=now, rules=ClinicRules()
    )
    assert (decision.may, decision.reason, decision.until) == (may, reason, until)


@pytest.mark.parametrize(
    ("purpose", "lives"),
    [
        (NoticePurpose.URGENT, timedelta(hours=1)),
        (NoticePurpose.ANSWER, timedelta(hours=6)),
        (NoticePurpose.TRANSACTIONAL, timedelta(hours=24)),
        (NoticePurpose.CARE, timedelta(days=3)),
        (NoticePurpose.STAFF, timedelta(days=3)),
    ],
)
def test_what_could_not_be_sent_for_long_is_not_sent_any_more(
    purpose: NoticePurpose, lives: timedelta
) -> None:
    def after(age: timedelta) -> tuple[May, str | None]:
        decision = decide(
            kind="points",
            purpose=purpose,
            made_at=NOON - age,
            to=Recipient(**MALI),
            now=NOON,
            rules=ClinicRules(),
        )
        return decision.may, decision.reason

    assert after(lives) == (May.GO, None)
    assert after(lives + timedelta(seconds=1)) == (May.NEVER, "too_late")


@pytest.mark.parametrize(
    ("purpose", "event_at", "may"),
    [
        (NoticePurpose.TRANSACTIONAL, NOON + timedelta(minutes=1), May.GO),
        (NoticePurpose.TRANSACTIONAL, NOON, May.NEVER),
        (NoticePurpose.STAFF, NOON, May.GO),  # the work stays
    ],
)
def test_a_customer_is_not_told_of_what_has_passed(
    purpose: NoticePurpose, event_at: datetime, may: May
) -> None:
    decision = decide(
        kind="appointment_booked",
        purpose=purpose,
        made_at=NOON - timedelta(hours=1),
        event_at=event_at,
        to=Recipient(**MALI),
        now=NOON,
        rules=ClinicRules(),
    )
    assert decision.may is may


@pytest.mark.parametrize("hour", range(24))
def test_the_next_polite_time_is_polite_and_never_in_the_past(hour: int) -> None:
    now = NIGHT + timedelta(hours=hour, minutes=17)
    then = next_polite(now, zone=BANGKOK, rules=ClinicRules())
    assert now <= then < now + timedelta(days=1)
    assert 9 <= then.astimezone(BANGKOK).hour < 20
