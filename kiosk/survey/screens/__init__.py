"""The screens of the survey tablet, and the faces that they draw. Kivy is loaded with the first of them."""

from kiosk.survey.frame import ChoicesFace, GradeFace, RestFace, SlideFace, ThanksFace, WordsFace
from kiosk.touch.screens import Screens

SCREENS: Screens = {
    RestFace: "kiosk.survey.screens.rest:RestScreen",
    GradeFace: "kiosk.survey.screens.grade:GradeScreen",
    ChoicesFace: "kiosk.survey.screens.choices:ChoicesScreen",
    ThanksFace: "kiosk.survey.screens.thanks:ThanksScreen",
    WordsFace: "kiosk.survey.screens.own_words:OwnWordsScreen",
    SlideFace: "kiosk.survey.screens.slide:SlideScreen",
}
