"""What a photo may weigh."""

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
# Longest side that is kept and read; a selfie at this size has 4-6 pixels per millimetre of face.
MAX_SIDE = 2048
