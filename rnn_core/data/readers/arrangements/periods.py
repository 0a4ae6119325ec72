"""Years, quarters and months below each other in one column, as offices of statistics write them: one kind is taken."""

import re
from dataclasses import replace

import pandas as pd

from rnn_core.data.questions import Answers, ask
from rnn_core.data.readers.cells import Cells
from rnn_core.data.readers.dates import date_column
from rnn_core.data.times.plain import MONTH, WORD

PERIODS = "rows-of"  # the question
YEAR = r"(?:1[5-9]|20|21)\d\d"
FORMS = {
    "years": re.compile(YEAR),
    "half years": re.compile(rf"{YEAR}[-: ]?[HS][-. ]?[12]|[HS][12][-: ]*{YEAR}", re.I),
    "quarters": re.compile(rf"{YEAR}[-: ]?Q[-. ]?[1-4]|Q[1-4][-: ]*{YEAR}", re.I),
    "months": re.compile(
        rf"{YEAR}(?:[-/: ]?M|[-/: ])(?:0?[1-9]|1[0-2])|{YEAR}\.?(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.]{YEAR}", re.I
    ),  # one digit behind a point is a fraction
    "weeks": re.compile(rf"{YEAR}[-: ]?(?:W|KW)[-. ]?\d\d?", re.I),
}
NAMED_MONTH = re.compile(rf"{YEAR}[-/. ]*(?P<after>[^\W\d_]+)\.?|(?P<before>[^\W\d_]+)\.?[-/, ]*{YEAR}")
FEWEST = 2  # rows of a kind


def one_period(cells: Cells, answers: Answers) -> Cells:
    """The rows of one length of period, those of which there are most unless others are chosen. Raises UserError."""
    mixed = ((column, kinds) for column in cells.rows if (kinds := _kinds(cells.rows[column])) is not None)
    column, found = next(mixed, (0, None))
    if found is None or ((dates := date_column(cells)) and dates[0] != column):  # numbers beside dates may look like years
        return cells
    counts = {name: int((found == name).sum()) for name in FORMS if (found == name).any()}
    most = max(reversed(counts), key=counts.__getitem__)  # of equals the shorter ones
    options = {name: f"{name}: {count:,} rows" for name, count in counts.items()}
    listed = f"{', '.join([*counts][:-1])} and {[*counts][-1]}"
    question = ask(PERIODS, f"The rows stand for {listed}, below each other: which ones?", options, answers, most)
    kept = cells.rows[found == question.taken]
    note = f"The rows stand for {listed}: the {question.taken} were taken, {len(kept):,} of {len(found):,} rows."
    return replace(cells, rows=kept, notes=(*cells.notes, note), questions=(*cells.questions, question))


def _kinds(texts: pd.Series) -> pd.Series | None:
    """For each row what it stands for, None unless there are several kinds, and nothing else."""
    if not all(map(_kind, texts.iloc[[0, -1]])):
        return None
    table = {text: _kind(text) for text in texts.unique()}
    found = texts.map(table)
    return found if (found != "").all() and found.nunique() > 1 and found.value_counts().min() >= FEWEST else None


def _kind(text: str) -> str:
    for name, form in FORMS.items():
        if form.fullmatch(text):
            return name
    named = NAMED_MONTH.fullmatch(text)
    word = (named["after"] or named["before"]) if named else ""
    return "months" if WORD.fullmatch(word or "") and word.casefold() in MONTH else ""
