"""`python -m kiosk.accessibility.papers`: write the conformance report anew, as OpenACR and as a page."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kiosk.accessibility.claims import Report, report
from kiosk.accessibility.openacr import openacr, page

ROOT = Path(__file__).resolve().parents[2]
CRITERIA = Path(__file__).with_name("criteria.toml")
FOLDER = Path("docs") / "accessibility"


def claims() -> Report:
    return report(CRITERIA.read_text("utf-8"))


def papers() -> dict[Path, str]:
    """{path below the repository's root: text}."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    made = claims()
    return {
        FOLDER / "cherha-openacr.yaml": openacr(made, version=project["version"], date=made.about["date"]),
        FOLDER / "README.md": page(made),
    }


if __name__ == "__main__":
    for name, text in papers().items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8")
