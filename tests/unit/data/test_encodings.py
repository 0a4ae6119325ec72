"""Files that do not say how they are encoded: which encoding is found out, told, and can be chosen instead."""

import io
import re

import pytest

from rnn_core.data import File, Text, examine, read_labelled, read_path, read_table, read_text, server_files
from rnn_core.data.readers import encodings, file
from rnn_core.data.readers.cells import NUMBERS
from rnn_core.data.readers.decoding import decode, guessed
from rnn_core.data.readers.encodings import ENCODINGS, guess, in_words, named
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.synop.series import read_synop
from rnn_core.errors import UserError
from tests.languages import FOREIGN, FRENCH, GERMAN, GREEK, KOREAN, POLISH, RUSSIAN
from tests.synop import meteo_france, rows

WORDS = re.findall(r"\w+", RUSSIAN)
WESTERN = "The file is not UTF-8; it was read as Western European text (cp1252)."
CENTRAL = {
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy, a děti se učily číst u řeky.",
    "Slovak": "Kde bolo, tam bolo, žil kráľ, ktorý mal tri dcéry a chcel vedieť, ktorá z nich ho má najradšej.",
    "Hungarian": "Itt az idő, most vagy soha! Hű barátunk őszül, a tükörfúrógép pedig árvíztűrő és gyönyörű.",
    "Croatian": "Ljudska bića rađaju se slobodna; obdarena su sviješću i trebaju živjeti u duhu bratstva, što će reći pažljivo.",
    "Romanian": "Toate sînt înzestrate cu raţiune şi conştiinţă şi trăiesc în spiritul fraternităţii, aşa că învaţă.",
}
SIGNS = {  # without letters of another script there is nothing to find out
    "quotation marks": "“It’s late”, he said – ‘too late’…\n",
    "pounds": "Win £1000 now, or £££ later\n",
    "measures": "25°C, ½ µm ± 2 µg/m³\n",
    "volumes": "12 m³ of 15 m³\n" * 3,
    "bullets": "••••• one ····· two\n",
    "blanks": "Bonjour\xa0: ça va\xa0? 12\xa0000\xa0€\n",
    "names": "Müller, Jørgensen, García, Lefèvre, Gonçalves, Åkesson, Peña, Björk, Núñez, Renée, Besançon\n",
    "capitals": "ÉCOLE ÉLÈVE CÔTÉ FRANÇAIS\n",
}


def read(content: bytes, encoding: str = "") -> Text:
    found = read_text(File(content, "some.txt", encoding))
    assert isinstance(found, Text)
    return found


def refused(call, *arguments) -> str:
    with pytest.raises(UserError) as caught:
        call(*arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# found out


def test_hebrew_is_not_cyrillic_in_small_letters():
    hebrew = (
        "בבוקר יצאנו מהבית, כשמעל הנהר עוד עמד ערפל, והלכנו בשביל הצר אל הטחנה הישנה.\nהגשם פסק בלילה, והעשב היה רטוב – מאוד.\n"
    )
    found = read((hebrew * 5).encode("cp1255"))
    assert (found.text, found.notes) == (hebrew * 5, ("The file is not UTF-8; it was read as Hebrew text (cp1255).",))
    assert guess(io.BytesIO(RUSSIAN.lower().encode("cp1251"))) == "cp1251"


@pytest.mark.parametrize(("text", "encoding", "told"), FOREIGN.values(), ids=FOREIGN)
def test_the_encoding_is_found_out_and_told(text, encoding, told):
    found = read(text.encode(encoding))
    assert found.text == text
    assert found.notes == (f"The file is not UTF-8; it was read as {told}.",)


@pytest.mark.parametrize("sentence", CENTRAL.values(), ids=CENTRAL)
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859_2"])
def test_languages_of_central_europe(sentence, encoding):
    text = f"{sentence}\n" * 25
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("sentence", "encoding"),
    [
        ("Güneş doğduğunda çocuklar ılık sütlerini içip okula gidiyordu, öğretmenleri ise şarkı söylüyordu.", "cp1254"),
        ("Visi žmonės gimsta lygūs savo orumu; jiems suteiktas protas ir sąžinė ir jie turi elgtis kaip broliai.", "cp1257"),
        ("Реве та стогне Дніпр широкий, сердитий вітер завива, додолу верби гне високі, їх хилить.", "koi8_u"),
        ("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ", "cp874"),
        ("يولد جميع الناس أحرارا متساوين في الكرامة والحقوق وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا", "cp1256"),
        ("人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。", "big5"),
    ],
)
def test_other_languages(sentence, encoding):
    text = f"{sentence}\n" * 40
    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", [FRENCH, GERMAN, FRENCH + GERMAN, *(words * 40 for words in SIGNS.values())])
def test_western_text_stays_western(text):
    content = text.encode("cp1252")
    assert sum(byte > 127 for byte in content) > 150
    assert (read(content).text, read(content).notes) == (text, (WESTERN,))


def test_a_few_letters_tell_no_language():
    few = POLISH[:400].encode("cp1250")
    assert 30 < sum(byte > 127 for byte in few) < encodings.ENOUGH
    assert read(few).notes == (WESTERN,)


def test_letters_that_are_rare_in_long_lines_are_found():
    lines = [f"{','.join('0.125' for _ in range(300))},{word}" for word in WORDS]
    text = "\n".join(lines) + "\n"
    assert read(text.encode("cp1251")).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, GREEK, POLISH])
def test_utf16_without_a_mark(text, encoding):
    found = read(text.encode(encoding))
    assert found.text == text
    assert found.notes == ("The file does not say how it is encoded; it was read as UTF-16.",)


# every kind of file


def days(values: list[str]) -> str:
    return "".join(f"2024-{1 + row // 28:02d}-{1 + row % 28:02d},{row % 9 + 0.5},{value}\n" for row, value in enumerate(values))


def test_tables_and_their_test_files():
    words = WORDS
    table, later = f"день,цена,слово\n{days(words)}", f"день,цена,слово\n{days(words).replace('2024', '2025')}"
    series = read_table(File(table.encode("koi8_r"), "a.csv"), test=File(later.encode("cp1251"), "b.csv"))
    assert list(series.frame) == ["цена"]
    assert series.notes[0] == "The file is not UTF-8; it was read as Cyrillic text (KOI8-R)."
    assert "b.csv: The file is not UTF-8; it was read as Cyrillic text (cp1251)." in series.notes
    chosen = read_table(File(table.encode("cp1251"), "a.csv", "koi8_r"))
    assert list(chosen.frame) == ["цена".encode("cp1251").decode("koi8_r")]


def test_labelled_texts_and_their_test_files():
    lines = "".join(f"{'хорошо' if row % 2 else 'плохо'}\t{line} {row}\n" for row, line in enumerate(WORDS))
    data = read_labelled(File(lines.encode("cp1251"), "a.txt"), test=File(lines.replace(" ", "  ").encode("koi8_r"), "b.txt"))
    assert data.classes == ("плохо", "хорошо")
    assert "The file is not UTF-8; it was read as Cyrillic text (cp1251)." in data.notes
    assert "Of the test file: The file is not UTF-8; it was read as Cyrillic text (KOI8-R)." in data.notes


def test_messages_and_paths():
    messages = read_text(File(f"день\tцена\ttext\n{days(WORDS)}".replace(",", "\t").encode("koi8_r"), "a.tsv"))
    assert messages.notes[0] == "The file is not UTF-8; it was read as Cyrillic text (KOI8-R)."
    points = "".join(f"{row},{row * row},{word}\n" for row, word in enumerate(WORDS))
    path = read_path(File(f"х,у,слово\n{points}".encode("cp1251"), "a.csv"))
    assert path.columns == ("х", "у")


def test_weather_observations():
    content = meteo_france(rows(20))
    assert (
        read_synop([File(content, "a.csv", "cp1251")]).series.notes[0]
        == "The file was read as Cyrillic text (cp1251), as chosen."
    )


# chosen


def test_a_chosen_encoding_is_taken():
    found = read(RUSSIAN.encode("cp1251"), "koi8_r")
    assert found.text == RUSSIAN.encode("cp1251").decode("koi8_r")
    assert found.notes == ("The file was read as Cyrillic text (KOI8-R), as chosen.",)
    assert read("Größe\r\n".encode("utf-16-le"), "utf-16-le").text == "Größe\n"
    assert read("\ufeffGröße".encode(), "utf-8-sig").text == "Größe"


@pytest.mark.parametrize(
    ("encoding", "told"), [("euc_jp", "Japanese text (EUC-JP)"), ("utf-8-sig", "Unicode text (UTF-8)"), ("gbk", "text (gbk)")]
)
def test_bytes_that_do_not_fit_are_refused(encoding, told):
    sentence = f"some.txt cannot be read as {told}: choose another encoding, or none to have it found out."
    assert refused(read, RUSSIAN.encode("cp1251"), encoding) == sentence


def test_other_kinds_of_files_stay_refused():
    assert refused(read, b"%PDF-1.7", "cp1251").startswith("some.txt is a PDF document;")
    assert refused(read, b" \n", "cp1251").startswith("some.txt is empty;")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("cp1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("KOI8-R", "koi8_r"),
        ("latin1", "latin-1"),
        ("utf8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("shift_jis", "shift_jis"),
    ],
)
def test_encodings_are_known_by_all_their_names(given, known):
    assert named(given) == known


@pytest.mark.parametrize("given", ["cp12511", "hex", "rot13", "../utf-8", "русский"])
def test_unknown_encodings_are_refused(given):
    assert refused(named, given) == (
        f"There is no encoding {given!r}: give one such as cp1251, koi8-r, gb18030 or utf-8, or none to have it found out."
    )


def test_every_encoding_of_the_list_is_one():
    for name in ENCODINGS:
        assert named(name) == name
        assert " text (" in in_words(name)


# whether there is a choice


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (RUSSIAN.encode(), ""),
        (RUSSIAN.encode("utf-16"), ""),
        (b"plain", ""),
        (b"", ""),
        (b"PK\x03\x04 xl/workbook.xml", ""),
        (b"a\0b", ""),
        (RUSSIAN.encode("koi8_r"), "koi8_r"),
        (RUSSIAN.encode("utf-16-be"), "utf-16-be"),
        ("Größe".encode("cp1252"), "cp1252"),
    ],
)
def test_what_was_found_out(content, encoding):
    assert guessed(File(content, "a")) == encoding


# large files


@pytest.fixture
def folder(own_home):
    found = own_home / "data"
    found.mkdir()
    return found


def large(folder, content: bytes, name: str = "a.txt", encoding: str = "") -> LargeFile:
    (folder / name).write_bytes(content)
    return LargeFile(folder / name, len(content), 0, encoding)


@pytest.mark.parametrize("before", [b"", b"plain words\n" * 200])
def test_large_texts(folder, monkeypatch, before):
    monkeypatch.setattr(file, "HEAD", 1_000)
    found = server_files.read_text(large(folder, before + KOREAN.encode("cp949")))
    assert found.text == before.decode() + KOREAN
    assert found.notes == ("The file is not UTF-8; it was read as Korean text (EUC-KR).",)
    chosen = server_files.read_text(large(folder, RUSSIAN.encode("cp1251"), encoding="koi8_r"))
    assert chosen.notes == ("The file was read as Cyrillic text (KOI8-R), as chosen.",)
    assert refused(server_files.read_text, large(folder, RUSSIAN.encode("cp1251"), encoding="utf-8-sig")) == (
        "a.txt cannot be read as Unicode text (UTF-8): choose another encoding, or none to have it found out."
    )


def test_large_tables_and_labelled_texts(folder):
    table = large(folder, f"день,цена,слово\n{days(WORDS)}".encode("koi8_r"), "a.csv")
    assert server_files.encoding(table) == "koi8_r"
    assert list(server_files.columns(table).targets) == ["цена", "слово"]
    assert server_files.read(table, ["цена"]).notes == ("The file is not UTF-8; it was read as Cyrillic text (KOI8-R).",)
    lines = "".join(f"{'хорошо' if row % 2 else 'плохо'}\t{word} {row}\n" for row, word in enumerate(WORDS))
    assert server_files.read_labelled(large(folder, lines.encode("cp1251"))).classes == ("плохо", "хорошо")


class Counted(io.BytesIO):
    """How many bytes were read, and how many at once."""

    taken = most = 0

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        self.taken, self.most = self.taken + len(line), max(self.most, len(line))
        return line


@pytest.mark.parametrize("end", ["\n", " ", ""])
def test_a_guess_looks_at_a_part_only(end):
    russian = Counted((RUSSIAN.replace("\n", end) * 10_000).encode("koi8_r"))
    assert guess(russian) == "koi8_r"
    assert russian.taken < 2 * encodings.LINES
    assert russian.most <= encodings.WORDS
    assert guess(Counted((KOREAN.replace("\n", end) * 1_000).encode("cp949"))) == "cp949"


def test_a_guess_does_not_look_for_letters_for_ever(monkeypatch):
    monkeypatch.setattr(encodings, "SEARCHED", 1_000_000)
    plain = Counted(b"plain words\n" * 1_000_000)
    assert guess(plain) == "cp1252"
    assert plain.taken < 1_100_000


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("Datum;Wert (°C)", "cp1252"),
        ("Datum;Temperatur [°C];Höhe", "latin-1"),
        ("Date;Température", "cp1252"),
        ("Datum;Teplota (°C);Průměr", "cp1250"),
        ("Data;Średnia temperatura", "iso8859_2"),
        ("Datum;Wert (°C);Größe", "mac_roman"),
        ("Datum;Wert (°C);März", "cp850"),
        ("Дата;Температура", "cp1251"),
        ("Дата;Удои", "cp1251"),
        ("Дата;Надои", "koi8_r"),
        ("年月日;平均気温(℃)", "cp932"),
        ("日付;湿度", "euc_jp"),
        ("日期;溫度", "big5"),
        ("日期;温度", "gb18030"),
        ("날짜;기온(℃)", "cp949"),
    ],
)
def test_a_few_words_of_a_header_tell_the_encoding(header, encoding):
    rows = "".join(f"{day:02}.01.2020{';1,5' * header.count(';')}\n" for day in range(1, 30))
    text = f"{header}\n{rows}"
    assert decode(File(text.encode(encoding), "data.csv"), NUMBERS)[0] == text


def test_the_same_signs_in_every_row_tell_the_encoding():
    rows = "".join(f"2020年{1 + day // 28}月{1 + day % 28}日,{day}\n" for day in range(300))
    read = examine(File(f"年月日,気温\n{rows}".encode("cp932"), "data.csv")).series
    assert ([*read.frame.columns], len(read.frame)) == (["気温"], 300)
