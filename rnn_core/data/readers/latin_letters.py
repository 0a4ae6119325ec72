"""Which encoding a text in Latin letters has, told by the letters with accents that it holds when it is read in each.

A wrong encoding gives letters that no language writes side by side, capitals inside words, and signs in the place of letters.
(charset-normalizer, which looks at all letters alike, was wrong about a quarter of Western texts: cp1250 reads Spanish without
any mess.)
"""

import math
import re
from collections import Counter

WESTERN = (  # a language's letters with accents, the commonest first
    "éàèêçîôâùûœïëü",  # French
    "üäößé",  # German
    "óíáéñúü",  # Spanish
    "ãçáéíóêõúâàôü",  # Portuguese
    "èàùòéìî",  # Italian
    "àéíóòçèúïü",  # Catalan
    "ëéïèöóüê",  # Dutch
    "äöåéü",  # Swedish and Finnish
    "åøæéäö",  # Danish and Norwegian
    "áíðéóöúæþý",  # Icelandic
    "äõüöšž",  # Estonian
    "³²µ",  # measures
    "éáíóöüñäèçãåøàêôâúßîæïõœë",  # names and words of them all in one text
)
CENTRAL = (
    "łąężśćóńź",  # Polish
    "íáéěřžčšýůúťňóďö",  # Czech
    "áíéčžýšúľťôňäóďĺŕ",  # Slovak
    "áéöóőíüúűä",  # Hungarian
    "čšžćđ",  # Croatian and Slovene
    "ăîşţâ",  # Romanian
)
TURKISH = ("ıüşçğöâî",)
BALTIC = ("ėšųžįąūčę", "āīēšūņļžģčķ")
LANGUAGES = {  # the languages that each encoding is there for; of equals the first is taken
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "iso8859_2": CENTRAL,
    "cp1254": TURKISH,
    "cp1257": BALTIC,
    "mac_roman": WESTERN,
}
SIGNS = re.compile(r"([a-zA-Z]?)([^\x00-\x7f])(?=([a-zA-Z]?))")
INSIDE = "’\xad·–—\xa0"  # signs that stand between letters
BESIDE = INSIDE + "“”‘„‚…«»‹›•°€£§©®™¿¡ºª"  # and those that stand at the end or the beginning of a word
FOREIGN = "\0"  # stands for whatever is out of place
LIKELY_SIGN, UNLIKELY = 0.5, 0.002  # a quotation mark, and a letter that the language does not write
ADVANTAGE, LEAST = 0.1, -3.2  # of cp1252 in the mean log likelihood, and what it has at least: without clear evidence it stays


def likeliest(content: bytes) -> str:
    """The likeliest of the encodings of Latin letters, cp1252 when nothing speaks for another one."""
    likely = {encoding: _likelihood(content, encoding, languages) for encoding, languages in LANGUAGES.items()}
    likely["cp1252"] = max(likely["cp1252"] + ADVANTAGE, LEAST)
    return max(likely, key=likely.__getitem__)


def _likelihood(content: bytes, encoding: str, languages: tuple[str, ...]) -> float:
    """The mean log likelihood of the signs beside letters in the language that fits best, minus infinity if it is none."""
    try:
        counts = _signs(content.decode(encoding))
    except UnicodeDecodeError:
        return -math.inf
    return max(_mean(counts, letters) for letters in languages) if counts else 0.0


def _signs(text: str) -> Counter[str]:
    """How often each sign that is not ASCII stands beside a letter that is."""
    counts: Counter[str] = Counter()
    for before, sign, after in SIGNS.findall(text):
        if before or after:
            out_of_place = (before.islower() and sign.isupper()) or (before and after and sign in BESIDE and sign not in INSIDE)
            counts[FOREIGN if out_of_place else sign.lower()[0]] += 1
    return counts


def _mean(counts: Counter[str], letters: str) -> float:
    """The mean log likelihood in the language of these letters, of which the second is half as frequent as the first, etc."""
    whole = sum(1 / place for place in range(1, len(letters) + 1))
    likely = dict.fromkeys(BESIDE, LIKELY_SIGN) | {letter: 1 / place / whole for place, letter in enumerate(letters, start=1)}
    return sum(count * math.log(likely.get(sign, UNLIKELY)) for sign, count in counts.items()) / counts.total()
