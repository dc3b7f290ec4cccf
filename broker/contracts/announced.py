"""What an announcement is, and what may become of it: the words that command, event and message share."""

from __future__ import annotations

from typing import Literal

# call: tickets asked to windows. manual: the staff's own words. news: of the hall itself. emergency: news that goes
# before all and is said again until it is over. test: a technician asked for it.
Kind = Literal["call", "manual", "news", "emergency", "test"]
# finished: heard to its end, as far as the machine can know. dropped: never begun, or broken off for a reason.
Outcome = Literal["finished", "failed", "dropped"]
