"""`aura bench understand [--file F.tsv]`: the embedded engine beside itself without the sentence encoder, in one run.

Both are trained here on the same utterances and asked the same rows in turn. The file has the columns of
`aura nlu evaluate`; our own rows that nobody trained on are taken where none is given.
"""

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aura.clinics import names_of_treatments
from aura.clock import real_now
from aura.commands.answers import refuse
from nlu import load_understander
from nlu.embedded import EmbeddedEngine, kept_model
from nlu.encoder import Encoder, NoEncoder, best_encoder
from nlu.evaluate import evaluate
from workflow.catalogue import phrases

OURS = Path(__file__).resolve().parents[1] / "tests" / "nlu" / "held_out_blind.tsv"
ZONE = ZoneInfo("Asia/Bangkok")
_TOLD = ("accuracy", "macro_f1", "oos_auroc", "urgent_recall", "urgent_precision", "calibration_error")


def run(*, file: Path | None = None) -> dict[str, Any]:
    """This will train both, judge both by the same file, and set the embedded engine against the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            embedded = _judged(file or OURS, best_encoder(), Path(folder))
            letters = _judged(file or OURS, NoEncoder(), Path(folder))
        except ValueError as error:
            refuse(str(error), code=2)
    return {
        "name": "understand",
        "baseline": "accuracy over that of the same engine by letters alone, without the sentence encoder",
        "ratio": round(embedded["accuracy"] / letters["accuracy"], 2) if letters["accuracy"] else None,
        "figures": {
            "embedded": embedded,
            "letters only": letters,
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        },
    }


def _judged(file: Path, encoder: Encoder, cache: Path) -> dict[str, Any]:
    """This will train one engine and judge it; times are CPU seconds, so that neighbours do not count."""
    start = time.process_time()
    model = kept_model(cache, encoder)
    trained = time.process_time() - start
    start = time.process_time()
    loaded = load_understander(cache=cache, red_flags=phrases(), treatments=names_of_treatments())
    started = time.process_time() - start
    engine = replace(loaded, engine=EmbeddedEngine(model, encoder), thresholds=model.thresholds)
    figures = evaluate(file, engine, now=real_now(), zone=ZONE)
    return {
        **{name: figures[name] for name in _TOLD},
        "p50_ms": figures["latency_ms"]["p50"],
        "p95_ms": figures["latency_ms"]["p95"],
        "training_cpu_s": round(trained, 1),
        "start_cpu_s": round(started, 1),
    }
