"""Wishing customers well on their birthday: those who told it, and said yes to messages. A greeting, never an offer."""

from sqlalchemy.orm import Session

from bot.gate import next_polite
from scheduler.jobs.one_by_one import for_each
from scheduler.rules import Ring
from workflow.customers import Customer, Purpose, customers_with_birthday, has_consent
from workflow.loyalty import balance
from workflow.notices import NoticePurpose, tell_customer


def wish_birthdays(session: Session, ring: Ring) -> int:
    """This will write the greetings of the day; the gate asks for her consent once more when they are sent."""
    due_at = next_polite(ring.now, zone=ring.zone, rules=ring.rules)
    if due_at.astimezone(ring.zone).date() != ring.day:
        return 0

    def wish(customer: Customer) -> bool:
        if not has_consent(session, customer_id=customer.id, purpose=Purpose.MARKETING_MESSAGES):
            return False
        told = tell_customer(
            session,
            customer_id=customer.id,
            kind="birthday_wish",
            purpose=NoticePurpose.CARE,
            data={"name": customer.name, "balance": balance(session, customer_id=customer.id)},
            key=f"birthday_wish:{customer.id}:{ring.day.year}",
            now=ring.now,
            due_at=due_at,
        )
        return told is not None

    rows = customers_with_birthday(session, branch_id=ring.branch_id, on=ring.day)
    return for_each(session, rows, wish, what="birthdays")
