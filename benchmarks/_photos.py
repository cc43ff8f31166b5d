"""Folders of photos that a benchmark is given."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from aura.commands.answers import refuse

_KINDS = {".jpg", ".jpeg", ".png", ".webp", ".heic"}


def photos_in(folder: Path | None, *, what: str) -> list[Path]:
    """This will list the photos of a folder by name, or refuse one that has none.

    Args:
        folder: None where none was given.
        what: What the photos show, for the refusal.
    """
    if folder is None:
        refuse(f"this benchmark needs a folder of photos: {what}", code=2)
    photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in _KINDS)
    if not photos:
        refuse(f"{folder} holds no photos ({', '.join(sorted(_KINDS))})", code=2)
    return photos


def told(photos: Sequence[Path]) -> Iterator[Path]:
    """This will go through photos and tell on standard error which one it is at."""
    for number, path in enumerate(photos, start=1):
        sys.stderr.write(f"  {number} of {len(photos)}: {path.name}\n")
        sys.stderr.flush()
        yield path


def as_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """This will lay out a Markdown table whose columns line up, so that it reads as plain text too."""
    lines = [list(head), ["-"] * len(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines[1] = ["-" * max(3, width) for width in widths]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )
