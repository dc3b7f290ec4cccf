"""Takes out of a text what a support bundle must not carry: phones, tax numbers, documents, names, keys. Pure.

What is taken out leaves a word in its place («[phone]»), so that whoever reads knows that something stood there. In
doubt it is taken out: ten digits that were no tax number are missed less than one that was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GUARDED = "password|passwd|passphrase|secret|token|api_?key|private_?key|credential|authorization|digest|salt|cookie"
_NAMED = "operator|visitor|person|technician|full_?name|by"

_QUOTED = r"\"[^\"\n]*\"?|'[^'\n]*'?"
_BETWEEN = r"[\s().\u2010-\u2015-]{0,3}"  # signs that people put between digits

# In this order: the widest first, so that no part of a key is taken for a number.
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern, re.IGNORECASE | re.DOTALL))
    for word, pattern in (
        ("key", r"-----BEGIN [^-]+-----.*?(?:-----END [^-]+-----|\Z)"),
        ("hash", r"\$(?:argon2\w*|scrypt|2[aby]|5|6|y)\$[^\s\"']+"),
        ("secret", r"(?<=://)[^\s/@:]+:[^\s/@]+(?=@)"),
        (
            "secret",
            rf"(?<![\w-])(?P<keep>[\w-]*(?:{_GUARDED})[\w-]*[\"']?\s*[=:]\s*)(?:{_QUOTED}|[^\s,;}}\n]+)",
        ),
        ("name", rf"(?<![\w-])(?P<keep>(?:{_NAMED})[\"']?\s*[=:]\s*)(?:{_QUOTED}|[^,;}}\n]+)"),
        ("key", r"(?<![0-9a-z])[0-9a-f]{32,}(?![0-9a-z])"),
        ("key", r"(?-i:(?<![\w+/=-])(?=\S*[A-Z])(?=\S*[a-z])(?=\S*\d)[A-Za-z0-9+/_-]{40,}={0,2}(?![\w+/=-]))"),
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("document", r"(?-i:(?<!\w)[А-ЯҐЄІЇ]{2}\s?№?\s?\d{6}(?!\d))"),
        # +380 67 123-45-67, 8 (067) 1234567, 0671234567, and hot lines 0 800 …
        ("phone", rf"(?<![\w.:-])(?:\+?3?{_BETWEEN}8{_BETWEEN})?0(?:{_BETWEEN}\d){{9}}(?!\d)"),
        ("phone", rf"\+(?:{_BETWEEN}\d){{9,15}}(?!\d)"),
        ("number", r"(?<!\d)\d{8}-\d{5}(?!\d)"),
        ("number", r"(?<![\d.])(?:\d{9}|\d{10})(?!\d)"),
    )
)


def redacted(text: str, names: Iterable[str] = ()) -> str:
    """`text` without any of it. `names`: people who may be spoken of; each of their words goes too."""
    for word, rule in _RULES:
        text = rule.sub(lambda found, word=word: f"{found.groupdict().get('keep') or ''}[{word}]", text)  # type: ignore[misc]
    return _without_names(text, names)


def _without_names(text: str, names: Iterable[str]) -> str:
    words = {part for name in names for part in (name, *name.split()) if len(part) > 2}  # noqa: PLR2004 - initials are nobody
    if not words:
        return text
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", "[name]", text, flags=re.IGNORECASE)
