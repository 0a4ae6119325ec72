"""Buttons that lead to places of the page."""

from collections.abc import Sequence

from pages.ui.stage.component import component

_places = component("places", ("places.js",), ())


def places(key: str, *there: Sequence[str]) -> None:
    """``there``: for each its name, and the key of the container that it leads to."""
    _places(key=key, data={"places": there})
