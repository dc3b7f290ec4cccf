"""A browser, and an operator who sits before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from office.gallery import CHROMIUM, QUIET
from tests.office.at_the_desk import Desk


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(stack, chromium)
        desk.come("all-roles")
        desk.sit()
        yield desk
        assert desk.faults == []
