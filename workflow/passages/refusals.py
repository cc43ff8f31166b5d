"""Why a passage is not taken."""

from workflow.refusal import Refusal


class PassageNotFit(Refusal):
    """It says what may not be said to customers, or is too long. `facts` name the place, and the words if it is words."""

    code = "passage_not_fit"
