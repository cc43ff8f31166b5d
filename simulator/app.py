"""The double of LINE's platform: one ASGI app for both of LINE's hosts, and the webhooks it sends."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.calls import Endpoint
from simulator.channels import DoubleChannel
from simulator.endpoints import ENDPOINTS
from simulator.events import Event, Events
from simulator.exchange import Exchange
from simulator.platform import Platform
from simulator.posting import Poster, webhook_headers
from simulator.record import Delivery, KeptRequest, Violation
from simulator.specification import LineSpecification

_METHODS = ["GET", "POST", "PUT", "DELETE"]


class LineDouble(Platform):
    """LINE, as far as a bot can tell.

    Attributes:
        app: ASGI app answering as api.line.me and api-data.line.me; may be mounted under a prefix.
        events: makes webhook events out of what people do.
        poster: carries webhooks to the product; may be set later than at construction.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        channels: Sequence[DoubleChannel],
        specification: Path | LineSpecification | None = None,
        poster: Poster | None = None,
    ) -> None:
        super().__init__(clock=clock, channels=channels)
        loaded = LineSpecification.load(specification) if isinstance(specification, Path) else specification
        self.events = Events(self)
        self.poster = poster
        self.app = _make_app(Exchange(self, loaded))

    @property
    def requests(self) -> list[KeptRequest]:
        return self.record.requests

    @property
    def violations(self) -> list[Violation]:
        return self.record.violations

    @property
    def deliveries(self) -> list[Delivery]:
        return self.record.deliveries

    def requests_to(self, endpoint: str) -> list[KeptRequest]:
        """This function will list the kept requests of one endpoint, such as "push" or "content"."""
        return [request for request in self.requests if request.endpoint == endpoint]

    def id_token(self, user_id: str, client_id: str | None = None, nonce: str | None = None) -> str:
        """This function will make the id token LIFF would hold for a person.

        Args:
            user_id: whose; a person of the double or anybody.
            client_id: the LINE Login channel; the first channel's own when None.
            nonce: repeated in the token when given.
        """
        person = self.people.get(user_id)
        return self.id_tokens.issue(
            user_id,
            client_id or self.first_channel.login_channel_id,
            name=person.display_name if person else "",
            now=self.clock(),
            nonce=nonce,
        )

    async def deliver(self, *events: Event) -> int:
        """This function will post events to the product, signed, one webhook a channel.

        Returns:
            The status of the last webhook; LINE takes 2xx as received.

        Raises:
            RuntimeError: no poster was given.
        """
        return await self._post(list(events), is_redelivery=False)

    async def redeliver(self, *events: Event) -> int:
        """This function will post events again as LINE's redelivery does.

        Id and reply token stay, only `isRedelivery` changes; an unused token is good for a minute from now.
        """
        again = []
        for event in events:
            if "replyToken" in event:
                self.reply_tokens.redeliver(event["replyToken"], now=self.clock())
            again.append({**event, "deliveryContext": {"isRedelivery": True}})
        return await self._post(again, is_redelivery=True)

    async def check_webhook(self, channel: str | None = None) -> int:
        """This function will post a webhook without events, as the console's "Verify" button does."""
        key = channel or self.first_channel.key
        return await self._send(self.channels[key], [], is_redelivery=False)

    def webhook_body(self, events: Sequence[Event], channel: str | None = None) -> bytes:
        """This function will write the body of a webhook."""
        destination = self.channels[channel or self.first_channel.key].bot_user_id
        return orjson.dumps({"destination": destination, "events": list(events)})

    async def _post(self, events: list[Event], *, is_redelivery: bool) -> int:
        by_channel: dict[str, list[Event]] = {}
        for event in events:
            by_channel.setdefault(self.events.channel_of(event), []).append(event)
        status = 0
        for key, batch in by_channel.items():
            status = await self._send(self.channels[key], batch, is_redelivery=is_redelivery)
        return status

    async def _send(self, channel: DoubleChannel, events: list[Event], *, is_redelivery: bool) -> int:
        if self.poster is None:
            raise RuntimeError("the double has no poster: set LineDouble.poster to carry its webhooks")
        body = self.webhook_body(events, channel.key)
        status = await self.poster(channel.webhook_path, body, webhook_headers(body, channel.secret))
        self.record.deliveries.append(
            Delivery(self.clock(), channel.key, events, status, is_redelivery=is_redelivery)
        )
        return status


def _make_app(exchange: Exchange) -> Starlette:
    routes: list[Any] = [
        Route(endpoint.path, _answering(exchange, endpoint), methods=[endpoint.method])
        for endpoint in ENDPOINTS
    ]
    routes.append(Route("/{path:path}", exchange.answer_unknown, methods=_METHODS))
    return Starlette(routes=routes)


def _answering(exchange: Exchange, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await exchange.answer(request, endpoint)

    return answer
