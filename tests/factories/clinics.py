"""Clinics, branches, channels, rooms and devices.

`written=False` leaves a row to the session's next flush: many that need none of each other go in one statement.
"""

from __future__ import annotations

from datetime import time
from itertools import count
from typing import TYPE_CHECKING

from workflow.store.base import new_id
from workflow.store.models import Branch, Channel, Clinic, Resource

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_numbers = count(1)


def a_clinic(session: Session, *, key: str | None = None, name_th: str = "คลินิกออร่า") -> Clinic:
    clinic = Clinic(key=key or f"clinic-{next(_numbers)}", name_th=name_th, name_en="Aura Clinic")
    session.add(clinic)
    session.flush()
    return clinic


def a_branch(
    session: Session, clinic: Clinic, *, key: str = "siam", zone: str = "Asia/Bangkok", written: bool = True
) -> Branch:
    branch = Branch(
        id=new_id(),
        clinic_id=clinic.id,
        key=key,
        name_th="สาขาสยาม",
        name_en="Siam",
        zone=zone,
        opens_at=time(10, 0),
        closes_at=time(20, 0),
        phone="02-111-2222",
        address_th="ถนนพระราม 1 ปทุมวัน กรุงเทพฯ",
        address_en="Rama I Road, Pathum Wan, Bangkok",
    )
    _put(session, branch, written=written)
    return branch


def a_channel(session: Session, clinic: Clinic, *, key: str | None = None, written: bool = True) -> Channel:
    key = key or f"line-{next(_numbers)}"
    channel = Channel(
        id=new_id(), clinic_id=clinic.id, key=key, kind="line", bot_user_id=f"U{key:0>32}"[-33:]
    )
    _put(session, channel, written=written)
    return channel


def a_resource(
    session: Session, branch: Branch, *, kind: str = "treatment_room", name: str = "1", written: bool = True
) -> Resource:
    resource = Resource(id=new_id(), clinic_id=branch.clinic_id, branch_id=branch.id, kind=kind, name=name)
    _put(session, resource, written=written)
    return resource


def _put(session: Session, row: Branch | Channel | Resource, *, written: bool) -> None:
    session.add(row)
    if written:
        session.flush()
