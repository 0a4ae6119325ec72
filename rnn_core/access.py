"""Whose a run or an uploaded dataset is, and who may see and change it.

Everybody has a secret key; what people make carries the public id that goes with it. Light: the launcher loads it first.
"""

import hashlib
import hmac
import re
import secrets
import threading
import time
from dataclasses import dataclass

from rnn_core.config import config

NOBODY = ""  # the owner of what the command line made
GUESS_SECONDS = 1.0
_one_guess = threading.Lock()


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


def is_class_password(given: str) -> bool:
    """Compare, one guess at a time on the whole server and a second's wait after a wrong one, so that guessing is in vain."""
    with _one_guess:
        wanted = config().class_password.get_secret_value()
        right = bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
        if not right:
            time.sleep(GUESS_SECONDS)
        return right


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
