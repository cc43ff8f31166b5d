"""Answers out of the clinic's own approved passages: finding them, and having them phrased without being lied to."""

from nlu.grounded.asking import words_for
from nlu.grounded.endpoint import Endpoint, EndpointFailedError, GroundedSettings
from nlu.grounded.guards import Judged, Verdict, judge, words_against
from nlu.grounded.retrieval import Hit, Library, Source

__all__ = [
    "Endpoint",
    "EndpointFailedError",
    "GroundedSettings",
    "Hit",
    "Judged",
    "Library",
    "Source",
    "Verdict",
    "judge",
    "words_against",
    "words_for",
]
