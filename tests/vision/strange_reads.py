"""What a worker of the tests does with a photo: modules of their own, because a spawned process imports them."""

import os
import time
from pathlib import Path

from vision import PhotoReading, Reason, SkinReading, Unreadable
from vision.worker import read_here


def obey(photo: bytes, models: Path) -> PhotoReading:
    """Do what the bytes say: die, hang, burn, swell, refuse, break, or answer with the process's number."""
    order = photo.decode()
    if order == "die":
        os._exit(42)
    if order == "hang":
        time.sleep(60)
    if order == "burn":
        while True:
            pass
    if order == "swell":
        bytearray(8 * 1024**3)
    if order == "refuse":
        raise Unreadable(Reason.NO_FACE)
    if order == "break":
        raise KeyError("a bug of ours")
    return PhotoReading(SkinReading({"process": float(os.getpid())}, {}, None, "1"), b"", b"")


def read_or_die(photo: bytes, models: Path) -> PhotoReading:
    """Read real photos, and die of one."""
    if photo == b"die":
        os._exit(42)
    return read_here(photo, models)
