"""Quotation marks in a table separated by tabs: around cells, or signs of the text."""

import csv
import io

import pandas as pd

NOTE = "A quotation mark at the beginning of a cell is not closed at its end, so it was read as a sign of the text."


def are_signs(body: str, separator: str) -> bool:
    """Whether one stands at the beginning of a cell that it does not enclose. Commas inside cells need marks around them."""
    if separator != "\t" or '"' not in body:
        return False
    try:
        rows = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
        return any("\n" in cell and separator in cell for row in rows for cell in row)
    except csv.Error as error:
        return "field larger" not in str(error)


def without(table: pd.DataFrame) -> pd.DataFrame:
    """The cells without the marks that enclose them."""

    def bare(column: pd.Series) -> pd.Series:
        enclosed = column.str.fullmatch(r'"(?:[^"]|"")*"')
        return column.where(~enclosed, column.str[1:-1].str.replace('""', '"'))

    return table.apply(bare)
