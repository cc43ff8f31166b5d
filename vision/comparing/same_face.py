"""Do two photos show one person's face? Shape and fit say a little about it, and no more is claimed.

A mesh is drawn by a model that has seen many faces: it pulls every face towards the mean, so two people's meshes may lie
closer together than two of one person's. Whether brows, eyes and nostrils come to lie on each other says more. Together
they refuse most pairs of two people; they prove nobody's identity, and nothing may be decided by them but whether two
photos are compared.
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
# Shape: 118 faces of 39 people (public photos and film frames within 17 degrees of the camera, pairs within 8 of each
# other). 733 pairs of one person lay .017 apart (median), 99 % under .043, none beyond .049; of 253 pairs of two people
# half lay beyond .049 and a third beyond .055. Nine pairs of one person from different years, turned by up to 28 degrees
# from each other, lay .025-.064 apart.
_ALIKE_SHAPE, _UNLIKE_SHAPE = 0.043, 0.055
# Agreement of fine detail (`Registration.agreement`): 61 of these faces, 29 people. Of 119 pairs of one person 5 % were
# under .44 and three (one film frame) had none at all; of 153 pairs of two people 69 % had none. With both limits 97 % of
# one person's pairs and 5 % of two people's are called alike; 2.5 % and 74 % are refused.
_ALIKE_DETAIL = 0.4


def likeness_of(before: Points, after: Points, agreement: float) -> Likeness:
    """This function will say whether two photos look like one person's, as far as shape and fit can say it.

    Args:
        before: (468, 3) mesh of the earlier photo, in any scale and turn.
        after: Of the later one; turned by at most 8 degrees from it, or shapes say nothing.
        agreement: How well one lies on the other, see `Registration`.
    """
    distance = shape_distance(before, after)
    if distance > _UNLIKE_SHAPE or agreement <= 0:
        return Likeness.UNLIKE
    if distance <= _ALIKE_SHAPE and agreement >= _ALIKE_DETAIL:
        return Likeness.ALIKE
    return Likeness.CANNOT_TELL


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
