"""What holds for every test of this suite: no network (tests of servers: test_servers.py), no warning passed over, no order to lean on.

Whatever closes the sockets warns before it refuses, and warnings are errors.
"""

from __future__ import annotations

import socket
import warnings

import pytest


def test_a_test_that_asks_for_nothing_opens_no_socket() -> None:
    with pytest.raises(UserWarning, match="tried to use socket"):
        socket.socket()


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="something is odd"):
        warnings.warn("something is odd", stacklevel=1)


def test_the_order_is_another_one_in_every_run(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.hasplugin("randomly")
    assert request.config.getoption("randomly_reorganize")
