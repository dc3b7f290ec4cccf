"""Who may give which command. A table: the broker's access lists and the documents walk it.

A role's clients publish on their own `command/<client>`; the queue-master refuses nobody by role yet, the hall's
broker refuses strangers.
"""

from __future__ import annotations

from broker.contracts import commands as c

DISPENSER, RECEPTION, WINDOW, ANY = "dispenser", "reception", "window", "any"
SITE = "site"  # a city's site or telephone line, through a program of its own
SURVEY = "survey"  # the tablet of a window
ANNOUNCER = "announcer"
PHONE = "phone"  # what visitors open on their telephones: the office speaks for them

WHO: tuple[tuple[type[c.Command], tuple[str, ...]], ...] = (
    (c.TakeTicket, (DISPENSER, RECEPTION)),
    (c.Book, (DISPENSER, RECEPTION, SITE)),
    (c.MoveBooking, (DISPENSER, RECEPTION, SITE)),
    (c.CancelBooking, (DISPENSER, RECEPTION, SITE)),
    (c.ListSlots, (ANY,)),
    (c.ListBookings, (RECEPTION,)),
    (c.CheckIn, (DISPENSER, RECEPTION)),
    (c.DocumentReady, (RECEPTION, WINDOW)),
    (c.DocumentHandedOut, (RECEPTION, WINDOW)),
    (c.IsReady, (DISPENSER, RECEPTION)),
    (c.CancelTicket, (DISPENSER, RECEPTION, PHONE)),
    (c.GiveWay, (DISPENSER, RECEPTION, PHONE)),
    (c.OpenWindow, (WINDOW,)),
    (c.PauseWindow, (WINDOW,)),
    (c.CloseWindow, (WINDOW,)),
    (c.CallNext, (WINDOW,)),
    (c.CallTicket, (WINDOW,)),
    (c.Recall, (WINDOW,)),
    (c.StartService, (WINDOW,)),
    (c.Finish, (WINDOW,)),
    (c.NoShow, (WINDOW,)),
    (c.Transfer, (WINDOW,)),
    (c.Hold, (WINDOW,)),
    (c.Resume, (WINDOW,)),
    (c.ReturnTicket, (RECEPTION,)),
    (c.MoveTicket, (RECEPTION,)),
    (c.SetPriority, (RECEPTION, WINDOW)),
    (c.SuspendHall, (RECEPTION, "manager")),
    (c.ResumeHall, (RECEPTION, "manager")),
    (c.StartSurge, (RECEPTION, "manager")),
    (c.EndSurge, (RECEPTION, "manager")),
    (c.CallForHelp, (DISPENSER, "info", SURVEY, RECEPTION, WINDOW)),
    (c.AcknowledgeHelp, (RECEPTION, WINDOW, "manager")),
    (c.EndHelp, (DISPENSER, "info", SURVEY, RECEPTION, WINDOW, "manager")),
    (c.Announce, (RECEPTION, "manager")),
    (c.ReportAnnouncement, (ANNOUNCER,)),
    (c.AskSurvey, (WINDOW,)),
    (c.AnswerSurvey, (SURVEY,)),
    (c.NoteTicket, (RECEPTION, WINDOW)),
    (c.NoteStaff, ("office",)),
    (c.Explain, (ANY,)),
    (c.WhereAmI, (ANY,)),
    (c.CountAhead, (ANY,)),
    (c.EventsSince, (ANY,)),
    (c.LeaseNumbers, (DISPENSER,)),
)
