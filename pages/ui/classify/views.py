"""How the page Classify looks."""

from pages.ui.classify.compare import compare_section
from pages.ui.classify.data import class_data
from pages.ui.classify.loaded_texts import ready
from pages.ui.classify.result import applied, numbers, picture, result_section
from pages.ui.classify.stage import scene_to_come, stage
from pages.ui.classify.vectors_box import vector_options, vectors_box, vectors_missing
from pages.ui.data.picker import Picked
from pages.ui.train.settings_form import Choices
from pages.ui.views import Views
from rnn_core.experiments.classify import ClassifySettings


def _choices(picked: Picked | None) -> Choices:
    """The word vectors that are on this machine."""
    return Choices(options=vector_options())


def _missing(settings: ClassifySettings) -> str:
    return "The vectors are still missing: see above the picture." if vectors_missing(settings) else ""


VIEWS = Views(
    title="Classify texts",
    intro="The network reads a text word by word and says its class. Does it beat methods that only count words?",
    empty="Choose texts among the settings, or upload your own with a label each.",
    data_title="Texts",
    choices=_choices,
    main=("encoding", "units"),
    prepare=ready,
    missing=_missing,
    first=vectors_box,
    data=class_data,
    stage=stage,
    scene=scene_to_come,
    picture=picture,
    numbers=numbers,
    result=result_section,
    applied=applied,
    beside=compare_section,
    reading=("lstm", "gru", "bidirectional", "word2vec", "glove", "dropout", "saliency_words"),
)
