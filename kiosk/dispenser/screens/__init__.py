"""The screens of the dispenser, and the faces that they draw. Kivy is loaded with the first of them, not with this."""

from kiosk.dispenser.frame import IssuingFace, MenuFace, NoticeFace, TicketFace, VisitorFace
from kiosk.touch.screens import Screens

SCREENS: Screens = {
    MenuFace: "kiosk.dispenser.screens.menu:MenuScreen",
    VisitorFace: "kiosk.dispenser.screens.visitor:VisitorScreen",
    IssuingFace: "kiosk.dispenser.screens.issuing:IssuingScreen",
    TicketFace: "kiosk.dispenser.screens.ticket:TicketScreen",
    NoticeFace: "kiosk.dispenser.screens.notice:NoticeScreen",
}
