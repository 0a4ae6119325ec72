"""A table of messages, and the text that a choice of them makes."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnn_core.data.text import Text
from rnn_core.errors import UserError

USUAL_NAMES = ("text", "message", "statement", "body", "content", "comment", "contents", "nachricht", "mensaje", "messaggio")
SAMPLE = 1_000
OTHERS, LONG_ENOUGH = 200, 20
NEAR = 2_000  # values among which a similar one is looked for
AUTHORS = (
    "user",
    "author",
    "autor",
    "auteur",
    "speaker",
    "sender",
    "absender",
    "remitente",
    "mittente",
    "from",
    "name",
)  # in names of columns
EACH = 4  # messages of an author, at least, on average
STAMP = r"\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[\d\s.:TZ+-]*"  # a date, and a time if there is one
LINE, BLANK = "\n", " "  # what may stand between messages
SHOWN = 60  # characters of a value in a sentence


@dataclass(frozen=True, eq=False)
class Messages:
    """A table with one message a row, all cells text; a missing cell is ""."""

    table: pd.DataFrame  # its index is the row number in a spreadsheet
    column: str  # the column of text unless the user chooses another
    title: str
    source: str = ""  # who publishes it
    licence: str = ""
    notes: tuple[str, ...] = ()  # sentences the page must show

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in the order of the file."""
        return [str(name) for name in self.table.columns]

    def most_active(self, column: str, count: int = 10, exclude: Collection[str] = ()) -> pd.Series:
        """The ``count`` most frequent values of ``column`` and how many messages have each, most first.

        Missing ones and those in ``exclude`` are left out; of equals, the one that comes first in the file is first.
        """
        values = self.table[self._known(column)]
        values = values[(values != "") & ~values.isin(_texts(exclude))]
        return values.value_counts(sort=False).sort_values(ascending=False, kind="stable").head(count)

    def by_author(self, column: str) -> str | None:
        """The column that most likely says whose the messages of ``column`` are: few different names, each with many messages."""
        others = [name for name in self.columns if name != column]
        counts = {name: self.table[name].nunique() for name in others}
        fit = [name for name in others if 1 < counts[name] <= max(2, len(self.table) // EACH)]
        usual = [name for name in fit if any(word in name.casefold() for word in AUTHORS)]
        by_name = sorted(usual, key=lambda name: name.casefold().endswith("id"))  # a name tells more than a number
        named = [name for name in others if name.strip().casefold() in AUTHORS]
        return next(iter(by_name or named or [name for name in fit if not _is_numeric(self.table[name])]), None)

    def choose(
        self,
        column: str | None = None,
        where: Mapping[str, str] | None = None,
        exclude: Mapping[str, Collection[str]] | None = None,
        first: float = 1.0,
        between: str = LINE,
    ) -> Text:
        """The messages where every column of ``where`` has its value and none of ``exclude`` has one of its values.

        Of these the ``first`` share, joined by what stands ``between``. Raises UserError for an unknown column and when nothing
        is left.
        """
        texts = self.table[self._known(self.column if column is None else column)]
        wanted = {self._known(name): str(value) for name, value in (where or {}).items()}
        unwanted = {self._known(name): _texts(values) for name, values in (exclude or {}).items()}
        chosen = self._have(wanted)
        if not chosen.any():
            raise UserError(self._none(wanted))
        left_out = self._have_any(unwanted)
        kept = texts[chosen & ~left_out]
        filled = kept[kept.str.strip() != ""]
        if filled.empty:
            raise UserError(self._nothing(str(texts.name), kept, wanted))
        part = filled.iloc[: max(1, int(first * len(filled)))]
        text = between.join(part)
        counts = (
            _counted(part, text, wanted),
            f"They are the first of {len(filled):,}, as chosen." if len(part) < len(filled) else "",
            _excluded(chosen & left_out, unwanted),
            _blank(len(kept) - len(filled)),
        )
        return Text(
            text=text,
            title=", ".join([self.title, *_conditions(wanted)]),
            source=self.source,
            licence=self.licence,
            notes=(*self.notes, *(note for note in counts if note)),
            others=self._others(texts[~chosen & ~left_out], list(wanted)) if wanted else (),
        )

    def matching(self, column: str, where: Mapping[str, str], exclude: Mapping[str, Collection[str]]) -> pd.DataFrame:
        """The rows of the messages with text in ``column`` that :meth:`choose` joins. Raises UserError for unknown columns."""
        filled = self.table[self._known(column)].str.strip() != ""
        wanted = {self._known(name): value for name, value in where.items()}
        unwanted = {self._known(name): _texts(values) for name, values in exclude.items()}
        return self.table[filled & self._have(wanted) & ~self._have_any(unwanted)]

    def _have(self, wanted: Mapping[str, str]) -> pd.Series:
        rows = pd.Series(True, self.table.index)
        for name, value in wanted.items():
            rows &= self.table[name] == value
        return rows

    def _have_any(self, unwanted: Mapping[str, list[str]]) -> pd.Series:
        rows = pd.Series(False, self.table.index)
        for name, values in unwanted.items():
            rows |= self.table[name].isin(values)
        return rows

    def _others(self, texts: pd.Series, names: list[str]) -> tuple[tuple[str, str], ...]:
        """Long enough messages whose author is known, evenly spread over the table."""
        authors = self.table.loc[texts.index, names]
        fit = (texts.str.strip().str.len() >= LONG_ENOUGH) & (authors != "").all(axis="columns")
        places = np.flatnonzero(fit)
        if len(places) > OTHERS:
            places = places[np.linspace(0, len(places) - 1, OTHERS).astype(int)]
        rows = authors.iloc[places].itertuples(index=False, name=None)
        return tuple((", ".join(author), text) for author, text in zip(rows, texts.iloc[places], strict=True))

    def _known(self, name: str) -> str:
        if name in self.columns:
            return name
        hint = _similar(name, self.columns)
        raise UserError(f"{self.title} has no column {name}{hint}; its columns are {', '.join(self.columns[:20])}.")

    def _none(self, wanted: Mapping[str, str]) -> str:
        """Why no message has what is wanted, and what others have."""
        lone = next((name for name, value in wanted.items() if not (self.table[name] == value).any()), None)
        if lone is None:
            return f"No message has {' and '.join(_quoted(wanted))}: choose only one of them, or other values."
        frequent = self.most_active(lone, NEAR).index.tolist()
        hint = _similar(wanted[lone], frequent, quote=True)
        advice = f"choose another value, such as {', '.join(map(_short, frequent[:3]))}" if frequent else "choose another column"
        return f"No message has {_quoted({lone: wanted[lone]})[0]}{hint}: {advice}."

    def _nothing(self, column: str, kept: pd.Series, wanted: Mapping[str, str]) -> str:
        whose = f" with {' and '.join(_quoted(wanted))}" if wanted else ""
        if kept.empty:
            return f"All messages{whose} are excluded, so no text is left: exclude fewer, or choose others."
        return f"No message{whose} has text in the column {column}: choose another column, or other messages."


def text_column(table: pd.DataFrame, name: str) -> str:
    """The column that most likely holds the messages. Raises UserError when none holds text."""
    filled = [column for column in table.columns if (table[column].str.strip() != "").any()]
    for usual in USUAL_NAMES:
        for column in filled:
            if str(column).strip().casefold() == usual:
                return str(column)
    words = [column for column in filled if not _is_numeric(table[column])]
    if not words:
        listed = ", ".join(map(str, table.columns[:20]))
        raise UserError(f"{name} has no column of text among {listed}; expected one message a row in a column named text.")
    return str(max(words, key=lambda column: table[column].str.len().mean()))


def _is_numeric(values: pd.Series) -> bool:
    """Whether most are numbers, or dates of numbers."""
    sample = values[values.str.strip() != ""].head(SAMPLE)
    numbers = pd.to_numeric(sample, errors="coerce").notna() | sample.str.fullmatch(STAMP)
    return bool(numbers.mean() > 0.5)


def _texts(values: Collection[str]) -> list[str]:
    return [values] if isinstance(values, str) else [str(value) for value in values]


def _counted(filled: pd.Series, text: str, wanted: Mapping[str, str]) -> str:
    whose = f" with {' and '.join(_conditions(wanted))}" if wanted else ""
    return f"Chosen: the column {filled.name} of {_messages(len(filled))}{whose}, {len(text):,} characters."


def _excluded(rows: pd.Series, unwanted: Mapping[str, Sequence[str]]) -> str:
    count = int(rows.sum())
    lists = " or ".join(f"{name} = {', '.join(map(_shown, values[:5]))}" for name, values in unwanted.items() if values)
    return f"{_messages(count)} with {lists} {_were(count)} left out, as asked." if count else ""


def _blank(count: int) -> str:
    return f"{_messages(count)} without text {_were(count)} left out." if count else ""


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count:,} messages"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _conditions(wanted: Mapping[str, str]) -> list[str]:
    return [f"{name} = {_shown(value)}" for name, value in wanted.items()]


def _quoted(wanted: Mapping[str, str]) -> list[str]:
    return [f"{name} = {_short(value)!r}" for name, value in wanted.items()]


def _shown(value: str) -> str:
    return _short(value) if value.strip() else "(nothing)"


def _short(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def _similar(name: str, known: Sequence[str], quote: bool = False) -> str:
    close = difflib.get_close_matches(name[:SHOWN], known, n=1)
    if not close:
        return ""
    return f" (did you mean {_short(close[0])!r}?)" if quote else f" (did you mean {close[0]}?)"
