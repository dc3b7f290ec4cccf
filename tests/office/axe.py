"""What axe-core finds wrong with a page for people who see, hear or move differently: WCAG 2.2 A and AA."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__path__[0]) / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Each as "rule: what, at which element"; none is what a test wants. Run past the page's policy for scripts.

    What is there for a moment, while a dialog opens or a part is put, nobody meets: only what stays counts.
    """
    page.evaluate(_axe())
    for _ in range(4):
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        if not found["violations"]:
            break
        page.wait_for_timeout(500)
    return [
        f"{each['id']}: {each['help']} at {', '.join(node['target'][0] for node in each['nodes'][:3])}"
        for each in found["violations"]
    ]
