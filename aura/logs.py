"""How the service logs: one line of JSON an event, ids only."""

import logging
import sys

import structlog

# What would tell about a person. A key of these names in a log event is a mistake, and is blanked.
_PERSONAL = frozenset(
    {"name", "text", "phone", "photo", "external_id", "user_id", "token", "secret", "body", "raw", "words"}
)


def set_up_logs(*, level: str = "INFO", pretty: bool = False) -> None:
    """This will set the logs up for this process: JSON lines, or coloured ones for a person at a terminal."""
    render = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _blank_personal,
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _blank_personal(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """This will blank what a careless line would tell about a person."""
    for key in _PERSONAL & event.keys():
        event[key] = "-"
    return event
