"""Takes out of free text what could lead to a person: phones, tax numbers, cards, accounts, addresses of mail. Pure.

Rather too much than too little: a run of nine digits and more, however they are set apart, is taken out, whatever it
was. Both sides do it, the tablet before it keeps the words, the queue-master before it writes them down.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500  # characters of one answer
HIDDEN = "•••"

_GAP = r"[\s\-‐‑‒–—−()\[\].,;:/\\|_*+#~='\"’ʼ]{0,3}"
_FIND = (
    re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}"),  # an address of mail, also a broken one
    re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}"),  # an IBAN
    re.compile(rf"\d(?:{_GAP}\d){{8,}}"),  # a phone (+380…, 0XX…), a tax number, a card, a number in the register
    re.compile(r"(?<!\w)[A-Za-zА-Яа-яІЇЄҐіїєґ]{2}[\s№N-]{0,3}\d{6}(?!\d)"),  # a passport of the old kind
)


def scrub(text: str, longest: int = LONGEST) -> str:
    """`text` without what could lead to a person, at most `longest` characters. What is scrubbed stays as it is."""
    while True:
        clean = _once(text)[:longest].strip()
        if clean == text:
            return clean
        text = clean


def _once(text: str) -> str:
    # One way of writing each letter, and none that cannot be seen: digits could hide between those.
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " if c in "\n\r\t" else "" for c in text)
    for pattern in _FIND:
        text = pattern.sub(HIDDEN, text)
    return re.sub(r"\s+", " ", text)
