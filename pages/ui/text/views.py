"""How the page Text looks."""

from pages.ui.text.data import text_section
from pages.ui.text.loaded_text import prepared
from pages.ui.text.result import numbers, picture, result_section, text_applied
from pages.ui.text.stage import stage
from pages.ui.text.writing import writing_section
from pages.ui.views import Views

VIEWS = Views(
    title="Generate text",
    intro="The network reads a text character by character, guesses the next one, and then writes on by itself.",
    empty="Choose a text among the settings, or upload one.",
    data_title="Text",
    prepare=prepared,
    data=text_section,
    stage=stage,
    picture=picture,
    numbers=numbers,
    stage_stays=True,
    result=result_section,
    opened=writing_section,
    applied=text_applied,
    reading=("elman", "lstm", "graves", "karpathy_blog", "visualizing", "sequence_to_sequence"),
)
