"""Marks of a role, as names of files in a folder that a restart of the machine empties; `systemd/libexec/restart-roles`
and the boxes' timer leave them for each other.
"""

from __future__ import annotations

from pathlib import Path

WAITS = ".waits"  # it has older settings than its file
DUE = ".due"  # it may begin anew now
PROVING = ".proving"  # does it stand with what was set? Since when, in microseconds of the steady clock
STANDS, FELL = "stands", "fell"


def looked(marks: Path, role: str, since: str) -> str:
    """What was seen of a role that is proving: STANDS, FELL, or something else while nobody knows yet.

    Root writes that beside `marks`: who may leave marks must not choose where root writes.
    """
    try:
        of, _, seen = (marks.with_name("looks") / role).read_text("ascii").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return ""
    return seen if of == since else ""
