"""Pictures as SVG text."""

from pages.ui.stage.component import component

_drawn = component("drawn", ("drawn.js",), ())


def drawn(key: str, style: str, *pictures: str) -> None:
    """``style``: the class of what holds them."""
    _drawn(key=key, data={"style": style, "pictures": list(pictures)})
