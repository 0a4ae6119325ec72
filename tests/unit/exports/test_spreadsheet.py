"""What a spreadsheet would run is text in a table to take along; numbers stay numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core.exports.spreadsheet import safe


@pytest.mark.parametrize("cell", ["=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-", "=", "--1"])
def test_what_would_run_gets_an_apostrophe(cell):
    (row,) = csv.reader(io.StringIO(safe(csv_of([[cell, "plain"]])), newline=""))
    assert row == [f"'{cell}", "plain"]


def test_what_would_run_after_a_bare_return_gets_one_too():
    assert safe("x\r=1,y\n") == "x\n'=1,y\n"


@pytest.mark.parametrize("cell", ["-1.5", "+3", "-1e-7", "1", "", "a=b", "2024-01-01", "-inf", "nan"])
def test_numbers_and_other_text_stay(cell):
    assert safe(csv_of([["x", cell]])) == csv_of([["x", cell]])


def csv_of(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="\x00\r")), min_size=2, max_size=4), min_size=1))
def test_nothing_else_changes(rows):
    def bare(table):
        return [[cell.removeprefix("'") for cell in row] for row in table]

    assert bare(csv.reader(io.StringIO(safe(csv_of(rows)), newline=""))) == bare(rows)
