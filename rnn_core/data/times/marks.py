"""What programs and languages write around a date and its time, put into plain signs by one table of forms."""

import re

MORNING, AFTERNOON = "上午|午前|오전", "下午|午後|오후"
CLOCK = r"\d\d?(?::\d\d){1,2}"
MARKS = tuple(
    (re.compile(form), plain)
    for form, plain in (
        (r"^(\d\d?/[A-Za-z]{3}/\d{4}):(?=\d\d:)", r"\1 "),
        (r"(?<=:\d\d),(?=\d{1,9}$)", "."),
        (r"^(?:[A-Za-z]{3},? )?([A-Z][a-z]{2}) +(\d\d?) +(\d\d:\d\d:\d\d) +(?:[A-Z]{3,4} +)?(\d{4})$", r"\2 \1 \4 \3"),  # ctime
        (r"(?<=\d)\s*([apAP])\s?\.\s?[mM]\.?$", r" \1m"),
        (rf"(?:{MORNING})\s*({CLOCK})", r" \1 AM"),
        (rf"(?:{AFTERNOON})\s*({CLOCK})", r" \1 PM"),
        (r"\s*[(（]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일)[)）]?", " "),
        (r"\s*[(（][月火水木金土日월화수목금토일][)）]", " "),
        (r"년", "年"),
        (r"(?<=\d)월", "月"),
        (r"(?<=\d)일", "日"),
        (r"(\d\d?)\s*[时時点시]\s*(\d\d?)\s*[分분]", r"\1:\2"),
        (r"^(\d{4})\.\s?(\d\d?)\.\s?(\d\d?)\.(?=\s|$)", r"\1.\2.\3"),  # Korean and Hungarian
        (r"^(\d\d?)\.\s(\d\d?)\.\s(\d{4})", r"\1.\2.\3"),
        (r"^[^\W\d_]+-feira,?\s+", ""),  # days of the week in Portuguese
        (r"(?<=\d)\s*(?:года|г)\.?(?=,?\s|$)", ""),  # a year in Russian
        (r"^(\d{8}|\d{6})[;, _](\d\d)(\d\d)$", r"\1 \2:\3"),
        (r"^(\d{8}|\d{6})[;, _](\d\d)(\d\d)(\d\d)$", r"\1 \2:\3:\4"),
        (r"^((?:1[5-9]|20|21)\d\d):(0?[1-9]|1[0-2])$", r"\1M\2"),
    )
)


def unmarked(text: str) -> str:
    """ "2022/1/1 上午 9:05" is "2022/1/1 9:05 AM", "1990:3" "1990M3"."""
    found = text
    for form, plain in MARKS:
        found = form.sub(plain, found)
    return text if found == text else re.sub(r"\s+", " ", found).strip()
