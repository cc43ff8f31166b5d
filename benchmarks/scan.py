"""`aura bench scan`: what a whole scan costs, as a multiple of running its neural models alone.

Both are measured in one run, in CPU time on one thread, on the sample selfie; medians of interleaved rounds. The models
alone get exactly the inputs that the scan gives them: on an empty picture they run in two thirds of the time. What a
worker holds in memory is measured by `aura bench scanning`; this process holds the whole program.
"""

import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any, TypeVar
from unittest.mock import patch

from bot.wording import overlay_words
from vision import models_folder
from vision.face.finding import find_face
from vision.face.sessions import Floats, Model
from vision.intake import encode_jpeg, open_photo
from vision.memory import keep_memory
from vision.overlay import draw_overlay
from vision.samples import sample_selfie
from vision.skin.aligned import align
from vision.skin.gates import judge, refuse_if_unfit
from vision.skin.measuring import measure
from vision.skin.view import prepare

Result = TypeVar("Result")

ROUNDS = 15
_STAGES = ("intake", "face", "align", "prepare", "gates", "measure", "overlay", "photo")


class _Stopwatch:
    """CPU milliseconds of each stage of one round."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    def time(self, stage: str, step: Callable[[], Result]) -> Result:
        started = time.process_time()
        result = step()
        self.milliseconds[stage] = 1000 * (time.process_time() - started)
        return result


def _inputs_of(step: Callable[[], object]) -> list[tuple[Model, Floats]]:
    """This function will list every model that a step runs, with what it is given."""
    seen: list[tuple[Model, Floats]] = []
    run = Model.run

    def kept(model: Model, batch: Floats) -> list[Floats]:
        seen.append((model, batch))
        return run(model, batch)

    with patch.object(Model, "run", kept):
        step()
    return seen


def run() -> dict[str, Any]:
    """This function will measure the scan and its models and give ratio, baseline and figures (CPU milliseconds)."""
    keep_memory()  # as workers do
    photo, folder = sample_selfie().read_bytes(), models_folder()
    words = overlay_words("th")
    inputs = _inputs_of(lambda: find_face(open_photo(photo), models=folder))

    def infer() -> None:
        for model, batch in inputs:
            model.run(batch)

    def scan(watch: _Stopwatch) -> None:
        pixels = watch.time("intake", lambda: open_photo(photo))
        face = watch.time("face", lambda: find_face(pixels, models=folder))
        aligned = watch.time("align", lambda: align(pixels, face))
        view = watch.time("prepare", lambda: prepare(aligned))
        quality = watch.time("gates", lambda: judge(view, face))
        refuse_if_unfit(quality)
        findings = watch.time("measure", lambda: measure(view, quality))
        watch.time("overlay", lambda: draw_overlay(pixels, face, view, findings, words))
        watch.time("photo", lambda: encode_jpeg(pixels))

    rounds = []
    for _ in range(ROUNDS + 1):
        watch = _Stopwatch()
        watch.time("models", infer)
        scan(watch)
        rounds.append(watch.milliseconds)
    warm = rounds[1:]  # the first round loads what the others find loaded
    milliseconds = {name: median(round_[name] for round_ in warm) for name in ("models", *_STAGES)}
    whole = median(sum(round_[stage] for stage in _STAGES) for round_ in warm)
    figures = {
        "scan_ms": round(whole, 1),
        "models_ms": round(milliseconds["models"], 1),
        "stages": {stage: round(milliseconds[stage] / milliseconds["models"], 2) for stage in _STAGES},
        "rounds": ROUNDS,
    }
    return {
        "name": "scan",
        "ratio": round(whole / milliseconds["models"], 2),
        "baseline": f"raw model inference of the same run ({len(inputs)} models on the scan's own inputs)",
        "figures": figures,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
