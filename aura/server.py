"""The web server of a process."""

from types import FrameType

import uvicorn

from aura.service import Service

SHUTDOWN_SECONDS = 5  # how long answers under way may take once the server is told to stop


class PatientServer(uvicorn.Server):
    """Lets go of the open live pages when it is told to stop; otherwise they would hold it up."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """This will end the live pages first, and then the server."""
        self._service.pages.changes.close()
        super().handle_exit(sig, frame)
