"""The screens of the information terminal, and the faces that they draw. Kivy is loaded with the first of them."""

from kiosk.info.faces import (
    CodeFace,
    HomeFace,
    ListFace,
    MapFace,
    SampleFace,
    SearchFace,
    TableFace,
    TextFace,
)
from kiosk.touch.screens import Screens

SCREENS: Screens = {
    HomeFace: "kiosk.info.screens.home:HomeScreen",
    ListFace: "kiosk.info.screens.listing:ListScreen",
    SearchFace: "kiosk.info.screens.search:FindScreen",
    TextFace: "kiosk.info.screens.text:TextScreen",
    TableFace: "kiosk.info.screens.table:TableScreen",
    MapFace: "kiosk.info.screens.hall_map:MapScreen",
    SampleFace: "kiosk.info.screens.sample:SampleScreen",
    CodeFace: "kiosk.info.screens.code:CodeScreen",
}
