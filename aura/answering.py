"""What answers out of approved passages: who finds them, and the endpoint that may phrase them."""

from dataclasses import dataclass

from bot.phrasing import Phrasings
from bot.shelf import Shelf
from bot.turns.kit import TurnKit
from nlu.encoder import best_encoder
from nlu.grounded import Endpoint, GroundedSettings, Library
from workflow.unit_of_work import Sessions

__all__ = ["Answering", "Phrasings", "open_answering"]


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Both of them.

    Attributes:
        shelf: Finds passages.
        endpoint: Phrases answers; None where it is off.
    """

    shelf: Shelf
    endpoint: Endpoint | None

    def phrasings(self, *, sessions: Sessions, kit: TurnKit) -> Phrasings:
        """This will make the work of having answers phrased."""
        return Phrasings(sessions=sessions, kit=kit, endpoint=self.endpoint)

    async def close(self) -> None:
        """This will close the endpoint's connections."""
        if self.endpoint is not None:
            await self.endpoint.close()


def open_answering(settings: GroundedSettings, *, sessions: Sessions) -> Answering:
    """This will make both; nothing is sent before somebody asks."""
    return Answering(
        shelf=Shelf(sessions=sessions, library=Library(best_encoder())),
        endpoint=Endpoint(settings) if settings.enabled else None,
    )
