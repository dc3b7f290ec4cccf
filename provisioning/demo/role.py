"""What the demo runs: a table of roles, and how each is started."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Environment = Mapping[str, str]

_TOUCHED = ("dispenser", "info", "survey")


@dataclass(frozen=True, slots=True)
class Role:
    """One process to keep alive.

    `screen` gives what must be in the environment for it to draw, asked anew at each start. `answers` tells when it
    serves, for what cannot say so on the bus itself: the broker.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Environment
    screen: Callable[[], Awaitable[Environment]] | None = None
    answers: Callable[[], Awaitable[bool]] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One appliance of the demo's hall.

    `virtual`, `desktop`: the size of its picture on a screen made for it, and on somebody's desk; there its left upper
    corner stands at `at`, so that a board does not cover a dispenser.
    """

    appliance: str
    role: str
    virtual: str = ""
    desktop: str = ""
    at: tuple[int, int] = (0, 0)

    @property
    def draws(self) -> bool:
        return bool(self.virtual)


PARTS = (
    Part("queue-master", "queue-master"),
    Part("dispenser-1", "dispenser", virtual="1080x1920", desktop="432x768", at=(20, 60)),
    Part("board-1", "board", virtual="1920x1080", desktop="960x540", at=(924, 60)),
    Part("announcer-1", "announcer"),
    Part("office-1", "office"),
    Part("info-1", "info", virtual="1080x1920", desktop="432x768", at=(472, 60)),
    Part("survey-1", "survey", virtual="1280x800", desktop="640x400", at=(924, 630)),
    Part("window-sign-1", "window-sign", virtual="800x480", desktop="320x192", at=(1580, 630)),
    Part("buttons-1", "buttons"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hall stands: what all its parts are told."""

    hall: Path
    state_dir: Path
    broker_port: int
    office_port: int
    given: Environment = field(default_factory=dict)  # the demo's own environment, with its mark
    window: int = 1  # where the tablet and the sign are
    beside: Path | None = None  # where the catalogue lies, if not beside the hall file
    identities: Path | None = None  # a folder of certificates for each part; None: a broker without TLS


def environment_of(part: Part, place: Place, *, virtual: bool) -> dict[str, str]:
    """The environment of one part: whatever the demo was given, and over it what makes it a part of this hall."""
    own = place.state_dir / part.appliance
    told = {
        **place.given,
        "CHERHA_BROKER_HOST": "127.0.0.1",
        "CHERHA_BROKER_PORT": str(place.broker_port),
        "CHERHA_HALL": str(place.hall),
        "CHERHA_STATE_DIR": str(own),
        "CHERHA_APPLIANCE": part.appliance,
        "CHERHA_OFFICE_PORT": str(place.office_port),
        **({"CHERHA_IDENTITY": str(place.identities / part.appliance)} if place.identities else {}),
        "PYTHONUNBUFFERED": "1",  # a log that ends with the last word before a kill
        # The project may be a checkout that is installed nowhere, and the demo started from another folder.
        "PYTHONPATH": ":".join(filter(None, (str(ROOT), place.given.get("PYTHONPATH", "")))),
    }
    # Empty at first: what the office puts there, the queue-master publishes.
    told.setdefault("CHERHA_CONTENT", str(place.state_dir / "content"))
    # What the information terminal tells lies beside the hall file.
    catalogue = (place.beside or place.hall.parent) / "catalogue"
    told.setdefault("CHERHA_CATALOGUE", str(catalogue))
    if (catalogue / "news.xml").is_file():
        told.setdefault("CHERHA_FEEDS", (catalogue / "news.xml").resolve().as_uri())
    if part.role == "buttons":
        # Nothing is wired to this machine: the pins are gpiozero's own mock ones, pressed through the hall's page.
        told["GPIOZERO_PIN_FACTORY"] = "mock"
        told.setdefault("CHERHA_PINS", BOX)
        told.setdefault("CHERHA_DISPLAY", f"paper:{own / 'display.png'}")
    if part.role in ("survey", "window-sign", "buttons"):
        told["CHERHA_WINDOW"] = str(place.window)
    if part.role == "survey":
        told["CHERHA_PANEL"] = "10.1"
    if part.role in _TOUCHED:
        # Nobody wears it: what is read aloud is kept as sound files, and the corner that begins it is on the screen.
        told.setdefault("CHERHA_HEADSET", f"wav:{own / 'headset'}")
    if part.role == "queue-master":
        told.setdefault("CHERHA_CONTENT_PORT", "0")
    if part.draws:
        told["CHERHA_WINDOW_SIZE"] = part.virtual if virtual else part.desktop
        # Without a home of its own Kivy writes its settings and logs into the user's, and two roles share them.
        told.setdefault("KIVY_HOME", str(own / "kivy"))
        told.setdefault("KIVY_NO_ARGS", "1")
        if not virtual:
            left, top = part.at
            place_on_desk = {"POSITION": "custom", "LEFT": str(left), "TOP": str(top)}
            told |= {f"KCFG_GRAPHICS_{name}": value for name, value in place_on_desk.items()}
    if virtual:
        # Nobody hears a machine without a screen: what was said is kept as sound files.
        told.setdefault("CHERHA_SOUND", f"wav:{own / 'said'}")
    return told


BOX = "next=17 recall=27 no-show=22 finish=5 help=6 free=13 calling=19 serving=26 offline=21"

Start = Callable[[Part], tuple[str, ...]]
"""The command line of one part."""


def arguments_of(part: Part) -> tuple[str, ...]:
    """As systemd starts it."""
    return (sys.executable, "-m", "provisioning.command", "run", part.role)


ROOT = Path(__file__).resolve().parents[2]
