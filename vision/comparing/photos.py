"""From the bytes of two photos to what has changed, in this process."""

from dataclasses import replace
from pathlib import Path

from vision.comparing.job import PairWords, PhotoComparison, Side, Unfit
from vision.comparing.looking import Shown, look_at, look_at_mirrored, measured_alike, mirrored
from vision.comparing.pictures import draw_pair, slider_pair
from vision.comparing.registration import Registration, laid_mask, register, turned_back
from vision.comparing.same_face import likeness_of
from vision.comparing.verdicts import Incomparable, Likeness, colour_against, judge_changes, reasons_against
from vision.face.detector import Points
from vision.intake import encode_jpeg
from vision.reading import SkinReading
from vision.reasons import Unreadable

# Blurring the sharper photo takes out what one pixel of blur does (9.4 to 4.3) and what a photo of .7 the size does;
# beyond this ratio lines and spots of the softer photo are gone, and the sharper one would only be made as poor.
MAX_MATCHED_SHARPNESS_RATIO = 3.0
# Some phones store selfies mirrored and some do not. Of 116 pairs of photos of one person (turned alike within 8 degrees) none
# agreed better by more than .005 with left and right swapped, and 94 % agreed worse by more than this.
_MIRRORED = 0.05


def compare_photos(before: bytes, after: bytes, *, models: Path, words: PairWords) -> PhotoComparison | Unfit:
    """This function will compare two photos; see `ComparePhotos`."""
    shown: list[Shown] = []
    for side, photo in ((Side.BEFORE, before), (Side.AFTER, after)):
        try:
            shown.append(look_at(photo, models=models))
        except Unreadable as no:
            return Unfit(side, no.reason)
    first, taken = shown
    second, laid = _same_way_round(first, taken, models)
    reasons = reasons_against(first.quality, second.quality, max_sharpness_ratio=MAX_MATCHED_SHARPNESS_RATIO)
    # A turned head has another outline, so faces are only held against each other within the gate of pose.
    likeness = Likeness.CANNOT_TELL
    if Incomparable.POSE not in reasons:
        likeness = likeness_of(first.face.mesh, second.face.mesh, laid.agreement)
    if likeness is Likeness.UNLIKE:
        reasons.insert(0, Incomparable.FACE)
    readings = _measured_alike(first, second, laid.to_before)
    reasons += colour_against(*readings)
    pair = slider_pair(
        (first.pixels, first.aligned), (second.pixels, second.aligned), to_before=laid.to_before
    )
    return PhotoComparison(
        comparison=replace(judge_changes(*readings, reasons, shared_skin=True), likeness=likeness),
        before=readings[0],
        after=readings[1],
        agreement=round(laid.agreement, 3),
        mirrored=second is not taken,
        pair_jpeg=draw_pair(*pair, words, mirrored=second is not taken),
        before_jpeg=encode_jpeg(pair[0]),
        after_jpeg=encode_jpeg(pair[1]),
    )


def _same_way_round(first: Shown, taken: Shown, models: Path) -> tuple[Shown, Registration]:
    """This function will swap left and right of the later photo where it then lies better on the earlier one."""
    straight = register(first.aligned, taken.aligned)
    try:
        swapped = register(first.aligned, mirrored(taken, models=models))
        if swapped.agreement - straight.agreement > _MIRRORED:
            return look_at_mirrored(taken, models=models), swapped
    except Unreadable:
        pass  # only one way round is a face to be read
    return taken, straight


def _measured_alike(first: Shown, second: Shown, to_before: Points) -> tuple[SkinReading, SkinReading]:
    """This function will measure both faces on the skin both show, the sharper one blurred to the other's sharpness."""
    softer = min(first.quality["sharpness"], second.quality["sharpness"])
    seen_first = laid_mask(second.view.visible, to_before, first.view.visible.shape)
    seen_second = laid_mask(first.view.visible, turned_back(to_before), second.view.visible.shape)
    before = measured_alike(first, sharpness=softer, seen=seen_first)
    after = measured_alike(second, sharpness=softer, seen=seen_second)
    # What stubble hides in one is left out of both: spots on a bare chin would else come and go with a beard.
    if before.hidden and not after.hidden:
        after = measured_alike(second, sharpness=softer, seen=seen_second, hidden=before.hidden)
    elif after.hidden and not before.hidden:
        before = measured_alike(first, sharpness=softer, seen=seen_first, hidden=after.hidden)
    return before.reading, after.reading
