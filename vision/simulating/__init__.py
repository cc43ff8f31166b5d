"""Simulation: a photo edited to show a predicted change and not a bit more, measured again to prove it."""

from vision.simulating.simulation import Moved, Shortfall, Shown, SimulatePhoto, Simulation
from vision.simulating.wishes import LIMITS, WhyNot, WishRefused, check_wish

__all__ = [
    "LIMITS",
    "Moved",
    "Shortfall",
    "Shown",
    "SimulatePhoto",
    "Simulation",
    "WhyNot",
    "WishRefused",
    "check_wish",
]
