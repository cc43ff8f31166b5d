"""The scan's benchmark holds the scan against exactly the models it runs, on exactly what it gives them."""

from benchmarks import scan
from vision import models_folder
from vision.face.finding import find_face
from vision.face.sessions import face_models
from vision.intake import open_photo
from vision.samples import sample_selfie


def test_the_models_alone_are_those_of_the_scan_with_its_own_inputs() -> None:
    pixels = open_photo(sample_selfie().read_bytes())
    loaded = face_models(models_folder())
    inputs = scan._inputs_of(lambda: find_face(pixels, models=models_folder()))

    assert [model for model, _ in inputs] == [loaded.short_range, *[loaded.mesh] * 3]
    assert [batch.shape for _, batch in inputs] == [(1, 128, 128, 3), *[(1, 192, 192, 3)] * 3]
    assert all(batch.std() > 0.01 for _, batch in inputs), "a real picture, not an empty one"
