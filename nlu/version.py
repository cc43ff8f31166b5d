"""Which model the data and the code at hand would make."""

import hashlib
from pathlib import Path

from nlu.examples import example_files

_CODE = ("encoder.py", "examples.py", "head.py", "letters.py", "model.py", "spelling.py", "training.py")


def version_of(encoder: str) -> str:
    """This function will hash the training files, the code that shapes a model and the encoder's name."""
    here = Path(__file__).parent
    digest = hashlib.sha256(encoder.encode())
    for file in (*example_files(), *(here / name for name in _CODE)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
