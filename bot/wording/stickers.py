"""What a sticker says: LINE gives words with each, in English, at most 15 of them, drawn anew for each event.

Only a plain yes is read, and only where nothing beside it says otherwise. There is no sticker that says no: who is sad, or
cries, is not against a time.
"""

from collections.abc import Sequence

_YES = frozenset(
    {
        "ok",
        "okay",
        "okey",
        "okie",
        "yes",
        "yeah",
        "yep",
        "yup",
        "sure",
        "agree",
        "agreed",
        "of course",
        "thumbs up",
    }
    | {"thumb up", "thumbsup", "ใช่", "ใช่ค่ะ", "โอเค", "โอเคค่ะ", "ตกลง", "ตกลงค่ะ", "ได้เลย", "ได้ค่ะ"}
)
_DOUBT = frozenset(
    {
        "no",
        "nope",
        "not ok",
        "no way",
        "disagree",
        "refuse",
        "reject",
        "thumbs down",
        "x",
        "sad",
        "sadness",
        "cry",
        "crying",
    }
    | {
        "tears",
        "tear",
        "sob",
        "sobbing",
        "depressed",
        "upset",
        "angry",
        "mad",
        "sick",
        "pain",
        "hurt",
        "sorry",
        "apologize",
    }
    | {
        "confused",
        "question",
        "huh",
        "what",
        "hmm",
        "thinking",
        "wait",
        "maybe",
        "unsure",
        "bye",
        "goodbye",
        "sleepy",
    }
)


def sticker_says_yes(words: Sequence[str]) -> bool:
    """This function will say whether a sticker is a plain yes.

    Args:
        words: What LINE says of it, and what somebody wrote on it; none where LINE says nothing.
    """
    said = {" ".join(word.casefold().replace("-", " ").split()).rstrip("!. ") for word in words}
    return bool(said & _YES) and not said & _DOUBT
