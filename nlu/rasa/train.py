"""`python -m nlu.rasa.train [PIPELINE]` in Rasa's environment: trains a model from the product's training files."""

import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from nlu.examples import example_files
from nlu.rasa.places import MODELS, PIPELINES, learned_files, model_file, pipeline_file

KEPT = 0o444
"""Nobody writes to a model: Rasa's `PUT /model` and a stray hand alike."""


def train(pipeline: str) -> Path:
    """This function will train one pipeline anew, from what the product and the deployment have, and give the model's place."""
    from rasa.model_training import train_nlu  # noqa: PLC0415 - takes seconds, and nothing else here does

    place = model_file(pipeline)
    MODELS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        for number, file in enumerate((*example_files(), *learned_files())):
            shutil.copy(file, data / f"{number}_{file.parent.name}_{file.name}")
        made = train_nlu(str(pipeline_file(pipeline)), str(data), folder, fixed_model_name=place.stem)
        if made is None:
            raise SystemExit("Rasa found nothing to train from")
        beside = place.with_name(f".{place.name}")
        shutil.copy(made, beside)
    beside.chmod(KEPT)
    beside.replace(place)
    return place


def main(arguments: list[str]) -> int:
    """This function will train and print what it cost, as one line of JSON."""
    pipeline = arguments[0] if arguments else PIPELINES[0]
    if pipeline not in PIPELINES:
        print(f"there is no pipeline {pipeline!r}; there are: {', '.join(PIPELINES)}", file=sys.stderr)
        return 2
    began = time.perf_counter()
    place = train(pipeline)
    spent = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "model": str(place),
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(spent.ru_utime + spent.ru_stime, 1),
        "peak_memory_mb": round(spent.ru_maxrss / 1024),
        "size_mb": round(place.stat().st_size / 1e6, 1),
    }
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
