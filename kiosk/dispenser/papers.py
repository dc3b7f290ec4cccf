"""Writes the tables of problems into the pages for technicians: `python -m kiosk.dispenser.papers`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from broker.contracts.fields import Text
from broker.contracts.phrases import FIRST
from kiosk.dispenser.alone import telling
from kiosk.dispenser.alone.desk import PHRASES
from kiosk.printing import problems
from kiosk.printing.forecast import Forecast, low

Say = Callable[[Text], str]  # what a page says of it

DOCS = Path(__file__).parents[2] / "docs"
_BEGIN, _END = "<!-- problems: made by ./cherha contract -->\n", "<!-- end of problems -->"

_SLOTS = {"line": "А", "numbers": "А963, А964"}


def printers() -> str:
    """The table of docs/technicians/printers.md: in Ukrainian alone, as its page is."""
    stops = {each.code for each in problems.TABLE if each.error}
    rows = [(code, code in stops, *problems.words_for(code)) for code in problems.PROBLEMS]
    little = low(Forecast(15.4, 143, datetime(2026, 11, 23, 14, 37, tzinfo=UTC)), least=150)
    assert little
    heads = ("код", "друк стоїть", "що читають працівники", "що зробити")
    return _table([*rows, (problems.LOW, False, *little)], heads, "так", _first)


def offline() -> str:
    """The table of docs/offline.md."""

    def words(code: str, part: str) -> Text:
        return PHRASES.text(f"{code}.{part}", **_SLOTS)

    stops = {telling.NO_NUMBERS}
    rows = ((c, c in stops, words(c, "message"), words(c, "remedy")) for c in telling.PROBLEMS)
    return _table(rows, ("code", "stops", "what staff read", "what to do"), "yes", _both)


PAGES: dict[str, Callable[[], str]] = {"technicians/printers.md": printers, "offline.md": offline}


def page(name: str) -> str:
    """A page as it should be: what people wrote, around the table of today."""
    before, _, rest = (DOCS / name).read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{PAGES[name]()}{_END}{after}"


def _table(rows: Iterable[tuple[str, bool, Text, Text]], heads: tuple[str, ...], yes: str, say: Say) -> str:
    lines = [
        f"| `{code}` | {yes if stops else ''} | {say(message)} | {say(remedy)} |\n"
        for code, stops, message, remedy in rows
    ]
    return f"\n| {' | '.join(heads)} |\n|---|---|---|---|\n{''.join(lines)}\n"


def _first(text: Text) -> str:
    return text[FIRST].replace("|", "\\|")


def _both(text: Text) -> str:
    others = (words for language, words in text.items() if language != FIRST)
    return "<br>".join((text[FIRST], *others)).replace("|", "\\|")


if __name__ == "__main__":
    for each in PAGES:
        (DOCS / each).write_text(page(each), "utf-8")
