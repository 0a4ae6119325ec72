"""Reading a 1 GB file of word vectors for a vocabulary of 20,000 words: seconds, and memory beyond what was there before.

``python -m benchmarks.vectors [--gigabytes 1] [--words 20000]``: the file is made for it, as GloVe text of 300 dimensions, as the
same in a zip file, and as word2vec binary. The aim: less than 1 GB. A last line reads the text by stems.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

DIMENSION = 300
ENDINGS = ("s", "ing", "ed", "ation", "")
MEASURE = """
import sys, time
from pathlib import Path
from benchmarks.vectors import names
from rnn_core.features.word_vectors import vectors

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

path, wanted, way = Path(sys.argv[1]), names(int(sys.argv[2])), sys.argv[3]
if way == "by stems":
    vectors.stemmer()  # which loads nltk
before, begin, busy = kilobytes("VmRSS"), time.perf_counter(), time.process_time()
found = vectors.by_stem(path, wanted, stemmed=False) if way == "by stems" else vectors.read(path, wanted)
took, busy = time.perf_counter() - begin, time.process_time() - busy
more = (kilobytes("VmHWM") - before) / 1024
print(f"{len(found):,} words in {took:.1f} s ({busy:.1f} s of one core), {more:.0f} MB more memory")
"""


def main() -> None:
    """Make the files, read them, print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--words", type=int, default=20_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text, packed, binary = (Path(folder) / name for name in ("vectors.txt", "vectors.zip", "vectors.bin"))
        written = write_text(text, int(chosen.gigabytes * 1e9))
        write_binary(binary, written)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(text, text.name)
        for path, way in ((text, "direct"), (packed, "direct"), (binary, "direct"), (text, "by stems")):
            size = path.stat().st_size / 1e9
            print(f"{path.name}, {size:.2f} GB, {written:,} words, {way}: {measured(path, chosen.words, way)}", flush=True)


def measured(path: Path, words: int, way: str) -> str:
    """What a fresh process says about reading the file."""
    arguments = [sys.executable, "-c", MEASURE, str(path), str(words), way]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.strip()


def names(count: int) -> list[str]:
    """Different words with the endings of English, as many as asked for; the longer list begins with the shorter one."""
    letters = "bcdfghklmnprstvw"
    stems = (
        "".join(letters[number >> shift & 15] + "aeio"[number >> shift & 3] for shift in (0, 4, 8, 12, 16))
        for number in range(count)
    )
    return [stem + ENDINGS[number % len(ENDINGS)] for number, stem in enumerate(stems)]


def write_text(path: Path, size: int) -> int:
    """A file in GloVe's form of about ``size`` bytes. Returns the number of its words."""
    rows = numbers()
    tails = [" ".join(f"{value:.5f}" for value in row) for row in rows]
    count = size // (len(tails[0]) + 12)
    with path.open("w") as file:
        file.writelines(f"{name} {tails[place % len(tails)]}\n" for place, name in enumerate(names(count)))
    return count


def write_binary(path: Path, count: int) -> None:
    """The same words in word2vec's binary form."""
    rows = [row.astype("<f4").tobytes() + b"\n" for row in numbers()]
    with path.open("wb") as file:
        file.write(f"{count} {DIMENSION}\n".encode())
        file.writelines(name.encode() + b" " + rows[place % len(rows)] for place, name in enumerate(names(count)))


def numbers() -> np.ndarray:
    """Rows that the words of a file take in turn, ``(997, DIMENSION)``."""
    return np.random.default_rng(0).normal(0, 0.4, (997, DIMENSION))


if __name__ == "__main__":
    main()
