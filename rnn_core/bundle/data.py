"""What the data of a bundled run may hold: a series, a text, labelled texts or a path, as they are kept here."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd
from pydantic import create_model

from rnn_core.bundle.schema import EXACT, refused, shaped
from rnn_core.data import MAX_COLUMNS, MAX_ROWS, Labelled, Path, Series, Text, labelled, path, series, store, text
from rnn_core.data.readers.cells import NUMBERS
from rnn_core.data.readers.labels import MOST_TEXT, MOST_TEXTS, clean
from rnn_core.data.readers.path_files import LONGEST_STEP, MOST_POINTS
from rnn_core.errors import UserError

Parts = dict[str, bytes]  # files by their names in the folder of the data

DATA = "data/"  # before their names in a bundle
KNOWN = (
    {text.DATA, text.OTHERS, store.ABOUT},
    {series.DATA, store.ABOUT},
    {series.DATA, series.TEST, store.ABOUT},
    {labelled.DATA, store.ABOUT},
    {labelled.DATA, labelled.TEST, store.ABOUT},
    {path.DATA, store.ABOUT},
)
MOST_CELLS = 2 * NUMBERS.max_cells  # of a series, its dates and filled gaps counted
LARGEST = 1e100  # value of a series
MOST_LINE = 8 * MOST_TEXT  # bytes of a labelled text and its label: a control character takes six


def data_in(content: Parts, sha: str) -> store.Dataset:
    """The dataset in these files, whose name ``sha`` is. Raises UserError; broken files fail in their own ways."""
    if store.sha_of_files(content) != sha:
        raise refused("its data are not those that its settings name")
    if content.keys() not in KNOWN:
        raise refused("its data are neither a series nor a text nor labelled texts nor a path")
    form = FORMS[store.kind_of(content)]
    shaped(_about(form), content[store.ABOUT], DATA + store.ABOUT)
    form.before(content)
    found = form.document.of_files(content)
    form.after(found, content)
    return found


@dataclass(frozen=True)
class Form:
    """How the copies of one kind of data are written: checked ``before`` their files are taken apart, and ``after``.

    ``apart``: fields that lie in files of their own; ``more``: entries of ``about.json`` that are no fields.
    """

    document: Any
    apart: set[str]
    before: Callable[[Parts], None]
    after: Callable[[Any, Parts], None]
    more: Mapping[str, Any] = field(default_factory=dict)


def _about(form: Form) -> Any:
    """``about.json`` of a dataset."""
    known: dict[str, Any] = {one.name: (one.type, _default(one)) for one in fields(form.document) if one.name not in form.apart}
    known |= {name: (kind, ...) for name, kind in form.more.items()}
    return create_model("About", __config__=EXACT, **known)


def _default(one: Field[Any]) -> Any:
    """What an entry is when it lacks, ... for one that must not."""
    if one.default_factory is not MISSING:
        return one.default_factory()
    return ... if one.default is MISSING else one.default


def _check_cells(content: Parts) -> None:
    for name in content.keys() - {store.ABOUT}:
        if content[name].count(b",") + content[name].count(b"\n") > MOST_CELLS:  # before they are taken apart
            raise refused(f"{DATA}{name} has more than {MOST_CELLS:,} cells")


def _check_series(found: Series, _: Parts) -> None:
    frames = [found.frame] if found.test is None else [found.frame, found.test]
    columns = [str(name) for name in found.frame.columns]
    if not 1 <= len(columns) <= MAX_COLUMNS or len({*columns}) < len(columns) or found.target not in columns:
        raise refused("the columns of its data are not as they are kept")
    if not {*found.labels, *found.units} <= {*columns}:
        raise refused("a column of its data has a name or a unit, but is not there")
    dates = pd.concat(frames).index
    if min(map(len, frames)) < 1 or dates.hasnans or not (dates.is_monotonic_increasing and dates.is_unique):
        raise refused("the dates of its data are not in order")
    if any((frame.abs() > LARGEST).to_numpy().any() for frame in frames):
        raise refused("a number of its data is too large")
    if found.season is not None and not 1 <= found.season <= MAX_ROWS:
        raise refused("the season of its data is of no use")


def _check_path(found: Path, _: Parts) -> None:
    even = len({*found.columns}) == len(found.columns) == found.points.shape[1] and len(found.columns) in (2, 3)
    if not even or not 1 <= len(found.points) <= MOST_POINTS or not (np.abs(found.points) <= LARGEST).all():
        raise refused("the points of its data are not as they are kept")
    if not 0 < found.step <= LONGEST_STEP:
        raise refused("the step of its data is of no use")


def _check_others(content: Parts) -> None:
    shaped(list[tuple[str, str]], content[text.OTHERS], DATA + text.OTHERS)


def _check_lines(content: Parts) -> None:
    for name in content.keys() & {labelled.DATA, labelled.TEST}:
        lines = content[name].removesuffix(b"\n").split(b"\n")
        if len(lines) > MOST_TEXTS or max(map(len, lines)) > MOST_LINE:  # before they are taken apart
            raise refused(f"{DATA}{name} has more than {MOST_TEXTS:,} texts, or a longer one than is kept")


def _check_labelled(found: Labelled, content: Parts) -> None:
    """They are kept as they come out of cleaning: another one finds nothing to leave out. Written again, they are the same."""
    try:
        again = clean(found, once=False)
    except UserError as error:
        raise refused("no classes can be learned from its data") from error
    written = {**found.files(), store.ABOUT: content[store.ABOUT]}
    same = (again.texts, again.labels, again.test) == (found.texts, found.labels, found.test)
    if not same or written != content:
        raise refused("its labelled texts are not as they are kept")


FORMS: dict[type, Form] = {
    Series: Form(Series, {"frame", "test"}, _check_cells, _check_series, {"columns": list[str]}),
    Text: Form(Text, {"text", "others"}, _check_others, lambda found, content: None),
    Labelled: Form(Labelled, {"texts", "labels", "test"}, _check_lines, _check_labelled),
    Path: Form(Path, {"points"}, _check_cells, _check_path),
}
