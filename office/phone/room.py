"""Room for thousands of phones: each stream is an open file of the process."""

from __future__ import annotations

import logging
import resource

from office.phone.watching import MOST

log = logging.getLogger(__name__)

BESIDE = 500  # files that the rest of the office may have open


def make_room() -> int:
    """Let the process open as many files as all streams need, if it may. How many it may open now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + BESIDE
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft < wanted:
        log.warning("the office may open %d files; %d phones at once need %d", soft, MOST, wanted)
    return soft
