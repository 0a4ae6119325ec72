"""Which encoding a table has that holds hardly any letters, told by words that are common in column names.

A degree sign or "Průměr" is too little for any statistics of letters, but read in a wrong encoding it is no word.
"""

import re

from rnn_core.data.times.plain import MONTH

ENCODINGS = (  # of equals the first one
    *("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp1251", "koi8_r", "cp866", "cp1253", "iso8859_7"),
    *("gb18030", "cp932", "cp949", "big5", "euc_jp", "mac_roman", "cp850", "cp852"),
)
CYRILLIC = ("cp1251", "koi8_r", "cp866")
OF_WORDS = """
größe höhe länge stärke fläche wärme kälte märz veränderung bevölkerung verkäufe umsätze erlöse straße gebäude
température année durée quantité énergie électricité précipitations données mesuré février août décembre numéro
año día número precipitación medición energía máxima mínima máximo mínimo presión mês preço média estação março
precipitação energía velocità umidità quantità età år månad måned värde værdi nedbør väder högsta lägsta
průměr čas měsíc den týden množství výška spotřeba tlak rychlost srážky priemer dátum množstvo výkon
średnia wartość ilość miesiąc dzień tydzień wysokość ciśnienie prędkość zużycie sprzedaż liczba źródło
idő hőmérséklet átlag érték hónap év mennyiség ár dată lună oră preț vrijeme količina mjesečno
sıcaklık değer gün yıl ölçüm fiyatı yağış data laikas temperatūra reikšmė mėnuo diena
дата время год месяц день час температура значение цена количество давление влажность среднее объем продажи
дата година місяць значення ціна кількість ημερομηνία ώρα έτος μήνας τιμή θερμοκρασία αξία ποσότητα
"""
OF_SIGNS = """
日期 时间 時間 温度 溫度 收盘 开盘 最高 最低 年份 月份 数值 数量 价格 年月日 年月 年 月 日 時 平均 気温 降水量 日付 日時 値 合計
"""
WORDS, SIGNS = {*MONTH, *OF_WORDS.split()}, sorted(OF_SIGNS.split(), key=len, reverse=True)  # the longer ones first
WORD = re.compile(r"[^\W\d_]+")
UNIT = re.compile(r"(?<![^\s\d(/\[\"])(?:°[CFK]?|℃|µ[gm]|[ck]?m[²³])(?![^\s\d)/\]\",;])")
OF_A_SCRIPT = re.compile(r"[А-ЯЁІЇЄ]?[а-яёіїє]+|[А-ЯЁІЇЄ]+")
VOWELS = frozenset("аеёиоуыэюяіїє")
LETTERS = 3  # different ones, at least, make a word
LONG = re.compile(rb"[\x80-\xff]{4}")


def likeliest(sample: bytes) -> str:
    """The encoding in which most signs that are not ASCII stand in known words, "" where none does in any."""
    found = {encoding: _known(text) for encoding in ENCODINGS if (text := _decoded(sample, encoding))}
    best = max(found, key=found.__getitem__, default="")
    return best if best and found[best] else ""


def cyrillic(sample: bytes) -> str:
    """The encoding in which the words that are not ASCII are written as those of Russian are, "" where they are in none."""
    return next((one for one in CYRILLIC if _is_cyrillic(_decoded(sample, one))), "") if LONG.search(sample) else ""


def _decoded(sample: bytes, encoding: str) -> str:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _known(text: str) -> int:
    words = [word for word in WORD.findall(text.casefold()) if word in WORDS]
    return sum(not sign.isascii() for sign in "".join([*words, *UNIT.findall(text)])) + _of_signs(text)


def _of_signs(text: str) -> int:
    """Of scripts that write without blanks."""
    count = 0
    for word in SIGNS:
        count += text.count(word) * len(word)
        text = text.replace(word, " ")
    return count


def _is_cyrillic(text: str) -> bool:
    """Whether capitals only begin words and most have a vowel, as they hardly do in the wrong encoding."""
    words = [word for word in WORD.findall(text) if not word.isascii() and len({*word}) >= LETTERS]
    spoken = sum(not VOWELS.isdisjoint(word.casefold()) for word in words)
    return bool(words) and 2 * spoken > len(words) and all(OF_A_SCRIPT.fullmatch(word) for word in words)
