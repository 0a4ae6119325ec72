"""How far each owner is in the lessons: what they guessed, opened, and have had explained."""

import shutil
from pathlib import Path

from pydantic import Field

from rnn_core import files
from rnn_core.documents import Document


class Learned(Document):
    """``current``: the lesson whose bar is on every page, "" for none. ``guesses``: of each lesson the place of the choice;
    ``opened``: of each lesson the pages that its links have opened; ``done``: the lessons that were explained.
    """

    current: str = ""
    guesses: dict[str, int] = Field(default_factory=dict)
    opened: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    done: tuple[str, ...] = ()


def folder() -> Path:
    """A file an owner, by their id."""
    return files.home() / "lessons"


def learned(owner: str) -> Learned:
    """What they have learned, nothing where their file is none."""
    try:
        return Learned.model_validate(files.read_json(folder() / f"{owner}.json"))
    except (OSError, ValueError):
        return Learned()


def keep(owner: str, now: Learned) -> None:
    """Remember it. Raises OSError where it cannot be written."""
    files.write_json(folder() / f"{owner}.json", now.model_dump(mode="json"))


def guess(now: Learned, lesson: str, choice: int) -> Learned:
    """With a guess, which makes the lesson the current one."""
    return now.model_copy(update={"current": lesson, "guesses": {**now.guesses, lesson: choice}})


def opened(now: Learned, lesson: str, page: str) -> Learned:
    """With a page that a link of the lesson has opened."""
    before = now.opened.get(lesson, ())
    return now if page in before else now.model_copy(update={"opened": {**now.opened, lesson: (*before, page)}})


def explained(now: Learned, lesson: str) -> Learned:
    """With a lesson that is done."""
    return now if lesson in now.done else now.model_copy(update={"done": (*now.done, lesson)})


def forget_all() -> None:
    """All of it, for good."""
    shutil.rmtree(folder(), ignore_errors=True)
