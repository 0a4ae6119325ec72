"""Who is in the class: a name for each owner, and when their browser was last here."""

import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rnn_core import files
from rnn_core.classroom.pseudonyms import pseudonym
from rnn_core.documents import Document
from rnn_core.errors import UserError

MOST_MEMBERS = 500
LONGEST_NAME = 40
_one_name = threading.Lock()


class Written(Document):
    """A member's file; ``name`` is "" of who has chosen none, whose pseudonym is ``given``."""

    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    given: Annotated[str, Field(max_length=LONGEST_NAME)] = ""


@dataclass(frozen=True)
class Member:
    """``seen``: when, in seconds since 1970."""

    owner: str
    name: str
    seen: float


def folder() -> Path:
    """A file a member, by the owner's id; its time says when they were last here."""
    return files.home() / "class" / "members"


def members() -> dict[str, Member]:
    """All, by their owner's id; a file that is none is passed over."""
    found = (_member(path) for path in sorted(folder().glob("*.json")))
    return {one.owner: one for one in found if one}


def _member(path: Path) -> Member | None:
    try:
        written = Written.model_validate(files.read_json(path))
        return Member(path.stem, written.name or written.given, path.stat().st_mtime)
    except (OSError, ValueError):
        return None


def seen(owner: str) -> None:
    """They are here; who comes for the first time gets a pseudonym. A class has at most 500 members."""
    path = folder() / f"{owner}.json"
    if path.exists():
        path.touch()
        return
    with _one_name:
        known = members()
        if len(known) < MOST_MEMBERS:
            given = pseudonym(owner, {one.name for one in known.values()})
            files.write_json(path, Written(given=given).model_dump())


def rename(owner: str, name: str) -> None:
    """Take a name, or with "" the pseudonym again. Raises UserError for one that is too long or another's."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise UserError(f"The name has {len(name)} characters: take one of at most {LONGEST_NAME}.")
    seen(owner)
    with _one_name:
        if any(one.name.casefold() == name.casefold() and one.owner != owner for one in members().values()):
            raise UserError(f"Somebody in the class is called {name} already: add a letter.")
        path = folder() / f"{owner}.json"
        try:
            before = Written.model_validate(files.read_json(path))
        except FileNotFoundError as error:
            raise UserError(f"The class has {MOST_MEMBERS} members, which is all that there is room for.") from error
        files.write_json(path, before.model_copy(update={"name": name}).model_dump())


def leave(owner: str) -> None:
    """Who is no pupil has no place on the board."""
    (folder() / f"{owner}.json").unlink(missing_ok=True)


def name_of(owner: str) -> str:
    """The member's, "" of who is none."""
    found = _member(folder() / f"{owner}.json")
    return found.name if found else ""


def here(member: Member, within: float, now: float | None = None) -> bool:
    """Whether they were seen in the last so many seconds."""
    return (time.time() if now is None else now) - member.seen <= within


def forget_all() -> None:
    """All names, for good."""
    shutil.rmtree(folder(), ignore_errors=True)
