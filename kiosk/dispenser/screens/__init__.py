"""The screens of the dispenser, and the faces that they draw. Kivy is loaded with the first of them, not with this."""

from kiosk.dispenser.errands.faces import AnswerFace, PadFace
from kiosk.dispenser.frame import IssuingFace, NoticeFace, TicketFace, VisitorFace
from kiosk.dispenser.offer_faces import BranchesFace, CardFace, MenuFace, SearchFace
from kiosk.touch.screens import Screens

SCREENS: Screens = {
    MenuFace: "kiosk.dispenser.screens.menu:MenuScreen",
    SearchFace: "kiosk.dispenser.screens.search:SearchScreen",
    CardFace: "kiosk.dispenser.screens.card:CardScreen",
    BranchesFace: "kiosk.dispenser.screens.branches:BranchesScreen",
    VisitorFace: "kiosk.dispenser.screens.visitor:VisitorScreen",
    IssuingFace: "kiosk.dispenser.screens.issuing:IssuingScreen",
    TicketFace: "kiosk.dispenser.screens.ticket:TicketScreen",
    NoticeFace: "kiosk.dispenser.screens.notice:NoticeScreen",
    PadFace: "kiosk.dispenser.errands.pad:KeyPadScreen",
    AnswerFace: "kiosk.dispenser.errands.answer:AnswerScreen",
}
