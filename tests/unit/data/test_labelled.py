"""Texts with labels: what is read, cleaned and counted, what is told, and what is refused with which words."""

import hashlib
import io
import json
import tarfile
import time
import zipfile
from collections import Counter
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from rnn_core.data import File, Labelled, entries, entry, keep, load_dataset, read_labelled, uploads
from rnn_core.data.fetch.downloads import Download
from rnn_core.data.likeliest import likeliest
from rnn_core.data.readers.label_counts import length_histogram, use_by_class
from rnn_core.data.readers.label_files import examine_labelled
from rnn_core.data.readers.labels import MOST_TEXT, clean, repeated
from rnn_core.data.sources import remote_labelled
from rnn_core.data.sources.dna import IN_THREES, MOTIF, SHUFFLED, WITH_MOTIF, dna
from rnn_core.errors import UserError

FILMS = "text,label\n" + "".join(f"film {number} was fine,good\nfilm {number} was dull,bad\n" for number in range(3))
LINES = "course\tbook exam\nstudent\thobbi\ncourse\tgrade\nstudent\tadvisor\ncourse\tweek\nstudent\tresum\n"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_LAB_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path


def made(texts: str, labels: str, **more) -> Labelled:
    """Texts and labels of one letter each; a point stands for an empty one."""
    return Labelled(tuple(texts.replace(".", " ")), tuple(labels.replace(".", " ")), "mine", **more)


def read(content: str, name: str = "films.csv", **more) -> Labelled:
    return read_labelled(File(content.encode(), name), **more)


def refusal(call, *arguments, **more) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def content(data: Labelled) -> tuple:
    return data.texts, data.labels, data.title, data.source, data.licence, data.notes, data.test


# the copies that runs use


def test_a_copy_is_the_same_to_the_last_character():
    awkward = ("", ' "q",\t\\', "two\r\nlines\u2028\x85end\n", "ü😀\x00")
    data = Labelled(awkward, ("a", "b", "ä\n", ""), "T", "S", "L", ("One.", "Two."))
    for one in (data, replace(data, test=(awkward[::-1], data.labels)), replace(data, test=((), ()))):
        assert content(load_dataset(keep(one))) == content(one)
    assert keep(data) != keep(replace(data, test=((), ())))


def test_fifty_thousand_reviews_are_kept_in_seconds():
    texts = tuple(f"{number} " + "it was not as good as they say, " * 40 for number in range(50_000))
    data = Labelled(texts, ("good", "bad") * 25_000, "Many")
    start = time.monotonic()
    again = load_dataset(keep(data))
    assert time.monotonic() - start < 10
    assert again.texts == texts


def test_classes_and_counts():
    data = made("abcd", "yxyy")
    assert data.classes == ("x", "y")
    assert data.counts == {"x": 1, "y": 3}
    assert list(data.counts) == ["x", "y"]


def test_an_upload_of_labelled_texts():
    one = uploads.add(made("abc", "xxy"), "mine")
    assert one.kind == "labelled"
    assert one.load().labels == ("x", "x", "y")
    assert [found.id for found in uploads.uploads("labelled")] == [one.id]


# cleaning


def test_rows_without_text_or_label_are_left_out_and_told():
    data = clean(made("ab.cdefg", "xxxxyy.y"))
    assert (data.texts, data.labels) == (tuple("abcdeg"), tuple("xxxyyy"))
    assert data.notes == ("Texts: 8 rows; left out: 1 without text, 1 without a label.",)
    assert clean(made("abcdef", "xxxyyy")).notes == ("Texts: 6 rows, all of them used.",)


def test_blanks_around_say_nothing():
    data = clean(Labelled((" a\n", "b", "c ", "d", "e", "f"), ("x ", " x", "x", "two  words", "two words", "two\nwords"), "T"))
    assert data.texts == tuple("abcdef")
    assert data.counts == {"two words": 3, "x": 3}


def test_a_word_for_an_empty_cell_is_no_label():
    data = clean(Labelled(tuple("abcdefgh"), (*"xxxyyy", "NaN", " null"), "mine"))
    assert data.counts == {"x": 3, "y": 3}
    assert data.notes == ("Texts: 8 rows; left out: 2 without a label.",)
    none = clean(Labelled(tuple("abcdef"), ("None", "none ", "None", *"yyy"), "mine"))
    assert none.counts == {"None": 3, "y": 3}


def test_many_rows_without_a_label():
    texts = tuple(f"text {number}" for number in range(100))
    few = clean(Labelled(texts, (*("NaN",) * 5, *"xy" * 45, *"xyxyx"), "mine"))
    assert few.notes == ("Texts: 100 rows; left out: 5 without a label.",)
    many = Labelled(texts, (*("NaN", "") * 3, *"xy" * 47), "mine")
    assert refusal(clean, many) == (
        "mine has 100 rows, but 6 of them have no label (the cell is empty or NaN), such as those of the texts 'text 0' and "
        "'text 1': label them, or delete these rows."
    )
    fine = made("abcdef", "xxxyyy", test=(texts, many.labels))
    assert refusal(clean, fine).startswith("The test file of mine has 100 rows, but 6 of them have no label")


def test_spellings_that_differ_in_capital_letters_and_blanks_are_one():
    labels = ("Positive", "positive", " positive ", "NEGATIVE", "negative", "negative", "neutral", "neutral", "neutral")
    data = clean(Labelled(tuple("abcdefghi"), labels, "mine", test=(("j", "k", "l"), ("POSITIVE", "negative ", "Neutral"))))
    assert data.counts == {"negative": 3, "neutral": 3, "positive": 3}
    assert data.test == (("j", "k"), ("positive", "negative"))
    assert data.notes[0] == (
        "Labels that differ only in capital letters or blanks count as one: 'NEGATIVE', 'negative' as 'negative'; "
        "'Positive', 'positive', ' positive ' as 'positive'."
    )


def test_line_breaks_of_web_pages_are_taken_away():
    texts = ("one.<br /><br />Two", "a <BR> b<br/>", "1 < 2", "d", "e", "f")
    data = clean(Labelled(texts, tuple("xxxyyy"), "mine"))
    assert data.texts == ("one. Two", "a b", "1 < 2", "d", "e", "f")
    assert data.notes[0] == "In 2 texts a blank took the place of the line breaks of web pages (<br />)."
    assert clean(data).texts == data.texts


def test_texts_of_the_test_file_are_not_learned_from():
    data = clean(made("abcdefgh", "xxxxyyyy", test=(("a", "g", "new", "", "z"), ("x", "x", "y", "y", "new"))))
    assert (data.texts, data.labels) == (tuple("bcdefh"), tuple("xxxyyy"))
    assert data.test == (("a", "g", "new"), ("x", "x", "y"))
    assert data.notes == (
        "Texts to learn from: 8 rows; left out: 2 whose text is in the test file too.",
        "Texts of the test file: 5 rows; left out: 1 without text, 1 with a label that no text to learn from has.",
    )
    again = clean(data)
    assert (again.texts, again.labels, again.test) == (data.texts, data.labels, data.test)


def test_repeated():
    assert repeated(["a", "b", "a"], ["a", "A"]) == [True, False, True]


SWAPPED = Labelled(("good", "bad") * 5, tuple(f"text {number}" for number in range(10)), "mine")
BAD = {
    "no text": (made("...", "xxy"), "mine has no text in any of its 3 rows: choose another column of texts."),
    "no label": (made("abc", "..."), "mine has no row with both a text and a label: choose other columns, or another file."),
    "one class": (
        made("abc", "xxx"),
        "All texts of mine have the same label ('x'): telling classes apart needs at least two labels, so choose another "
        "column, or add texts of another class.",
    ),
    "a small class": (
        made("abcde", "xxxyy"),
        "The label 'y' of mine has only 2 texts, but every label needs at least 3 (to learn from, to choose by and to test "
        "on): add texts, or leave that label out.",
    ),
    "a class that the test file takes": (
        made("abcdef", "xxxyyy", test=(("f",), ("y",))),
        "The label 'y' of mine has only 2 texts after leaving out the texts that are in the test file too, but",
    ),
    "all in the test file": (
        made("ab", "xy", test=(("a", "b"), ("x", "y"))),
        "mine has no text to learn from after leaving out the texts that are in the test file too: choose another test file.",
    ),
    "swapped": (
        SWAPPED,
        "The labels of mine seem to stand in the column of texts: 10 rows have 10 different labels but only 2 different texts, "
        "so choose the two columns the other way round.",
    ),
    "too many classes": (
        Labelled(tuple(map(str, range(120))), tuple(str(number % 60) for number in range(120)), "mine"),
        "mine has 60 different labels in 120 rows, more than 50: choose a column that has few different values as label, or",
    ),
    "an endless label": (Labelled(tuple("abc"), ("x", "y" * 101, "x"), "mine"), "A label of mine has 101"),
    "an endless text": (Labelled(("a" * (MOST_TEXT + 1),), ("x",), "mine"), "A text of mine has 1,000,001 characters"),
    "other labels in the test file": (
        made("abcdef", "xxxyyy", test=(("g",), ("X",))),
        "No label of the test file of mine ('X', ...) is among those to learn from ('x', 'y'):",
    ),
    "an empty test file": (
        made("abcdef", "xxxyyy", test=((" ",), ("x",))),
        "The test file of mine has no text in any of its 1 row:",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_no_classes_can_be_learned_from(case):
    data, message = BAD[case]
    assert refusal(clean, data).startswith(message)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr("rnn_core.data.readers.labels.MOST_TEXTS", 2)
    assert refusal(clean, made("abc", "xxy")) == "mine has 3 rows, more than 2; take a part of them."


# files


def test_a_table_with_usual_names():
    data = read(FILMS)
    assert data.texts[:2] == ("film 0 was fine", "film 0 was dull")
    assert data.counts == {"bad": 3, "good": 3}
    assert (data.title, data.source, data.test) == ("films.csv", "Your own file", None)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators(mark):
    assert content(read(FILMS.replace(",", mark)))[:2] == content(read(FILMS))[:2]


def test_a_workbook():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in FILMS.splitlines():
        book.active.append(line.split(","))
    book.save(file)
    data = read_labelled(File(file.getvalue(), "films.xlsx"))
    assert content(data)[:2] == content(read(FILMS))[:2]


def test_another_encoding_is_told():
    data = read_labelled(File(FILMS.replace("fine", "très bon").encode("cp1252"), "films.csv"))
    assert data.texts[0] == "film 0 was très bon"
    assert data.notes[0].endswith("Western European text (cp1252).")


def test_columns_are_guessed_by_what_they_hold():
    table = "id,side,what,when\n" + "".join(
        f"{number},{('left', 'right')[number % 2]},some longer words {number},d{number % 60}\n" for number in range(120)
    )
    texts, labels = examine_labelled(File(table.encode(), "t.csv")).questions
    assert (texts.id, [*texts.options], texts.taken) == ("text", ["what", "side", "when"], "what")
    assert texts.options["what"] == "what (20 characters on average)"
    assert (labels.id, labels.options) == ("label", {"side": "side (2 different values: left, right)"})
    data = read(table)
    assert data.texts[0] == "some longer words 0"
    assert data.classes == ("left", "right")


def test_usual_names_come_first():
    rows = "".join(f"{word},a very long remark {n},fine {word} {n}\n" for n in range(3) for word in ("pos", "neg"))
    texts, labels, *_ = examine_labelled(File(f"sentiment,note,review\n{rows}".encode(), "t.csv")).questions
    assert [*texts.options] == ["review", "note", "sentiment"]
    assert labels.taken == "sentiment"


def test_no_column_is_offered_for_labels_that_holds_the_texts():
    table = File(("taste,age,id\n" + "".join(f"{'ab'[n % 2]},{'cd'[n % 3 > 0]},{n % 5}\n" for n in range(30))).encode(), "t.csv")
    texts, labels, *_ = examine_labelled(table, {"same-texts": "every"}).questions
    assert {*texts.options} == {"taste", "age"}
    assert {*labels.options} == {"taste", "age", "id"} - {texts.taken}
    texts, labels, *_ = examine_labelled(table, {"text": labels.taken, "same-texts": "every"}).questions
    assert {*labels.options} == {"taste", "age", "id"} - {texts.taken}
    assert labels.taken in labels.options


def test_columns_can_be_chosen():
    table = "text,label,other\n" + "".join(f"a{number},{'xy'[number % 2]},{'pq'[number % 2]} z\n" for number in range(6))
    assert read(table, label="other").classes == ("p z", "q z")
    other = table.replace("p z", "p{0} z").replace("q z", "q{0} z")
    numbered = "".join(line.format(number) + "\n" for number, line in enumerate(other.splitlines()))
    assert read(numbered, text="other", label="label").texts[0] == "p1 z"
    assert refusal(read, table, text="label", label="text").startswith(
        "The labels of films.csv seem to stand in the column of texts"
    )


@pytest.mark.parametrize("name", ["webkb.txt", "webkb.tsv", "webkb.csv"])
def test_lines_of_a_label_a_tab_and_words(name):
    data = read(LINES + "student\t\ncourse\n\n", name)
    assert data.texts == ("book exam", "hobbi", "grade", "advisor", "week", "resum")
    assert data.counts == {"course": 3, "student": 3}
    assert data.notes == ("Texts: 8 rows; left out: 2 without text.",)
    assert examine_labelled(File(LINES.encode(), name)).questions == ()


def test_lines_that_begin_with_a_rare_label():
    lines = "rare\tone two three four five six\n" + LINES
    assert refusal(read, lines, "t.txt").startswith("The label 'rare' of t.txt has only 1 text, but")


def test_a_table_without_names_whose_first_row_has_numbers():
    tweet = '"{0}","{1}","Mon Apr 06 22:19:45 PDT 2009","NO_QUERY","user{1}","some words and number {1} @x"\n'
    data = read("".join(tweet.format(number % 2 * 4, number) for number in range(8)))
    assert data.counts == {"0": 4, "4": 4}
    assert data.texts[0] == "some words and number 0 @x"
    assert data.notes == (
        "The first row holds no column names, so it was read as the others; the columns are called 'column 1' to 'column 6' "
        "here.",
        "Texts: 8 rows, all of them used.",
    )
    counted = "0,1\n" + "".join(f"some words {number},{number % 2}\n" for number in range(8))
    assert refusal(read, counted).startswith("The first row of films.csv is not a row of column names, as '1' is a label of")


FASTTEXT = "".join(f"__label__{word} film {number}, {word}\n" for number in range(3) for word in ("pos", "neg"))


def test_lines_with_marked_labels():
    data = read(FASTTEXT + "  __label__pos , and more\n", "train.txt")
    assert data.texts[-2:] == ("film 2, neg", "and more")
    assert data.counts == {"neg": 3, "pos": 4}
    assert examine_labelled(File(FASTTEXT.encode(), "train.txt")).questions == ()
    assert refusal(read, f"{FASTTEXT}none\n", "t.txt") == (
        "Line 7 of t.txt has no label that begins with __label__; expected one before the words in every line."
    )


def test_several_marked_labels_are_told():
    data = read(FASTTEXT + "".join(f"__label__pos __label__new film {number}\n" for number in range(3, 6)), "train.txt")
    assert data.counts == {"neg": 3, "pos": 3, "pos, new": 3}
    assert "3 lines have several labels: these, joined by commas, count as a class of their own." in data.notes


@pytest.mark.parametrize(
    "form", ["{0};{1}", "{0}|{1}", "{0},{1}", "{0} .@{1}", "{1}:all {0}", "s1\t{2}\t{3}\t{0}", "{1},n,\t{0}"]
)
def test_labels_without_names(form):
    texts = [f"a film of some kind, part {number}".replace("," if "," in form else "\0", "") for number in range(8)]
    lines = [form.format(text, "NO" if n % 2 else "YES", n % 2, "*" * (n % 3 == 0)) for n, text in enumerate(texts)]
    data = read("\n".join(lines), "train.txt")
    assert [*data.counts.values()] == [4, 4]
    assert data.texts[0].removesuffix(" .") == texts[0]


def test_a_row_of_names_may_come_again():
    joined = "satz,kind\n" + "words 1,a\nwords 2,b\nwords 3,a\nwords 4,b\nsatz,kind\nwords 5,a\nwords 6,b\nsatz,kind\n"
    assert refusal(read, joined).startswith("The first row of films.csv is not a row of column names")


def test_labels_behind_a_tab():
    kinds = {"fine": "pos", "dull": "neg"}
    lines = [f"{word} number {number}\t{kind}\n" for number in range(3) for word, kind in kinds.items()]
    data = read("".join(lines), "imdb_labelled.txt")
    assert data.texts[:2] == ("fine number 0", "dull number 0")
    assert data.counts == {"neg": 3, "pos": 3}
    named = read("sentence\tkind\n" + "".join(lines), "t.tsv")
    assert content(named)[:2] == content(data)[:2]
    tested = read("".join(lines), "t.txt", test=File(b"only this one\tneg\n", "test.txt"))
    assert tested.test == (("only this one",), ("neg",))


@pytest.mark.parametrize(
    ("header", "row", "text", "label"),
    [
        ("Id,UserId,Helpful,Score,Time,Summary,Text", "{0},u{0},{1},{2},9{0},Longer than the text,words {0}", "words 0", "1"),
        ("v1,v2,,,", "{3},words {0},,,", "words 0", "ham"),
        ("target,text", "{1},words {0}", "words 0", "0"),
        ("tweet_id,airline_sentiment,gold,airline,text", "{0},{3},x,{3}{1},words {0}", "words 0", "ham"),
        ("business,stars,cool,text", "b{0},{2},{1},words {0}", "words 0", "1"),
        ("score,kind,text", "0.{0},{3},words {0}", "words 0", "ham"),
        ("id,label,tweet", "{0},{1},words {0}", "words 0", "0"),
    ],
)
def test_names_of_well_known_files(header, row, text, label):
    rows = [row.format(number, number % 2, number % 3 + 1, "ham" if number % 2 == 0 else "spam") for number in range(60)]
    data = read("\n".join([header, *rows]))
    assert (data.texts[0], data.labels[0]) == (text, label)


def test_a_test_file():
    data = read(LINES + "student\tmore\n", "train.txt", test=File(b"student\thobbi\ncourse\tnew words\ncourse\t\n", "test.txt"))
    assert data.counts == {"course": 3, "student": 3}
    assert data.test == (("hobbi", "new words"), ("student", "course"))
    assert data.notes == (
        "Texts to learn from: 7 rows; left out: 1 whose text is in the test file too.",
        "Texts of the test file: 3 rows; left out: 1 without text.",
    )


def test_a_table_as_test_file_of_lines():
    data = read(
        LINES, "train.txt", test=File(b"label\ttext\nstudent\tsome words\ncourse\tnew words\nstudent\tmore\n", "test.tsv")
    )
    assert data.test == (("some words", "new words", "more"), ("student", "course", "student"))


def test_a_test_file_of_a_table():
    more = FILMS + "extra,good\nextra 2,bad\n"
    data = read(more, test=File(b"label,text\ngood,extra\nbad,other\n", "test.csv"))
    assert data.test == (("extra", "other"), ("good", "bad"))
    assert "extra" not in data.texts
    assert refusal(read, more, test=File(b"label,words\ngood,extra\n", "test.csv")) == (
        "test.csv has no column text; its columns are label, words."
    )


FILES = {
    "nothing": ("", "films.csv is empty; expected a table with a row of column names,"),
    "a PDF": ("%PDF-1.4", "films.csv is a PDF document; expected a table"),
    "only names": ("text,label\n", "films.csv has a header but no rows below it;"),
    "a row too long": ("text,label\na,b\na,b,c\n", "films.csv has 3 values in row 3, but 2 columns in its first row;"),
    "numbers alone": ("a,b\n1,1\n2,2\n", "films.csv has no column of texts among a, b; expected one text and its label a row."),
    "one value": ("a,b\nsome,x\nother,x\n", "films.csv has no column of texts among a, b;"),
    "one class": (FILMS.replace("bad", "good"), "All texts of films.csv have the same label ('good')"),
    "a line without a tab": (LINES + "nothing\n" + LINES, "Line 7 of films.csv has no tab; expected a label, a tab and words"),
}


@pytest.mark.parametrize("case", FILES)
def test_files_that_are_refused(case):
    text, message = FILES[case]
    assert refusal(read, text).startswith(message)


def test_columns_that_are_refused():
    assert refusal(read, FILMS, label="lable") == (
        "films.csv has no column lable (did you mean label?); its columns are text, label."
    )
    assert refusal(read, FILMS, text="label", label="label").startswith("The column label of films.csv cannot hold the texts and")
    assert refusal(read, LINES, "t.txt", label="label") == (
        "t.txt has no column names, as every line is a label, a tab and words: choose no columns."
    )
    assert (
        refusal(read_labelled, File(b"x" * 50_000_001, "t.csv"))
        == "t.csv is larger than 50 MB; upload fewer rows, or have the file put into the folder data of the server."
    )
    empty = "text,label\n" + ",good\n,bad\n" * 4
    assert refusal(read, empty, text="label", label="label") == (
        "films.csv holds nothing beside the column label; expected one text and its label a row."
    )


def test_a_text_that_came_before_is_left_out():
    """Else it could be learned from and tested on."""
    texts = ("a", "b", "c", "d", "e", "f", "a", "b")
    data = clean(Labelled(texts, ("x", "x", "x", "y", "y", "y", "x", "y"), "mine"))
    assert data.texts == ("a", "b", "c", "d", "e", "f")
    assert data.labels == ("x", "x", "x", "y", "y", "y")
    assert data.notes == ("Texts: 8 rows; left out: 2 whose text came before.",)
    assert refusal(clean, Labelled(("a", "b") * 10, ("x", "y") * 10, "mine")).startswith(
        "The label 'x' of mine has only 1 text after leaving out the texts that came before"
    )


def test_codes_of_web_pages_are_read():
    texts = ("it&#39;s &quot;good&quot;", "a &amp;amp;lt; b", "one&lt;br /&gt;two", "R&B; &co; AT&T", "e", "f")
    data = clean(Labelled(texts, ("x", "y") * 3, "mine"))
    assert data.texts[:4] == ('it\'s "good"', "a < b", "one two", "R&B; &co; AT&T")
    assert data.notes[:2] == (
        "In 1 texts a blank took the place of the line breaks of web pages (<br />).",
        "In 3 texts codes of web pages such as &amp; were read as the signs that they are.",
    )
    assert clean(data).texts == data.texts


def test_labels_that_name_several_are_told():
    told = "Some labels name several at once, such as 'x, y': each counts as a class of its own."
    assert told in clean(Labelled(tuple("abcdef"), ("x", "x, y") * 3, "mine")).notes
    assert len(clean(Labelled(tuple("abcdef"), ("Bern, CH", "Graz, AT") * 3, "mine")).notes) == 1


# one file per class

GERMAN, ITALIAN = File("Müller\nFischer\n\nSchneider\n".encode(), "German.txt"), File(b"Rossi\nBianchi\nFerrari", "Italian.txt")


def zipped(*files: File, folder: str = "names/") -> File:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(folder + file.name, file.content)
    return File(content.getvalue(), "names.zip")


def test_one_file_per_class():
    several = read_labelled([GERMAN, ITALIAN])
    assert several.texts == ("Müller", "Fischer", "Schneider", "Rossi", "Bianchi", "Ferrari")
    assert several.counts == {"German": 3, "Italian": 3}
    assert several.title == "German.txt and 1 more"
    assert several.notes == (
        "Each file is a class, named as the file, and each of its lines a text.",
        "Texts: 6 rows, all of them used.",
    )
    assert examine_labelled([GERMAN, ITALIAN]).questions == ()
    hidden = File(b"x", ".DS_Store"), File(b"x", "__MACOSX")
    packed = read_labelled(zipped(GERMAN, ITALIAN, *hidden))
    assert content(packed)[:2] == content(several)[:2]
    assert packed.title == "names.zip"
    tested = read_labelled([GERMAN, ITALIAN], test=zipped(File(b"Weber", "German.txt"), File(b"Russo", "Italian.txt")))
    assert tested.test == (("Weber", "Russo"), ("German", "Italian"))


def test_a_zip_of_one_file_is_read_as_that_file():
    plain = File(FILMS.encode(), "films.csv")
    assert content(read_labelled(zipped(plain)))[:2] == content(read(FILMS))[:2]
    assert examine_labelled(zipped(plain)).questions == examine_labelled(plain).questions


def test_files_beside_the_folder_of_the_classes_are_left_out():
    inside = [replace(one, name=f"names/{one.name}") for one in (GERMAN, ITALIAN)]
    packed = read_labelled(zipped(File(b"Go.\tVa !\n", "eng-fra.txt"), *inside, folder="data/"))
    assert packed.counts == {"German": 3, "Italian": 3}
    assert packed.notes[1] == "Files outside of the folder data/names were left out: 1, such as data/eng-fra.txt."


def test_one_folder_per_class():
    def of(folder: str, *names: str) -> list[File]:
        return [File(f"{folder} {name}\nand more".encode(), f"{folder}/{name}") for name in names]

    files = [*of("train/pos", "1.txt", "2.txt"), *of("train/neg", "1.txt", "2.txt", "3"), *of("test/pos", "1.txt", "c.png")]
    found = examine_labelled(zipped(File(b"read me", "README"), *files, File(b" ", "train/pos/4.txt"), folder="set/"))
    assert found.data.counts == {"pos": 3, "neg": 3}
    assert found.data.texts[0] == "train/pos 1.txt\nand more"
    assert found.questions == ()
    assert found.data.notes == (
        "Each folder is a class, named as the folder, and each of its files a text.",
        "Folders of the same name are one class.",
        "Files outside of these folders were left out: 2, such as set/README.",
        "Texts: 6 rows, all of them used.",
    )
    many = [one for number in range(51) for one in of(f"c{number}", "1.txt", "2.txt")]
    assert refusal(read_labelled, zipped(*many)) == "names.zip has 51 folders, more than 50: leave some classes out."


ONE = "expected one text file per class with a text a line, named as the class"
ZIPS = {
    "nothing": ([File(b"x", ".DS_Store")], f"names.zip holds no file; {ONE}."),
    "too many": ([File(b"x", f"{number}.txt") for number in range(51)], f"names.zip has 51 files, more than 50; {ONE}."),
    "a table": (
        [File(FILMS.encode(), "train.csv"), GERMAN],
        f"train.csv seems to hold labels of its own; {ONE}, so upload train.csv alone.",
    ),
    "lines": ([File(LINES.encode(), "train.txt"), GERMAN], "train.txt seems to hold labels of its own;"),
    "twice": ([GERMAN, replace(GERMAN, name="b/German.txt")], f"names.zip has two files for the class German; {ONE}."),
    "zeros": ([File(b"a" * 2_000_000, "a.txt"), GERMAN], "names.zip unpacks to "),
    "too large": ([File(b"a" * 50_000_001, "a.txt"), GERMAN], "names.zip has 50 MB, more than 50 MB; leave some texts out."),
    "an image": ([File(b"\x89PNG\r\n", "a.txt"), GERMAN], "a.txt is an image; expected a table"),
    "one class": ([GERMAN, File(b"Rossi", "Italian.txt")], "The label 'Italian' of names.zip has only 1 text, but every label"),
    "a zip in a zip": ([zipped(GERMAN)], "names.zip is an Excel workbook or zip file; expected a table"),
}


@pytest.mark.parametrize("case", ZIPS)
def test_zips_that_are_refused(case):
    files, message = ZIPS[case]
    assert refusal(read_labelled, zipped(*files)).startswith(message)


def test_a_broken_zip_and_columns_of_classes_are_refused():
    broken = replace(zipped(GERMAN, ITALIAN), content=zipped(GERMAN, ITALIAN).content[:100])
    assert refusal(read_labelled, broken) == "names.zip cannot be unpacked: zip the files again, or upload them without."
    assert refusal(read_labelled, [GERMAN, ITALIAN], label="x") == (
        "German.txt and 1 more has no column names, as each file is a class: choose no columns."
    )


# counts


def test_lengths():
    table = length_histogram(np.array([1, 2, 2, 7]), bins=3)
    assert table.to_numpy().tolist() == [[1, 3, 3], [4, 6, 0], [7, 9, 1]]
    assert length_histogram(np.array([5, 5])).to_numpy().tolist() == [[5, 5, 2]]
    assert length_histogram(np.array([], dtype=int)).empty
    counts = np.random.default_rng(0).integers(0, 5000, 1000)
    many = length_histogram(counts)
    assert len(many) <= 30
    assert many["texts"].sum() == 1000


def test_the_frequency_of_a_word():
    labels, times, lengths = ("y", "y", "x", "x"), np.array([2, 0, 0, 1]), np.array([3, 2, 2, 2])
    table = use_by_class(labels, times, lengths)
    assert table.loc["y"].to_dict() == {"texts": 1, "share": 0.5, "times": 2, "per thousand": 400}
    assert table.loc["x"].to_dict() == {"texts": 1, "share": 0.5, "times": 1, "per thousand": 250}


# the catalogue

HERE = [one for one in entries("labelled") if not one.remote]


@pytest.mark.parametrize("one", HERE, ids=lambda one: one.id)
def test_every_entry_loads_as_described(one):
    assert one.missing() == ""
    heard: list[float] = []
    data = one.load(heard.append)
    assert heard[-1] == 1.0
    assert one.size == f"{len(data.texts):,} texts, {len(data.classes)} classes"
    assert (data.title, data.source, data.licence) == (one.title, one.source, one.licence)
    assert all(note.endswith(".") for note in data.notes)
    assert (clean(data).texts, clean(data).labels) == (data.texts, data.labels)
    assert content(load_dataset(keep(data))) == content(data)


def test_the_other_kinds_do_not_have_them():
    ids = {one.id for one in entries("labelled")}
    assert ids == {"rotten-tomatoes", "debates-party", "debates-speaker", "dna", "webkb", "imdb"}
    assert not ids & {one.id for kind in ("series", "text") for one in entries(kind)}


def test_letters_alone_do_not_tell_the_classes_of_dna():
    data = dna(40, seed=3)
    by_class = {
        name: [text for text, label in zip(data.texts, data.labels, strict=True) if label == name] for name in data.classes
    }
    assert {*by_class} == {WITH_MOTIF, IN_THREES, SHUFFLED}
    for three in zip(*by_class.values(), strict=True):
        assert len({tuple(sorted(Counter(text.split()).items())) for text in three}) == 1
    assert all((MOTIF in text.replace(" ", "")) == (name == WITH_MOTIF) for name in by_class for text in by_class[name])
    assert all(30 <= len(text.split()) <= 60 for text in data.texts)
    assert dna(5).texts == dna(5).texts != dna(5, seed=1).texts


def test_letters_three_apart_are_alike_in_one_class_only():
    data = dna(200)
    alike = {name: [] for name in data.classes}
    for text, label in zip(data.texts, data.labels, strict=True):
        letters = np.array(text.split())
        alike[label].append((letters[3:] == letters[:-3]).mean())
    means = {name: np.mean(found) for name, found in alike.items()}
    assert means[IN_THREES] > 0.45 > 0.35 > max(means[SHUFFLED], means[WITH_MOTIF])


def placed(download: Download, content: bytes) -> Download:
    """The download as if it had been fetched."""
    one = replace(download, sha256=download.sha256 and hashlib.sha256(content).hexdigest(), size=download.size and len(content))
    one.path.parent.mkdir(exist_ok=True)
    one.path.write_bytes(content)
    return one


def test_pages_of_universities(monkeypatch):
    test = "course\tbook exam\nstudent\tnew\nstudent\t\n"
    monkeypatch.setattr(remote_labelled, "PAGES", placed(remote_labelled.PAGES, (LINES + "course\tmore\n").encode()))
    assert entry("webkb").missing().startswith("Not downloaded yet: ")
    monkeypatch.setattr(remote_labelled, "TEST_PAGES", placed(remote_labelled.TEST_PAGES, test.encode()))
    one = entry("webkb")
    assert one.missing() == ""
    heard: list[float] = []
    data = one.load(heard.append)
    assert heard == [0.5, 1.0]
    assert (data.title, data.source, data.licence) == (one.title, one.source, one.licence)
    assert data.test == (("book exam", "new"), ("course", "student"))
    assert data.counts == {"course": 3, "student": 3}
    assert data.notes[0] == "Texts to learn from: 7 rows; left out: 1 whose text is in the test file too."


def archive(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return made.getvalue()


def reviews(count: int) -> dict[str, str]:
    return {f"aclImdb/train/{name}/{n}_7.txt": f"{name} film<br />{n}" for name in ("pos", "neg") for n in range(count)}


def test_reviews_of_viewers(monkeypatch, own_home):
    more = {
        "aclImdb/README": "Read me",
        "aclImdb/test/pos/0_9.txt": "good",
        "aclImdb/test/neg/0_1.txt": "pos film<br />0",
        "aclImdb/train/unsup/0_0.txt": "unknown",
        "aclImdb/train/pos/0_9.feat": "1:2",
        "../../evil.txt": "evil",
    }
    monkeypatch.setattr(remote_labelled, "FILMS", placed(remote_labelled.FILMS, archive(reviews(4) | more)))
    one = entry("imdb")
    data = one.load()
    assert (data.title, data.source, data.licence) == (one.title, one.source, one.licence)
    assert data.counts == {"negative": 4, "positive": 3}
    assert data.texts[0] == "pos film\n1"
    assert data.test == (("good", "pos film\n0"), ("positive", "negative"))
    assert [path.name for path in own_home.rglob("*.txt")] == []


@pytest.mark.parametrize("content", [b"no archive", archive(reviews(3))[:200], b""])
def test_an_archive_that_is_none(monkeypatch, content):
    monkeypatch.setattr(remote_labelled, "FILMS", placed(remote_labelled.FILMS, content))
    assert refusal(entry("imdb").load) == (
        "The file aclImdb_v1.tar.gz is not the archive that it should be: delete it and load it again."
    )


def test_an_archive_that_holds_too_much(monkeypatch):
    monkeypatch.setattr(remote_labelled, "FILMS", placed(remote_labelled.FILMS, archive(reviews(4))))
    monkeypatch.setattr(remote_labelled, "MOST_TOTAL", 20)
    assert "is not the archive" in refusal(entry("imdb").load)


@pytest.mark.parametrize(("id", "constant"), [("imdb", "FILMS"), ("webkb", "PAGES")])
def test_without_a_network(id, constant, monkeypatch):
    monkeypatch.setattr(remote_labelled, constant, replace(getattr(remote_labelled, constant), url="http://127.0.0.1:9/some.txt"))
    assert entry(id).missing().endswith("which needs a network once.")
    assert refusal(entry(id).load).startswith("127.0.0.1:9 could not be reached to download some.txt; every dataset that")


def test_rows_that_repeat_a_text_are_asked_about():
    table = "text,label\n" + "".join(f"film {n // 2},{'ab'[n // 2 % 2]}\n" for n in range(20))
    found = examine_labelled(File(table.encode(), "t.csv"))
    assert (found.questions[-1].id, found.questions[-1].taken) == ("same-texts", "once")
    assert found.questions[-1].text == "10 of 20 rows repeat a text: take them?"
    assert len(found.data.texts) == 10
    assert len(read(table, answers={"same-texts": "every"}).texts) == 20


@pytest.mark.parametrize("form", ["list", "lines"])
def test_texts_with_labels_as_json(form):
    rows = [{"text": f"a {('good', 'bad')[n % 2]} film {n}", "label": n % 2, "tags": ["x"], "note": None} for n in range(8)]
    content = json.dumps(rows) if form == "list" else "\n".join(map(json.dumps, rows))
    data = read(content, "reviews.jsonl")
    assert (data.texts[1], data.counts) == ("a bad film 1", {"0": 4, "1": 4})
    assert likeliest(File(content.encode(), "reviews.jsonl")) == ("labelled",)
    assert "has no column of texts" in refusal(read, json.dumps([{"a": 1}, {"a": 2}]), "numbers.json")
