"""A text, as every experiment with characters takes it."""

import json
from dataclasses import dataclass
from typing import Self

from rnn_core.data.readers.decoding import to_json

DATA, OTHERS, ABOUT = "data.txt", "others.json", "about.json"


@dataclass(frozen=True, eq=False)
class Text:
    r"""A text in reading order; lines end with \n."""

    text: str
    title: str
    source: str = ""  # who publishes it
    licence: str = ""
    notes: tuple[str, ...] = ()  # sentences the page must show
    others: tuple[tuple[str, str], ...] = ()  # (author, message) of messages not chosen, for comparing

    def files(self) -> dict[str, bytes]:
        """The files of a copy, from which :meth:`of_files` makes the same text, character for character."""
        about = {"title": self.title, "source": self.source, "licence": self.licence, "notes": self.notes}
        return {DATA: self.text.encode("utf-8"), OTHERS: to_json(self.others), ABOUT: to_json(about)}

    @classmethod
    def of_files(cls, files: dict[str, bytes]) -> Self:
        """The text that :meth:`files` wrote."""
        about = json.loads(files[ABOUT])
        others = tuple((author, message) for author, message in json.loads(files[OTHERS]))
        return cls(files[DATA].decode("utf-8"), **{**about, "notes": tuple(about["notes"])}, others=others)
