"""Reading a .tflite file: its tensors, its constants and its operators, as plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import tflite
from tflite.BuiltinOperator import BuiltinOperator

Array = npt.NDArray[Any]
Options = TypeVar("Options")

# TensorType of the TFLite schema, the types that occur in the face models.
_NUMPY_TYPES: dict[int, np.dtype[Any]] = {0: np.dtype("<f4"), 1: np.dtype("<f2"), 2: np.dtype("<i4")}
_OPERATOR_NAMES: dict[int, str] = {
    code: name for name, code in vars(BuiltinOperator).items() if isinstance(code, int)
}


@dataclass(frozen=True)
class Operator:
    """One step of the graph, in the order it is carried out."""

    position: int
    name: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    _raw: Any

    def options(self, kind: type[Options]) -> Options:
        """This function will read the operator's built-in options as `kind`, for example tflite.Conv2DOptions."""
        table = self._raw.BuiltinOptions()
        options = kind()
        options.Init(table.Bytes, table.Pos)  # type: ignore[attr-defined]  # every flatbuffer table has Init
        return options


class TfliteGraph:
    """The first subgraph of a .tflite model."""

    def __init__(self, data: bytes) -> None:
        self._model: Any = tflite.Model.GetRootAsModel(data, 0)
        self._graph: Any = self._model.Subgraphs(0)

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(int(self._graph.Inputs(i)) for i in range(self._graph.InputsLength()))

    @property
    def outputs(self) -> tuple[int, ...]:
        return tuple(int(self._graph.Outputs(i)) for i in range(self._graph.OutputsLength()))

    def shape(self, tensor: int) -> list[int]:
        """This function will give a tensor's shape; images are (batch, height, width, channels)."""
        return [int(size) for size in self._graph.Tensors(tensor).ShapeAsNumpy()]

    def constants(self) -> dict[int, Array]:
        """This function will give every tensor whose values stand in the file, by tensor number."""
        found: dict[int, Array] = {}
        for index in range(self._graph.TensorsLength()):
            tensor = self._graph.Tensors(index)
            buffer = self._model.Buffers(tensor.Buffer())
            if buffer.DataLength():
                values = np.frombuffer(buffer.DataAsNumpy().tobytes(), _NUMPY_TYPES[tensor.Type()])
                found[index] = values.reshape(self.shape(index))
        return found

    def operators(self) -> Iterator[Operator]:
        """This function will give the operators in the order they are carried out."""
        for position in range(self._graph.OperatorsLength()):
            raw = self._graph.Operators(position)
            code = self._model.OperatorCodes(raw.OpcodeIndex())
            # Old files keep the code in the deprecated byte field, new ones in the wide one; the other is 0.
            name = _OPERATOR_NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            inputs = tuple(int(raw.Inputs(i)) for i in range(raw.InputsLength()))
            outputs = tuple(int(raw.Outputs(i)) for i in range(raw.OutputsLength()))
            yield Operator(position, name, inputs, outputs, raw)
