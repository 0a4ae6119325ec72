"""Tables of offices of statistics: rows of details, and years, quarters and months below each other."""

import pandas as pd
import pytest

from rnn_core.data import File
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.large_tables import cells_of, first_cells
from rnn_core.data.readers.tables import Reading, columns, examine, examine_cells
from rnn_core.errors import UserError

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
DETAILS = (
    '"Title","Prices, all"\n"CDID","D7BT"\n"PreUnit",""\n"Unit","Index, 2015 = 100"\n"Release date","14-02-2024"\n'
    '"Next release","20 March 2024"\n"Important notes",""\n'
)
YEARS = "".join(f'"{year}","{year - 1990}"\n' for year in range(2000, 2006))
QUARTERS = "".join(f'"{year} Q{part}","{year - 1990}.{part}"\n' for year in range(2000, 2006) for part in range(1, 5))
OF_MONTHS = "".join(f'"{year} {name}","{year - 1990}.{at}"\n' for year in range(2000, 2006) for at, name in enumerate(MONTHS))
QUARTER_ENDS = pd.date_range("1948-09-01", periods=20, freq="3MS")
ABS = (
    ",Index ;  All groups ;  Australia ;,Index ;  All groups ;  Sydney ;\nUnit,Index Numbers,Percent\n"
    "Series Type,Original,Original\nFrequency,Quarter,Quarter\nCollection Month,3,3\nSeries Start,Sep-1948,Sep-1948\n"
    "Series End,Dec-2023,Dec-2023\nNo. Obs,20,20\nSeries ID,A2325846C,A2325806K\n"
    + "".join(f"{day:%b-%Y},{place}.5,{place}.25\n" for place, day in enumerate(QUARTER_ENDS))
)


def reading(text: str, **answers: str) -> Reading:
    return examine(File(text.encode(), "data.csv"), answers={name.replace("_", "-"): answer for name, answer in answers.items()})


def facts(read: Reading) -> tuple[int, str, str, float]:
    frame = read.series.frame
    return len(frame), str(frame.index[0].date()), str(frame.index[-1].date()), float(frame.iloc[-1, 0])


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ({}, (72, "2000-01-01", "2005-12-01", 15.11)),
        ({"rows_of": "months"}, (72, "2000-01-01", "2005-12-01", 15.11)),
        ({"rows_of": "quarters"}, (24, "2000-01-01", "2005-10-01", 15.4)),
        ({"rows_of": "years"}, (6, "2000-01-01", "2005-01-01", 15)),
    ],
)
def test_years_quarters_and_months_below_rows_of_details(taken, expected):
    read = reading(DETAILS + YEARS + QUARTERS + OF_MONTHS, **taken)
    assert facts(read) == expected
    assert [*read.series.frame.columns] == ["Prices, all"]
    assert read.series.notes[0] == (
        "The 6 rows of details below the column names were left out (CDID, PreUnit, Unit, Release date, Next release …)."
    )
    word = taken.get("rows_of", "months")
    assert (
        read.series.notes[1]
        == f"The rows stand for years, quarters and months: the {word} were taken, {expected[0]} of 102 rows."
    )
    assert [*read.questions[0].options] == ["years", "quarters", "months"]


def test_one_length_of_period_leaves_nothing_open():
    assert facts(reading(DETAILS + YEARS)) == (6, "2000-01-01", "2005-01-01", 15)
    assert reading(DETAILS + OF_MONTHS).questions == ()


def test_totals_of_years_between_their_months_are_asked_about():
    rows = "".join(f"{year}-{month:02},{month}\n" for year in (2020, 2021) for month in range(1, 13))
    read = reading("period,x\n" + rows.replace("2021-01,", "2020,78\n2021-01,") + "2021,78\n")
    assert (len(read.series.frame), read.questions[0].taken) == (24, "months")


def test_details_of_several_columns_whose_names_have_other_separators():
    read = reading(ABS)
    assert facts(read) == (20, "1948-09-01", "1953-06-01", 19.5)
    assert read.series.frame.columns[1] == "Index ;  All groups ;  Sydney ;"
    assert read.series.notes[0].startswith("The 8 rows of details below the column names were left out (Unit, Series Type, ")
    assert len(read.series.notes) == 2


def test_rows_below_the_names_that_are_no_details_are_refused_as_before():
    with pytest.raises(UserError, match=r"Row 2 of data.csv holds 'soon' where a date was expected"):
        reading("date,x\nsoon,1\n2020-01-02,2\n2020-01-03,3\n")


def test_large_files_have_details_too(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(DETAILS + YEARS + QUARTERS + OF_MONTHS)
    file = LargeFile.at(path)
    assert columns(first_cells(file)).targets == {"Prices, all": ""}
    assert facts(examine_cells(cells_of(file, [0, 1]), "here", answers={"rows-of": "years"})) == (
        6,
        "2000-01-01",
        "2005-01-01",
        15,
    )


def test_years_and_months_without_names_below_two_rows_of_names():
    months = (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    )
    rows = "".join(f"{year};{name};{year - 1900},{at}\n" for year in (2020, 2021) for at, name in enumerate(months))
    read = reading(
        f"Tabelle: 6\n;;Preise;Rest\n;;2020=100;in (%)\n{rows.replace(chr(10), ';1,5' + chr(10))}____\n© Amt\nStand: 15.02.2024\n"
    )
    assert facts(read) == (24, "2020-01-01", "2021-12-01", 121.11)


def of_months(text: str = "{month};{place},5\n") -> str:
    days = pd.date_range("2015-01-01", periods=20, freq="MS")
    return "".join(text.format(month=f"{day:%Y-%m}", place=place) for place, day in enumerate(days))


def test_details_without_a_first_cell_and_a_comment_below():
    read = reading(
        '"";BBK01\n"";Goldpreis\nEinheit;USD\nStand vom;03.02.2024 10:11:00 Uhr\n' + of_months() + '"";"Kommentar: -"\n'
    )
    assert facts(read) == (20, "2015-01-01", "2016-08-01", 19.5)
    assert read.series.notes[:2] == (
        "The 3 rows of details below the column names were left out (Einheit, Stand vom).",
        "Below the rows stood 'Kommentar: -'; left out.",
    )


@pytest.mark.parametrize(
    ("details", "name"),
    [
        ('"Libellé";"Indice"\n"idBank";"0017"\n"Dernière mise à jour";"15/02/2024 12:00"\n"Période";""\n', "Indice"),
        ("Data:;EXR.D\nCollection:;Average\nPeriod\\Unit:;[US dollar]\n", "EXR.D [US dollar]"),
    ],
)
def test_the_row_that_names_the_dates_names_the_columns(details, name):
    read = reading(details + of_months())
    assert [*read.series.frame.columns] == [name]
    assert facts(read)[0] == 20


def test_widths_below_the_column_names():
    text = "agency_cd\tdatetime\tflow\n5s\t20d\t14n\n" + of_months("USGS\t{month}-01\t{place}.5\n")
    assert facts(reading(text)) == (20, "2015-01-01", "2016-08-01", 19.5)


def test_months_in_portuguese_and_dutch():
    for months in ("jan fev mar abr mai jun jul ago set out nov dez", "jan feb mrt apr mei jun jul aug sep okt nov dec"):
        rows = "".join(f"{name}/{year};{place},5\n" for year in (2020, 2021) for place, name in enumerate(months.split()))
        assert facts(reading("Data;x\n" + rows)) == (24, "2020-01-01", "2021-12-01", 11.5)


def test_a_date_and_a_time_of_digits_in_one_cell():
    read = reading("Date/Time,Price\n" + "".join(f"202401{day:02};093000,{day}.5\n" for day in range(1, 20)))
    assert str(read.series.frame.index[-1]) == "2024-01-19 09:30:00"
