"""What a clinic sets for its rules. Joined from config.yml by the front desk; an unknown key is refused there by name."""

from datetime import time

from pydantic import BaseModel, ConfigDict, Field


class ClinicRules(BaseModel):
    """The numbers the clinic's rules are run with.

    Attributes:
        satang_per_point: One point for each full amount of this size paid for a treatment.
        points_per_visit: Points for a visit whose treatment has no list price.
        follow_up_time: When follow-ups go out, by the branch's clock.
        polite_from: Before this, by the branch's clock, nothing that can wait is sent.
        polite_until: From this on nothing that can wait is sent.
        confirmed_operators: Treatments whose trained-operator step the clinic's physician has confirmed.
        accept_minutes: How long a beautician has to accept a case.
        cleaning_minutes: How long room and device stay taken after a treatment.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    satang_per_point: int = Field(default=10_000, gt=0)
    points_per_visit: int = Field(default=10, ge=0)
    follow_up_time: time = time(10, 0)
    polite_from: time = time(9, 0)
    polite_until: time = time(20, 0)
    confirmed_operators: frozenset[str] = frozenset()
    accept_minutes: int = Field(default=60, gt=0)
    cleaning_minutes: int = Field(default=10, ge=0)
