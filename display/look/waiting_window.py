"""A main loop that sleeps until there is something to do, in place of Kivy's, which ticks for ever.

Kivy draws only when something changed, yet it looks for changes `maxfps` times a second. This loop blocks in SDL
until input comes, a clock event is due, or another thread schedules one. A board that shows the same picture for an
hour does not run at all.

It leans on three names that Kivy does not promise: `Clock._max_fps`, `Clock.on_schedule`, and the window module
`_window_sdl2`. Where one is missing, or the video driver would poll instead of blocking, `install` says so and
Kivy's own loop goes on at the few frames a second that `kivy_setup` allowed.
"""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

log = logging.getLogger(__name__)

# Animations and flings ask for a frame at once, always; without a cap they would spin.
SHORTEST_FRAME = 1 / 60
# Nothing that a screen does hangs on this; it bounds the damage of a wake-up that was lost.
LONGEST_WAIT = 60.0
# Drivers in which SDL_WaitEvent really blocks. Elsewhere (kmsdrm, offscreen) it polls each millisecond.
BLOCKING_DRIVERS = frozenset({"x11", "wayland", "windows", "cocoa"})


class WaitingLoop(Struct, dict=True):
    """The loop, and what it counted: `turns` of the loop, so that a test can see that nothing happens."""

    event_loop: Any
    clock: Any
    sdl: Any
    turns: int = 0
    _waiting: bool = False
    _woken: bool = False
    _wake_event: Any = field(default=None)

    def __post_init__(self) -> None:
        event_type = self.sdl.SDL_RegisterEvents(1)
        self._wake_event = (ctypes.c_uint32 * 32)(event_type)  # an SDL_Event is 56 bytes; it copies what it wants

    def wake(self, _event: object = None) -> None:
        """Make the loop turn once. From any thread; cheap when it is awake already."""
        if not self._woken:
            self._woken = True
            if self._waiting:
                self.sdl.SDL_PushEvent(self._wake_event)

    def run(self) -> None:
        """Kivy's `EventLoop.mainloop`: until the app is stopped."""
        from kivy.base import ExceptionManager, stopTouchApp  # noqa: PLC0415 - see kivy_setup

        loop = self.event_loop
        while not loop.quit and loop.status == "started":
            try:
                self._wait()
                self._woken = False
                self.turns += 1
                # Input first, in the same turn: Kivy's order would leave a touch lying until the next wake-up.
                loop.window.mainloop()
                loop.idle()
            except BaseException as error:  # Kivy's own rule: a handler decides, else it is raised
                if ExceptionManager.handle_exception(error) == ExceptionManager.RAISE:
                    stopTouchApp()
                    raise

    def _wait(self) -> None:
        since_frame = self.clock.time() - self.clock.get_time()
        if since_frame < SHORTEST_FRAME:
            time.sleep(SHORTEST_FRAME - since_frame)
        if self._woken or self.event_loop.window.canvas.needs_redraw:
            return
        due = self.clock.get_min_timeout()  # a moment of the clock, or 0 for "now"
        wait = min(LONGEST_WAIT, due - self.clock.time())
        if wait <= 0:
            return
        self._waiting = True
        # Only now: whoever schedules from here on sees `_waiting` and pushes, whoever came before was seen above.
        if not self._woken:
            self.sdl.SDL_WaitEventTimeout(None, int(wait * 1000) + 1)
        self._waiting = False


def install() -> WaitingLoop | None:
    """Put the waiting loop in place of Kivy's. After the window is made, before `App.run`. None: not possible here."""
    from kivy.base import EventLoop  # noqa: PLC0415 - see kivy_setup
    from kivy.clock import Clock  # noqa: PLC0415

    reason = ""
    try:
        sdl = _kivys_sdl()
        driver = sdl.SDL_GetCurrentVideoDriver() or b""
        if driver.decode() not in BLOCKING_DRIVERS:
            reason = f"the video driver {driver.decode() or '(none)'} polls"
        elif not (hasattr(Clock, "_max_fps") and hasattr(Clock, "on_schedule")):
            reason = "this Kivy's clock has changed"
    except (ImportError, OSError, AttributeError) as error:
        reason = str(error)
    if reason:
        log.warning("the window ticks instead of waiting: %s", reason)
        return None
    loop = WaitingLoop(EventLoop, Clock, sdl)
    Clock._max_fps = 0  # noqa: SLF001 - the clock must not sleep too
    Clock.on_schedule = loop.wake
    EventLoop.mainloop = loop.run
    _purge_caches_seldom()
    return loop


def _kivys_sdl() -> Any:
    """The SDL2 that Kivy itself is linked with. Another wheel in the process may carry a second copy."""
    from kivy.core.window import _window_sdl2  # noqa: PLC0415

    sdl = ctypes.CDLL(_window_sdl2.__file__)
    sdl.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    sdl.SDL_RegisterEvents.restype = ctypes.c_uint32
    return sdl


def _purge_caches_seldom(seconds: float = 60.0) -> None:
    """Kivy looks for old cache entries once a second, which would be our only heartbeat."""
    from kivy.cache import Cache  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415

    purge: Callable[[float], None] | None = getattr(Cache, "_purge_by_timeout", None)
    if purge:
        Clock.unschedule(purge)
        Clock.schedule_interval(purge, seconds)
