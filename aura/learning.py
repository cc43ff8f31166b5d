"""What a deployment learnt from use, and training on it: reviewed utterances of all clinics, judged before they count."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aura.reviewed import reviewed_in_all_clinics
from aura.understanders import learned_folder, open_understander
from nlu.encoder import Encoder, best_encoder
from nlu.floors import files_with_floors
from nlu.learned import Sorted, sort_out
from nlu.lint import texts_of
from nlu.retraining import MAY_FALL, Judges, Outcome, retrain
from nlu.version import version_of
from nlu.versions import SHIPPED, Versions
from workflow.unit_of_work import Sessions

ZONE = ZoneInfo("Asia/Bangkok")
JUDGED_BY = Path(__file__).resolve().parents[1] / "tests" / "nlu"
"""Where the utterances stand that nobody may train on."""


@dataclass(frozen=True)
class Attempt:
    """What came of training on what was learnt.

    Attributes:
        learnt: The reviewed utterances: those trained on, and the others with the rule that refuses each.
        outcome: Of the candidate.
    """

    learnt: Sorted
    outcome: Outcome

    @property
    def figures(self) -> list[tuple[str, str, float | None, float | None]]:
        """What decided: file, name of the figure, the candidate's, and that of the model in use before."""
        candidate, before = self.outcome.figures, self.outcome.before
        return [
            (file, name, candidate[file][name], before[file][name]) for file in candidate for name in MAY_FALL
        ]


def files_to_judge_by() -> list[Path]:
    """This will name the files that have floors, as far as they are here."""
    return [file for name in files_with_floors() if (file := JUDGED_BY / name).is_file()]


def open_versions(var: Path) -> Versions:
    """This will open the folder of what the deployment learnt."""
    return Versions(learned_folder(var))


def advice_on_learning(var: Path) -> str | None:
    """This will say what is to be done so that what was learnt is used; empty where it is, None where nothing was."""
    versions = open_versions(var)
    current = versions.current
    if current == SHIPPED:
        return None
    base = release_at_hand()
    usable = {version.name for version in versions.kept() if version.base == base}
    return "" if current in usable else f"{current} is of another release: run `aura nlu train`"


def release_at_hand() -> str:
    """This will name the product's own model of the data and code at hand."""
    return version_of(best_encoder().name)


def train_on_what_was_learnt(
    sessions: Sessions, *, var: Path, files: Sequence[Path], by: str, now: datetime
) -> Attempt:
    """This will train on the product's utterances and the reviewed ones of every clinic, and use the model if it passes.

    Args:
        sessions: The store.
        var: Where the deployment keeps its files.
        files: Utterances to judge by; all that may not be trained on besides stand in the same folders.
        by: Who asked for it.
        now: Aware UTC.
    """
    encoder = best_encoder()
    kept_apart = sorted({apart for file in files for apart in (file, *file.parent.glob("*held_out*.tsv"))})
    sorted_out = sort_out(
        reviewed_in_all_clinics(sessions), judged_by=[text for file in kept_apart for text in texts_of(file)]
    )
    outcome = retrain(
        open_versions(var),
        encoder=encoder,
        learnt=sorted_out.fit,
        judges=_judges(files, encoder),
        by=by,
        now=now,
    )
    return Attempt(sorted_out, outcome)


def _judges(files: Sequence[Path], encoder: Encoder) -> Judges:
    return Judges(
        files=files,
        understander_of=lambda model: open_understander(model=model, encoder=encoder),
        zone=ZONE,
    )


def who_asks() -> str:
    """This will name who runs a command, for the history: the name they are signed in with on this machine."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or f"uid {os.getuid()}"
