"""The models, loaded once per process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from vision.models import BACK_RANGE_DETECTOR, FACE_MESH, SHORT_RANGE_DETECTOR, ModelFile, model_bytes

Floats = npt.NDArray[np.float32]


class Model:
    """One ONNX model, ready to run on one thread."""

    def __init__(self, onnx_file: bytes) -> None:
        options = onnxruntime.SessionOptions()
        # One thread, no arena. Source: facts, section 6: more threads cost 1.1-1.6 times the CPU for these 1-25 ms models.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self._session: Any = onnxruntime.InferenceSession(
            onnx_file, options, providers=["CPUExecutionProvider"]
        )
        self._input: str = self._session.get_inputs()[0].name

    def run(self, batch: Floats) -> list[Floats]:
        """This function will run the model on a (1, H, W, 3) float32 batch and give its outputs in order."""
        outputs: list[Floats] = self._session.run(None, {self._input: batch})
        return outputs


@dataclass(frozen=True)
class FaceModels:
    """The three models of the face room."""

    short_range: Model
    back_range: Model
    mesh: Model


@cache
def face_models(folder: Path) -> FaceModels:
    """This function will load the models of a folder once per process.

    Raises:
        ModelsMissing: The folder lacks one, or it is not the pinned one; the message names the command that makes it.
    """

    def load(model: ModelFile) -> Model:
        return Model(model_bytes(folder, model))

    return FaceModels(load(SHORT_RANGE_DETECTOR), load(BACK_RANGE_DETECTOR), load(FACE_MESH))
