"""What becomes of her answers about her health: those who treat and sell see them, and a person calls where one must."""

from typing import Any
from uuid import UUID

from bot.dialogue import Talk
from bot.handover import call_for_person
from workflow.cases import case
from workflow.customers import TOLD_STAFF
from workflow.notices import NoticePurpose, tell_staff


def tell(
    talk: Talk, *, treatment: dict[str, Any], flags: list[dict[str, Any]], asked: int, needs_person: bool
) -> None:
    """This function will show staff what was not answered with no, and have somebody call her where that is needed.

    Args:
        talk: The turn.
        treatment: What she was asked for, as a notice carries it.
        flags: What she did not answer with no, and what the clinic's file says then.
        asked: How many questions there are.
        needs_person: Whether somebody is to talk with her before her visit.
    """
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
                "treatment": treatment,
                "flags": flags,
                "asked": asked,
            },
            key=f"{TOLD_STAFF}:{talk.customer.id}:{talk.event.id.hex[-12:]}:{staff_id.hex[-12:]}",
            now=talk.now,
            case_id=found.id if found is not None else None,
        )
