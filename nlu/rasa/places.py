"""Where `make rasa` puts things, and the environment its programs are started with. Only the standard library."""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "rasa"
VENV_PYTHON = FOLDER / "venv" / "bin" / "python"
MODELS = FOLDER / "models"
HOME = FOLDER / "home"
"""Rasa, matplotlib and pythainlp write into the home folder; they are given one of their own."""

ENCODER = "use3"
"""The sentence encoder of `nlu.encoder`, which Rasa's environment always has."""

PIPELINES = ("margins", "logistic", "diet")
"""The files of this folder that name the components; the first is what `make rasa` trains."""

_SHAPES_A_MODEL = (
    *("letter_featurizer.py", "margin_classifier.py", "sentence_featurizer.py"),
    *("thai_tokenizer.py", "train.py"),
)

HOW_TO_GET_IT = "run `make rasa` (some minutes, 2.7 GB)"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")


def pipeline_file(pipeline: str) -> Path:
    """This function will name the file that Rasa is configured by."""
    return Path(__file__).with_name(f"{pipeline}.yml")


def version_in_use() -> Path:
    """This function will name the file that says which version a deployment uses; where nothing was learnt there is none."""
    return _var() / "nlu" / "learned" / "current.json"


def _var() -> Path:
    return Path(os.environ.get("AURA_VAR") or ROOT / "var").resolve()


def learned_files() -> list[Path]:
    """This function will name what the version in use was taught beside the product's own training files; often nothing.

    As in `nlu.versions`, which is not read here because Rasa's environment lacks what it needs: what was learnt counts
    with the data and code it was judged with, and with no other.
    """
    from nlu.version import version_of  # noqa: PLC0415 - whoever sets up has no YAML yet

    pointer = version_in_use()
    try:
        folder = pointer.parent / "models" / str(json.loads(pointer.read_text(encoding="utf-8"))["version"])
        base = json.loads((folder / "card.json").read_text(encoding="utf-8"))["base"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return sorted(folder.glob("*/nlu.yml")) if base == version_of(ENCODER) else []


def version_at_hand() -> str:
    """This function will name what Rasa's model is made of, as the embedded engine names its own."""
    from nlu.version import version_of  # noqa: PLC0415 - as above

    learned = learned_files()
    return learned[0].parents[1].name if learned else version_of(ENCODER)


def model_file(pipeline: str) -> Path:
    """This function will name the model that today's data, code and pipeline make."""
    digest = hashlib.sha256(version_at_hand().encode())
    here = Path(__file__).parent
    for file in (pipeline_file(pipeline), *(here / name for name in _SHAPES_A_MODEL)):
        digest.update(file.read_bytes())
    return MODELS / f"{pipeline}-{digest.hexdigest()[:12]}.tar.gz"


def environment() -> dict[str, str]:
    """This function will give the environment that Rasa's programs need, without any secret of ours."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "AURA_VAR": str(_var()),
        "HOME": str(HOME),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHAINLP_READ_ONLY": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # a cached component would make training look instant, and times false
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "LOG_LEVEL": "WARNING",  # at DEBUG Rasa logs what people wrote
        "LOG_LEVEL_LIBRARIES": "ERROR",
    }
