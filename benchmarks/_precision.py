"""Average precision of found spots against labelled ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """Edges in pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Found:
    """One found spot: in which photo, where, and how sure."""

    photo: int
    where: Rectangle
    confidence: float


@dataclass(frozen=True)
class Precision:
    """How well a detector does: area under the precision-recall curve, and both at its end."""

    average: float
    precision: float
    recall: float


Agree = Callable[[Rectangle, Rectangle], bool]


def precision_of(found: Sequence[Found], labels: Sequence[Sequence[Rectangle]], agree: Agree) -> Precision:
    """This will match found spots to labels, the surest first and each label once, and sum up.

    The average is the area under the curve whose precision never rises again with recall (all points, as in PASCAL VOC
    from 2010 on).
    """
    free = [list(of_photo) for of_photo in labels]
    total = sum(len(of_photo) for of_photo in labels)
    right = 0
    curve = []
    for number, one in enumerate(sorted(found, key=lambda one: -one.confidence), start=1):
        matching = [label for label in free[one.photo] if agree(one.where, label)]
        if matching:
            free[one.photo].remove(max(matching, key=lambda label: overlap(one.where, label)))
            right += 1
        curve.append((right / total, right / number))
    average, reached, best = 0.0, 0.0, 0.0
    steps = []
    for recall, precision in reversed(curve):
        best = max(best, precision)
        steps.append((recall, best))
    for recall, precision in reversed(steps):
        average += (recall - reached) * precision
        reached = recall
    return Precision(average, right / len(found) if found else 0.0, right / total)


def middle_inside(found: Rectangle, label: Rectangle) -> bool:
    """This will tell whether the middle of what was found lies in the label."""
    x, y = (found.left + found.right) / 2, (found.top + found.bottom) / 2
    return label.left <= x <= label.right and label.top <= y <= label.bottom


def overlap(one: Rectangle, other: Rectangle) -> float:
    """This will give intersection over union."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (_area(one) + _area(other) - shared) if shared else 0.0


def _area(rectangle: Rectangle) -> float:
    return (rectangle.right - rectangle.left) * (rectangle.bottom - rectangle.top)
