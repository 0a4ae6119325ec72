"""Word vectors: the forms of their files, what is refused, stems, coverage, training, and the memory that reading takes."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.features.word_vectors import files, streams
from rnn_core.features.word_vectors.vectors import Vectors, by_stem, coverage, matrix, read, stemmer, train_word2vec
from rnn_core.features.words import WordVocabulary

ROOT = Path(__file__).parents[3]
ROWS: dict[str, list[float]] = {"the": [0.5, -1, 2], "café": [1e-3, 0, 0.25], ",": [1, 1, 1], "dog": [3, 2, 1]}
GLOVE = "".join(f"{word} {' '.join(map(str, row))}\n" for word, row in ROWS.items())
WANTED = ["dog", "café", "cat", "the", "dog"]
BINARY = b"".join(word.encode() + b" " + np.array(row, "<f4").tobytes() for word, row in ROWS.items())
FORMS = {
    "GloVe text": GLOVE.encode(),
    "no last line end": GLOVE.rstrip().encode(),
    "line ends of Windows": GLOVE.replace("\n", "\r\n").encode(),
    "a mark and tabs": b"\xef\xbb\xbf, 0 0 0\n" + GLOVE.replace(" ", "\t").encode(),
    "word2vec text": b"4 3\n" + GLOVE.replace("\n", " \n").encode(),
    "word2vec binary": b"4 3\n" + BINARY,
    "word2vec binary with line ends": b"4 3\n" + BINARY.replace(b"caf", b"\ncaf").replace(b"dog", b"\ndog"),
    "gzip": gzip.compress(GLOVE.encode()),
    "a word twice, words with spaces": f"{GLOVE}dog 9 9 9\n. . . 4 4 4\n".encode(),
}


def put(folder: Path, content: str | bytes, name: str = "some.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(call, *arguments, **named) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments, **named)
    return str(caught.value)


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_wanted_words_are_read_from_every_form(tmp_path, content):
    path = put(tmp_path, content)
    heard: list[float] = []
    found = read(path, WANTED, progress=heard.append)
    assert found.words == ("dog", "café", "the")
    assert found.matrix.dtype == np.float32
    assert found.matrix.tolist() == np.array([ROWS[word] for word in found.words], np.float32).tolist()
    assert (found.dimension, len(found), "dog" in found, "cat" in found) == (3, 3, True, False)
    assert found.row("the").tolist() == ROWS["the"]
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert files.dimensions(path) == [3]


def test_words_with_spaces(tmp_path):
    path = put(tmp_path, ". . 1 2 3\na 4 5 6\n. . . 7 8 9\n")
    assert read(path, [". . .", ". .", "a"]).matrix.tolist() == [[7, 8, 9], [1, 2, 3], [4, 5, 6]]


def test_files_that_gensim_writes(tmp_path):
    from gensim.models import KeyedVectors

    kept = KeyedVectors(3)
    kept.add_vectors(list(ROWS), np.array(list(ROWS.values()), np.float32))
    for name, binary, header in (("a.txt", False, True), ("b.txt", False, False), ("c.bin", True, True)):
        kept.save_word2vec_format(str(tmp_path / name), binary=binary, write_header=header)
        found = read(tmp_path / name, WANTED)
        assert found.words == ("dog", "café", "the")
        np.testing.assert_array_equal(found.matrix, kept[list(found.words)])


def test_long_binary_files_are_read_part_by_part(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PART", 5)
    assert read(put(tmp_path, FORMS["word2vec binary with line ends"]), WANTED).words == ("dog", "café", "the")


def packed(folder: Path, **members: str) -> Path:
    path = folder / "some.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
        archive.writestr("__MACOSX/._a.txt", "a 1 2 3 4 5")
        archive.writestr("readme.txt", "What these are.")
    return path


def test_a_zip_file_with_several_dimensions(tmp_path):
    path = packed(tmp_path, a_3d_txt=GLOVE, a_2d_txt="dog 1 2\ncat 3 4\n")
    assert files.dimensions(path) == [2, 3]
    assert read(path, WANTED, dimension=2).matrix.tolist() == [[1, 2], [3, 4]]
    assert read(path, WANTED, dimension=3).words == ("dog", "café", "the")
    assert refused(read, path, WANTED) == "some.zip has vectors of 2 and 3 dimensions: choose one of these numbers."
    assert refused(read, path, WANTED, dimension=50) == (
        "some.zip has vectors of 2 and 3 dimensions where 50 were chosen; choose 2 or 3 dimensions, or another file."
    )


def test_zip_files_that_cannot_be_read(tmp_path):
    assert refused(read, packed(tmp_path), WANTED) == (f"some.zip (readme.txt) is no file of word vectors; {files.EXPECTED}.")
    path = packed(tmp_path, a_txt=GLOVE)
    content = path.read_bytes()
    assert "cannot be read to its end" in refused(read, put(tmp_path, content[:-30], "cut.zip"), WANTED)
    at = content.index(b"a.txt") + len("a.txt")
    broken = content[: at + 9] + bytes([content[at + 9] ^ 255]) + content[at + 10 :]
    assert refused(read, put(tmp_path, broken, "broken.zip"), WANTED).startswith("broken.zip")
    flagged = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert "is packed with a password" in refused(read, put(tmp_path, flagged, "closed.zip"), WANTED)


NOT_VECTORS = f"; {files.EXPECTED}."
REFUSED = {
    "empty": ("", f"some.txt is empty{NOT_VECTORS}"),
    "a blank line": ("\n", f"some.txt is empty{NOT_VECTORS}"),
    "a PDF": ("%PDF-1.7\n1 0 obj", f"some.txt is a PDF document{NOT_VECTORS}"),
    "a text": ("Once upon a time\n", f"some.txt is no file of word vectors{NOT_VECTORS}"),
    "one immense line": ("x" * 300_000, f"some.txt is no file of word vectors{NOT_VECTORS}"),
    "an old word file": (
        b"\xd0\xcf\x11\xe0 1",
        f"some.txt is an old or password-protected Office file (.xls, .doc){NOT_VECTORS}",
    ),
    "a gzip file cut off": (gzip.compress(GLOVE.encode())[:-12], "some.txt cannot be read to its end ("),
    "a pickle": (b"\x80\x04\x95", "some.txt is a pickled model, which can run any program when it is opened; save its vectors"),
    "too many dimensions": ("a" + " 1" * 4_097, "some.txt has 4,097 numbers for each word, more than 4,096; choose vectors of"),
    "a header alone": ("4 3\n", "some.txt has a vector for none of the 4 words of the texts; choose vectors of their language."),
    "other words": ("der 1 2\ndie 3 4\n", "some.txt has a vector for none of the 4 words of the texts; choose vectors of"),
    "too few numbers": (
        f"{GLOVE}cat 1 2\n",
        "Line 5 of some.txt has 2 numbers after its word where 3 were expected, as line 1 has; every word needs the same number "
        "of them, so choose a whole file.",
    ),
    "too many numbers": (f"{GLOVE}cow 1 2 3 4\n", "Line 5 of some.txt has 4 numbers after its word where 3 were expected, as"),
    "another header": (
        f"4 5\n{GLOVE}",
        "Line 2 of some.txt has 3 numbers after its word where 5 were expected, as its first line",
    ),
    "a word without numbers": (f"{GLOVE}cow\n", "Line 5 of some.txt has 0 numbers after its word where 3 were expected, as line"),
    "an immense line": (f"{GLOVE}{'x' * 300_000}\n", f"Line 5 of some.txt has more than 131,072 signs{NOT_VECTORS}"),
    "no number": (
        f"{GLOVE}cat 1 2,5 3\n",
        "Line 5 of some.txt has '2,5' where a number was expected; choose a file whose vectors are whole.",
    ),
    "NaN": (f"{GLOVE}cat 1 nan 3\n", "some.txt has a number that is not finite (NaN or infinite) for the word 'cat'; choose a"),
    "infinite": (f"{GLOVE}cat 1 1e99 3\n", "some.txt has a number that is not finite (NaN or infinite) for the word 'cat';"),
    "NaN in a binary file": (
        b"1 2\ncat \0\0\xc0\x7f\0\0\0\0",
        "some.txt has a number that is not finite (NaN or infinite) for the word 'cat'; choose a file whose vectors are whole.",
    ),
    "a binary file cut off": (
        b"4 3\n" + BINARY[:-1],
        "some.txt ends after 3 whole words where its first line says 4; it was cut off, so fetch or copy it again.",
    ),
}


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(tmp_path, content, sentence):
    said = refused(read, put(tmp_path, content), WANTED)
    assert said.startswith(sentence)
    assert said.endswith(".")


def test_another_dimension_and_a_missing_file(tmp_path):
    assert refused(read, put(tmp_path, GLOVE), WANTED, dimension=50) == (
        "some.txt has vectors of 3 dimensions where 50 were chosen; choose 3 dimensions, or another file."
    )
    assert refused(read, tmp_path / "none.txt", WANTED) == (
        "none.txt cannot be read to its end (No such file or directory); fetch or copy it again."
    )


def test_files_that_are_too_large(tmp_path, monkeypatch):
    sentence = (
        "some.txt has 0 MB, more than 0 MB; choose vectors of fewer words or dimensions, or have the file put into the folder "
        "data of the server."
    )
    path = put(tmp_path, GLOVE)
    assert refused(read, path, WANTED, most=20) == sentence
    assert len(read(path, WANTED, most=len(GLOVE.encode()))) == 3
    monkeypatch.setattr(streams, "MOST_BYTES", 30)
    assert "some.zip (a.txt) has 0 MB" in refused(read, packed(tmp_path, a_txt=GLOVE), WANTED)
    monkeypatch.setattr(files, "TELL_EVERY", 1)
    assert "some.gz has 0 MB" in refused(read, put(tmp_path, gzip.compress(GLOVE.encode() * 9), "some.gz"), WANTED)


@pytest.mark.skipif(os.name == "nt", reason="files with holes are made otherwise there")
def test_a_file_of_5_gb_that_is_no_text_is_refused_at_once(tmp_path):
    path = put(tmp_path, GLOVE)
    os.truncate(path, 5_000_000_000)
    assert refused(read, path, WANTED).startswith("Line 5 of some.txt has more than 131,072 signs")
    assert "has 5,000 MB, more than 200 MB" in refused(read, path, WANTED, most=200_000_000)


def test_progress_can_end_the_reading(tmp_path):
    def stop(fraction: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(put(tmp_path, GLOVE), WANTED, progress=stop)


STEMS = "computer 1 2\nComputing 3 5\ncompute 5 2\ncomputers' 90 90\n2000 7 8\ndatabase 9 9\n"


def test_words_that_share_a_stem_are_averaged(tmp_path):
    path = put(tmp_path, STEMS)
    found = by_stem(path, ["comput", "databas", "2000", "studi"], stemmed=True)
    assert found.words == ("comput", "databas", "2000")
    assert found.matrix.tolist() == [[3, 3], [9, 9], [7, 8]]
    found = by_stem(path, ["computed", "studies", "computes", "databases"], stemmed=False)
    assert found.words == ("computed", "computes", "databases")
    assert found.matrix.tolist() == [[3, 3], [3, 3], [9, 9]]
    assert "none of the 1 words" in refused(by_stem, path, ["studi"], stemmed=True)
    assert "where 3 were chosen" in refused(by_stem, path, ["comput"], stemmed=True, dimension=3)


def test_stems():
    cut = stemmer()
    given = ["Computing", "studies", "science", "don't", "r2d2", "größen", "Été"]
    assert [cut(word) for word in given] == ["comput", "studi", "scienc", "don't", "r2d2", "größen", "été"]
    assert cut("databases") == "databas"
    assert cut("databas") == "databa"


def test_coverage():
    vectors = Vectors(("a", "b"), np.zeros((2, 1), np.float32))
    found = coverage({"a": 6, "c": 2, "d": 1, "e": 1}, vectors)
    assert (found.distinct, found.running) == (0.25, 0.6)
    found = coverage({}, vectors)
    assert (found.distinct, found.running) == (0, 0)


def test_the_rows_of_a_vocabulary():
    vocabulary = WordVocabulary(("b", "x", "a"))
    vectors = Vectors(("a", "b", "other"), np.array([[1, 2], [3, 2], [50, 60]], np.float32))
    table = matrix(vocabulary, vectors, seed=1)
    assert table.dtype == np.float32
    assert table.shape == (5, 2)
    assert table[[0, 1, 2, 4]].tolist() == [[0, 0], [2, 2], [3, 2], [1, 2]]
    assert table[3, 1] == 2  # no spread there
    assert table[3, 0] != 2
    assert (matrix(vocabulary, vectors, seed=1) == table).all()
    assert (matrix(vocabulary, vectors, seed=2) != table).any()
    assert refused(matrix, WordVocabulary(("x",)), vectors, 1).startswith("No word of the texts has one of these vectors;")


def test_words_without_a_vector_are_spread_as_the_others():
    known = [f"k{number}" for number in range(2_000)]
    rows = np.random.default_rng(0).normal([1, -3], [0.5, 2], (2_000, 2)).astype(np.float32)
    vocabulary = WordVocabulary((*known, *(f"u{number}" for number in range(2_000))))
    drawn = matrix(vocabulary, Vectors(tuple(known), rows), seed=0)[2_002:]
    np.testing.assert_allclose(drawn.mean(axis=0), rows.mean(axis=0), atol=0.2)
    np.testing.assert_allclose(drawn.std(axis=0), rows.std(axis=0), rtol=0.1)


TRAIN = """
import hashlib, json
from rnn_core.features.word_vectors.vectors import train_word2vec
texts = [["red", "apple", "sweet"], ["green", "apple", "sour"], ["fast", "red", "car"]] * 30 + [["rare"]]
for seed in (1, 2):
    heard = []
    found = train_word2vec(texts, 8, seed, epochs=4, fewest=2, progress=heard.append)
    print(json.dumps([found.words, found.dimension, heard, hashlib.sha256(found.matrix.tobytes()).hexdigest()]))
"""


def test_trained_vectors_are_the_same_in_every_process():
    said = []
    for salt in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": salt}
        said.append(subprocess.run([sys.executable, "-c", TRAIN], cwd=ROOT, env=environment, capture_output=True, check=True))
    assert said[0].stderr == b""
    assert said[0].stdout == said[1].stdout
    first, second = (json.loads(line) for line in said[0].stdout.splitlines())
    assert set(first[0][:2]) == {"red", "apple"}
    assert set(first[0][2:]) == {"sweet", "sour", "green", "fast", "car"}
    assert first[1:3] == [8, [0.25, 0.5, 0.75, 1.0]]
    assert first[3] != second[3]


def test_training_takes_long_texts_whole_and_refuses_none():
    found = train_word2vec([["a", "b"] * 6_000 + ["end", "end"]], 4, seed=0, epochs=1)
    assert set(found.words) == {"a", "b", "end"}
    assert np.isfinite(found.matrix).all()
    for texts, fewest in (([], 1), ([[]], 1), ([["a", "b"]], 2)):
        assert refused(train_word2vec, texts, 4, seed=0, fewest=fewest).startswith("The texts hold no word that occurs")


def test_a_server_that_knows_vectors_loads_neither_gensim_nor_nltk():
    code = "import sys; from rnn_core.features.word_vectors import vectors; print({'gensim', 'nltk'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of one program")
def test_reading_a_large_file_takes_little_memory(tmp_path):
    """150 MB, of 300 dimensions: for 5,000 words 6 MB of numbers are kept, and the same again while they are put together."""
    tails = [" ".join(f"{place}.{number:05}" for number in range(300)) for place in range(10)]
    with (tmp_path / "big.txt").open("w") as file:
        file.writelines(f"word{number} {tails[number % 10]}\n" for number in range(62_000))
    assert (tmp_path / "big.txt").stat().st_size > 145e6
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "big.txt")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found, grown = done.stdout.split()
    assert found == "5000"
    assert int(grown) < 30_000, f"{grown} kB"


MEASURED = """
import sys
from pathlib import Path
from rnn_core.features.word_vectors.vectors import read

def kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

wanted = [f"word{number}" for number in range(0, 60_000, 12)]
before = kilobytes("VmRSS")
print(len(read(Path(sys.argv[1]), wanted)), kilobytes("VmHWM") - before)
"""
