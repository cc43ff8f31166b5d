"""What a reading keeps of regions and marks, and that readings of the make before still load."""

import json
import pickle

from vision import Mark, Metric, SkinReading

_SPOT = Mark(-12.5, 40.0, 3.2, 14.5, "cheek_right")
_SPOTS = Metric(
    1.2,
    "OD x 100 per cm2",
    80,
    0.4,
    measurable=True,
    reason=None,
    regions={"cheek_right": 1.2, "chin": None},
    marks=(_SPOT,),
)
_READING = SkinReading({"yaw": 1.0}, {"red_spots": _SPOTS}, 80, "3")


def test_regions_and_marks_survive_being_stored() -> None:
    stored = json.loads(json.dumps(_READING.to_json()))

    assert SkinReading.from_json(stored) == _READING
    assert stored["metrics"]["red_spots"]["marks"] == [
        {"x_mm": -12.5, "y_mm": 40.0, "size_mm": 3.2, "contrast": 14.5, "region": "cheek_right"}
    ]


def test_a_reading_crosses_from_process_to_process() -> None:
    assert pickle.loads(pickle.dumps(_READING)) == _READING  # noqa: S301 - our own bytes


def test_a_reading_of_the_make_before_still_loads() -> None:
    stored = {
        "version": "2",
        "overall": 70,
        "quality": {"yaw": 0.0},
        "metrics": {
            "redness": {
                "value": 12.0,
                "unit": "OD x 100",
                "score": 70,
                "mdc": 2.6,
                "measurable": True,
                "reason": None,
            }
        },
    }

    metric = SkinReading.from_json(stored).metrics["redness"]

    assert (metric.value, dict(metric.regions), metric.marks) == (12.0, {}, ())
