"""`aura simulate`: a photo as it would look with a stated change, measured again to prove that it shows no more."""

from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from aura.commands.answers import print_json, refuse
from bot.wording import watermark
from bot.wording.texts import Tongue
from vision import SIMULATION_LIMITS, SimulatePhoto, Simulation, Unreadable, WishRefused, models_folder

_Share = float | None


def _less(metric: str) -> Any:  # noqa: ANN401 - typer says so of its options
    return typer.Option(help=f"How much less {metric}: a share up to {SIMULATION_LIMITS[metric]}.")


def add_to(app: typer.Typer) -> None:
    """This will add the command to the app."""
    app.command("simulate")(simulate)


def simulate(
    photo: Annotated[Path, typer.Argument(help="A photo of one face: JPEG, PNG, WebP or HEIC.")],
    *,
    out: Annotated[Path, typer.Option(help="Write the simulated picture here, as JPEG.")],
    redness: Annotated[_Share, _less("redness")] = None,
    pigment: Annotated[_Share, _less("pigment")] = None,
    evenness: Annotated[_Share, _less("evenness")] = None,
    red_spots: Annotated[_Share, _less("red_spots")] = None,
    brown_spots: Annotated[_Share, _less("brown_spots")] = None,
    lines: Annotated[_Share, _less("lines")] = None,
    dark_circles: Annotated[_Share, _less("dark_circles")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Show a photo with less of something: what is stated and never more, under a watermark."""
    stated = {
        "redness": redness,
        "pigment": pigment,
        "evenness": evenness,
        "red_spots": red_spots,
        "brown_spots": brown_spots,
        "lines": lines,
        "dark_circles": dark_circles,
    }
    wish = {metric: -share for metric, share in stated.items() if share is not None}
    try:
        made = SimulatePhoto(_bytes_of(photo), wish, watermark()).do(models_folder())
    except WishRefused as no:
        _refuse(
            as_json=as_json, reason=f"wish_{no.why.value}", key="refused.wish_not_promised", detail=str(no)
        )
    except Unreadable as no:
        _refuse(as_json=as_json, reason=no.reason.value, key=f"photo_unreadable.{no.reason.value}")
    if made.picture_jpeg is not None:
        _write(made.picture_jpeg, out)
    if as_json:
        print_json({"ok": made.picture_jpeg is not None, **made.to_json()})
    else:
        _show(made)
    if made.picture_jpeg is None:
        raise typer.Exit(1)


def _show(made: Simulation) -> None:
    for name, shown in made.metrics.items():
        reached = "-" if shown.change is None else f"{shown.change:+.1%}"
        values = f"{_number(shown.before)} -> {_number(shown.after)} ± {_number(shown.mdc)} {shown.unit}"
        less = "" if shown.shortfall is None else f"  ({shown.shortfall})"
        typer.echo(f"{name:14} wished {made.wish[name]:+.0%}, shows {reached}: {values}{less}")
    typer.echo(f"texture kept {made.texture_kept:.3f}")
    if made.picture_jpeg is None:
        typer.echo("Nothing of it can be shown in this photo; no picture was written.")


def _refuse(*, as_json: bool, reason: str, key: str, detail: str | None = None) -> NoReturn:
    thai, english = (Tongue(language).say(key) for language in ("th", "en"))
    if as_json:
        print_json(
            {"ok": False, "reason": reason, "detail": detail, "message_th": thai, "message_en": english}
        )
        raise typer.Exit(1)
    refuse("\n".join(line for line in (thai, english, detail) if line))


def _bytes_of(photo: Path) -> bytes:
    try:
        return photo.read_bytes()
    except OSError as error:
        refuse(f"{photo} cannot be read: {error.strerror}", code=2)


def _write(jpeg: bytes, file: Path) -> None:
    try:
        file.write_bytes(jpeg)
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}", code=2)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
