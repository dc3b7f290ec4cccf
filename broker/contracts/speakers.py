"""Who may give which command. A table: the queue-master holds everybody to it, and the documents walk it.

A role's clients publish on their own `command/<client>`; the hall's broker keeps each to its own name, so that the name
tells the role.
"""

from __future__ import annotations

from collections.abc import Mapping

from broker.contracts import commands as c

DISPENSER, RECEPTION, WINDOW, ANY = "dispenser", "reception", "window", "any"
SITE = "site"  # a city's site or telephone line, through a program of its own
INFO = "info"
SURVEY = "survey"  # the tablet of a window
BUTTONS = "buttons"  # the button box of a window
ANNOUNCER = "announcer"
MANAGER = "manager"
OFFICE = "office"
PHONE = "phone"  # what visitors open on their telephones: the office speaks for them

WHO: tuple[tuple[type[c.Command], tuple[str, ...]], ...] = (
    (c.TakeTicket, (DISPENSER, RECEPTION)),
    (c.Book, (RECEPTION, SITE)),
    (c.MoveBooking, (RECEPTION, SITE)),
    (c.CancelBooking, (RECEPTION, SITE)),
    (c.ListSlots, (ANY,)),
    (c.ListBookings, (RECEPTION,)),
    (c.CheckIn, (DISPENSER, RECEPTION)),
    (c.DocumentReady, (RECEPTION, WINDOW)),
    (c.DocumentHandedOut, (RECEPTION, WINDOW)),
    (c.IsReady, (DISPENSER, RECEPTION)),
    (c.CancelTicket, (DISPENSER, RECEPTION, PHONE)),
    (c.GiveWay, (RECEPTION, PHONE)),
    (c.OpenWindow, (WINDOW, BUTTONS)),
    (c.PauseWindow, (WINDOW, BUTTONS)),
    (c.CloseWindow, (WINDOW,)),
    (c.CallNext, (WINDOW, BUTTONS)),
    (c.CallTicket, (WINDOW,)),
    (c.Recall, (WINDOW, BUTTONS)),
    (c.StartService, (WINDOW, BUTTONS)),
    (c.Finish, (WINDOW, BUTTONS)),
    (c.NoShow, (WINDOW, BUTTONS)),
    (c.Transfer, (WINDOW,)),
    (c.Hold, (WINDOW,)),
    (c.Resume, (WINDOW,)),
    (c.ReturnTicket, (RECEPTION,)),
    (c.MoveTicket, (RECEPTION,)),
    (c.SetPriority, (RECEPTION, WINDOW)),
    (c.SuspendHall, (RECEPTION, MANAGER)),
    (c.ResumeHall, (RECEPTION, MANAGER)),
    (c.StartSurge, (RECEPTION, MANAGER)),
    (c.EndSurge, (RECEPTION, MANAGER)),
    (c.CallForHelp, (DISPENSER, INFO, SURVEY, BUTTONS, RECEPTION, WINDOW)),
    (c.AcknowledgeHelp, (RECEPTION, WINDOW, MANAGER)),
    (c.EndHelp, (DISPENSER, INFO, SURVEY, RECEPTION, WINDOW, MANAGER)),
    (c.Announce, (RECEPTION, MANAGER)),
    (c.ReportAnnouncement, (ANNOUNCER,)),
    (c.AskSurvey, (WINDOW,)),
    (c.AnswerSurvey, (SURVEY,)),
    (c.NoteTicket, (RECEPTION, WINDOW)),
    (c.NoteStaff, (OFFICE,)),
    (c.Explain, (ANY,)),
    (c.WhereAmI, (ANY,)),
    (c.CountAhead, (ANY,)),
    (c.EventsSince, (ANY,)),
    (c.LeaseNumbers, (DISPENSER,)),
)

ROLES: Mapping[str, tuple[str, ...]] = {
    "dispenser": (DISPENSER,),
    "info": (INFO,),
    "survey": (SURVEY,),
    "buttons": (BUTTONS,),
    "announcer": (ANNOUNCER,),
    "office": (RECEPTION, MANAGER, OFFICE, PHONE),
    "city": (),
    "site": (SITE,),
}
"""For whom each role of the access list speaks in its own name, beside what any may ask. Who is not here asks nothing."""


def _may(parties: tuple[str, ...]) -> frozenset[type[c.Command]]:
    return frozenset(kind for kind, who in WHO if ANY in who or not set(who).isdisjoint(parties))


MAY: Mapping[str, frozenset[type[c.Command]]] = {role: _may(parties) for role, parties in ROLES.items()}
AT_WINDOW = _may((WINDOW,))
"""What the office asks in the name of a window, `window-5`."""
