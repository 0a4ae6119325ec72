"""Files that look like something else at first sight, and are read as what they are."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import File, Path, read_path, read_table
from rnn_core.data.likeliest import likeliest


def table(content: str, name: str = "data.csv") -> pd.DataFrame:
    return read_table(File(content.encode(), name)).frame


@pytest.mark.parametrize(("odd", "name"), [("1850.5", "price"), ("1995.5", "year built"), ("2000.1", "rate")])
def test_values_that_look_like_years_beside_dates_are_values(odd, name):
    days = pd.date_range("2020-01-01", periods=60)
    values = [odd if number % 9 == 3 else str(1850 + number) for number in range(60)]
    frame = table(f"date,{name}\n" + "".join(f"{day:%Y-%m-%d},{value}\n" for day, value in zip(days, values, strict=True)))
    assert frame[name].tolist() == [float(value) for value in values]


def test_measurements_of_stations_behind_times_are_no_chat():
    rows = "".join(f"2021-01-01 {hour:02}:00\tA\t0.{250 + hour}\n" for hour in range(24))
    assert likeliest(File(f"date\tstation\tvalue\n{rows}".encode(), "log.txt"))[0] == "series"


def test_twelve_digits_begin_with_a_year_of_four_where_they_can():
    hours = pd.date_range("2012-01-01", periods=168, freq="h")
    frame = table("time,x\n" + "".join(f"{hour:%Y%m%d%H%M},{number}\n" for number, hour in enumerate(hours)))
    np.testing.assert_array_equal(frame.index, hours)


def test_a_number_sign_may_be_the_name_of_a_column():
    frame = table("#,date,value\n" + "".join(f"{day},2020-01-{day:02},{day * 2}\n" for day in range(1, 20)))
    assert "value" in frame
    assert len(frame) == 19


def test_lines_are_called_as_beside_them_wherever_the_lines_stand():
    lines = [f"LINESTRING ({', '.join(f'{at + 10 * step} {step}' for step in range(40))})" for at in range(3)]
    content = "WKT,name\n" + "".join(f'"{line}",Route {name}\n' for line, name in zip(lines, "ABC", strict=True))
    found = read_path(File(content.encode(), "lines.csv"), answers={"track": "Route B"})
    assert isinstance(found, Path)
    assert found.points[0].tolist() == [1, 0]


def test_a_week_of_health_offices_is_known_by_a_part_of_its_name():
    frame = table("year,mmwr_week,x\n" + "".join(f"2021,{week},{week}\n" for week in range(1, 21)))
    assert str(frame.index[0].date()) == "2021-01-03"  # a Sunday
