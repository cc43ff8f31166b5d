"""How the service logs: one line of JSON an event, ids only."""

import logging
import sys
import traceback

import structlog

DEEPEST = 12  # frames of an error that are written down
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
            _tell_where_not_what,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        # Looked up at each line: whoever runs this process may have put another stderr in its place.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _blank_personal(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """This will blank what a careless line would tell about a person."""
    for key in _PERSONAL & event.keys():
        event[key] = "-"
    return event


def _tell_where_not_what(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """This will write down an error's class and where it happened, and never its message.

    Messages quote what they stumble over: PostgreSQL prints the whole failing row, a parser the words it read.
    """
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["error"] = _classes(error)
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in _frames(error)]
    return event


def _classes(error: BaseException) -> str:
    """This will name the error's class and those of the errors it was caused by, with SQL's own code."""
    names = []
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlstate", None)
        names.append(type(cause).__name__ + (f" {code}" if code else ""))
        cause = cause.__cause__
    return " < ".join(names)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-DEEPEST:]
