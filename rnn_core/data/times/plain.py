"""Dates in people's words, put into forms that are read: "Di., 5. März 2019" is "5 Mar 2019", "2001Q3" "2001-07-01"."""

import re
from datetime import date, timedelta

import pandas as pd

from rnn_core.data.times.marks import unmarked

MONTHS = {  # in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Polish, beside three English letters
    "Jan": "january januari janeiro januar jänner jän janvier janv enero ene gennaio gen января январь янв stycznia styczeń",
    "Feb": "february februari fevereiro fev februar feber février fevrier févr fevr fév fev febrero febbraio febb"
    " февраля февраль фев lutego luty",
    "Mar": "march maart mrt março märz maerz mär mrz mars marzo марта март мар marca marzec",
    "Apr": "april avril avr abril abr aprile апреля апрель апр kwietnia kwiecień",
    "May": "maio mei mai mayo maggio mag мая май maj maja",
    "Jun": "june junho juni juin junio giugno giu июня июнь июн czerwca czerwiec",
    "Jul": "july julho juli juillet juil julio luglio lug июля июль июл lipca lipiec",
    "Aug": "august augustus août aout aoû aou agosto ago августа август авг sierpnia sierpień augusti",
    "Sep": "september setembro sept septembre septiembre setiembre settembre set сентября сентябрь сен сент września wrzesień",
    "Oct": "october outubro out oktober okt octobre octubre ottobre ott октября октябрь окт października październik",
    "Nov": "november novembro novembre noviembre ноября ноябрь ноя нояб listopada listopad",
    "Dec": "december dezembro dezember dez décembre decembre déc diciembre dic dicembre"
    " декабря декабрь дек grudnia grudzień desember",
}
MONTH = {word: name for name, words in MONTHS.items() for word in (*words.split(), name.casefold())}
DAYS_OF_THE_WEEK = """
monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
lunes martes miércoles miercoles mié mie jueves jue viernes vie sábado sabado sáb sab domingo dom
lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi gio venerdì venerdi domenica
понедельник пн вторник вт среда ср четверг чт пятница пт суббота сб воскресенье вс
maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo segunda terça quarta quinta sexta
"""
WEEKDAYS = set(DAYS_OF_THE_WEEK.split())
WORD = re.compile(r"[^\W\d_]+")
FIRST_WORD = re.compile(r"([^\W\d_]+)\.?,?\s+(.*\d.*)$")
LAST_WORD = re.compile(r"(.*\d.*?),?\s*\(?([^\W\d_]+)\.?\)?$")
WHOLE = re.compile(r"\d+([./-])\s?\d+\1\s?\d+|\d{8}")  # a date of numbers alone
SHOWN = 100  # texts that show whether there are spans
SPAN = re.compile(r"(.{6,}?)(?:\s+(?:[-–—]|to|until|bis|à|al?|hasta)\s+|(?<=\d)/(?=\d{4}-\d))(?=.*\d)(.{5,})$")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?=,?\s)", re.I)
COMMA = re.compile(r",\s*(?=\d\d?:)")
ZONE = re.compile(
    r"\s*(?:\(?\b(?:UTC|GMT|[CEW]ES?T|MES?Z|[ECMP][SD]T|JST|BST|IST|[A-Z][a-z]+/[A-Z][A-Za-z_]+|US/[A-Z][a-z]+)\b\)?(?:[+-]\d{1,4})?\s*)+(?:\(.*\))?$"
)
DAY_OF_YEAR = re.compile(r"\d{4}-\d{3}")
COMPACT = re.compile(r"^(\d{8})T(\d\d)(\d\d)(\d\d)Z?$")
YEAR_PART = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
PARTS = tuple(
    re.compile(form.replace("YEAR", YEAR_PART), re.I)
    for form in (
        r"YEAR[-:/. ]?(?P<kind>Q|T|M|H|S|W|KW|K|KV|KV\.)[-. ]?(?P<part>\d\d?)(?:-?(?P<day>[1-7]))?$",
        r"(?P<kind>Q|T|H|S|W|KW)[-. ]?(?P<part>\d\d?)[-:/. ]*YEAR$",
        r"(?P<part>[1-4])(?:\.\s*)?(?P<kind>Q|T|H)(?:uartal|rimestre|rim)?[-:/. ]*(?:YEAR|(?P<short>\d\d))$",
        r"(?P<kind>Q|T)(?P<part>[1-4])[-:/. ']+(?P<short>\d\d)$",
        r"YEAR(?P<kind>[-/. ]+)(?P<part>I|II|III|IV)$",
        r"(?P<part>I|II|III|IV)(?P<kind>[-/. ]+)(?:quarter|qtr|кв\.?|trimestre)?[-/. ]*YEAR$",
        r"(?P<part>[1-4])[-. ]*(?P<kind>кв|kv|кварт\w*|kw)\.?\s*YEAR$",
        r"YEAR(?P<kind>-)(?P<part>\d{3})$",
        r"YEAR\s*年\s*第?\s*(?P<part>[1-4])\s*(?P<kind>季)度?$",
    )
)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
MOST = {"Q": 4, "T": 4, "K": 4, "KV": 4, "季": 4, "M": 12, "H": 2, "S": 2, "W": 53, "KW": 53}  # of them in a year
MIDNIGHT = re.compile(r"(?<![\d:.])24([:.]00){1,2}(?![\d:.])")
HOURS_APART = re.compile(r"(?<=\d)\s?h\s?(?=\d\d\b)")


def words_of(name: str) -> list[str]:
    """Those of the name of a column, in small letters: "hour_utc" has two."""
    return WORD.findall(name.casefold())


def plain(texts: pd.Series) -> tuple[pd.Series, pd.Series, tuple[str, ...]]:
    """The texts in forms that are read, in which rows a day must be added (for 24:00), and what was done, in words."""
    table = {text: _plain(text) for text in texts.unique()}
    read = texts.map(table)
    late = pd.Series([bool(MIDNIGHT.search(text)) for text in read], read.index, dtype=bool)
    notes = []
    if any(SPAN.match(text) for text in texts.head(SHOWN)):
        notes.append("Of spans of time the beginning counts")
    if late.any():
        notes.append("24:00 is the beginning of the next day")
        read = read.where(~late, read[late].map(lambda text: MIDNIGHT.sub(r"00\1", text)))
    return read, late, tuple(notes)


def _plain(text: str) -> str:
    if span := SPAN.match(text):
        text = span[1]
    text = unmarked(COMMA.sub(" ", text.strip(" ,;")))
    if not WORD.search(text):
        return (_part(text) if DAY_OF_YEAR.fullmatch(text) else None) or text
    text = COMPACT.sub(r"\1 \2:\3:\4", text)
    text = ZONE.sub("", text) or text
    if (part := _part(text)) is not None:
        return part
    text = ORDINAL.sub("", re.sub(r"\s*([年月])\s*", r"\1", _without_weekday(text)))
    named = WORD.sub(lambda word: MONTH.get(word[0].casefold(), word[0]), text)
    if named == text and not any(month in text for month in MONTHS):
        return HOURS_APART.sub(":", text)
    return re.sub(r"\s+", " ", _around(named)).strip()


def _around(text: str) -> str:
    """Without what stands beside a month's name: "1er Jan 2019", "5. Mar 2019", "Sep. 3", "3 de May de 2019"."""
    text = re.sub(r"(?<=\d)(?:er|ª|º|°|\.)?(\s+|-)?(?:d[e']\s*)?(?=[A-Z][a-z]{2}(?![a-z]))", lambda found: found[1] or "", text)
    return re.sub(r"(?<=[A-Z][a-z]{2})\.?(?:\s+del?(?=\s))?(?=[\s,./-]|$)\.?", "", text)


def _part(text: str) -> str | None:
    """The first day of a quarter, half, numbered month or ISO week; None for what names none."""
    found = next((match for form in PARTS if (match := form.match(text))), None)
    if found is None:
        return None
    groups = found.groupdict()
    kind, given = found["kind"].strip("-/. ").upper(), found["part"]
    year = int(groups["year"]) if groups.get("year") else latest(int(groups["short"]))
    if len(given) == 3 and given.isdigit():
        return _day_of_year(year, int(given))
    kind, part = (kind, int(given)) if given.isdigit() else ("Q", ROMAN[given.upper()])
    kind = "Q" if kind not in MOST else kind
    if not 1 <= part <= MOST[kind]:
        return None
    if kind in ("W", "KW"):
        try:
            return date.fromisocalendar(year, part, int(groups.get("day") or 1)).isoformat()
        except ValueError:  # a year without a week 53
            return None
    return f"{year}-{(part - 1) * 12 // MOST[kind] + 1:02}-01"


def latest(short: int) -> int:
    """The year of two digits that is not in the future."""
    this = date.today().year
    return this - (this - short) % 100


def _day_of_year(year: int, day: int) -> str | None:
    found = date(year, 1, 1) + timedelta(days=day - 1)
    return found.isoformat() if day and found.year == year else None


def _without_weekday(text: str) -> str:
    """Without a day of the week before or after a date; "mar" is March unless the rest is a date without it."""
    if (first := FIRST_WORD.match(text)) and first[1].casefold() in WEEKDAYS and _is_whole(first[2]):
        return first[2]
    if (last := LAST_WORD.match(text)) and last[2].casefold() in WEEKDAYS and _is_whole(last[1]):
        return last[1]
    return text


def _is_whole(text: str) -> bool:
    return bool(WHOLE.search(text)) or any(word.casefold() in MONTH for word in WORD.findall(text)) or "年" in text
