"""Words as they sound: what people type, in whichever letters, comes to the same few forms. Pure.

Ukrainian letters and their Latin spelling (the national standard of 2010, and how people write it when they do not
know it) fold to one small alphabet. What was typed with the keyboard switched to the other letters is read as meant.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_SILENT = re.compile("['’ʼ‘`´ʹ\u0301\u00ad]")  # apostrophes, a stress mark, a soft hyphen
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-яіїєґ]")

_FOLDED = str.maketrans({
    "ґ": "г", "є": "е", "и": "і", "ї": "і", "й": "і", "ю": "у", "я": "а", "ь": None,
    "ы": "і", "э": "е", "ё": "е", "ъ": None,
})  # fmt: skip
# Longest first, as they are read.
_LATIN_SOUNDS = {
    "shch": "щ", "zgh": "зг", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц", "ph": "ф", "th": "т", "ck": "к",
    "ya": "а", "yu": "у", "ye": "е", "yi": "іі", "ia": "а", "iu": "у", "ie": "е", "ja": "а", "ju": "у", "je": "е",
    "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "г", "i": "і", "j": "і", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в",
    "w": "в", "x": "кс", "y": "і", "z": "з",
}  # fmt: skip
_SOUND = re.compile("|".join(_LATIN_SOUNDS))
_LOOSE = re.compile(r"і(?=[аеоуі])|(.)(?=\1)")

# Endings as they sound, longest first; what is left of a word has at least three letters, of a long ending four.
_ENDINGS = (
    "амі", "ого", "ому", "імі", "ові", "еві", "оу", "еу", "іі", "ах", "ам", "ів", "оі", "іх", "ом", "ем",
    "а", "у", "і", "о", "е",
)  # fmt: skip

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\"
_OTHER_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюґ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_KEYS, _OTHER_KEYS), str.maketrans(_OTHER_KEYS, _KEYS)


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters, without apostrophes and stress marks."""
    return tuple(_WORD.findall(_SILENT.sub("", normalize("NFC", text).casefold())))


def mistyped(text: str) -> str:
    """What the same keys would have given with the keyboard switched to the other letters; "" if that is nothing else.

    >>> mistyped("gfcgjhn")
    'паспорт'
    """
    small = normalize("NFC", text).casefold()
    latin, cyrillic = _LATIN.search(small), _CYRILLIC.search(small)
    if latin and not cyrillic:
        return small.translate(_TO_CYRILLIC)
    return small.translate(_TO_LATIN) if cyrillic and not latin else ""


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """How a word sounds: as it is spelt, and without what people add or leave out («іа» or «я», doubled letters)."""
    # A «yi» that begins a word is ї; elsewhere it is «ий».
    spelt = _SOUND.sub(lambda sound: _LATIN_SOUNDS[sound[0]], re.sub("^yi", "i", word)).translate(_FOLDED)
    loose = _LOOSE.sub("", spelt.replace("тс", "ц"))
    return (spelt,) if loose == spelt else (spelt, loose)


def stems(word: str) -> tuple[str, ...]:
    """The forms of a word without their endings, where they have any."""
    found = (_stem(form) for form in forms(word))
    return tuple(dict.fromkeys(stem for stem in found if stem))


def _stem(form: str) -> str:
    for ending in _ENDINGS:
        rest = len(form) - len(ending)
        if form.endswith(ending) and rest >= (3 if len(ending) == 1 else 4):
            return form[:rest]
    return ""
