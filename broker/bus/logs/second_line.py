"""The second line of defence: strings that look like a telephone, a tax number, a document, an address or a name. Pure.

Lines are built so that none can be in them (`shape`). Who reads lines of another machine, which may be older or not what
it says, scrubs them all the same. Our log speaks English: whatever is written in Cyrillic was somebody's.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from broker.contracts.log_lines import LONGEST, LogLine

HIDDEN = "•••"
_GAP = r"[\s\-‐‑‒–—−()\[\].,;:/\\|_*+#~='\"’ʼ]{0,3}"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
# An address of the network and a moment have as many digits as a telephone, and are neither.
_KEPT = re.compile(
    rf"(?<![\w.:+-]){_OCTET}(?:\.{_OCTET}){{3}}(?::\d{{1,5}})?(?![\w.-])"
    r"|(?<!\w)\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[+-]\d\d:\d\d|Z)?)?(?![\w-])"
)
_NUMBERS = (
    re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}"),
    re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}\b(?=[^A-Z0-9]|$)"),
    re.compile(rf"\d(?:{_GAP}\d){{8,}}"),
    re.compile(r"(?<!\w)[A-Za-zА-Яа-яІЇЄҐіїєґ]{2}[\s№N-]{0,3}\d{6}(?!\d)"),
)
_NAMES = (
    re.compile(r"[А-Яа-яІЇЄҐіїєґ’ʼ'-]*[А-Яа-яІЇЄҐіїєґ]{2}[А-Яа-яІЇЄҐіїєґ’ʼ'-]*(?!\d)"),
    re.compile(r"(?<![\w.])[A-Z][a-z]+(?:[ -][A-Z][a-z’'-]+)+"),
)


def scrubbed(text: str) -> str:
    """`text` without what looks like a person's. What is scrubbed stays as it is."""
    pieces, end = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [_hidden(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*pieces, _hidden(text[end:])])[:LONGEST]


def clean(line: LogLine) -> LogLine:
    """A line as it may be shown."""
    return replace(line, text=scrubbed(line.text))


def _hidden(text: str) -> str:
    for rule in (*_NUMBERS, *_NAMES):
        text = rule.sub(HIDDEN, text)
    return text
