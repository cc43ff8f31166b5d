"""Asking a member of staff to call a customer: the task, and the word that it is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.actor import Role
from workflow.customers import number_facts
from workflow.settings import ClinicRules
from workflow.store.models import Case, Customer, Task, TaskKind
from workflow.tasks import assign_task, tell_holder


def ask_to_call(
    session: Session,
    *,
    case: Case,
    roles: Sequence[Role],
    detail: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    rules: ClinicRules | None = None,
) -> Task:
    """This will make a task to call the customer of a case, and tell whoever has it.

    Args:
        session: The caller's transaction.
        case: Whose customer.
        roles: Who may call, the first that the branch has anybody for.
        detail: What the task carries; `why` is a short word for the cause, which the wording has a sentence for.
        now: Aware UTC.
        due_at: Until when, if not as the clinic's rule for calls says.
        rules: What the clinic has set.

    Raises:
        NobodyHasRole: Nobody at the branch has any of the roles.
    """
    task = assign_task(
        session,
        kind=TaskKind.CALL_CUSTOMER,
        case=case,
        customer_id=case.customer_id,
        roles=roles,
        due_at=due_at,
        rules=rules,
        detail=detail,
        now=now,
    )
    customer = session.get_one(Customer, case.customer_id)
    tell_holder(
        session,
        task=task,
        kind="call_customer",
        data={
            "customer_name": customer.name,
            "customer_code": customer.code,
            **number_facts(customer),
            "why": detail["why"],
            "book_case_id": None,
            "words": None,
        },
        key=f"call_customer:{task.id}",
        now=now,
    )
    return task
