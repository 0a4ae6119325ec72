"""How the programs write chats line by line: KakaoTalk, LINE, Zoom, IRC, and what is copied from Discord and Telegram."""

import re
from dataclasses import dataclass

HALF = "오전|오후|上午|下午|午前|午後"  # of the day
CLOCK = rf"(?:(?:{HALF}) ?)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
EAST = r"\d{4} ?[-./年년] ?\d{1,2} ?[-./月월] ?\d{1,2} ?[일日.]?"  # the year first
WEST = r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}[ -]\w{3}[ -]\d{2,4}"
LONG = r"(?:\w+, )?[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}"
DAY = rf"(?:{EAST}|{WEST}|{LONG})"
STAMP = rf"{DAY},?(?: at)? {CLOCK}"
NAME = r"(?P<author>[^\n\t]{1,60}?)"
NICK = r"[~&@%+ ]?(?P<author>[^\s<>*=-][^\s<>]{0,39})"
CAME = r".*님(?:이|을|과) .*습니다\.?|.* (?:joined|left|has been removed from) this chatroom\.?"
NEVER = re.compile(r"(?!)")
ANY = re.compile(r".*")


@dataclass(frozen=True)
class Program:
    """How its lines look: a message ``begins`` with its author, and what is ``said`` there; ``own`` are those that nobody wrote.

    ``share`` of the lines, at least, begin a message. Other lines belong to the message above them.
    """

    name: str
    begins: tuple[re.Pattern[str], ...]
    own: re.Pattern[str] = NEVER
    share: float = 0.05


PROGRAMS = (
    Program(
        "KakaoTalk",
        (re.compile(rf"\[{NAME}\] \[{CLOCK}\] (?P<said>.*)"), re.compile(rf"{STAMP}, {NAME} : (?P<said>.*)")),
        re.compile(rf"-{{5,}} .*\d{{4}}.* -{{5,}}|{STAMP}(?:, .*)?|{DAY}(?: .요일)?|{CAME}"),
    ),
    Program(
        "LINE",
        (re.compile(rf"{CLOCK}\t{NAME}\t(?P<said>.*)"),),
        re.compile(rf"{CLOCK}\t\t?[^\t]*|(?:\w{{2,9}}, )?{DAY} ?(?:\(?[^\W\d_]{{1,10}}\)?)?"),
    ),
    Program("Zoom", (re.compile(rf"{CLOCK}\s+From\s+{NAME}(?:\s+to\s+[^:\t]+)?\s?:(?:\s(?P<said>.*))?", re.IGNORECASE),)),
    Program(
        "IRC",
        (
            re.compile(rf"\[?(?:{DAY}[T ]|\w{{3}} \d\d )?{CLOCK}\]?\s+<{NICK}>\s(?P<said>.*)"),
            re.compile(rf"(?:{DAY} )?{CLOCK}\t{NICK}\t(?P<said>.*)"),
        ),
        ANY,
        share=0.4,
    ),
    Program(
        "Discord",
        (re.compile(rf"\[{STAMP}\] {NAME}(?: \(pinned\))?"),),
        re.compile(r"={20,}|\{(?:Attachments|Embed|Reactions|Stickers)\}|Exported [\d,]+ message.*"),
        share=0.15,
    ),
    Program("Telegram", (re.compile(rf"{NAME}, \[{STAMP}\]:?"),), share=0.15),
)
