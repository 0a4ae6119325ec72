"""Tables that people open in a spreadsheet, which takes a cell that begins with =, +, - or @ for a formula and runs it."""

import csv
import io

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def safe(content: str) -> str:
    """A CSV text, each cell that a spreadsheet would run with an apostrophe before it; numbers stay as they are."""
    written = io.StringIO()
    rows = csv.reader(io.StringIO(content, newline=""))
    csv.writer(written, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(BEGINNINGS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
