"""The content host: what people sent, as "Get content" serves it.

Source: LINE developers, "Get content" (other host name; 404 when unknown or over, 410 after unsending).
"""

import io

from PIL import Image, UnidentifiedImageError

from simulator.calls import Answer, Call, Endpoint, refuse

PREVIEW_SIDE = 240


def get_content(call: Call) -> Answer:
    """This function will answer "Get content"."""
    content = call.platform.contents.get(call.params["message_id"])
    if content is None:
        return refuse(404, "Not found")
    if content.data is None:
        return refuse(410, "Gone")
    return Answer(200, content.data, media_type=content.media_type)


def get_preview(call: Call) -> Answer:
    """This function will answer "Get a preview image": a JPEG of at most 240 pixels a side."""
    found = get_content(call)
    if found.status != 200 or not isinstance(found.body, bytes):  # noqa: PLR2004 - HTTP
        return found
    try:
        image = Image.open(io.BytesIO(found.body))
        image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        written = io.BytesIO()
        image.convert("RGB").save(written, "JPEG", quality=80)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return refuse(404, "Not found")
    return Answer(200, written.getvalue(), media_type="image/jpeg")


ENDPOINTS = (
    Endpoint("content", "GET", "/v2/bot/message/{message_id}/content", get_content, on_data_host=True),
    Endpoint(
        "preview", "GET", "/v2/bot/message/{message_id}/content/preview", get_preview, on_data_host=True
    ),
)
