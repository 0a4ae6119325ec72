"""A link into the application, as data: a page and the settings with which it opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PageLink:
    """``page``: its file in ``pages/``; ``label``: the words of the link; ``settings``: the parameters of the address."""

    page: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)
