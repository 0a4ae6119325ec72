"""Whose a run or an uploaded dataset is, and who may see and change it.

Everybody has a secret key; what people make carries the public id that goes with it. Light: the launcher loads it first.
"""

import hashlib
import hmac
import math
import re
import secrets
import sys
import threading
import time
from dataclasses import dataclass

from rnn_core.config import config
from rnn_core.errors import UserError

NOBODY = ""  # the owner of what the command line made
SHORT = 12  # characters of a password below which guessing may succeed
LONGEST_WAIT = 60.0  # seconds between two guesses of one browser
MOST_GUESSERS = 1000
_one_at_a_time = threading.Lock()
_wrong: dict[str, tuple[int, float]] = {}  # by who guesses: how often in a row, and until when they wait


@dataclass(frozen=True)
class Access:
    """``access.json`` of a run: the id of its owner, and whether others may look at it."""

    owner: str = NOBODY
    shared: bool = False


@dataclass(frozen=True)
class Person:
    """Who a page acts for. ``teacher``: has given the class password; ``alone``: sits a test, and sees nothing of others."""

    id: str
    teacher: bool = False
    alone: bool = False

    def may_see(self, access: Access) -> bool:
        """Own things, shared ones, those of nobody; a teacher sees all, who sits a test own things only."""
        if self.alone and not self.teacher:
            return access.owner == self.id
        return self.teacher or access.shared or access.owner in (NOBODY, self.id)

    def may_change(self, access: Access) -> bool:
        """Stop, rename, delete: own things; a teacher all. What nobody owns is the teacher's, without one everybody's."""
        if access.owner == NOBODY:
            return self.teacher or not has_class_password()
        return self.teacher or access.owner == self.id


def has_class_password() -> bool:
    """Whether the configuration names a teacher's password."""
    return bool(config().class_password.get_secret_value())


def is_class_password(given: str, who: str) -> bool:
    """Whether it is; ``who``: the id of whose browser guesses, who waits after wrong guesses, and nobody else.

    Raises UserError while they have to wait: 1 s after the second wrong guess, twice as long after each further one.
    """
    with _one_at_a_time:
        count, until = _wrong.get(who, (0, 0.0))
        left = until - time.monotonic()
        if left > 0:
            raise UserError(f"That was wrong {count} times: wait {math.ceil(left)} s, then try once more.")
        wanted = config().class_password.get_secret_value()
        if wanted and hmac.compare_digest(given.encode(), wanted.encode()):
            _wrong.pop(who, None)
            return True
        _wrong.pop(who, None)
        _wrong[who] = count + 1, time.monotonic() + min(LONGEST_WAIT, 2.0 ** (count - 1) if count else 0.0)
        if len(_wrong) > MOST_GUESSERS:
            _wrong.pop(next(iter(_wrong)))  # who has guessed longest ago
    print(f"A wrong class password came from the browser {who[:6]}, the {count + 1}. in a row.", file=sys.stderr, flush=True)
    return False


def password_advice() -> str:
    """What to do about a class password that is soon guessed, "" where it is long enough."""
    length = len(config().class_password.get_secret_value())
    if not 0 < length < SHORT:
        return ""
    return (
        f"The class password has {length} characters, which a machine guesses: take one of at least {SHORT}, "
        f"such as {secrets.token_urlsafe(12)}"
    )


def teacher_token(key: str) -> str:
    """What shows that who has this key has given the class password; it ends with the password."""
    password = config().class_password.get_secret_value()
    return hmac.new(password.encode(), f"teacher {key}".encode(), hashlib.sha256).hexdigest()


def is_teacher_token(given: str, key: str) -> bool:
    """Whether it is that of this key, and there is a class password."""
    return has_class_password() and is_key(key) and hmac.compare_digest(given.encode(), teacher_token(key).encode())


def new_key() -> str:
    """A secret that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_key(text: str) -> bool:
    """Whether ``text`` has the form of a key."""
    return re.fullmatch(r"[A-Za-z0-9_-]{32}", text) is not None


def owner_id(secret: str) -> str:
    """The id that belongs to a key (or to another name that only one person has): a digest, which gives no key back."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
