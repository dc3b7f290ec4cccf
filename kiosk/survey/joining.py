"""The survey tablet on the bus, with its content."""

from __future__ import annotations

from collections.abc import Callable

from display.look.alarm import Alarm
from kiosk.service_menu.admitting import admit_technicians
from kiosk.survey.backstage import Backstage
from kiosk.survey.screens import slide
from kiosk.touch.hall_words import speak_for_the_hall
from kiosk.touch.joining import about, answer_technicians, link_of, switch_light
from kiosk.touch.running import Stage

ROLE = "survey"


def join_hall(stage: Stage) -> Callable[[], None]:
    """Connect the bus and the content to the stage. Returns what says goodbye."""
    bus = link_of(stage, ROLE)

    def another_hour() -> None:
        backstage.look_at_the_clock()

    hours = Alarm(another_hour)
    backstage = Backstage(
        bus,
        stage.settings,
        stage.hall,
        about=about(ROLE),
        tell=stage.attendant.tell,
        later=stage.app.later,
        note=stage.note,
        wake_in=hours.set,
    )
    answer_technicians(backstage.appliance, stage)
    speak_for_the_hall(stage, backstage.appliance, bus)
    switch_light(stage, backstage.appliance)
    admit_technicians(stage, backstage.appliance, bus)
    slide.on_end(backstage.slide_ended, backstage.slide_stands, stage.settings.volume)
    stage.attendant.serve(backstage.act, lambda: None)
    backstage.start()
    return backstage.stop
