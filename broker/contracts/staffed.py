"""What the staff do at their doors, as the journal names it."""

from __future__ import annotations

from typing import Literal

# `box-…`: who asks to come into the hall was answered by a technician; `box-set`: settings of who is in were changed.
# `moved`: to another window. `wrong-code`: a PIN or a card that is nobody's; `locked-out`: so many that nobody may try.
# `hall-…`: a hall file was tried, confirmed, or the one before it came back; `file-…`: the same with a survey, a playlist …
# `staff-…`: somebody who manages the staff did it to somebody (`whom`); `staff-let-in`: again, after too many wrong tries;
# `staff-changed`: the list as a whole, as by its first person.
StaffDeed = Literal[
    "signed-in",
    "signed-out",
    "locked",
    "unlocked",
    "moved",
    "wrong-code",
    "locked-out",
    "not-allowed",
    "staff-changed",
    "staff-added",
    "staff-roles",
    "staff-renamed",
    "staff-pin",
    "staff-card",
    "staff-card-gone",
    "staff-removed",
    "staff-let-in",
    "box-let-in",
    "box-replaced",
    "box-refused",
    "kit-taken",
    "update-begun",
    "update-stopped",
    "box-revoked",
    "box-set",
    "box-wrong-code",
    "authority-unsealed",
    "backup-word-made",
    "clock-set",
    "hall-tried",
    "hall-confirmed",
    "hall-taken-back",
    "file-tried",
    "file-confirmed",
    "file-taken-back",
]
