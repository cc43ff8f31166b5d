"""Writing the ONNX graph: node by node, with image tensors kept channels-first and turned only where they must be."""

from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, checker, helper, numpy_helper

from vision.models.tflite_graph import TfliteGraph

Array = npt.NDArray[Any]

# Pinned so that the bytes do not depend on the version of the onnx package that writes them.
OPSET = 17
IR_VERSION = 9

_CHANNELS_FIRST = [0, 3, 1, 2]
_CHANNELS_LAST = [0, 2, 3, 1]


class OnnxWriter:
    """Collects the nodes and constants of one model.

    A TFLite image tensor is channels-last, an ONNX convolution wants channels-first: `channels_first` and
    `channels_last` give a tensor in either layout and add a Transpose only when it was made in the other.
    """

    def __init__(self, source: TfliteGraph) -> None:
        self.source = source
        self.constants = source.constants()
        self._first: dict[int, str] = {}
        self._last: dict[int, str] = {index: f"input_{index}" for index in source.inputs}
        self._nodes: list[NodeProto] = []
        self._initializers: dict[str, TensorProto] = {}

    def add(self, operator: str, inputs: list[str], **attributes: Any) -> str:  # noqa: ANN401 - ints, lists and strings, as ONNX has them
        """This function will append a node and give the name of its one output."""
        output = f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(
            helper.make_node(operator, inputs, [output], name=f"node_{len(self._nodes)}", **attributes)
        )
        return output

    def constant(self, name: str, values: Array) -> str:
        """This function will store values under a name (half floats as full floats) and give the name back."""
        widened = values.astype(np.float32) if values.dtype == np.float16 else values
        self._initializers[name] = numpy_helper.from_array(np.ascontiguousarray(widened), name)
        return name

    def channels_first(self, tensor: int) -> str:
        """This function will name an image tensor as (batch, channels, height, width)."""
        if tensor not in self._first:
            self._first[tensor] = self.add("Transpose", [self._last[tensor]], perm=_CHANNELS_FIRST)
        return self._first[tensor]

    def channels_last(self, tensor: int) -> str:
        """This function will name a tensor in TFLite's own layout."""
        if tensor not in self._last:
            self._last[tensor] = self.add("Transpose", [self._first[tensor]], perm=_CHANNELS_LAST)
        return self._last[tensor]

    def made_channels_first(self, tensor: int, name: str) -> None:
        self._first[tensor] = name

    def made_channels_last(self, tensor: int, name: str) -> None:
        self._last[tensor] = name

    def finish(self) -> bytes:
        """This function will check the graph and give the bytes of the ONNX file, the same on every run."""
        results = [self.channels_last(tensor) for tensor in self.source.outputs]
        inputs = [
            helper.make_tensor_value_info(self._last[t], TensorProto.FLOAT, self.source.shape(t))
            for t in self.source.inputs
        ]
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, self.source.shape(t))
            for t, name in zip(self.source.outputs, results, strict=True)
        ]
        constants = [self._initializers[name] for name in sorted(self._initializers)]
        graph = helper.make_graph(self._nodes, "face", inputs, outputs, constants)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="bn-aura",
        )
        checker.check_model(model)
        serialized: bytes = model.SerializeToString(deterministic=True)
        return serialized
