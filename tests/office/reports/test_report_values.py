"""A report of the wrong kind of values is told as mistakes, whatever stands in it."""

from __future__ import annotations

import pytest

from broker.contracts.errors import ConfigError
from office.reports.report import checked

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("what", [None, 7, "waits", {"line": 1}, [None]])
@pytest.mark.parametrize("key", ["measures", "groups", "filters"])
def test_a_report_of_the_wrong_kind_is_a_mistake_and_no_fault(key: str, what: object):
    raw = {"name": "x", "measures": ["arrivals"], "groups": ["day"], "filters": {}, "time": "last-week", key: what}
    with pytest.raises(ConfigError):
        checked(raw, "report")
