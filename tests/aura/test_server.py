"""A port is taken first, and a taken one is said in one line."""

import socket

import pytest

from aura.server import PortTakenError, listen


@pytest.mark.servers
def test_a_taken_port_is_named_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]

        with pytest.raises(PortTakenError, match=rf"127\.0\.0\.1:{port}.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.servers
def test_a_free_port_is_ours_at_once() -> None:
    with listen("127.0.0.1", 0) as ours, socket.socket() as other:
        ours.listen()

        with pytest.raises(OSError, match="in use"):
            other.bind(ours.getsockname())
