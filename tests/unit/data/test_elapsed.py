"""Times from a start on: with a decimal comma, as a clock, from below 0."""

import pandas as pd
import pytest

from rnn_core.data import File, read_path, read_table
from rnn_core.data.questions import Unanswered
from rnn_core.data.readers.tables import examine

START = pd.Timestamp("1970-01-01")


def times(name: str, *texts: str) -> list[float]:
    rows = "".join(f"{text};{number % 7}\n" for number, text in enumerate(texts))
    dates = read_table(File(f"{name};x\n{rows}".encode(), "data.csv")).frame.index
    return [(date - START).total_seconds() for date in dates]


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("Zeit (s)", ("0,000E+00", "1,000E-02", "2,000E-02"), [0, 0.01, 0.02]),
        ("Time", ("00:00:00", "00:00:01", "00:00:02"), [0, 1, 2]),
        ("Zeit", ("00:00.0", "00:01.5", "01:03.0"), [0, 1.5, 63]),
        ("'Elapsed time'", ("'0:00.000'", "'0:00.004'", "'0:00.008'"), [0, 0.004, 0.008]),
        ("TIME", ("-0.02", "-0.01", "0", "0.01"), [-0.02, -0.01, 0, 0.01]),
    ],
)
def test_what_devices_write(name, given, expected):
    assert times(name, *given) == pytest.approx(expected)


def test_a_path_has_its_days_and_its_times_in_two_columns():
    rows = "".join(f"01.05.2023;10:{at // 12:02}:{at % 12 * 5:02};{48 + at / 1000};{16 + at / 1000}\n" for at in range(60))
    path = read_path(File(f"Datum;Uhrzeit;Breite;Länge\n{rows}".encode(), "data.csv"))
    assert (len(path.points), path.step) == (60, 5)


def test_dates_that_cannot_be_read_are_not_called_none():
    rows = "".join(f"day of {name},{number}\n" for number, name in enumerate(("moon", "sun", "star", "sea")))
    with pytest.raises(Unanswered) as error:
        examine(File(f"date,x\n{rows}".encode(), "data.csv"))
    assert error.value.questions[-1].text == "Number the rows, as no date among them can be read?"
