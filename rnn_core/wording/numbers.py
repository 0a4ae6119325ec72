"""Shares, changes and chances as people write them: half is rounded up, a narrow space before the sign, a true minus."""

import math
from decimal import ROUND_HALF_UP, Decimal

NARROW = "\u202f"  # no line ends there
MINUS = "\u2212"
NOTHING = "–"  # where there is no number
RARE = 0.001  # a chance below it is only said to be smaller
SOON_WHOLE = 0.1  # from this chance on tenths of a percent say nothing


def rounded(value: float, digits: int = 0) -> str:
    """With so many digits after the point, thousands with commas; ``–`` for what is no number.

    Half is rounded up, as it is written: 0.8185 is 81.9 % wherever it stands, whatever its binary digits are.
    """
    if not math.isfinite(value):
        return NOTHING
    written = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{written if written else abs(written):,.{digits}f}".replace("-", MINUS)


def percent(share: float, digits: int = 0) -> str:
    """A share: 0.07 is ``7 %``, ``–`` what is no number."""
    if not math.isfinite(share):
        return NOTHING
    hundredfold = float(Decimal(repr(float(share))) * 100)  # in decimal digits, as 100 * 0.07 is 7.000000000000001
    return f"{rounded(hundredfold, digits)}{NARROW}%"


def change(share: float) -> str:
    """A change by a share, with its sign: ``+7 %``, ``−7 %``; ``0 %`` for what rounds to nothing."""
    written = percent(share)
    return f"+{written}" if share > 0 and written != percent(0) else written


def times(factor: float) -> str:
    """How many times as much: ``3.4``, from ten on whole."""
    return rounded(factor, 0 if factor >= 9.95 else 1)


def by_chance(p_value: float) -> str:
    """What a p-value says, a sentence; "" where there is none."""
    if not math.isfinite(p_value):
        return ""
    if p_value < RARE:
        return f"A difference this large would come by chance in less than {percent(RARE, 1)} of cases."
    share = percent(p_value, 0 if p_value >= SOON_WHOLE else 1)
    return f"A difference this large would come by chance in {share} of cases."


def decimals(value: float) -> str:
    """A number of a small network as it is shown everywhere: three decimals, large ones with fewer; never -0."""
    size = abs(value)
    text = f"{value:.3f}" if size < 100 else f"{value:.1f}" if size < 100_000 else f"{value:.2e}"
    text = text[1:] if text.startswith("-") and not text.strip("-0.") else text
    return text.replace("-", MINUS)


def typed(value: float) -> str:
    """A number that somebody typed: no more decimals than it has, at most three."""
    text = decimals(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
