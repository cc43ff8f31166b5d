"""How one request goes through the double: kept, held against the contract, let down by a fault, or answered."""

import asyncio
import json
import uuid

from starlette.requests import Request
from starlette.responses import Response

from simulator.calls import INVALID_TOKEN, MONTHLY_LIMIT, RATE_EXCEEDED, Answer, Call, Endpoint, refuse
from simulator.channels import DoubleChannel
from simulator.contract import Fault as ContractFault
from simulator.contract import check_request
from simulator.faults import AFTER_ACCEPTANCE, Fault
from simulator.platform import Platform
from simulator.record import KeptRequest, Violation
from simulator.specification import LineSpecification

API_HOST = "api.line.me"
DATA_HOST = "api-data.line.me"
MAX_BODY = 2 * 1024 * 1024
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


class Exchange:
    """Answers requests for one platform."""

    def __init__(self, platform: Platform, specification: LineSpecification | None) -> None:
        self._platform = platform
        self._specification = specification

    async def answer(self, request: Request, endpoint: Endpoint) -> Response:
        """This function will take one request through all its stations and keep it with its answer."""
        kept = await _keep(request, endpoint.name, self._platform)
        fault = self._platform.faults.take(endpoint.name)
        kept.fault = fault.value if fault else None
        answer = self._answer(request, endpoint, kept, fault)
        kept.status, kept.answer = answer.status, answer.written
        if fault in {Fault.TIMEOUT, Fault.TIMEOUT_AFTER}:
            await _hang(request, self._platform.faults.hang_seconds)
        return _response(answer, kept.request_id)

    async def answer_unknown(self, request: Request) -> Response:
        """This function will refuse a path LINE doesn't have (or the double doesn't know) and call it a violation."""
        kept = await _keep(request, "unknown", self._platform)
        self._violation(kept, [ContractFault("path", "no such operation")], "double")
        answer = refuse(404, "Not found")
        kept.status, kept.answer = answer.status, answer.written
        return _response(answer, kept.request_id)

    def _answer(self, request: Request, endpoint: Endpoint, kept: KeptRequest, fault: Fault | None) -> Answer:
        channel = self._channel(request) if endpoint.needs_token else self._platform.first_channel
        if channel is None or fault is Fault.UNAUTHORIZED:
            return refuse(401, INVALID_TOKEN)
        kept.channel = channel.key if endpoint.needs_token else None
        refused = self._wrong_host(kept, endpoint) or self._breach(kept, endpoint)
        if refused is not None:
            return refused
        if fault is not None and fault not in AFTER_ACCEPTANCE:
            return _let_down(fault)
        call = Call(
            platform=self._platform,
            channel=channel,
            params=request.path_params,
            query=kept.query,
            headers=kept.headers,
            body=kept.body,
            request_id=kept.request_id,
            now=kept.at,
        )
        answer = endpoint.answer(call)
        accepted = answer.status < 400  # noqa: PLR2004 - HTTP
        return _let_down(fault) if fault is not None and accepted else answer

    def _channel(self, request: Request) -> DoubleChannel | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = self._platform.access_tokens.channel_key(token, now=self._platform.clock())
        return self._platform.channels[key] if key else None

    def _wrong_host(self, kept: KeptRequest, endpoint: Endpoint) -> Answer | None:
        """On any other host, such as loopback, paths tell the two apart; LINE's own names are held to."""
        wrong = API_HOST if endpoint.on_data_host else DATA_HOST
        if kept.host != wrong:
            return None
        right = DATA_HOST if endpoint.on_data_host else API_HOST
        self._violation(kept, [ContractFault("host", f"must be asked at {right}")], "double")
        return refuse(404, "Not found")

    def _breach(self, kept: KeptRequest, endpoint: Endpoint) -> Answer | None:
        if len(kept.body) > MAX_BODY:
            return refuse(413, "Request entity too large")
        faults = _check_body(endpoint, kept)
        if faults:
            self._violation(kept, faults, "contract")
        if self._specification is not None and kept.path.startswith("/v2/bot/"):
            found = self._specification.check(kept)
            if found:
                self._violation(kept, found, "specification")
            faults = faults or found
        return refuse(400, f"The request body has {len(faults)} error(s)", faults) if faults else None

    def _violation(self, kept: KeptRequest, faults: list[ContractFault], source: str) -> None:
        self._platform.record.violations.append(Violation(kept.method, kept.path, tuple(faults), source))


async def _keep(request: Request, endpoint: str, platform: Platform) -> KeptRequest:
    root = request.scope.get("root_path", "")
    kept = KeptRequest(
        at=platform.clock(),
        endpoint=endpoint,
        method=request.method,
        path=request.url.path.removeprefix(root),
        query=dict(request.query_params),
        host=request.headers.get("host", "").partition(":")[0],
        headers={name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS},
        body=await request.body(),
        request_id=str(uuid.uuid4()),
    )
    platform.record.requests.append(kept)
    return kept


def _check_body(endpoint: Endpoint, kept: KeptRequest) -> list[ContractFault]:
    if endpoint.model is None:
        return []
    try:
        body = json.loads(kept.body)
    except ValueError:
        return [ContractFault("", "The request body is not JSON")]
    return check_request(endpoint.model, body)


def _let_down(fault: Fault) -> Answer:
    if fault is Fault.RATE:
        return refuse(429, RATE_EXCEEDED)
    if fault is Fault.MONTHLY:
        return refuse(429, MONTHLY_LIMIT)
    if fault in {Fault.TIMEOUT, Fault.TIMEOUT_AFTER}:
        return refuse(504, "Gateway timeout")
    return refuse(500, "Internal server error")


async def _hang(request: Request, seconds: float) -> None:
    """Keep the caller waiting until they hang up; a caller who never does gets an answer after all."""

    async def until_gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    try:
        async with asyncio.timeout(seconds):
            await until_gone()
    except TimeoutError:
        return


def _response(answer: Answer, request_id: str) -> Response:
    headers = {"x-line-request-id": request_id, **answer.headers}
    return Response(answer.written, answer.status, headers, media_type=answer.media_type)
