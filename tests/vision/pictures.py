"""Small pictures of the intake's tests, painted and encoded here."""

import base64
import io

from PIL import Image

# 96 x 64, left half red, right half blue: painted and encoded by us.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABZgABAAAAAAAAAEcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAAwmlw"
    "cnAAAACkaXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAA"
    "AwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAABPbWRhdAAAAEMoAa9Yin4Okl//8T5//RtJD48sOjd/69pF9oqT/RqlAZOQbxW5lG2DvQSx"
    "mNCJuq9Gg+O3aqhxhmoGnkwyLUx02aiI"
)
SKIN, BLUE = (200, 150, 130), (30, 60, 200)


def stored(image: Image.Image, format_: str, **options: object) -> bytes:
    """The bytes of a picture in a format."""
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def picture(width: int = 300, height: int = 200) -> Image.Image:
    """Skin, and a blue left half."""
    image = Image.new("RGB", (width, height), SKIN)
    image.paste(BLUE, (0, 0, width // 2, height // 2))
    return image
