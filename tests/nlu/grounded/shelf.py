"""The passages of these tests: those of a clinic's own, and what the catalogue gives."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

import yaml

from nlu.grounded import Source
from workflow.catalogue.files import PRICES, TEXTS, TREATMENTS, read_catalogue

HERE = Path(__file__).parent
_NAMES = UUID(int=5)


@dataclass(frozen=True)
class Question:
    text: str
    treatment: str
    passage: str


def own_passages() -> Mapping[str, Source]:
    rows = yaml.safe_load((HERE / "passages.yml").read_text(encoding="utf-8"))
    return {
        row["key"]: Source(
            id=uuid5(_NAMES, row["key"]),
            treatment=row["treatment"],
            titles={"th": row["th"][0], "en": row["en"][0]},
            lines={"th": row["th"][1:], "en": row["en"][1:]},
        )
        for row in rows
    }


def catalogue_passages() -> Mapping[str, Source]:
    catalogue = read_catalogue(file=TREATMENTS, texts=TEXTS, prices=PRICES)
    found = {}
    for one in catalogue.research.treatments:
        text = catalogue.texts[one.id]
        for part, titles, lines in (
            ("prepare", ("เตรียมตัวก่อนทำ", "Before"), text.prepare.model_dump()),
            (
                "first_day",
                ("ดูแลตัวเองหลังทำ", "Care after"),
                {"th": text.aftercare.th.today, "en": text.aftercare.en.today},
            ),
        ):
            key = f"{one.id}.{part}"
            found[key] = Source(
                id=uuid5(_NAMES, key),
                treatment=one.id,
                titles={"th": f"{titles[0]} {one.names.th}", "en": f"{titles[1]} {one.names.en}"},
                lines=lines,
                is_own=False,
            )
    return found


def questions(file: str) -> list[Question]:
    rows = csv.DictReader((HERE / file).read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return [Question(**row) for row in rows]
