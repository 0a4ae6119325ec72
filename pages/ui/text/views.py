"""How the page Text looks."""

from pages.ui.text.data import text_section
from pages.ui.text.loaded_text import prepared, text_of
from pages.ui.text.result import text_applied, text_result
from pages.ui.text.samples import samples_section
from pages.ui.text.writing import writing_section
from pages.ui.views import Views
from rnn_core.runs import Run


def _opened(run: Run) -> None:
    """What the network wrote, and writes: from the first steps of its training on."""
    samples_section(run, text_of(run))
    writing_section(run)


VIEWS = Views(
    title="Generate text",
    intro="A recurrent network reads a text character by character and learns to guess the next one. Choose a text, press "
    "**Train**, and watch it go from noise to words; then let it write on.",
    empty="Choose a text on the left, or upload one.",
    data_title="Text",
    prepare=prepared,
    data=text_section,
    result=text_result,
    opened=_opened,
    applied=text_applied,
    reading=("elman", "lstm", "graves", "karpathy_blog", "visualizing", "sequence_to_sequence"),
)
