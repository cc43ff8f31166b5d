"""Secrets that are handed out once and kept only as hashes."""

import hashlib
import secrets

# Crockford's base 32: no I, L, O, U, so that a code can be read aloud.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_GROUPS, _GROUP = 3, 4  # 12 letters of 5 bits: 60 random bits
_PREFIX = "AURA"


def new_code() -> str:
    """This will make an invitation code for people to type, like AURA-7K3Q-9MXD-2HVB."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    return "-".join([_PREFIX, *groups])


def new_token() -> str:
    """This will make a token for links and cookies: 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def code_letters(words: str) -> str:
    """This will read a code as people type it: any case, spaces or dashes, with or without AURA, O for 0."""
    letters = "".join(letter for letter in words.upper() if letter.isalnum())
    return letters.removeprefix(_PREFIX).translate(_MISREAD)


def hashed(secret: str) -> str:
    """This will give what is kept of a secret. It is long and random, so a plain SHA-256 cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """This will compare two hashes in a time that does not depend on where they differ."""
    return secrets.compare_digest(one, other)
