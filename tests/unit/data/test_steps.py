"""The calendar of a series: the dates that come next, the step in words and the season."""

import pandas as pd
import pytest

from rnn_core.data import File, read_table
from rnn_core.data.steps import Step


def dates(rule: str, count: int, start: str = "2018-01-01") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq=rule)


def after(given: pd.DatetimeIndex, count: int = 3) -> list[str]:
    return [str(date).removesuffix(" 00:00:00") for date in Step(given).after(count)]


@pytest.mark.parametrize(
    ("rule", "count", "expected"),
    [
        ("MS", 24, ["2020-01-01", "2020-02-01", "2020-03-01"]),
        ("ME", 24, ["2020-01-31", "2020-02-29", "2020-03-31"]),
        ("BMS", 24, ["2020-01-01", "2020-02-03", "2020-03-02"]),
        ("BME", 22, ["2019-11-29", "2019-12-31", "2020-01-31"]),
        ("QS", 8, ["2020-01-01", "2020-04-01", "2020-07-01"]),
        ("QE", 8, ["2020-03-31", "2020-06-30", "2020-09-30"]),
        ("2MS", 12, ["2020-01-01", "2020-03-01", "2020-05-01"]),
        ("YS", 5, ["2023-01-01", "2024-01-01", "2025-01-01"]),
        ("YE", 5, ["2023-12-31", "2024-12-31", "2025-12-31"]),
        ("W-MON", 104, ["2019-12-30", "2020-01-06", "2020-01-13"]),
        ("2W-MON", 20, ["2018-10-08", "2018-10-22", "2018-11-05"]),
        ("2D", 20, ["2018-02-10", "2018-02-12", "2018-02-14"]),
        ("5h", 400, ["2018-03-25 08:00:00", "2018-03-25 13:00:00", "2018-03-25 18:00:00"]),
    ],
)
def test_what_comes_next(rule, count, expected):
    assert after(dates(rule, count)) == expected


def of_months(day, months: int = 36, start: str = "2017-01") -> pd.DatetimeIndex:
    return pd.DatetimeIndex([day(month) for month in pd.period_range(start, periods=months, freq="M")])


def weekday_before(day: int):
    return lambda month: pd.offsets.BDay().rollback(month.to_timestamp() + pd.Timedelta(days=day - 1))


def moved(rule: str, count: int, holidays: list[str]) -> pd.DatetimeIndex:
    """Weekdays of months, those of the holidays a weekday later."""
    return pd.DatetimeIndex([day + pd.offsets.BDay() if str(day.date()) in holidays else day for day in dates(rule, count)])


@pytest.mark.parametrize(
    ("given", "expected", "place"),
    [
        (
            of_months(weekday_before(25)),
            ["2020-01-24", "2020-02-25", "2020-03-25", "2020-04-24"],
            "day 25 or the weekday before it",
        ),
        (
            pd.DatetimeIndex([day + pd.Timedelta(hours=18) for day in of_months(weekday_before(25), 24)]),
            ["2019-01-25 18:00:00", "2019-02-25 18:00:00", "2019-03-25 18:00:00", "2019-04-25 18:00:00"],
            "day 25 or the weekday before it",
        ),
        (
            of_months(lambda month: pd.offsets.BDay().rollforward(month.to_timestamp() + pd.Timedelta(days=9)), 24),
            ["2019-01-10", "2019-02-11", "2019-03-11", "2019-04-10"],
            "day 10 or the weekday after it",
        ),
        (dates("BME", 24), ["2020-01-31", "2020-02-28", "2020-03-31", "2020-04-30"], "the last weekday"),
        (
            moved("BMS", 24, ["2018-01-01", "2018-05-01", "2018-11-01", "2019-01-01", "2019-05-01", "2019-11-01"]),
            ["2020-01-01", "2020-02-03", "2020-03-02", "2020-04-01"],
            "the first weekday",
        ),
        (dates("WOM-3FRI", 24), ["2020-01-17", "2020-02-21", "2020-03-20", "2020-04-17"], "the third Friday"),
        (
            pd.DatetimeIndex([f"2019-{month:02}-{day}" for month, day in enumerate((14, 11, 17, 12, 16, 13, 18, 14, 12, 15), 1)]),
            ["2019-11-14", "2019-12-14", "2020-01-14", "2020-02-14"],
            "changing days; those to come are put on day 14",
        ),
    ],
)
def test_a_row_a_month_on_changing_days(given, expected, place):
    assert (after(given, 4), Step(given).words, Step(given).in_month) == (expected, "1 month", place)


@pytest.mark.parametrize(
    ("days", "expected", "words"),
    [
        ((1, 15), ["2019-01-01", "2019-01-15", "2019-02-01"], "1 half month"),
        ((15, 31), ["2019-01-15", "2019-01-31", "2019-02-15"], "1 half month"),
        ((1, 11, 21), ["2019-01-01", "2019-01-11", "2019-01-21"], "1 third of a month"),
        ((1, 6, 11, 16, 21, 26), ["2019-01-01", "2019-01-06", "2019-01-11"], "1 sixth of a month"),
    ],
)
def test_several_rows_a_month_keep_their_places(days, expected, words):
    months = pd.period_range("2018-01", periods=12, freq="M")
    given = pd.DatetimeIndex(
        [month.to_timestamp() + pd.Timedelta(days=min(day, month.days_in_month) - 1) for month in months for day in days]
    )
    assert (after(given), Step(given).words, Step(given).season) == (expected, words, 12 * len(days))
    assert after(given[1:-1], 2) == [str(given[-1].date()), expected[0]]


def test_half_months_moved_to_weekdays():
    given = of_months(weekday_before(15), 24).append(dates("BME", 24, "2017-01-01")).sort_values()
    assert after(given, 3) == ["2019-01-15", "2019-01-31", "2019-02-15"]
    assert Step(given).words == "1 half month"


@pytest.mark.parametrize("rule", ["14D", "15D", "28D", "30D", "10D"])
@pytest.mark.parametrize("count", [4, 13, 40])
def test_rows_so_many_days_apart_know_no_months(rule, count):
    given = dates(rule, count + 2, "2018-01-03")
    assert [*Step(given[:count]).after(2)] == [*given[count:]]


def test_the_middle_of_months_and_a_last_row_within_one():
    middle = pd.DatetimeIndex([f"2019-{month:02}-15 12:00" for month in range(1, 13)])
    assert after(middle, 2) == ["2020-01-15 12:00:00", "2020-02-15 12:00:00"]
    assert after(dates("MS", 24)[:-1].append(pd.DatetimeIndex(["2019-12-17"])), 2) == ["2020-01-01", "2020-02-01"]
    assert after(dates("MS", 24).delete([3, 9]), 1) == ["2020-01-01"]


def test_days_without_rows_stay_without():
    every = dates("D", 70)
    market = every[every.day_of_week.isin([6, 0, 1, 2, 3])]  # Sunday to Thursday
    assert after(market[market <= "2018-03-08"]) == ["2018-03-11", "2018-03-12", "2018-03-13"]
    shop = every[every.day_of_week != 6]
    assert after(shop[shop <= "2018-03-10"], 1) == ["2018-03-12"]
    once = shop[shop <= "2018-03-10"].append(pd.DatetimeIndex(["2018-03-11"]))  # one Sunday in ten weeks
    assert after(once, 7)[-1] == "2018-03-19"


def test_opening_hours_go_on():
    hours = dates("h", 24 * 56) + pd.Timedelta(minutes=30)
    opened = hours[(hours.hour >= 9) & (hours.hour <= 15) & (hours.day_of_week < 5)]
    friday = opened[opened <= "2018-02-02 15:00"]
    assert after(friday, 2) == ["2018-02-02 15:30:00", "2018-02-05 09:30:00"]
    assert after(friday[-35:], 2) == ["2018-02-02 15:30:00", "2018-02-05 09:30:00"]  # little more than a week
    assert after(opened[:35], 1) == ["2018-01-08 09:30:00"]  # one week


def test_irregular_rows_go_on_at_the_usual_distance():
    given = pd.DatetimeIndex(["2024-01-01", "2024-01-02", "2024-01-04 12:00", "2024-01-07", "2024-01-19", "2024-02-19"])
    assert after(given, 1) == ["2024-02-21 12:00:00"]


@pytest.mark.parametrize(
    ("rule", "count", "words", "unit", "season"),
    [
        ("MS", 24, "1 month", "month", 12),
        ("QE", 12, "1 quarter", "quarter", 4),
        ("2MS", 12, "2 months", "", None),
        ("YS", 8, "1 year", "year", None),
        ("W", 60, "1 week", "week", 52),
        ("D", 30, "1 day", "day", 7),
        ("B", 30, "weekdays", "day", None),
        ("h", 400, "1 hour", "hour", 24),
        ("30min", 400, "30 minutes", "", None),
        ("30D", 30, "1 month", "month", None),  # about: the year drifts away
    ],
)
def test_words_and_seasons(rule, count, words, unit, season):
    found = Step(dates(rule, count))
    assert (found.words, found.unit, found.season) == (words, unit, season)


def test_rows_that_lack_have_no_season():
    assert Step(dates("D", 100).delete(range(50, 53))).season == 7
    assert Step(dates("D", 100).delete(range(10, 80, 7))).season is None


def test_a_file_of_months_has_a_season_of_a_year():
    rows = "".join(f"{month:%Y-%m},{number}\n" for number, month in enumerate(dates("MS", 36)))
    series = read_table(File(("Month,x\n" + rows).encode(), "data.csv"))
    assert (series.season, series.notes) == (12, ("The file has one row a month.",))


def test_where_in_the_month_rows_stand_is_told_when_it_is_not_plain():
    rows = "".join(f"{day:%Y-%m-%d},{number}\n" for number, day in enumerate(of_months(weekday_before(25))))
    series = read_table(File(("Date,x\n" + rows).encode(), "data.csv"))
    assert (series.season, series.notes) == (12, ("The file has one row a month, on day 25 or the weekday before it.",))


def test_days_of_the_week_that_lack_are_told():
    every = dates("D", 30)
    rows = "".join(f"{day:%Y-%m-%d},{number}\n" for number, day in enumerate(every[~every.day_of_week.isin([4, 5])]))
    series = read_table(File(("Date,x\n" + rows).encode(), "data.csv"))
    assert series.notes == ("The file has one row a day, Fridays and Saturdays missing.",)


def _trading(summer: str, hours: tuple[int, int]) -> pd.DatetimeIndex:
    """Two weeks of weekdays, a row each 30 minutes from 9:30 to 15:30 in New York, in UTC."""
    days = pd.bdate_range("2024-03-04", periods=10)
    times = pd.timedelta_range("9:30:00", "15:30:00", freq="30min")
    behind = [pd.Timedelta(hours=hours[day >= pd.Timestamp(summer)]) for day in days]
    return pd.DatetimeIndex([day + time + shift for day, shift in zip(days, behind, strict=True) for time in times])


def test_an_hour_earlier_since_summer_time_began_is_the_same_time_of_day():
    dates = _trading("2024-03-10", (5, 4))
    step = Step(dates)
    assert list(step.after(2)) == [pd.Timestamp("2024-03-18 13:30"), pd.Timestamp("2024-03-18 14:00")]
    assert step.lacking(13) is None  # the first night


def test_weekdays_in_utc_are_weekdays_in_summer_and_in_winter():
    days = pd.bdate_range("2023-01-03", "2024-03-13")
    winter = (days < "2023-03-12") | ((days >= "2023-11-05") & (days < "2024-03-10"))
    step = Step(days + pd.to_timedelta(4 + winter.astype(int), unit="h"))
    assert (step.words, step.after(3)[-1]) == ("weekdays", pd.Timestamp("2024-03-18 04:00"))


def test_only_dates_at_places_of_the_week_lack():
    dates = _trading("2025-01-01", (5, 4))
    without = dates.delete([14, 15])
    assert Step(without).lacking(14) == (pd.Timestamp("2024-03-05 15:00"), pd.Timestamp("2024-03-05 15:30"), 2)
    assert Step(without).lacking(13) is None
