"""`docs/technicians/problems.md`: the catalogue of problems as a page. Run as `python -m provisioning.problems.papers`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from provisioning.problems.catalogue import Known, gathered

PAGE = Path(__file__).resolve().parents[2] / "docs" / "technicians" / "problems.md"

HEAD = """\
# Несправності: що не так і що зробити руками

Кожна несправність має сталий код. Його видно на сторінці залу, у сервісному меню кожного сенсорного пристрою і в темі
`appliance/<пристрій>/problem/<код>`; `cherha doctor КОД` скаже те саме на будь-якій машині. Слова у фігурних дужках
заповнює пристрій. Цю сторінку зроблено з текстів самих програм (`./cherha contract`); англійською – нижче.

*Every problem has a stable code. This page is made of the programs' own words; the English ones follow below.*
"""


def page(problems: Iterable[Known]) -> str:
    """The page, Ukrainian first."""
    known = sorted(problems, key=lambda each: each.code)
    lines = [HEAD, "| код | що не так | що зробити |", "|---|---|---|"]
    lines += [f"| `{each.code}` | {_cell(each.message['uk'])} | {_cell(each.remedy['uk'])} |" for each in known]
    lines += ["", "## In English", "", "| code | what is wrong | what to do with one's hands |", "|---|---|---|"]
    lines += [f"| `{each.code}` | {_cell(each.message['en'])} | {_cell(each.remedy['en'])} |" for each in known]
    return "\n".join([*lines, ""])


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def main() -> int:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(gathered()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
