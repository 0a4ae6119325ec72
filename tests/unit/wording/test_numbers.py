"""One rounding, one way to write a number."""

import math

import pytest

from rnn_core.wording import by_chance, change, percent, rounded, times


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        (0.07, 0, "7\u202f%"),
        (221 / 270, 1, "81.9\u202f%"),
        (0.8185, 1, "81.9\u202f%"),  # the same share as an older document holds it
        (0.125, 0, "13\u202f%"),
        (0.135, 0, "14\u202f%"),
        (-0.035, 0, "\u22124\u202f%"),
        (-0.001, 0, "0\u202f%"),
        (12.5, 0, "1,250\u202f%"),
        (math.nan, 1, "–"),
    ],
)
def test_a_share(share, digits, written):
    assert percent(share, digits) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.07, "+7\u202f%"), (-0.07, "\u22127\u202f%"), (0.004, "0\u202f%"), (-0.004, "0\u202f%"), (0.005, "+1\u202f%")],
)
def test_a_change_has_its_sign(share, written):
    assert change(share) == written


@pytest.mark.parametrize(("factor", "written"), [(3.44, "3.4"), (9.96, "10"), (14.4, "14"), (2780.4, "2,780")])
def test_how_many_times(factor, written):
    assert times(factor) == written


def test_half_is_rounded_up():
    assert [rounded(value) for value in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "\u22123"]
    assert rounded(2.675, 2) == "2.68"  # in binary a little less


@pytest.mark.parametrize(
    ("p_value", "share"),
    [
        (0.0049, "0.5\u202f%"),
        (0.38, "38\u202f%"),
        (0.049, "4.9\u202f%"),
        (0.0009, "less than 0.1\u202f%"),
        (0.0, "less than 0.1\u202f%"),
    ],
)
def test_what_a_p_value_says(p_value, share):
    assert by_chance(p_value) == f"A difference this large would come by chance in {share} of cases."


def test_no_p_value_says_nothing():
    assert by_chance(math.nan) == ""
