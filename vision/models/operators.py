"""How each TFLite operator that occurs in the face models is said in ONNX."""

from collections.abc import Callable

import numpy as np
import tflite

from vision.models.onnx_writer import OnnxWriter
from vision.models.tflite_graph import Operator

# Enumerations of the TFLite schema.
_PADDING_SAME = 0
_NO_ACTIVATION, _RELU, _RELU6 = 0, 1, 3
_IMAGE_DIMENSIONS = 4


class UnknownOperator(Exception):  # noqa: N818 - named for what happened
    """The model uses an operator this converter was not written for."""


def write_operator(writer: OnnxWriter, operator: Operator) -> None:
    """This function will append one TFLite operator to the ONNX graph.

    Raises:
        UnknownOperator: It is not one of the operators of the face models.
    """
    if operator.name not in _WRITERS:
        raise UnknownOperator(f"no ONNX wording for the TFLite operator {operator.name}")
    _WRITERS[operator.name](writer, operator)


def _dequantize(writer: OnnxWriter, operator: Operator) -> None:
    # The models store their weights as half floats; they are widened once, here, and not on every run.
    writer.constants[operator.outputs[0]] = writer.constants[operator.inputs[0]].astype(np.float32)


def _convolution(writer: OnnxWriter, operator: Operator) -> None:
    options = operator.options(tflite.Conv2DOptions)
    weights = writer.constants[operator.inputs[1]].transpose(0, 3, 1, 2)
    _write_convolution(writer, operator, options, weights, groups=1)


def _depthwise_convolution(writer: OnnxWriter, operator: Operator) -> None:
    options = operator.options(tflite.DepthwiseConv2DOptions)
    weights = writer.constants[operator.inputs[1]].transpose(3, 0, 1, 2)
    _write_convolution(writer, operator, options, weights, groups=writer.source.shape(operator.inputs[0])[3])


def _write_convolution(
    writer: OnnxWriter,
    operator: Operator,
    options: "tflite.Conv2DOptions | tflite.DepthwiseConv2DOptions",
    weights: np.ndarray,
    *,
    groups: int,
) -> None:
    image, _, bias = operator.inputs
    kernel = [int(size) for size in weights.shape[2:]]
    stride = [options.StrideH(), options.StrideW()]
    inputs = [
        writer.channels_first(image),
        writer.constant(f"weights_{operator.position}", weights),
        writer.constant(f"bias_{operator.position}", writer.constants[bias]),
    ]
    pads = _pads(writer.source.shape(image), kernel, stride, options.Padding())
    name = writer.add("Conv", inputs, strides=stride, pads=pads, kernel_shape=kernel, group=groups)
    _finish_image(writer, operator, name, options.FusedActivationFunction())


def _max_pool(writer: OnnxWriter, operator: Operator) -> None:
    options = operator.options(tflite.Pool2DOptions)
    image = operator.inputs[0]
    kernel = [options.FilterHeight(), options.FilterWidth()]
    stride = [options.StrideH(), options.StrideW()]
    pads = _pads(writer.source.shape(image), kernel, stride, options.Padding())
    name = writer.add(
        "MaxPool", [writer.channels_first(image)], kernel_shape=kernel, strides=stride, pads=pads
    )
    _finish_image(writer, operator, name, options.FusedActivationFunction())


def _pads(image: list[int], kernel: list[int], stride: list[int], padding: int) -> list[int]:
    """This function will say SAME padding as ONNX pads (top, left, bottom, right); VALID is all zeros."""
    if padding != _PADDING_SAME:
        return [0, 0, 0, 0]
    before, after = [], []
    for size, window, step in zip(image[1:3], kernel, stride, strict=True):
        outputs = -(-size // step)
        missing = max((outputs - 1) * step + window - size, 0)
        before.append(missing // 2)
        after.append(missing - missing // 2)
    return before + after


def _pad(writer: OnnxWriter, operator: Operator) -> None:
    # TFLite: (before, after) per channels-last dimension; ONNX: all befores, then all afters, channels-first.
    amounts = writer.constants[operator.inputs[1]][[0, 3, 1, 2]]
    pads = writer.constant(f"pads_{operator.position}", amounts.T.reshape(-1).astype(np.int64))
    name = writer.add("Pad", [writer.channels_first(operator.inputs[0]), pads])
    writer.made_channels_first(operator.outputs[0], name)


def _relu(writer: OnnxWriter, operator: Operator) -> None:
    name = writer.add("Relu", [writer.channels_first(operator.inputs[0])])
    writer.made_channels_first(operator.outputs[0], name)


def _prelu(writer: OnnxWriter, operator: Operator) -> None:
    # One slope per channel, stored as (1, 1, channels).
    slopes = writer.constants[operator.inputs[1]].reshape(-1, 1, 1)
    slope = writer.constant(f"slope_{operator.position}", slopes)
    name = writer.add("PRelu", [writer.channels_first(operator.inputs[0]), slope])
    writer.made_channels_first(operator.outputs[0], name)


def _add(writer: OnnxWriter, operator: Operator) -> None:
    options = operator.options(tflite.AddOptions)
    name = writer.add("Add", [writer.channels_first(tensor) for tensor in operator.inputs])
    _finish_image(writer, operator, name, options.FusedActivationFunction())


def _finish_image(writer: OnnxWriter, operator: Operator, name: str, activation: int) -> None:
    if activation == _RELU:
        name = writer.add("Relu", [name])
    elif activation == _RELU6:
        low, high = (writer.constant(f"clip_{value}", np.array(value, np.float32)) for value in (0, 6))
        name = writer.add("Clip", [name, low, high])
    elif activation != _NO_ACTIVATION:
        raise UnknownOperator(f"no ONNX wording for the fused activation {activation} of {operator.name}")
    writer.made_channels_first(operator.outputs[0], name)


def _reshape(writer: OnnxWriter, operator: Operator) -> None:
    shape = np.array(writer.source.shape(operator.outputs[0]), np.int64)
    target = writer.constant(f"shape_{operator.position}", shape)
    name = writer.add("Reshape", [writer.channels_last(operator.inputs[0]), target])
    writer.made_channels_last(operator.outputs[0], name)


def _concatenate(writer: OnnxWriter, operator: Operator) -> None:
    axis = operator.options(tflite.ConcatenationOptions).Axis()
    name = writer.add("Concat", [writer.channels_last(tensor) for tensor in operator.inputs], axis=axis)
    writer.made_channels_last(operator.outputs[0], name)


_WRITERS: dict[str, Callable[[OnnxWriter, Operator], None]] = {
    "ADD": _add,
    "CONCATENATION": _concatenate,
    "CONV_2D": _convolution,
    "DEPTHWISE_CONV_2D": _depthwise_convolution,
    "DEQUANTIZE": _dequantize,
    "MAX_POOL_2D": _max_pool,
    "PAD": _pad,
    "PRELU": _prelu,
    "RELU": _relu,
    "RESHAPE": _reshape,
}
