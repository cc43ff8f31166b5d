"""From .tflite bytes to .onnx bytes, without TensorFlow."""

from vision.models.onnx_writer import OnnxWriter
from vision.models.operators import write_operator
from vision.models.tflite_graph import TfliteGraph


def to_onnx(tflite_file: bytes) -> bytes:
    """This function will convert one face model to a 32-bit float ONNX file, byte for byte the same on every run.

    Raises:
        UnknownOperator: The model uses an operator that none of the face models uses.
    """
    writer = OnnxWriter(TfliteGraph(tflite_file))
    for operator in writer.source.operators():
        write_operator(writer, operator)
    return writer.finish()
