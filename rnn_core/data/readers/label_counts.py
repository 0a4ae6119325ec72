"""What labelled texts look like in numbers: classes, lengths, and how often a class uses a word."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

BINS = 30


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


def use_by_class(labels: Sequence[str], times: np.ndarray, lengths: np.ndarray) -> pd.DataFrame:
    """How the texts of each class (the index) use a word. ``times`` it occurs in a text, ``lengths`` of the texts, ``(texts,)``.

    Columns: "texts" that have it, their "share" of the class's texts (0 to 1), the "times" it occurs, and how often that is
    "per thousand" words of the class.
    """
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
