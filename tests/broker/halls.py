"""A small hall for tests: two floors of lines, four windows, two classes of priority."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from broker.contracts.hall_check import parse
from broker.contracts.hall_file import HallFile
from broker.queuemaster.deadlines import due
from broker.queuemaster.hall import evolve
from broker.queuemaster.state import Hall

KYIV = timezone(timedelta(hours=2))
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=KYIV)

HALL_TOML = """
[hall]
id = "test-hall"
name = { uk = "Випробувальний центр", en = "Test centre" }
timezone = "Europe/Kyiv"

[policy]
no_show_after = "2 min"
recalls = 2
preference = "2 min"
lease_size = 5
stop_issuing = "at-closing"  # a crowd in a test may be larger than a day

[[priority]]
id = "veteran"
name = { uk = "Захисники", en = "Defenders" }
rate = 2.5
evidence = { uk = "посвідчення", en = "certificate" }

[[priority]]
id = "pregnant"
name = { uk = "Вагітні", en = "Pregnant" }
rate = 1.5
evidence = { uk = "довідка", en = "note" }

[[zone]]
id = "hall-1"
name = { uk = "Зал 1", en = "Hall 1" }

[[zone]]
id = "hall-2"
name = { uk = "Зал 2", en = "Hall 2" }

[[line]]
id = "residence"
letter = "А"
name = { uk = "Місце проживання", en = "Residence" }
minutes = 11.0

[[line]]
id = "passport"
letter = "К"
name = { uk = "Паспорт", en = "Passport" }
minutes = 16.0

[[line]]
id = "pickup"
letter = "М"
name = { uk = "Видача", en = "Pick-up" }
minutes = 3.0

[[service]]
id = "registration"
line = "residence"
name = { uk = "Реєстрація", en = "Registration" }

[[service]]
id = "passport-new"
line = "passport"
name = { uk = "Паспорт", en = "Passport" }

[[service]]
id = "ready"
line = "pickup"
name = { uk = "Готові документи", en = "Ready documents" }

[[window]]
id = 1
zone = "hall-1"
lines = ["residence", "passport"]

[[window]]
id = 2
zone = "hall-1"
lines = ["passport", "pickup"]

[[window]]
id = 3
zone = "hall-2"
lines = ["*"]
accessible = true

[[window]]
id = 4
zone = "hall-2"
lines = ["*"]
"""

PLAN = parse(HALL_TOML)


def opened(plan: HallFile = PLAN, now: datetime = MORNING) -> Hall:
    """A hall whose day has begun."""
    hall = Hall(plan)
    for event in due(hall, now):
        evolve(hall, event)
    return hall
