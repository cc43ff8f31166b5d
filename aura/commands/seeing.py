"""`aura scan` and `aura compare`: a skin reading from a file, and an honest before and after."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer
from PIL import Image

from aura.commands.answers import print_json, refuse
from bot.wording import overlay_words, pair_words, progress_chart
from bot.wording.texts import Tongue
from vision import (
    ComparePhotos,
    PhotoComparison,
    PhotoReading,
    Side,
    Unfit,
    Unreadable,
    main_concern,
    models_folder,
    read_photo,
)

_ZONE = "Asia/Bangkok"
JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """This will add the commands to the app."""
    app.command("scan")(scan)
    app.command("compare")(compare_photos)


def scan(
    photo: Annotated[Path, typer.Argument(help="A photo of one face: JPEG, PNG, WebP or HEIC.")],
    *,
    as_json: JSON = False,
    overlay: Annotated[Path | None, typer.Option(help="Write the picture with the findings here.")] = None,
) -> None:
    """Read the skin in a photo."""
    try:
        found = read_photo(_bytes_of(photo), models=models_folder(), words=overlay_words("th"))
    except Unreadable as no:
        told = _told(no)
        if as_json:
            print_json(told)
            raise typer.Exit(1) from no
        refuse(f"{told['message_th']}\n{told['message_en']}")
    if overlay is not None:
        _write_picture(found.overlay_jpeg, overlay)
    if as_json:
        print_json({"ok": True, **found.reading.to_json()})
    else:
        _show(found)


def compare_photos(
    before: Annotated[Path, typer.Argument(help="The earlier photo.")],
    after: Annotated[Path, typer.Argument(help="The later photo of the same person.")],
    *,
    as_json: JSON = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write pair.jpg, before.jpg, after.jpg and chart.jpg into this folder."),
    ] = None,
) -> None:
    """Compare two photos of one person, metric by metric."""
    words = pair_words("th", times=None, zone=_ZONE)
    found = ComparePhotos(_bytes_of(before), _bytes_of(after), words).do(models_folder())
    if isinstance(found, Unfit):
        photo = before if found.side is Side.BEFORE else after
        told = _told(Unreadable(found.reason))
        if as_json:
            print_json({**told, "photo": str(photo)})
            raise typer.Exit(1)
        refuse(f"{photo}: {told['message_en']}")
    if out is not None:
        _write_pictures(found, out)
    if as_json:
        print_json({**found.comparison.to_json(), "mirrored": found.mirrored, "agreement": found.agreement})
    else:
        _show_changes(found)


def _show_changes(found: PhotoComparison) -> None:
    tongue = Tongue("en")
    if found.mirrored:
        typer.echo(tongue.say("progress_picture.mirrored"))
    for reason in found.comparison.reasons:
        typer.echo(f"! {reason}: {tongue.say(f'incomparable.{reason}')}")
        typer.echo(f"  {tongue.say(f'incomparable_tip.{reason}')}")
    for name, change in found.comparison.metrics.items():
        error = "" if change.mdc is None else f" (±{_number(change.mdc)})"
        where = f" in {', '.join(change.where)}" if change.where else ""
        typer.echo(
            f"{name:14} {_number(change.before)} -> {_number(change.after)}{error}  {change.verdict}{where}"
        )


def _write_pictures(found: PhotoComparison, folder: Path) -> None:
    """This will write the pictures of both photos, and the chart where there is something to draw."""
    pictures = {"pair": found.pair_jpeg, "before": found.before_jpeg, "after": found.after_jpeg}
    concern = main_concern(found.before)
    chart = progress_chart("th", found, times=None, between=(), zone=_ZONE, concern=concern)
    if chart is not None and found.comparison.comparable:
        pictures["chart"] = chart.do(models_folder())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, jpeg in pictures.items():
            (folder / f"{name}.jpg").write_bytes(jpeg)
    except OSError as error:
        refuse(f"{folder} cannot be written: {error.strerror}", code=2)


def _bytes_of(photo: Path) -> bytes:
    try:
        return photo.read_bytes()
    except OSError as error:
        refuse(f"{photo} cannot be read: {error.strerror}", code=2)


def _write_picture(jpeg: bytes, file: Path) -> None:
    """This will write a picture in the format its file's ending names."""
    try:
        Image.open(BytesIO(jpeg)).save(file)
    except (OSError, ValueError) as error:
        refuse(f"{file} cannot be written: {error}", code=2)


def _told(no: Unreadable) -> dict[str, object]:
    return {
        "ok": False,
        "reason": str(no.reason),
        "message_th": Tongue("th").say(f"photo_unreadable.{no.reason}"),
        "message_en": Tongue("en").say(f"photo_unreadable.{no.reason}"),
    }


def _show(found: PhotoReading) -> None:
    for name, metric in found.reading.metrics.items():
        if metric.measurable:
            score = "" if metric.score is None else f"{metric.score:3d}/100"
            typer.echo(f"{name:14} {score:8} {_number(metric.value)} ± {_number(metric.mdc)} {metric.unit}")
        else:
            typer.echo(f"{name:14} not measurable: {metric.reason}")
    typer.echo(f"{'overall':14} {found.reading.overall}/100")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
