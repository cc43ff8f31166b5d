"""Why a photo cannot be read: always one reason, so that the customer gets one tip."""

from enum import StrEnum


class Reason(StrEnum):
    """The one thing to mend before the next photo."""

    NOT_A_PHOTO = "not_a_photo"
    TRUNCATED = "truncated"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    TURNED_AWAY = "turned_away"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    UNEVEN_LIGHT = "uneven_light"
    CUT_OFF = "cut_off"
    FILTERED = "filtered"
    COVERED_MOUTH = "covered_mouth"
    COVERED_GLASSES = "covered_glasses"
    COVERED_HAIR = "covered_hair"
    COVERED = "covered"
    READER_FAILED = "reader_failed"


class Unreadable(Exception):  # noqa: N818 - named for what happened
    """A photo that is refused.

    Attributes:
        reason: The one reason; wording and tip belong to whoever talks to the customer.
    """

    def __init__(self, reason: Reason) -> None:
        # The reason is the only argument, so the exception survives pickling on its way out of a worker process.
        super().__init__(reason)
        self.reason = Reason(reason)

    def __str__(self) -> str:
        return self.reason.value


class Ruinous(Unreadable):
    """A photo that its worker did not live through, or had not the memory for: once is bad luck, twice is the photo."""

    def __init__(self) -> None:
        super().__init__(Reason.READER_FAILED)
