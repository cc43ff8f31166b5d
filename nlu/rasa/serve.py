"""`python -m nlu.rasa.serve` in Rasa's environment: Rasa's own server, on loopback, for `/model/parse` alone.

Rasa's server can also load other models, train and rewrite conversations for whoever holds the token; here it cannot.
"""

import argparse
import hmac
import logging
import os
import sys
from functools import partial

TOKEN = "AURA_NLU_TOKEN"  # noqa: S105 - the variable's name
MOST_BYTES = 64 * 1024
"""The longest request that is read, as from the embedded engine: a text of 5,000 letters is 30 KB."""

OPEN = frozenset({"/", "/version"})
"""What may be asked without the token, as Rasa has it: that it lives, and which version it is."""

BEHIND_TOKEN = frozenset({("POST", "/model/parse"), ("GET", "/status")})


def refuses(method: str, path: str, *, given: str, token: str) -> int:
    """This function will give the status that a request is refused with, or 0 where Rasa may answer.

    Args:
        method: Of the request.
        path: Of the request, without its query.
        given: The token it carries, empty if none.
        token: The right one.
    """
    if method == "GET" and path in OPEN:
        return 0
    if not hmac.compare_digest(given.encode(), token.encode()):
        return 401
    return 0 if (method, path) in BEHIND_TOKEN else 404


def serve(model: str, *, host: str, port: int, token: str) -> None:
    """This function will serve until it is stopped; loading takes some fifteen seconds."""
    import rasa.utils.common  # noqa: PLC0415 - takes seconds
    from rasa.core.run import close_resources, configure_app, load_agent_on_start  # noqa: PLC0415
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415
    from sanic import Sanic  # noqa: PLC0415
    from sanic.request import Request  # noqa: PLC0415
    from sanic.response import HTTPResponse, json  # noqa: PLC0415

    # Both: Rasa logs what people wrote at DEBUG, by the one way and by the other.
    rasa.utils.common.configure_logging_and_warnings(logging.WARNING)
    configure_structlog(logging.WARNING)
    endpoints = AvailableEndpoints()
    app = configure_app(auth_token=token, enable_api=True, port=port, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES

    async def guard(request: Request) -> "HTTPResponse | None":
        given = request.args.get("token", "")
        status = refuses(request.method, request.path, given=given, token=token)
        return json({"status": "failure", "code": status}, status=status) if status else None

    async def warm_up(running: Sanic, _: object) -> None:
        # The dictionary and the sentence encoder are loaded by the first message; nobody is to wait for them.
        await running.ctx.agent.parse_message("hello")

    app.register_middleware(guard, "request")
    app.register_listener(partial(load_agent_on_start, model, endpoints, None), "before_server_start")
    app.register_listener(warm_up, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.run(host=host, port=port, access_log=False, debug=False, workers=1)


def main(arguments: list[str]) -> int:
    """This function will read the arguments; the token stands in the environment, where no `ps` shows it."""
    parser = argparse.ArgumentParser(prog="nlu.rasa.serve")
    parser.add_argument("--model", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5005)
    chosen = parser.parse_args(arguments)
    token = os.environ.pop(TOKEN, "")
    if not token:
        print(f"{TOKEN} is not set: without it Rasa would answer anybody", file=sys.stderr)
        return 2
    serve(chosen.model, host=chosen.host, port=chosen.port, token=token)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
