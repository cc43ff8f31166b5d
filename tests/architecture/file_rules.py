"""Rules about whole files, whatever they hold: nothing of this machine, nothing of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.architecture.source import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

_MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.-])/(?:work|farm|root)/[a-z.]")
_REGISTRY = re.compile(r"https?://[a-z.-]*(?:[p]ypi|[p]ythonhosted|[n]pmjs|[d]ebian)[a-z.-]*")
# What a browser would load by itself; a link that a person may follow is no fault.
_LOADED = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//"
)
#: LINE's own LIFF SDK, which LINE wants loaded from its own address.
_LIFF_SDK = "https://static.line-scdn.net/liff/"
_BORROWED_ENDINGS = (
    *(
        ".min.js",
        ".min.css",
        ".onnx",
        ".tflite",
        ".binarypb",
        ".whl",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".so",
    ),
    *(".npz", ".pkl", ".tar.gz", ".zip"),
)
_BORROWED_FOLDERS = {"node_modules", "vendor", "third_party"}
_MOST_BYTES = 500_000


def machine_paths(path: str, text: str) -> Iterator[Fault]:
    """No path of the machine it was written on."""
    if not path.endswith(".lock"):
        yield from _lines_with(_MACHINE_PATH, path, text, "a path of one machine")


def registry_hosts(path: str, text: str) -> Iterator[Fault]:
    """No address of a package registry: which one is asked is the machine's own setting."""
    yield from _lines_with(_REGISTRY, path, text, "the address of a package registry")


def other_hosts(path: str, text: str) -> Iterator[Fault]:
    """A page loads nothing from another host: nobody else learns who visits a clinic."""
    if path.endswith((".html", ".css", ".js", ".svg")):
        for fault in _lines_with(_LOADED, path, text, "loaded from another host"):
            if _LIFF_SDK not in fault.message:
                yield fault


def third_party(path: str, size: int) -> Iterator[Fault]:
    """Third-party code, fonts and models are installed, never committed."""
    if path.endswith(_BORROWED_ENDINGS) or _BORROWED_FOLDERS.intersection(path.split("/")):
        yield Fault(path, 1, "third-party files are installed at set-up, not committed")
    if size > _MOST_BYTES:
        yield Fault(path, 1, f"{size} bytes; a file we wrote has at most {_MOST_BYTES}")


def _lines_with(pattern: re.Pattern[str], path: str, text: str, what: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.search(line):
            yield Fault(path, number, f"{what}: {line.strip()[:80]}")
