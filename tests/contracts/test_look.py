"""Styles and scripts hang on few names of Streamlit's page, all of them in one list, which a browser test goes through."""

import re
from pathlib import Path

from tests.browser.hooks import HOOKS, PASSING

ROOT = Path(__file__).parents[2]
SOURCES = [path for kind in ("css", "js", "py") for path in (ROOT / "pages").rglob(f"*.{kind}")]
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in SOURCES}


def test_every_hook_is_in_the_list_and_every_one_of_the_list_is_used():
    used = {name for text in TEXTS.values() for name in re.findall(r"data-testid[~^$*|]?=[\"']?([\w-]+)", text)}
    assert used == {*HOOKS, *PASSING}


def test_no_style_hangs_on_generated_names_or_on_the_place_of_a_child():
    wrong = r"st-emotion-cache|\be1[a-z0-9]{6,}|:nth-child|:first-child|:last-child"
    streamlits = {name: text for name, text in TEXTS.items() if "/stage/" not in name}  # pictures are markup of our own
    assert {name: found for name, text in streamlits.items() if (found := re.findall(wrong, text))} == {}


def test_every_component_has_a_name_of_its_own():
    """Of two with one name Streamlit takes the one that was loaded last, and the other's pictures fail."""
    names = [name for text in TEXTS.values() for name in re.findall(r"component\(\s*\"(?:rnn_lab_)?(\w+)\"", text)]
    assert len(names) > 15
    assert sorted(names) == sorted({*names})
