"""The people of the demo and the story, and what they write."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("demo_cast.yml")


class Player(BaseModel):
    """One person with a phone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user_id: str
    name: str
    until: str | None = None


class Words(BaseModel):
    """What people write in the story, in Thai."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hello: str
    points: str
    status: str
    red_flag: str
    well: str
    unknown: str


class Cast(BaseModel):
    """Everybody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    customer: Player
    sales: Player
    beautician: Player
    owner: Player
    others: list[Player]
    words: Words
    finished: str


def load_cast() -> Cast:
    """This will read who plays."""
    return Cast.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
