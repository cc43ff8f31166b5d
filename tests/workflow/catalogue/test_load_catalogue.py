"""The clinic's own files load, stay the same when loaded again, and a fault in them is named."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import yaml

import vision
from tests.factories.cast import Cast, two_clinics
from tests.factories.catalogue import the_catalogue
from tests.factories.people import NOW
from workflow.catalogue import (
    PRICES,
    TEXTS,
    TREATMENTS,
    CatalogueError,
    Performer,
    Protocol,
    TreatmentType,
    load_catalogue,
    names_in_chat,
    protocol,
    protocol_of,
    treatment,
    treatment_for,
    treatments,
)
from workflow.catalogue.files import read_catalogue
from workflow.catalogue.queries import CHOICES
from workflow.refusal import NotFound
from workflow.unit_of_work import Sessions, in_transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from sqlalchemy.orm import Session


@pytest.fixture
def cast(sessions: Sessions) -> Cast:
    return two_clinics(sessions)[0]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the clinic's files, to be spoiled."""
    for path in (TREATMENTS, TEXTS, PRICES):
        shutil.copy(path, tmp_path)
    return tmp_path


def load(sessions: Sessions, cast: Cast, folder: Path) -> int:
    return in_transaction(
        sessions,
        lambda session: load_catalogue(
            session,
            clinic_id=cast.clinic_id,
            file=folder / "treatments.yaml",
            texts=folder / "texts.yaml",
            prices=folder / "prices.yaml",
            now=NOW,
        ),
        clinic_id=cast.clinic_id,
    )


def change(path: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    content = yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    edit(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True))


def test_it_loads_all_treatments_and_loads_them_once(sessions: Sessions, cast: Cast) -> None:
    first, second = (
        in_transaction(
            sessions, lambda session: the_catalogue(session, cast.clinic), clinic_id=cast.clinic_id
        )
        for _ in range(2)
    )

    def read(session: Session) -> tuple[int, int, TreatmentType, Protocol]:
        hydra = treatment(session, key="hydradermabrasion")
        return (
            len(treatments(session)),
            session.scalar(sa.select(sa.func.count()).select_from(Protocol)) or 0,
            hydra,
            protocol_of(session, treatment_type_id=hydra.id),
        )

    offered, protocols, hydra, steps = in_transaction(sessions, read, clinic_id=cast.clinic_id)
    assert (first, second, offered, protocols) == (20, 0, 20, 20)
    assert (hydra.performer, hydra.duration_min, hydra.min_gap_days) == (Performer.BEAUTICIAN, 50, 7)
    assert hydra.price_satang == 190_000
    assert {flag["action"] for flag in hydra.contraindications} <= {"defer", "caution", "doctor_review"}
    asked = {"factor", "action", "th", "en", "ask_th", "ask_en", "more_th", "more_en"}
    assert set(hydra.contraindications[0]) == asked
    assert set(steps.aftercare) == {"th", "en"}
    assert set(steps.aftercare["th"]) == {"today", "d1", "d7", "d30", "d90"}
    assert "ฤดู" in steps.aftercare["th"]["d90"][-1]


def test_changed_texts_make_a_new_version_and_the_old_one_stays(
    sessions: Sessions, cast: Cast, files: Path
) -> None:
    load(sessions, cast, files)

    def read(session: Session) -> Protocol:
        return protocol_of(session, treatment_type_id=treatment(session, key="ipl").id)

    before = in_transaction(sessions, read, clinic_id=cast.clinic_id)

    change(files / "texts.yaml", lambda content: content["texts"]["ipl"]["steps"]["en"].append("Once more."))
    load(sessions, cast, files)

    after = in_transaction(sessions, read, clinic_id=cast.clinic_id)
    followed = in_transaction(
        sessions, lambda session: protocol(session, protocol_id=before.id), clinic_id=cast.clinic_id
    )
    assert (before.version, after.version) == (1, 2)
    assert after.steps["en"][-1] == "Once more."
    assert followed.steps == before.steps


def test_a_changed_price_makes_no_new_version(sessions: Sessions, cast: Cast, files: Path) -> None:
    load(sessions, cast, files)

    change(files / "prices.yaml", lambda content: content["prices"].update(ipl=260_000))
    changed = load(sessions, cast, files)

    def read(session: Session) -> tuple[int | None, int]:
        ipl = treatment(session, key="ipl")
        return ipl.price_satang, protocol_of(session, treatment_type_id=ipl.id).version

    assert changed == 20  # the file's hash stands on every row
    assert in_transaction(sessions, read, clinic_id=cast.clinic_id) == (260_000, 1)


def test_a_treatment_that_left_the_files_is_kept_and_no_longer_offered(
    sessions: Sessions, cast: Cast, files: Path
) -> None:
    load(sessions, cast, files)

    def drop(content: dict[str, Any]) -> None:
        content["treatments"] = [entry for entry in content["treatments"] if entry["id"] != "ipl"]
        for group in content["red_flags"].values():
            if isinstance(group, dict):
                group["after"] = [key for key in group["after"] if key != "ipl"]

    change(files / "treatments.yaml", drop)
    change(files / "prices.yaml", lambda content: content["prices"].pop("ipl"))
    change(files / "texts.yaml", lambda content: content["texts"].pop("ipl"))
    load(sessions, cast, files)

    def read(session: Session) -> tuple[bool, int, TreatmentType | None]:
        return (
            treatment(session, key="ipl").active,
            len(treatments(session)),
            treatment_for(session, concern="redness"),
        )

    assert in_transaction(sessions, read, clinic_id=cast.clinic_id) == (False, 19, None)


@pytest.mark.parametrize(
    ("name", "edit", "says"),
    [
        ("texts.yaml", lambda c: c["texts"]["ipl"].update(stpes=[]), r"texts\.yaml: texts\.ipl\.stpes"),
        ("texts.yaml", lambda c: c["texts"]["ipl"]["steps"].update(th=[]), r"texts\.ipl\.steps\.th"),
        ("texts.yaml", lambda c: c["texts"].pop("ipl"), r"texts\.yaml: texts\.ipl: is missing"),
        ("texts.yaml", lambda c: c["texts"]["ipl"].update(next="ipll"), r"texts\.ipl\.next: .* ipll"),
        ("texts.yaml", lambda c: c["texts"]["ipl"].update(season="x"), r"texts\.ipl\.season: .* x"),
        ("prices.yaml", lambda c: c["prices"].update(ipl=-1), r"prices\.yaml: prices\.ipl"),
        ("prices.yaml", lambda c: c["prices"].update(ipl="250"), r"prices\.ipl"),
        ("prices.yaml", lambda c: c["prices"].update(ippl=1), r"prices\.ippl: there is no such treatment"),
        ("prices.yaml", lambda c: c.update(price={}), r"prices\.yaml: price: "),
        (
            "treatments.yaml",
            lambda c: c["treatments"][0].update(performer="anybody"),
            r"treatments\.botox_upper_face\.performer: .*anybody",
        ),
        (
            "treatments.yaml",
            lambda c: c["treatments"][0].update(duration_min=0),
            r"treatments\.0\.duration_min",
        ),
        (
            "treatments.yaml",
            lambda c: c["treatments"][0]["contraindications"][0].update(factor="moon"),
            r"botox_upper_face\.contraindications: there is no risk factor moon",
        ),
        (
            "treatments.yaml",
            lambda c: c["treatments"][0]["red_flags"].append("moon"),
            r"botox_upper_face\.red_flags: there is no group moon",
        ),
        (
            "treatments.yaml",
            lambda c: c["red_flags"]["vision"]["after"].append("moon"),
            r"red_flags\.vision\.after: there is no treatment moon",
        ),
        (
            "treatments.yaml",
            lambda c: c["treatments"].append(c["treatments"][0]),
            r"treatments: an id stands twice",
        ),
    ],
)
def test_it_names_the_file_and_key_of_a_fault(
    files: Path, name: str, edit: Callable[[dict[str, Any]], None], says: str
) -> None:
    change(files / name, edit)

    with pytest.raises(CatalogueError, match=says):
        read_catalogue(
            file=files / "treatments.yaml", texts=files / "texts.yaml", prices=files / "prices.yaml"
        )


def test_it_says_when_a_file_is_not_yaml(sessions: Sessions, cast: Cast, files: Path) -> None:
    (files / "prices.yaml").write_text("prices: [")

    with pytest.raises(CatalogueError, match=r"prices\.yaml: is not YAML"):
        load(sessions, cast, files)


def test_names_in_chat_hold_what_people_write(sessions: Sessions, cast: Cast) -> None:
    def read(session: Session) -> dict[str, list[str]]:
        the_catalogue(session, cast.clinic)
        return {key: list(names) for key, names in names_in_chat(session).items()}

    names = in_transaction(sessions, read, clinic_id=cast.clinic_id)

    assert "โบท็อก" in names["botox_upper_face"]
    assert len(names) == 20


def test_every_concern_that_vision_may_name_has_a_treatment_to_propose() -> None:
    assert set(CHOICES) == set(vision.CONCERNS)


@pytest.mark.parametrize(
    ("concern", "key"),
    [
        ("pigment", "hydradermabrasion"),
        ("evenness", "hydradermabrasion"),
        ("shine", "hydradermabrasion"),
        ("texture", "hydradermabrasion"),
        ("redness", "ipl"),
        ("lines", "skin_booster_ha"),
        ("dark_circles", "ha_filler"),
        ("red_spots", "acne_program"),
        ("brown_spots", "ipl"),
        ("pores", "hydradermabrasion"),
        ("nothing we know", None),
    ],
)
def test_it_proposes_a_treatment_for_a_concern(
    sessions: Sessions, cast: Cast, concern: str, key: str | None
) -> None:
    def read(session: Session) -> str | None:
        the_catalogue(session, cast.clinic)
        found = treatment_for(session, concern=concern)
        return found.key if found else None

    assert in_transaction(sessions, read, clinic_id=cast.clinic_id) == key


def test_what_is_not_there_is_refused(sessions: Sessions, cast: Cast) -> None:
    def read(session: Session) -> None:
        with pytest.raises(NotFound):
            treatment(session, key="moon")
        with pytest.raises(NotFound):
            protocol_of(session, treatment_type_id=cast.clinic_id)
        with pytest.raises(NotFound):
            protocol(session, protocol_id=cast.clinic_id)
        with pytest.raises(ValueError, match="either the key or the id"):
            treatment(session)

    in_transaction(sessions, read, clinic_id=cast.clinic_id)
