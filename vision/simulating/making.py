"""From a photo and a wish to the picture that shows just that: edited, measured again, and marked."""

from collections.abc import Mapping
from pathlib import Path

from vision.intake import encode_jpeg, open_photo
from vision.overlay.frame import HEIGHT, cut_out, frame_around
from vision.reading import SCORED_METRICS, VERSION, Metric
from vision.simulating.simulation import Moved, Shortfall, Shown, Simulation
from vision.simulating.sitting import Look, Sitting
from vision.simulating.solving import Aim, Seen, Strengths, held_back, solve
from vision.simulating.watermark import marked
from vision.simulating.wishes import may_move_by

# An aim may be missed by this share of itself, and never by more than its metric's minimal detectable change.
_TOLERANCE = 0.2
# Source: the order for this picture; the prototype kept .94, a smoothing filter of equal effect .47 (facts, section 5).
LEAST_TEXTURE = 0.9
_JPEG_QUALITY = 92


def simulate_pixels_of(photo: bytes, wish: Mapping[str, float], words: str, *, models: Path) -> Simulation:
    """This function will simulate a wish on a photo; see `SimulatePhoto`."""
    sitting = Sitting(open_photo(photo), models=models)
    before = sitting.before.metrics
    aims = {name: aim for name in wish if (aim := _aim(before[name], wish[name])) is not None}

    def look(tried: Strengths) -> Seen:
        return _judged(sitting.look(tried), sitting.before, aims, wish)

    strengths: Strengths = {}
    cost: str | None = None
    if aims:
        strengths, cost = held_back(aims, solve(aims, look), look)
    shows_something = any(strengths.values())
    after = sitting.look(strengths) if shows_something else sitting.before
    return Simulation(
        picture_jpeg=_picture(sitting, strengths, words) if shows_something else None,
        wish=dict(wish),
        metrics={
            name: _shown(
                before[name],
                after.metrics[name],
                change=change,
                strength=strengths.get(name, 0.0),
                why_less=_why_less(before[name], after.metrics[name], aims.get(name), cost),
            )
            for name, change in wish.items()
        },
        others={
            name: Moved(before[name].value, after.metrics[name].value, before[name].mdc)
            for name in SCORED_METRICS
            if name not in wish
        },
        texture_kept=round(after.texture_kept, 3),
        version=VERSION,
    )


def _picture(sitting: Sitting, strengths: Strengths, words: str) -> bytes:
    """This function will cut the face out as a card shows it, and write the words all over it."""
    photo = sitting.edited(strengths)
    frame = frame_around(sitting.face, photo=(photo.shape[0], photo.shape[1]), height=HEIGHT)
    return encode_jpeg(marked(cut_out(photo, frame), words), quality=_JPEG_QUALITY)


def _aim(before: Metric, change: float) -> Aim | None:
    """This function will say how much of a metric the picture should lose; None where there is nothing to lose.

    A value that is not above its own error is nothing one could promise less of; a card does not tell it either.
    """
    if before.value is None or before.mdc is None or not before.is_above_error:
        return None
    most = -change
    return Aim(least=most - min(_TOLERANCE * most, before.mdc / before.value), most=most)


def _judged(look: Look, before: Look, aims: Mapping[str, Aim], wish: Mapping[str, float]) -> Seen:
    """This function will say how far a try came, and whether it broke what must hold in every picture."""
    shares = {name: _lost(before.metrics[name], look.metrics[name]) for name in aims}
    if look.texture_kept < LEAST_TEXTURE:
        return Seen(shares, Shortfall.TEXTURE)
    for name in SCORED_METRICS:
        old, new = before.metrics[name], look.metrics[name]
        if name in aims or old.value is None or old.mdc is None or new.value is None:
            continue
        if old.value - new.value > max(old.mdc, may_move_by(name, wish) * old.value):
            return Seen(shares, Shortfall.OTHERS)
    return Seen(shares)


def _lost(before: Metric, after: Metric) -> float:
    """This function will give how much of a metric is gone, as a share; all of it where it cannot be measured any more."""
    if before.value is None or after.value is None:
        return 1.0
    return 1 - after.value / before.value


def _shown(
    before: Metric, after: Metric, *, change: float, strength: float, why_less: Shortfall | None
) -> Shown:
    return Shown(
        unit=before.unit,
        before=before.value,
        wished=None if before.value is None else round(before.value * (1 + change), 3),
        after=after.value,
        mdc=before.mdc,
        strength=round(strength, 4),
        shortfall=why_less,
    )


def _why_less(before: Metric, after: Metric, aim: Aim | None, cost: str | None) -> Shortfall | None:
    """This function will say why the picture shows less of a metric than was wished; None where it does not."""
    if aim is None:
        return Shortfall.NOT_MEASURABLE if before.value is None else Shortfall.NOTHING_THERE
    if _lost(before, after) >= aim.least:
        return None
    return Shortfall(cost) if cost else Shortfall.OUT_OF_REACH
