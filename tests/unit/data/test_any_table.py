"""Properties of reading made-up tables: however one is written, the same series comes back, or a question is asked."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rnn_core.data import File
from rnn_core.data.questions import Unanswered
from rnn_core.data.readers.tables import examine

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
FORMS = (*DAYS, "%d %b %Y", "%b %d, %Y", "%A, %d %B %Y", "%Y-%m-%dT00:00:00")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
EVERY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def tables(draw) -> pd.DataFrame:
    """Rows of two columns, a day, a month or a week apart, of numbers with up to three decimals."""
    first = draw(st.dates(dt.date(1972, 1, 1), dt.date(2022, 1, 1)))
    rows, freq = draw(st.integers(14, 40)), draw(st.sampled_from(("D", "W-MON", "MS")))
    dates = pd.date_range(first, periods=rows, freq=freq, name="date").as_unit("us")
    number = st.integers(-900_000, 900_000).map(lambda thousandths: thousandths / 1000)
    values = {name: draw(st.lists(number, min_size=rows, max_size=rows)) for name in ("Höhe", "y")}
    assume(all(len({*column}) > 2 for column in values.values()))
    return pd.DataFrame(values, index=dates)


def written(table: pd.DataFrame, form: str, separator: str, comma: bool) -> list[str]:
    """A line for each row, below that of the names."""

    def number(value: float) -> str:
        return f"{value:.4f}".replace(".", "," if comma else ".")

    rows = [[date.strftime(form), *map(number, row)] for date, row in zip(table.index, table.to_numpy(), strict=True)]
    return [
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in [["Datum", *table.columns], *rows]
    ]


@EVERY
@given(
    table=tables(),
    form=st.sampled_from(FORMS),
    separator=st.sampled_from((",", ";", "\t", "|")),
    comma=st.booleans(),
    encoding=st.sampled_from(ENCODINGS),
    ends=st.sampled_from(("\n", "\r\n")),
    order=st.randoms(use_true_random=False),
)
def test_the_same_series_comes_back_or_a_question(table, form, separator, comma, encoding, ends, order):
    names, *rows = written(table, form, separator, comma)
    order.shuffle(rows)
    read = examine(File(ends.join([names, *rows, ""]).encode(encoding), "data.csv"))
    same = (read.series.frame.index.equals(table.index)) and (read.series.frame.to_numpy() == table.to_numpy()).all()
    assert same or read.questions
    if not same:  # what is asked brings it back
        answers = {"day-first": "yes" if form.startswith("%d") else "no", "decimal-comma": "yes" if comma else "no"}
        again = examine(File(ends.join([names, *rows, ""]).encode(encoding), "data.csv"), answers=answers)
        pd.testing.assert_frame_equal(again.series.frame, table, check_names=False, check_freq=False)


@EVERY
@given(table=tables(), count=st.integers(2, 4), order=st.randoms(use_true_random=False))
def test_of_several_series_each_comes_back(table, count, order):
    names = [f"Nr {number}" for number in range(count)]
    rows = [f"{date:%Y-%m-%d},{name},{row['y'] + number}" for number, name in enumerate(names) for date, row in table.iterrows()]
    order.shuffle(rows)
    file = File("\n".join(["date,who,y", *rows, ""]).encode(), "data.csv")
    with pytest.raises(Unanswered) as caught:
        examine(file)
    assert {*caught.value.questions[-1].options} == {*names, "every"}
    for number, name in enumerate(names):
        found = examine(file, answers={"series": name}).series.frame["y"]
        assert found.tolist() == [value + number for value in table["y"]]
    in_order = dict.fromkeys(row.split(",")[1] for row in rows)
    assert [*examine(file, answers={"series": "every"}).series.frame.columns] == [*in_order]


@EVERY
@given(table=tables())
def test_a_workbook_gives_what_the_csv_gives(table):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Datum", *table.columns])
    for date, row in zip(table.index, table.to_numpy(), strict=True):
        sheet.append([date.to_pydatetime(), *map(float, row)])
    content = io.BytesIO()
    workbook.save(content)
    read = examine(File(content.getvalue(), "data.xlsx"))
    pd.testing.assert_frame_equal(read.series.frame, table, check_names=False, check_freq=False)
    assert read.questions == ()
