"""`python -m vision.samples build`: fetches the sample selfie and makes the progress photo from it."""

import argparse
import sys
from pathlib import Path

from vision.models import ModelsMissing, models_folder
from vision.models.packages import SourceTrouble
from vision.samples import samples_folder
from vision.samples.build import build_samples


def main() -> int:
    """This function will build what is missing; exit 0 done, 1 it could not be had (one line says why)."""
    parser = argparse.ArgumentParser(prog="python -m vision.samples")
    build = parser.add_subparsers(required=True).add_parser(
        "build", help="make the sample photos that are missing"
    )
    build.add_argument("--out", type=Path, default=samples_folder())
    build.add_argument("--models", type=Path, default=models_folder())
    chosen = parser.parse_args()
    try:
        made = build_samples(chosen.out, models=chosen.models)
    except (SourceTrouble, ModelsMissing) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.stdout.write(
        "".join(f"made {path}\n" for path in made) or f"samples are up to date in {chosen.out}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
