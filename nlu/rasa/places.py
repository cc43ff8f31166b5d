"""Where `make rasa` puts things, and the environment its programs are started with. Only the standard library."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "rasa"
VENV_PYTHON = FOLDER / "venv" / "bin" / "python"
MODELS = FOLDER / "models"
HOME = FOLDER / "home"
"""Rasa, matplotlib and pythainlp write into the home folder; they are given one of their own."""

PIPELINES = ("margins", "logistic", "diet")
"""The files of this folder that name the components; the first is what `make rasa` trains."""

_SHAPES_A_MODEL = (
    *("letter_featurizer.py", "margin_classifier.py", "sentence_featurizer.py"),
    *("thai_tokenizer.py", "train.py"),
)

HOW_TO_GET_IT = "run `make rasa` (some minutes, 2.7 GB)"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "AURA_VAR")


def pipeline_file(pipeline: str) -> Path:
    """This function will name the file that Rasa is configured by."""
    return Path(__file__).with_name(f"{pipeline}.yml")


def learned_files() -> list[Path]:
    """This function will name what a deployment has learnt from use, in the shape of the training files; often nothing."""
    return sorted((Path(os.environ.get("AURA_VAR") or ROOT / "var") / "nlu" / "learned").glob("*/nlu.yml"))


def model_file(pipeline: str) -> Path:
    """This function will name the model that today's data, code and pipeline make."""
    from nlu.version import version_of  # noqa: PLC0415 - whoever sets up has no YAML yet

    digest = hashlib.sha256(version_of("use3").encode())
    here = Path(__file__).parent
    for file in (pipeline_file(pipeline), *(here / name for name in _SHAPES_A_MODEL), *learned_files()):
        digest.update(file.read_bytes())
    return MODELS / f"{pipeline}-{digest.hexdigest()[:12]}.tar.gz"


def environment() -> dict[str, str]:
    """This function will give the environment that Rasa's programs need, without any secret of ours."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
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
