"""Danger told by somebody who is no customer of ours: staff about a customer, or a stranger in a group.

There is nobody to give a task about, so whoever can act is paged with the words and who wrote them.
"""

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from workflow.catalogue import Urgency, red_flag_groups
from workflow.follow_ups.paging import page
from workflow.follow_ups.red_flag_notices import LONGEST_WORDS, answers_for
from workflow.store.models import Branch, Staff

log = structlog.get_logger(__name__)

# Staff speak of swelling and redness all day; what cannot wait is told from that by its group.
_PRESSING = (Urgency.EMERGENCY, Urgency.WITHIN_MINUTES)


def pressing_groups(groups: Collection[str], *, of_staff: bool) -> list[str]:
    """This will keep the groups that cannot wait, whoever tells of them.

    Args:
        groups: The groups the words touch, as `nlu` found them.
        of_staff: Whether staff wrote. From others, whatever counts without a treatment counts too.
    """
    known = red_flag_groups()
    return [
        key
        for key in dict.fromkeys(groups)
        if key in known and (known[key].urgency in _PRESSING or (known[key].always and not of_staff))
    ]


def page_of_danger(
    session: Session,
    *,
    groups: Collection[str],
    words: str,
    writer: Staff | None,
    place: Branch,
    cause: str,
    now: datetime,
) -> int:
    """This will page the owner and whom it is for at the branch; everybody where none of them can be reached.

    Args:
        session: The caller's transaction.
        groups: What cannot wait (see `pressing_groups`), at least one.
        words: What was written; the only thing that says who is in danger.
        writer: The member of staff who wrote, and is not paged; None for a stranger.
        place: The branch whose physicians, or managers, are called, on whose clock it is told.
        cause: The message; it pages once.
        now: Aware UTC.

    Returns:
        How many were told.
    """
    known = red_flag_groups()
    urgency = min((known[key].urgency for key in groups), key=list(Urgency).index)
    data = {
        "writer_name": writer.name if writer else None,
        "words": words[:LONGEST_WORDS],
        "cause": cause,
        "groups": list(groups),
        "urgency": urgency.value,
        "told_at": now.isoformat(),
        "zone": place.zone,
    }
    told = page(
        session,
        is_called=lambda staff: answers_for(staff, place=place, groups=groups),
        kind="danger_told",
        data=lambda _: data,
        key=lambda staff: f"danger_told:{staff.id}:{cause}",
        now=now,
        but_not=writer.id if writer else None,
    )
    log.warning("danger.told", cause=cause, groups=list(groups), paged=told)
    return told
