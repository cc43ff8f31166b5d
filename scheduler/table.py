"""The rules of the clock, as one table: what rings when, for whom, and what becomes of a time at which nobody ran.

What is due by its own row (events, photos, messages, follow-ups, tasks) is not here: it is found by looking.
"""

from datetime import time, timedelta

from scheduler.jobs.birthdays import wish_birthdays
from scheduler.jobs.keep import forget_what_is_over
from scheduler.jobs.owner_cards import tell_month, tell_morning
from scheduler.jobs.remind import call_unconfirmed, remind_day_before, remind_same_day
from scheduler.rules import InPortions, Per, Rule
from scheduler.times import Daily, Monthly
from workflow.schedules import Missed

TIDY = "tidy"


def _daily(at: time | None) -> Daily | None:
    return None if at is None else Daily(at=at)


def _on_the_first(at: time | None) -> Monthly | None:
    return None if at is None else Monthly(day=1, at=at)


# Of several missed times only the latest is worth anything in all of these: each speaks of one day. How late it may
# still be said stands beside it; reminders and greetings also keep to the polite hours of their own day.
TABLE: tuple[Rule, ...] = (
    Rule(
        what="remind_day_before",
        per=Per.BRANCH,
        when=lambda rules: _daily(rules.schedules.remind_day_before_at),
        missed=Missed(not_older_than=timedelta(hours=10)),
        job=remind_day_before,
    ),
    Rule(
        what="call_unconfirmed",
        per=Per.BRANCH,
        when=lambda rules: _daily(rules.schedules.unconfirmed_at),
        missed=Missed(not_older_than=timedelta(hours=4)),
        job=call_unconfirmed,
    ),
    Rule(
        what="remind_same_day",
        per=Per.BRANCH,
        when=lambda rules: _daily(rules.schedules.remind_same_day_at),
        missed=Missed(not_older_than=timedelta(hours=10)),
        job=remind_same_day,
    ),
    Rule(
        what="birthdays",
        per=Per.BRANCH,
        when=lambda rules: _daily(rules.schedules.birthday_at),
        missed=Missed(not_older_than=timedelta(hours=10)),
        job=wish_birthdays,
    ),
    Rule(
        what="morning_card",
        per=Per.CLINIC,
        when=lambda rules: _daily(rules.schedules.morning_card_at),
        missed=Missed(not_older_than=timedelta(hours=6)),
        job=tell_morning,
    ),
    Rule(
        what="monthly_card",
        per=Per.CLINIC,
        when=lambda rules: _on_the_first(rules.schedules.monthly_card_at),
        missed=Missed(not_older_than=timedelta(days=7)),
        job=tell_month,
    ),
    Rule(
        what=TIDY,
        per=Per.CLINIC,
        when=lambda rules: _daily(rules.schedules.tidy_at),
        missed=Missed(),  # however late: what is over its time has to go
        job=InPortions(forget_what_is_over),
    ),
)
