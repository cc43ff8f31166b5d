"""Letters in pictures: one Thai typeface, shaped as Thai must be.

Sarabun (Cadson Demak, SIL Open Font License 1.1) comes as a pinned package of font files. Whatever is written is passed
in by the caller: no wording lives here.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

from PIL import ImageFont

_PACKAGE = "fontpkg_sarabun"
_REGULAR, _BOLD = "Sarabun-Medium.ttf", "Sarabun-Bold.ttf"


def font_files() -> tuple[Path, Path]:
    """This function will name the font files, plain and bold, for whoever writes by other means (matplotlib)."""
    folder = Path(str(files(_PACKAGE) / "files"))
    return folder / _REGULAR, folder / _BOLD


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """This function will give the typeface at a size in pixels.

    It shapes with Raqm, never by Pillow's basic layout, which would put vowels and tone marks on top of each other.

    Raises:
        ImportError: This Pillow was built without Raqm.
    """
    plain, heavy = font_files()
    return ImageFont.truetype(str(heavy if bold else plain), size, layout_engine=ImageFont.Layout.RAQM)
