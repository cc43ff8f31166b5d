"""What the clinic's rules answer when the answer is no.

    Refusal            an expected no; a person is told politely what to do instead
    ├── NotFound       what was asked for is not there, or belongs to another clinic
    ├── NotAllowed     somebody else's button, or a role that may not do this
    ├── OutOfDate      the button is older than what happened since
    └── BadRequest     the words or values given cannot be right

Anything else that is raised is a bug: it is not caught, its row is marked failed and somebody is told.
"""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The clinic's rules say no.

    Attributes:
        code: A stable word for this refusal; the wording room has a sentence for each.
        facts: What the sentence needs (ids and times, never free text of a customer).
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(Refusal):
    """Nothing of that id is visible to this actor."""

    code = "not_found"


class NotAllowed(Refusal):
    """This actor may not do that."""

    code = "not_allowed"


class OutOfDate(Refusal):
    """What the actor saw has changed since."""

    code = "out_of_date"


class BadRequest(Refusal):
    """The values given cannot be right."""

    code = "bad_request"
