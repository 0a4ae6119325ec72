"""What labelled texts look like in numbers: classes, lengths, and how often a class uses a word."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from rnn_core.datasets.labelled import Labelled
from rnn_core.words import words

Split = Callable[[str], Sequence[str]]  # takes a text, gives its words in order
BINS = 30


def class_counts(data: Labelled) -> pd.DataFrame:
    """How many texts each class (the index) has to learn from ("train") and, when there is a test file, in it ("test")."""
    columns = {"train": data.labels} if data.test is None else {"train": data.labels, "test": data.test[1]}
    names = list(data.classes)
    counts = {part: pd.Series(labels).value_counts().reindex(names, fill_value=0) for part, labels in columns.items()}
    return pd.DataFrame(counts, index=pd.Index(names, name="class")).astype("int64")


def lengths(texts: Sequence[str], split: Split = words) -> np.ndarray:
    """How many words each text has, shape (texts,)."""
    return np.array([len(split(text)) for text in texts], dtype=np.int64)


def length_histogram(counts: np.ndarray, bins: int = BINS) -> pd.DataFrame:
    """Of ``counts`` (texts,) in words: how many "texts" have "from" to "to" words, both included.

    At most ``bins`` rows, each as wide as the others, which together hold every text. No counts give no rows.
    """
    if not len(counts):
        return pd.DataFrame({"from": [], "to": [], "texts": []}, dtype="int64")
    low, high = int(counts.min()), int(counts.max())
    width = -(-(high - low + 1) // bins)
    found = np.bincount((counts - low) // width)
    starts = low + width * np.arange(len(found))
    return pd.DataFrame({"from": starts, "to": starts + width - 1, "texts": found}).astype("int64")


def word_by_class(data: Labelled, word: str, split: Split = words) -> pd.DataFrame:
    """How the texts to learn from of each class (the index) use a word, large and small letters alike.

    Columns: "texts" that have it, their "share" of the class's texts (0 to 1), the "times" it occurs, and how often that is
    "per thousand" words of the class.
    """
    wanted = word.strip().lower()
    split_texts = [split(text) for text in data.texts]
    times = np.array([sum(one.lower() == wanted for one in found) for found in split_texts], np.int64)
    return use_by_class(data.labels, times, np.array([len(found) for found in split_texts], np.int64))


def use_by_class(labels: Sequence[str], times: np.ndarray, lengths: np.ndarray) -> pd.DataFrame:
    """As :func:`word_by_class`, from how often each text has the word and how many words it has, ``(texts,)`` each."""
    table = pd.DataFrame({"class": labels, "times": times, "words": lengths})
    table["texts"] = table["times"] > 0
    classes = table.groupby("class", sort=True)
    total = classes[["texts", "times", "words"]].sum().astype("int64")
    per_thousand = 1000 * total["times"] / total["words"].clip(lower=1)
    return pd.DataFrame(
        {
            "texts": total["texts"],
            "share": total["texts"] / classes.size(),
            "times": total["times"],
            "per thousand": per_thousand,
        }
    )
