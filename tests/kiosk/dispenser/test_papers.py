"""The pages for technicians say what the code says."""

import re
from pathlib import Path

import pytest

from kiosk.dispenser.papers import DOCS, PAGES, page

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == page(name), "run ./cherha contract"


def test_the_names_of_devices_in_the_page_are_those_that_the_rule_makes() -> None:
    rules = Path("systemd/udev/60-cherha-printer.rules").read_text("utf-8")
    made = {re.sub(r"/\$.*", "", name) for name in re.findall(r'SYMLINK\+="([^"]+)"', rules)}
    said = set(re.findall(r"/dev/(cherha/[a-z-]+)", (DOCS / "technicians/printers.md").read_text("utf-8")))
    assert said
    assert said <= made
    for line in rules.splitlines():
        assert (
            not line
            or line.startswith("#")
            or all(re.fullmatch(r'\s*[A-Z]+(\{\w+\})?(==|=|\+=)"[^"]*"', part) for part in line.split(","))
        )
