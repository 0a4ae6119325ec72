"""An address as a QR code, which a phone's camera reads."""

from functools import lru_cache

import segno

from pages.ui.stage.drawing import picture
from pages.ui.stage.drawn import drawn
from rnn_core.figures.palette import CARD, INK

QUIET = 2  # modules around it
MODULE = 4  # pixels


@lru_cache(maxsize=64)  # it takes a tenth of a page's time
def code(address: str) -> list[str]:
    """Rows of 0 and 1, 1 is dark."""
    return ["".join(map(str, row)) for row in segno.make(address, micro=False).matrix]


def qr_code(key: str, address: str, words: str) -> None:
    """Drawn dark on light in both themes, as cameras want it. ``words``: what it is, for who does not see it."""
    found = code(address)
    side = MODULE * (len(found) + 2 * QUIET)
    dark = "".join(
        f"M{MODULE * (x + QUIET)} {MODULE * (y + QUIET)}h{MODULE}v{MODULE}h-{MODULE}z"
        for y, row in enumerate(found)
        for x, one in enumerate(row)
        if one == "1"
    )
    ground = f'<rect width="{side}" height="{side}" style="fill:{CARD.light}"/>'
    drawn(key, "rl-qr", picture((side, side), [ground, f'<path d="{dark}" style="fill:{INK.light}"/>'], words))
