"""What Python says of text that is no JSON, in words that we have in each language; else its own. Pure."""

from __future__ import annotations

import json

from broker.contracts.mistakes.wrong import Said, Wrong, wrong

# how it begins -> what it comes to
_KNOWN: tuple[tuple[str, Said], ...] = (
    ("Expecting value", wrong("json.value")),
    ("Expecting property name", wrong("json.key")),
    ("Expecting ':'", wrong("json.colon")),
    ("Expecting ','", wrong("json.comma")),
    ("Illegal trailing comma", wrong("json.last-comma")),
    ("Unterminated string", wrong("json.quotes")),
    ("Invalid control character", wrong("json.control")),
    ("Invalid \\", wrong("json.escape")),
    ("Extra data", wrong("json.extra")),
)


def broken(error: json.JSONDecodeError | RecursionError) -> tuple[int, Wrong]:
    """The line, and what is wrong there."""
    if isinstance(error, RecursionError):
        return 1, wrong("json.deep")
    what = next((said for begins, said in _KNOWN if error.msg.startswith(begins)), error.msg)
    return error.lineno, wrong("json.broken", what=what, at=error.colno)
