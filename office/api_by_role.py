"""The addresses of the pages by role, with the value that each of them reads: for the description of it all. Pure."""

from __future__ import annotations

from msgspec import Struct

from office.admin.files.kinds import KINDS
from office.admin.wishes import Draft, HallDraft
from office.doors.wishes import Nothing
from office.own_pin.checking import OwnPin
from office.reception.booking_file.wishes import BookingFile, BookLines
from office.reception.orders import SlipAgain
from office.reports.report import Report
from office.staff import wishes as staff
from office.technician.backup.wishes import WordWritten
from office.technician.clock.wishes import TimeIs
from office.technician.wishes import ApplianceWish, Judged, SetWish

FILE, REPORT = "name", "report"  # what stands in an address in place of a file's name, of a saved report


class Asked(Struct, frozen=True):
    """One address that is posted to. `answers`: the statuses of its handler; the door and the guard have theirs."""

    path: str
    what: str
    kind: type[Struct]
    answers: tuple[int, ...] = (200, 400, 409)


# An address of the hall file or of the others is none where this machine has no such file.
_FILES = (200, 400, 404, 409)
_ASKED = (200, 400, 409, 504)

ASKED = (
    Asked("/pin", "One's own PIN: the old one, a new one twice", OwnPin, (200, 400, 409, 429)),
    Asked("/staff/add", "Somebody new; the PIN that is drawn is told in this answer alone", staff.Add),
    Asked("/staff/change", "Another name or other roles", staff.Change),
    Asked("/staff/pin", "A new PIN for somebody", staff.NewPin),
    Asked("/staff/card", "A card is lent, or taken away", staff.GiveCard),
    Asked("/staff/remove", "Somebody works here no more", staff.Remove),
    Asked("/staff/let-in", "Wrong tries of a person or a machine are forgotten", staff.LetIn),
    Asked("/staff/list", "Many at once, or what they would be", staff.AddAll),
    Asked("/reception/print", "A dispenser prints the slip of a ticket once more", SlipAgain),
    Asked("/reception/bookings/look", "What would become of each booking of a file", BookingFile, _ASKED),
    Asked("/reception/bookings/book", "Some lines of a file are booked", BookLines, _ASKED),
    Asked("/manager/reports", "A report is saved", Report, (200, 400)),
    Asked("/manager/reports/{report}/delete", "A saved report is forgotten", Nothing, (200, 404)),
    Asked("/technician/do", "An appliance is to do something", ApplianceWish, (200, 400, 409, 504)),
    Asked("/technician/settings", "Settings of an appliance are changed", SetWish, _ASKED),
    Asked("/technician/judge", "What a person says of a sheet of acceptance", Judged, (200, 400, 409, 504)),
    Asked("/technician/backup/draw", "A backup word to be written on paper", Nothing, (200, 400)),
    Asked("/technician/backup/word", "The word on paper is the hall's from now on", WordWritten, _ASKED),
    Asked("/technician/clock", "What time it is, for a machine whose clock nobody keeps", TimeIs, _ASKED),
    Asked("/admin/check", "What is wrong with a hall file, or what it would change", HallDraft, _FILES),
    Asked("/admin/try", "A hall file is tried for ten minutes", HallDraft, _FILES),
    Asked("/admin/confirm", "The hall file that is tried stays", Nothing, _FILES),
    Asked("/admin/take-back", "The hall file before comes back", Nothing, _FILES),
    Asked("/admin/files/{name}/check", "The same of another file", Draft, _FILES),
    Asked("/admin/files/{name}/try", "Another file is tried for ten minutes", Draft, _FILES),
    Asked("/admin/files/{name}/confirm", "The file that is tried stays", Nothing, _FILES),
    Asked("/admin/files/{name}/take-back", "The file before comes back", Nothing, _FILES),
)
NAMES = sorted(KINDS)
