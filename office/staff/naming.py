"""A code for somebody, made of the name: Latin letters by the state's table of 2010, and no more than must be. Pure.

The code stands in the journal for years, the name does not: of all words but the first only the first letter is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 30  # letters, so that a number fits behind
NOBODYS = "person"  # of a name without a letter that we can write

_BEGINNING = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATIN = {
    **dict(
        zip(
            "абвгґдезийіїклмнопрстуфц",
            [
                "a",
                "b",
                "v",
                "h",
                "g",
                "d",
                "e",
                "z",
                "y",
                "i",
                "i",
                "i",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "ts",
            ],
            strict=True,
        )
    ),
    "ж": "zh",
    "х": "kh",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "є": "ie",
    "ь": "",
    "ё": "e",
    "ъ": "",
    "ы": "y",
    "э": "e",
}


def latin(word: str) -> str:
    """One word in small Latin letters and digits.

    >>> [latin(word) for word in ("Олена", "Згурський", "Юлія", "Мар'яна", "Zoë", "李")]
    ['olena', 'zghurskyi', 'yuliia', 'mariana', 'zoe', '']
    """
    small = re.sub("['’ʼ`-]", "", word.casefold()).replace("зг", "zgh")
    parts = [_BEGINNING.get(letter, "") if place == 0 else "" for place, letter in enumerate(small)]
    parts = [part or _LATIN.get(letter, letter) for part, letter in zip(parts, small, strict=True)]
    plain = unicodedata.normalize("NFKD", "".join(parts))
    return re.sub("[^a-z0-9]", "", plain)


def code_for(name: str, taken: Collection[str]) -> str:
    """One that nobody has.

    >>> code_for("Коваль Олена Петрівна", {"koval-o-p"}), code_for("Марія", ()), code_for("О. Ґудзь", ())
    ('koval-o-p-2', 'mariia', 'o-g')
    """
    first, *others = [each for each in map(latin, re.split(r"[\s.,]+", name)) if each] or [NOBODYS]
    code = "-".join([first, *(each[0] for each in others)])[:LONGEST].strip("-")
    numbers = (code, *(f"{code}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in numbers if each not in taken)
