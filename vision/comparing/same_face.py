"""Do two photos show one person's face? The shape of two meshes says a little about it, and no more is claimed.

A mesh is drawn by a model that has seen many faces: it pulls every face towards the mean, so two people's meshes may lie
closer together than two of one person's. It can refuse what is clearly another face; it proves nobody's identity.
"""

import numpy as np

from vision.comparing.verdicts import Likeness
from vision.face.detector import Points

# Points that neither a smile, a word nor a raised brow moves much: corners of the eyes, nose, temples, the outline down
# to the ears, cheekbones. Mouth, jaw, lids and brows are left out. Mesh point numbers of MediaPipe's 468-point face.
_STEADY = (
    *(
        33,
        133,
        362,
        263,
        168,
        6,
        197,
        195,
        5,
        4,
        1,
        2,
        94,
        19,
        98,
        327,
        48,
        278,
        115,
        344,
        220,
        440,
        45,
        275,
        129,
        358,
    ),
    *(
        234,
        454,
        127,
        356,
        162,
        389,
        93,
        323,
        132,
        361,
        10,
        338,
        109,
        67,
        297,
        103,
        332,
        54,
        284,
        21,
        251,
        8,
        9,
        151,
    ),
    *(
        116,
        345,
        117,
        346,
        111,
        340,
        31,
        261,
        35,
        265,
        143,
        372,
        34,
        264,
        227,
        447,
        137,
        366,
        118,
        347,
        101,
        330,
    ),
    *(36, 266, 50, 280, 205, 425, 123, 352, 147, 376),
)
# Measured on 118 faces of 39 people (public photos and film frames; within 17 degrees of the camera, pairs within 8 of
# each other): 733 pairs of one person had a median of .017, 99 % under .043, at most .049; 253 pairs of two people had
# .016 and more, 5 % under .027, half over .049. Pairs of one person from different years, of which there were nine and
# whose turn differed by up to 28 degrees, had .025-.064. So up to the first figure a pair is one person's far more often
# than not (16 % of them lie beyond it); beyond the second lay none of one person within 8 degrees, and 36 % of two people.
_ALIKE = 0.027
_UNLIKE = 0.055


def likeness_of(before: Points, after: Points) -> Likeness:
    """This function will say what the shapes of two faces say about each other.

    Args:
        before: (468, 3) mesh of the earlier photo, in any scale and turn.
        after: Of the later one.

    Returns:
        CANNOT_TELL for most pairs of two people and some of one: then nothing is to be said about it.
    """
    distance = shape_distance(before, after)
    if distance <= _ALIKE:
        return Likeness.ALIKE
    return Likeness.CANNOT_TELL if distance <= _UNLIKE else Likeness.UNLIKE


def shape_distance(before: Points, after: Points) -> float:
    """This function will give the Procrustes distance of two meshes: what no move, turn or scale takes away.

    Returns:
        Root of the summed squared distances of the steady points, with both faces brought to size 1 (the root of their
        own summed squared distances from the middle).
    """
    first, second = (_at_unit_size(mesh[list(_STEADY)]) for mesh in (before, after))
    left, _, right = np.linalg.svd(first.T @ second)
    mirrors = np.sign(np.linalg.det(left @ right))
    turn = left @ np.diag([1.0, 1.0, mirrors]) @ right
    return float(np.sqrt(((first @ turn - second) ** 2).sum()))


def _at_unit_size(points: Points) -> Points:
    centred = points - points.mean(0)
    return np.asarray(centred / np.sqrt((centred**2).sum()), np.float64)
