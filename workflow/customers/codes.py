"""Short codes that people see, type and say, instead of ids."""

import uuid

from workflow.store.models import Customer

# Crockford's base 32: no I, L, O, U, so that nothing is misread aloud or in handwriting.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def short_code(row_id: uuid.UUID) -> str:
    """This will give the six-letter code of a row: the last 30 bits of its id, which are random in a UUIDv7."""
    number = row_id.int
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def as_code(words: str) -> str:
    """This will read a code as people write it: any case, with spaces or dashes, O for 0, I and L for 1."""
    return "".join(words.split()).replace("-", "").upper().translate(_MISREAD)


def is_called(customer: Customer, words: str) -> bool:
    """This will say whether words are the customer's code or her whole name, told or shown, and not just a part of it."""
    names = {name.strip().casefold() for name in (customer.name, customer.shown_name) if name}
    return customer.code == as_code(words) or words.strip().casefold() in names
