"""Each measure has its definition in the documents, and no other has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from office.reports.measures import MEASURES

pytestmark = pytest.mark.fast


def test_each_measure_is_defined_in_the_documents_in_the_same_order():
    text = Path("docs/reports.md").read_text()
    measures = text[text.index("## Measures") : text.index("## Limits")]
    assert re.findall(r"^\| `([a-z0-9-]+)` \|", measures, re.MULTILINE) == list(MEASURES)
