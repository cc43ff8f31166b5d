"""The clinic's three files, read strictly: a fault is named by file and key, and nothing is loaded.

| file | holds | written by |
|---|---|---|
| treatments.yaml | what research and labels say: names, performer, contraindications, red flags, with sources | research |
| prices.yaml | the clinic's list prices | the owner |
| texts.yaml | what customers and staff read, Thai and English | the clinic, confirmed by its physician |
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workflow.catalogue.performers import PERFORMERS
from workflow.store.models import Performer

CLINIC_FILES = Path(__file__).parent / "clinic"
TREATMENTS = CLINIC_FILES / "treatments.yaml"
PRICES = CLINIC_FILES / "prices.yaml"
TEXTS = CLINIC_FILES / "texts.yaml"

# The same safe loader in C where PyYAML has it, which it has on every platform we know: 8 times as fast.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Line = Annotated[str, Field(min_length=1, max_length=300)]
Lines = Annotated[list[Line], Field(min_length=1)]
Action = Literal["contraindicated", "defer", "doctor_review", "caution", "info"]
Parsed = TypeVar("Parsed", bound=BaseModel)


class CatalogueError(ValueError):
    """A file of the catalogue cannot be right. The message names the file and the key."""


class _Research(BaseModel):
    """Part of the research file: what it holds beyond our needs is left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Ours(BaseModel):
    """Part of a file we wrote: a key we do not know is a slip of the pen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RiskFactor(_Research):
    """Something about a customer that may forbid or delay a treatment.

    She is asked for a yes or a no (`ask_*`); `more_*` is what a person asks her about a yes.
    """

    th: str
    en: str
    ask_th: str
    ask_en: str
    more_th: str | None = None
    more_en: str | None = None


class Contraindication(_Research):
    """What follows for a treatment when the factor is there."""

    factor: str
    action: Action


class RedFlag(_Research):
    """A group of complaints that must reach a person."""

    urgency: Literal["emergency", "within_minutes", "same_day", "within_3_days"]
    th: str
    en: str
    phrases_th: Annotated[list[str], Field(min_length=1)]
    after: Annotated[list[str], Field(min_length=1)]


class Names(_Research):
    """What a treatment is called."""

    th: str
    en: str
    chat_th: list[str]


class Sessions(_Research):
    """How sessions follow each other."""

    min_gap_days: int | None = None


class Treatment(_Research):
    """One treatment of the research file."""

    id: str
    names: Names
    performer: str
    duration_min: Annotated[int, Field(gt=0, le=480)]
    resources: list[str]
    concerns: list[str]
    sessions: Sessions
    contraindications: list[Contraindication]
    red_flags: list[str]

    @property
    def who(self) -> Performer:
        """The performer's words as a decision."""
        return PERFORMERS[self.performer]


class TreatmentsFile(_Research):
    """The research file."""

    risk_factors: dict[str, RiskFactor]
    red_flags: dict[str, RedFlag | str]  # its `routing_rule` is a sentence beside the groups
    treatments: list[Treatment]

    @property
    def groups(self) -> dict[str, RedFlag]:
        """The red flag groups without the sentence."""
        return {key: group for key, group in self.red_flags.items() if isinstance(group, RedFlag)}


class PricesFile(_Ours):
    """List prices in satang, one key per treatment; null means: only after a consultation."""

    prices: dict[str, Annotated[int, Field(ge=0, strict=True)] | None]


class Both(_Ours):
    """Lines in both languages."""

    th: Lines
    en: Lines


class Days(_Ours):
    """What is told as she leaves, and on the days after a treatment."""

    today: Lines
    d1: Lines
    d7: Lines
    d30: Lines
    d90: Lines


class Aftercare(_Ours):
    """The days in both languages."""

    th: Days
    en: Days


class Text(_Ours):
    """What customers and staff read about one treatment."""

    prepare: Both
    steps: Both
    aftercare: Aftercare
    season: str  # which seasonal lines are added to day 90
    next: str | None  # what day 30 may recommend


class TextsFile(_Ours):
    """All texts, one key per treatment, and the seasonal lines they share."""

    seasonal: dict[str, Both]
    texts: dict[str, Text]


@dataclass(frozen=True)
class Catalogue:
    """The three files together, checked against each other.

    Attributes:
        research: What the research file says.
        prices: Satang by treatment key.
        texts: By treatment key.
        seasonal: Lines added to day 90, by the name that texts give as their season.
        version: sha256 over the bytes of all three.
    """

    research: TreatmentsFile
    prices: dict[str, int | None]
    texts: dict[str, Text]
    seasonal: dict[str, Both]
    version: str

    def aftercare_of(self, key: str) -> dict[str, dict[str, list[str]]]:
        """This will give a treatment's lines by language and day, with the seasonal ones on day 90."""
        text = self.texts[key]
        aftercare: dict[str, dict[str, list[str]]] = text.aftercare.model_dump()
        for language, lines in self.seasonal[text.season].model_dump().items():
            aftercare[language]["d90"] = [*aftercare[language]["d90"], *lines]
        return aftercare


def read_catalogue(*, file: Path, texts: Path, prices: Path) -> Catalogue:
    """This will read the three files and check each key of theirs against the others.

    Raises:
        CatalogueError: A file is not YAML, has a wrong value, or names what another does not know.
        OSError: A file cannot be read.
    """
    research = _parse(file, TreatmentsFile)
    price_list = _parse(prices, PricesFile).prices
    text_file = _parse(texts, TextsFile)
    text_list = text_file.texts
    _check_research(research, file)
    keys = [treatment.id for treatment in research.treatments]
    _same_keys(keys, price_list, prices, "prices")
    _same_keys(keys, text_list, texts, "texts")
    for key, text in text_list.items():
        if text.next is not None and text.next not in keys:
            raise CatalogueError(f"{texts.name}: texts.{key}.next: there is no treatment {text.next}")
        if text.season not in text_file.seasonal:
            raise CatalogueError(f"{texts.name}: texts.{key}.season: there is no season {text.season}")
    content = b"".join(path.read_bytes() for path in (file, prices, texts))
    return Catalogue(
        research=research,
        prices=price_list,
        texts=text_list,
        seasonal=text_file.seasonal,
        version=hashlib.sha256(content).hexdigest(),
    )


def read_research(file: Path) -> TreatmentsFile:
    """This will read the research file alone.

    Raises:
        CatalogueError: It is not YAML, has a wrong value, or names what it does not know.
    """
    research = _parse(file, TreatmentsFile)
    _check_research(research, file)
    return research


def _parse(path: Path, model: type[Parsed]) -> Parsed:
    """This will read one file into its model, and turn the first fault into a sentence."""
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: is not YAML: {error}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"]) or "(the whole file)"
        raise CatalogueError(f"{path.name}: {key}: {fault['msg']}") from error


def _check_research(research: TreatmentsFile, file: Path) -> None:
    """This will check that the research file only names what it also explains."""
    keys = {treatment.id for treatment in research.treatments}
    if len(keys) != len(research.treatments):
        raise CatalogueError(f"{file.name}: treatments: an id stands twice")
    for treatment in research.treatments:
        _check_treatment(treatment, research, where=f"{file.name}: treatments.{treatment.id}")
    for key, group in research.groups.items():
        for after in group.after:
            if after != "all" and after not in keys:
                raise CatalogueError(f"{file.name}: red_flags.{key}.after: there is no treatment {after}")


def _check_treatment(treatment: Treatment, research: TreatmentsFile, *, where: str) -> None:
    """This will check that a treatment only names what the file explains."""
    if treatment.performer not in PERFORMERS:
        raise CatalogueError(f"{where}.performer: nobody has decided what {treatment.performer!r} means")
    for rule in treatment.contraindications:
        if rule.factor not in research.risk_factors:
            raise CatalogueError(f"{where}.contraindications: there is no risk factor {rule.factor}")
    for flag in treatment.red_flags:
        if flag not in research.groups:
            raise CatalogueError(f"{where}.red_flags: there is no group {flag}")


def _same_keys(keys: list[str], found: dict[str, Any], path: Path, part: str) -> None:
    """This will check that a file has exactly the treatments' keys."""
    for key in keys:
        if key not in found:
            raise CatalogueError(f"{path.name}: {part}.{key}: is missing")
    for key in found:
        if key not in keys:
            raise CatalogueError(f"{path.name}: {part}.{key}: there is no such treatment")
