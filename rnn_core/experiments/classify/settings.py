"""How classes of texts are told apart: the settings and their presets.

The ``webkb-exercise`` preset is the network of a well-known course exercise: pretrained GloVe vectors, a recurrent layer of 256
units, dense layers of 128 and 64, against overfitting dropout and early stopping.
"""

from typing import Literal

from rnn_core.networks.cells import CELLS
from rnn_core.settings import ABOUT_CELLS, CellOrNone, TrainingSettings, changed, setting

OF_VECTORS = {"encoding": ("embedding", "glove", "word2vec")}  # beside one-hot these settings have no effect
OF_CELLS = {**OF_VECTORS, "cell": CELLS}
OF_FILES = {"encoding": ("glove",)}
MOST_TIMESTEPS = 1000


class ClassifySettings(TrainingSettings):
    """Settings of text classification. Defaults are the ``reviews-embedding`` preset, article values the exercise's."""

    validation: float = setting(
        0.15,
        "Kept for validation",
        "Share of the texts on which the best epoch is chosen. They are never learned from.",
        group="Data",
        ge=0.01,
        le=0.5,
        step=0.01,
    )
    test: float = setting(
        0.15,
        "Kept for the test",
        "Share of the texts on which the finished network is measured, once. A test file takes its place.",
        group="Data",
        ge=0.01,
        le=0.5,
        step=0.01,
    )
    vocabulary: int = setting(
        10_000,
        "Vocabulary",
        "The most frequent words of the training part that get a number of their own; all others are the unknown word.",
        group="Data",
        article=10_000,
        ge=10,
        le=40_000,
    )
    timesteps: int = setting(
        300,
        "Maximum length",
        "In words, or characters: longer texts are cut, shorter ones filled up at their end (padding), which the network passes "
        "over (masking).",
        group="Data",
        article=200,
        ge=2,
        le=MOST_TIMESTEPS,
    )
    tokens: Literal["auto", "words", "characters"] = setting(
        "auto",
        "Tokens",
        "What a text is cut into: words, or characters, which suit names, DNA and languages without spaces. As the texts need: "
        "characters where most words of new texts would be unknown.",
        group="Words",
        words={"auto": "As the texts need"},
    )
    encoding: Literal["onehot", "embedding", "glove", "word2vec"] = setting(
        "embedding",
        "Encoding",
        "How words become numbers. One-hot: which words occur (a bag of words; order and cell play no part). Embedding: "
        "a list of numbers a word, learned on this task (contextual). GloVe: vectors from a file, learned elsewhere (global). "
        "word2vec: vectors learned from the training part's word neighbourhoods first.",
        group="Words",
        article="glove",
    )
    dimension: int = setting(
        32,
        "Dimension of the vectors",
        "Numbers a word. GloVe has files with 50, 100, 200 and 300.",
        group="Words",
        article=100,
        ge=2,
        le=300,
        needs=OF_VECTORS,
    )
    vectors: str = setting(
        "",
        "Vectors file",
        "A file of word vectors. Empty: GloVe as downloaded (glove.6B).",
        group="Words",
        needs=OF_FILES,
    )
    stems: bool = setting(
        False,
        "Match vectors by stem",
        "For texts of word stems (comput, studi): each takes the mean of the vectors of all words that share the stem.",
        group="Words",
        article=True,
        needs=OF_FILES,
    )
    tune: bool = setting(
        False,
        "Fine-tune the vectors",
        "Let the training change vectors that were read from a file or learned before. Off: they stay as they are (frozen).",
        group="Words",
        article=False,
        needs={"encoding": ("glove", "word2vec")},
    )
    cell: CellOrNone = setting(
        "gru",
        "Cell",
        "What reads the words one after the other. None: the mean of their vectors (pooling), in which order is lost. "
        + ABOUT_CELLS,
        group="Network",
        article="lstm",
        needs=OF_VECTORS,
        words={"none": "None (pooling)"},
    )
    bidirectional: bool = setting(
        False,
        "Both directions",
        "A second layer reads the text from its end; both are used.",
        group="Network",
        article=False,
        needs=OF_CELLS,
    )
    summary: Literal["mean", "last"] = setting(
        "mean",
        "What the memory hands on",
        "Mean: the average of what it remembers after each word, which long texts need. Last: what it remembers at the end.",
        group="Network",
        article="last",
        needs=OF_CELLS,
    )
    layers: int = changed("layers", 1, article=1, le=2, needs=OF_CELLS)
    units: int = changed("units", 32, article=256, needs=OF_CELLS)
    dense1: int = setting(
        0,
        "First dense layer",
        "Units of a layer between memory and answer. 0 = none.",
        group="Network",
        article=128,
        ge=0,
        le=512,
    )
    dense2: int = setting(
        0, "Second dense layer", "Units of one more such layer. 0 = none.", group="Network", article=64, ge=0, le=512
    )
    dropout: float = changed("dropout", 0.6, article=0.4)
    learning_rate: float = changed("learning_rate", 0.002)
    clipnorm: float = changed("clipnorm", 1.0, article=1.0)
    batch_size: int = changed("batch_size", 64, article=32, help="Texts looked at before each change of the weights.")
    epochs: int = changed("epochs", 20, article=20)
    patience: int = changed("patience", 3, article=4)
    balance: bool = setting(
        False,
        "Balance the classes",
        "Let each text of a small class count more, so that all classes weigh the same (class weights).",
        group="Training",
        article=False,
    )


PRESETS = {
    "reviews-embedding": ClassifySettings(),
    "reviews-one-hot": ClassifySettings(encoding="onehot", cell="none", dense1=16),
    "webkb-exercise": ClassifySettings.article(),
}
