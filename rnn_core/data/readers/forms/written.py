"""What people write around a number: signs of currency, (930) for -930, 1.2M, 5 kg, 12.5°S. Taken off, column by column."""

import re
from dataclasses import dataclass

import pandas as pd

SIGNS = "[$¢£¤¥฿₠-⃀﷼＄￠￡￥￦%‰]"
BLANKS = " \u00a0\u2007\u2009\u202f"
DIGITS = rf"[+\-−]?(?:[0-9][0-9.,'’{BLANKS}]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
MISSING = {"", ".", "..", "...", "?", "-", "--", "–", "—", "*", "na", "n/a", "n.a.", "#n/a", "nan", "<na>", "null", "none"} | {
    "nil", "(null)", "\\n", "nd", "n.d.", "k.a.", "missing", "unavailable", "unknown",
    "error", "err", "fault", "offline", "invalid", "no data", "nodata", "n.v.", "k.w.",
    "inf", "-inf", "#value!", "#ref!", "#div/0!",
}  # fmt: skip
THOUSANDS = {"k": "e3", "m": "e6", "mn": "e6", "mio": "e6", "b": "e9", "bn": "e9", "mrd": "e9", "t": "e12"} | {
    "万": "e4", "萬": "e4", "亿": "e8", "億": "e8", "lakh": "e5", "cr": "e7", "crore": "e7",
}  # fmt: skip
ALSO_UNITS = re.compile("[mbtT]")  # metre, bar or tonne, unless another cell of the column is in K, M or B
UNITS = (
    r"°\s?[CFK]?|℃|℉|K|[kcmµu]?m[²³23]?|[kmµu]?g|t|lbs?|oz|[cm]?[lL]|mi|ft|in|inch|yd|h|hrs?|hours?|min|[mµun]?s|sec|days?|d|"
    r"[kMG]?Hz|[mkMGT]?W|[kMGT]?Wh|[mkM]?V|[mk]?A|[hkMG]?Pa|m?bar|psi|k?J|k?N|kcal|dB|bpm|rpm|pp[mb]|k?m/s|m/s²|km/?h|kph|mph|kn|"
    r"kts?|knots?|[µumn]?g/m[³3]|W/m[²2]|kg/m[²³23]|mm/h|l/min|bps|pts?|pcs|EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|BRL|"
    r"SEK|NOK|DKK|PLN|CZK|TRY|ZAR|KRW|MXN|kr\.?|zł|Kč|Ft|元|円|원|percent|pct"
)
BEFORE = r"(?:US|C|A|NZ|HK|S|R)\$|Rs\.?|EUR|USD|GBP|CHF|JPY|CNY|INR|CAD|AUD|BRL|SEK|NOK|DKK|PLN|KRW|kr\.?"
COMPASS = {"N": "", "E": "", "S": "-", "W": "-"}
DEGREES = re.compile(r"(?i)(?<![a-z])(lat|lon|lng|long)(itude)?(?![a-z])")  # names of their columns


@dataclass(frozen=True)
class Bare:
    """The cells without what stands around their numbers, and what was done, with its rows."""

    texts: pd.Series
    told: dict[str, pd.Series]


def bare(given: pd.Series, name: str) -> Bare:
    """Take off what stands around the numbers of a column called ``name``; what is not known stays."""
    told = {}
    texts, told["Numbers in brackets, or with a minus behind them, were read as negative"] = _accounting(given)
    told["Signs of currency or percent were left out"] = given.str.contains(SIGNS)
    texts = _without_signs(texts)
    rest = texts[~texts.str.fullmatch(DIGITS)]
    if not is_missing(rest).all():
        texts, told["Degrees north and east were read as positive, south and west as negative"] = _compass(texts, name)
        texts, told["Letters for thousands, millions and the like were multiplied out"] = _multiplied(texts)
        texts, told["Units were left out"] = _without_units(texts)
    return Bare(texts, {words: rows for words, rows in told.items() if rows.any()})


def is_missing(texts: pd.Series) -> pd.Series:
    """Where a cell is empty, or says in a usual way that there is no value."""
    return texts.str.casefold().isin(MISSING)


def _accounting(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    brackets = rf"^({SIGNS}?)[{BLANKS}]*\([{BLANKS}]*({SIGNS}?[{BLANKS}]*[0-9][^()+−-]*)\)([{BLANKS}]*{SIGNS}?)$"
    behind = rf"^({SIGNS}?[{BLANKS}]*[0-9][0-9.,'’{BLANKS}]*)[-−]$"
    rows = texts.str.match(brackets) | texts.str.match(behind)
    return texts.str.replace(brackets, r"-\1\2\3", regex=True).str.replace(behind, r"-\1", regex=True), rows


def _without_signs(texts: pd.Series) -> pd.Series:
    """Without a sign of currency or percent before or after the number, and with a plain minus."""
    texts = texts.str.replace(rf"[{BLANKS}]*{SIGNS}$", "", regex=True)
    texts = texts.str.replace(rf"^[-−][{BLANKS}]*{SIGNS}?[{BLANKS}]*", "-", regex=True)
    texts = texts.str.replace(rf"^{SIGNS}[{BLANKS}]*[-−]", "-", regex=True)
    return texts.str.replace(rf"^[+]?{SIGNS}[{BLANKS}]*", "", regex=True)


def _compass(texts: pd.Series, name: str) -> tuple[pd.Series, pd.Series]:
    """Degrees with a letter of the compass, which may also be a unit: newton or watt."""
    parts = texts.str.extract(rf"^({DIGITS})(°?)[{BLANKS}]*([NESW])$")
    rows, letters = parts[0].notna(), set(parts[2].dropna())
    sure = DEGREES.search(name) or (parts[1] == "°").any() or {"N", "S"} <= letters or {"E", "W"} <= letters
    rows &= bool(sure) and _are_most(rows, texts)
    return texts.where(~rows, parts[2].map(COMPASS) + parts[0].str.strip(BLANKS)), rows


def _multiplied(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """A letter right behind the number, or a word after a blank. As exponents they cost no digit."""
    words = "|".join(sorted(THOUSANDS, key=len, reverse=True))
    parts = texts.str.extract(rf"^({DIGITS})((?:(?<![{BLANKS}])|(?=[^kmbtKMBT]|..))(?i:{words}))\.?$")
    rows = parts[1].notna()
    if rows.any() and not parts[1][rows & ~parts[1].str.fullmatch(ALSO_UNITS, na=False)].any():
        rows &= False
    rows &= _are_most(rows | texts.str.fullmatch(DIGITS), texts)
    return texts.where(~rows, parts[0].str.strip(BLANKS) + parts[1].str.casefold().map(THOUSANDS)), rows


def _without_units(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Only one unit: numbers in another one do not compare with the rest."""
    after = texts.str.extract(rf"^({DIGITS})({UNITS})$")
    before = texts.str.extract(rf"^({BEFORE})[{BLANKS}]*({DIGITS})$")
    numbers, units = after[0].fillna(before[1]), after[1].fillna(before[0])
    if not units.notna().any():
        return texts, units.notna()
    rows = units == units.mode()[0]
    rows &= _are_most(rows, texts)
    return texts.where(~rows, numbers.str.strip(BLANKS)), rows


def _are_most(rows: pd.Series, texts: pd.Series) -> bool:
    """Whether they are at least half of the cells that hold a value."""
    return bool(2 * rows.sum() >= (~is_missing(texts)).sum())
