"""The small hall of the tests, with slots: three services that may be booked, each in its own way."""

from __future__ import annotations

from broker.contracts.hall_check import parse
from tests.broker.halls import HALL_TOML

BOOKING_TOML = HALL_TOML.replace(
    """[[service]]
id = "registration"
line = "residence"
""",
    """[[service]]
id = "registration"
line = "residence"
modes = ["walk-in", "booking"]
remote_share = "1/3"
""",
).replace(
    """[[service]]
id = "passport-new"
line = "passport"
""",
    """[[service]]
id = "passport-new"
line = "passport"
modes = ["booking"]
""",
)
BOOKING_TOML += """
[[slots]]
service = "registration"
minutes = 20
capacity = 3

[[slots]]
service = "passport-new"
minutes = 30
capacity = 1
"""

BOOKING_PLAN = parse(BOOKING_TOML)
