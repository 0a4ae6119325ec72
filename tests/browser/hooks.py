"""Every name of Streamlit's page that our styles and scripts hang on, and where it is to be found; nothing else may be used.

A new Streamlit that renames one fails ``test_look``. What is ours begins with ``st-key-`` or is an address or a word of ours.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """An address, and the width of the window in which the hook is there."""

    address: str = "/past"
    width: int = 1440


HOOKS = {
    "stApp": Place(),
    "stBaseButton-primary": Place("/forecast"),
    "stCaptionContainer": Place("/speed"),
    "stColumn": Place("/forecast"),
    "stExpandSidebarButton": Place(width=400),
    "stExpander": Place("/forecast"),
    "stHeader": Place(),
    "stHorizontalBlock": Place("/forecast"),
    "stIconMaterial": Place(width=400),
    "stLayoutWrapper": Place(),
    "stMainBlockContainer": Place("/forecast"),
    "stMainMenu": Place(width=400),
    "stText": Place("/forecast"),
    "stToolbar": Place(width=400),
    "stMultiSelectTagsContainer": Place("/gradients"),
    "stTopNav": Place(),
    "stTopNavLink": Place(),
    "stTopNavSection": Place(),
    "stVerticalBlock": Place("/forecast"),
}
PASSING = ("stStatusWidget", "stConnectionStatus")  # while the page's script runs; while the server does not answer
