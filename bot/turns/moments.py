"""Days and moments as buttons carry them."""

from datetime import date, datetime

from workflow.refusal import BadRequest


def read_day(word: str) -> date:
    """This function will read a date.

    Raises:
        BadRequest: It is none.
    """
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise BadRequest(day=word) from error


def read_moment(word: str) -> datetime:
    """This function will read an instant.

    Raises:
        BadRequest: It is none, or says no zone.
    """
    try:
        moment = datetime.fromisoformat(word)
    except ValueError as error:
        raise BadRequest(time=word) from error
    if moment.tzinfo is None:
        raise BadRequest(time=word)
    return moment
