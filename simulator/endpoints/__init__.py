"""The operations of LINE's platform, a file for each noun."""

from simulator.calls import Endpoint
from simulator.endpoints import content, identity, messages, rich_menus

ENDPOINTS: tuple[Endpoint, ...] = (
    *messages.ENDPOINTS,
    *content.ENDPOINTS,
    *rich_menus.ENDPOINTS,
    *identity.ENDPOINTS,
)
