"""The time from a start on, as numbers or as a clock that begins at 0: "0,01", "00:00:01", "0:00.004"."""

import pandas as pd

CLOCK = r"\d{1,4}:[0-5]\d:[0-5]\d(?:[.,]\d+)?"
MINUTES = r"\d{1,4}:[0-5]\d[.,]\d+"  # and seconds with a fraction
DECIMAL_COMMA = r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?"


def are_clocks(texts: pd.Series) -> bool:
    """Whether each of them is hours, minutes and seconds, or minutes and seconds with a fraction."""
    bare = texts.str.strip("'\"[]")
    return bool(bare.str.fullmatch(CLOCK).all() or bare.str.fullmatch(MINUTES).all())


def elapsed(texts: pd.Series) -> pd.Series:
    """The numbers, those of clocks in seconds; NaN for what is none."""
    if not are_clocks(texts):
        commas = texts.str.fullmatch(DECIMAL_COMMA)
        return pd.to_numeric(texts.where(~commas, texts.str.replace(",", ".", regex=False)), errors="coerce").astype("float64")
    parts = texts.str.strip("'\"[]").str.replace(",", ".", regex=False).str.split(":", expand=True).astype("float64")
    return sum((parts[place] * 60 ** (parts.shape[1] - 1 - place) for place in parts), pd.Series(0.0, texts.index))
