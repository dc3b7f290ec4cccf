"""`cherha run announcer`: the announcer as a process."""

from __future__ import annotations

import signal
import threading

from announcer.announcing import AREA, ROLE, Announcer, Making
from announcer.drafting import let_drafts_be_heard
from announcer.outlets import Opening
from announcer.rendering import Rendering
from announcer.voices.choose import open_voices
from broker.acceptance.taking import Acceptance
from broker.bus.hall_copy import HallCopy
from broker.bus.hall_phrases import HallPhrases
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog


def run(settings: Settings) -> None:
    """Speak until SIGTERM or SIGINT. ConfigError when the hall file or the settings are wrong."""
    hall = settings.hall_file()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    name = settings.appliance or f"{ROLE}-1"
    voices = open_voices(settings.voice, hall.hall.languages, settings.state_dir / "clips")
    rendering = Rendering(voices, settings.state_dir / "speech")
    link = Link(hall.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    spare = settings.state_dir / "announcements"

    def changed(output: str, why: str | None) -> None:
        announcer.sound_changed(output, why)

    # The players report to the announcer, which is made of them: the arrow back is a late one.
    opening = Opening(hall, settings.sound, spare, changed, lambda: announcer.time)
    outlets = opening.outlets(name)
    making = Making(
        rendering,
        outlets[0].player,
        wanted=settings.voice,
        version=release(),
        outlets=outlets,
        spare=spare,
        outbox=settings.state_dir / "outbox.db",
    )
    announcer = Announcer(link, hall, making, id=name)
    Acceptance(
        announcer.appliance,
        link,
        settings.state_dir,
        hall.timezone,
        {"sound": announcer.speak_a_trial},
        place=settings.place,
    )
    HallCopy(announcer.appliance, link, settings)
    tell_unknown(announcer.appliance, settings)
    phrases = HallPhrases(
        link,
        settings.state_dir,
        {AREA: announcer.phrases},
        staff=announcer.appliance,
        release=release(),
        changed=announcer.said_anew,
    )
    let_drafts_be_heard(announcer, hall)
    for outlet in outlets:
        outlet.check()
    link.start()
    announcer.start()
    try:
        watchdog = Watchdog()
        watchdog.ready()
        while not stopping.wait(watchdog.every):
            if announcer.turns:
                watchdog.pet()
    finally:
        phrases.stop()
        announcer.stop()
        link.stop()
        for voice in voices:
            voice.close()
