"""The catalogue of problems: a stable code, what is wrong, what to do with one's hands, in every language.

Each role says its own problems in its own phrases; here they are gathered, never written twice. Three ways of writing
them are read: `[problem]` and `[remedy]` with a line for each code, `[problem.CODE]`, and `[CODE]` with both words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("announcer", "broker", "display", "kiosk", "office", "provisioning")
LANGUAGES = ("uk", "en")
CONTENT = "content-<name>"  # one for each bundle, by the bundle's name


@dataclass(frozen=True, slots=True)
class Known:
    """One problem. `where`: the folder whose phrases say it. Words in braces are filled in when it happens."""

    code: str
    where: str
    message: Mapping[str, str]
    remedy: Mapping[str, str]


def gathered(root: Path = ROOT) -> tuple[Known, ...]:
    """All problems, by folder and code."""
    found: list[Known] = []
    for folder in FOLDERS:
        for phrases in sorted((root / folder).rglob("phrases")):
            where = phrases.parent.relative_to(root).as_posix()
            tables = {
                language: tomllib.loads((phrases / f"{language}.toml").read_text("utf-8")) for language in LANGUAGES
            }
            found += _of(where, tables)
    return tuple(found)


def _of(where: str, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Known]:
    said = {language: dict(_pairs(table)) for language, table in tables.items()}
    for code in said[LANGUAGES[0]]:
        words = {language: said[language].get(code, ("", "")) for language in LANGUAGES}
        yield Known(
            code,
            where,
            {language: words[language][0] for language in LANGUAGES},
            {language: words[language][1] for language in LANGUAGES},
        )


def _pairs(table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Code, message and remedy, in whichever of the three ways."""
    problems, remedies = table.get("problem", {}), table.get("remedy", {})
    if isinstance(problems, dict):
        for code, words in problems.items():
            if isinstance(words, dict) and "message" in words:
                yield code, (words["message"], words.get("remedy", ""))
            elif isinstance(words, str) and isinstance(remedies, dict):
                yield code, (words, remedies.get(code, ""))
    for code, words in table.items():
        if isinstance(words, dict) and isinstance(words.get("message"), str) and isinstance(words.get("remedy"), str):
            yield code, (words["message"], words["remedy"])
    if isinstance(table.get("content"), dict) and isinstance(remedies, dict) and {"again", "anew"} <= remedies.keys():
        yield CONTENT, (table["content"]["stays"], f"{remedies['again']} / {remedies['anew']}")
