"""OpenCV, set up before it is first imported: every file of this room takes `cv2` from here."""

import os

# OpenCV reads this once, at import. It never gets untrusted bytes here (only Pillow does); this is the second lock.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", "25000000")

import cv2

# One photo is one process's work; more threads burn CPU for nothing at this size. Source: facts on ORT and OpenCV timing.
cv2.setNumThreads(1)

__all__ = ["cv2"]
