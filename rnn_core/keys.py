"""The secret key that everybody has, and the public id that goes with it. Light: the launcher loads it before anything else."""

import hashlib
import re
import secrets


def new_key() -> str:
    """A secret that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_key(text: str) -> bool:
    """Whether ``text`` has the form of a key."""
    return re.fullmatch(r"[A-Za-z0-9_-]{32}", text) is not None


def owner_id(secret: str) -> str:
    """The id that belongs to a key (or to another name that only one person has): a digest, which gives no key back."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
