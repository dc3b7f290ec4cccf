"""What Python says of text that is no TOML, in words that we have in each language; else its own. Pure."""

from __future__ import annotations

from broker.contracts.mistakes.wrong import Said, wrong

# how it begins -> what it comes to
_KNOWN: tuple[tuple[str, Said], ...] = (
    ("Invalid statement", wrong("toml.statement")),
    ("Expected '=' after a key", wrong("toml.equals")),
    ("Invalid value", wrong("toml.value")),
    ("Unclosed array", wrong("toml.array")),
    ("Unclosed inline table", wrong("toml.braces")),
    ("Unterminated string", wrong("toml.quotes")),
    ("Expected newline or end of document", wrong("toml.too-much")),
    ("Cannot overwrite a value", wrong("toml.twice")),
    ("Cannot declare", wrong("toml.table-twice")),
    ("Illegal character", wrong("toml.character")),
    ("Invalid initial character for a key", wrong("toml.key")),
    ("Expected ']", wrong("toml.bracket")),
)


def in_words(what: str) -> Said:
    """What is wrong with a line of TOML."""
    return next((said for begins, said in _KNOWN if what.startswith(begins)), what)
