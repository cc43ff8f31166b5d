"""The web server of a process."""

import socket
from types import FrameType

import uvicorn

from aura.memory import spare_what_stays
from aura.service import Service

SHUTDOWN_SECONDS = 5  # how long answers under way may take once the server is told to stop


class PortTakenError(Exception):
    """Something else listens at this port; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """This will take a port, before anything else is begun.

    Raises:
        PortTakenError: Something else has it.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTakenError(
            f"{host}:{port} cannot be used ({error.strerror}); end what listens there, or choose another --port"
        ) from error
    return listening


class PatientServer(uvicorn.Server):
    """The server of a service: lets go of the open live pages when it is told to stop, or they would hold it up."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """This will start, and then spare the collector what stays."""
        await super().startup(sockets=sockets)
        spare_what_stays()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """This will end the live pages first, and then the server."""
        self._service.pages.changes.close()
        super().handle_exit(sig, frame)
