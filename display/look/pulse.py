"""A screen shows systemd that its drawing loop turns: the watchdog is petted from Kivy's own clock.

A loop that hangs in a handler, in a drawing call or in the driver's flip does not come round to its clock any more.
Nothing is drawn for it: a turn of the waiting loop costs some tenths of a millisecond, every five seconds.
"""

from __future__ import annotations

from kivy.clock import Clock

from broker.bus.watchdog import Watchdog


def show_pulse(watchdog: Watchdog | None = None) -> None:
    """The first frame is on the screen: say so, and from now on that the loop turns."""
    watched = watchdog or Watchdog()
    watched.ready()
    if watched.every is not None:
        Clock.schedule_interval(lambda _: watched.pet(), watched.every)
