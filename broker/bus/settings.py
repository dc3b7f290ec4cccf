"""Where the broker is and what this appliance is called: CHERHA_* variables over one TOML file.

Read with msgspec, which every role has loaded anyway: the settings library that does the same costs each process
0.15 s of processor time before its first frame, a fifth of what a bare window needs.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import msgspec

from broker.bus.hall_place import newest
from broker.contracts.errors import ConfigError
from broker.contracts.hall_check import load, tables
from broker.contracts.hall_file import HallFile
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Said, Told, wrong

log = logging.getLogger(__name__)

PREFIX = "CHERHA_"

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Guard = Annotated[float, msgspec.Meta(ge=0, le=5)]
_WANTED: dict[Any, Said] = {
    int: wrong("wanted.whole"),
    float: wrong("wanted.number"),
    bool: wrong("wanted.truth"),
    str: wrong("wanted.text"),
    Share: wrong("setting.range", least=0, most=1),
    Guard: wrong("setting.range", least=0, most=5),
}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """CHERHA_BROKER_HOST, CHERHA_BROKER_PORT, CHERHA_HALL (file), CHERHA_STATE_DIR, CHERHA_APPLIANCE (its id), …

    `state_dir` is the appliance's own folder for what must survive a restart. A box that was let in has the folder of its
    `identity` in its file, named like its role; its `printer`, where none is named, is that of `printer_of`.

    `unknown`: names in the file of such a box that are no settings of this version. A newer one wrote them, which was given
    up since, or the hall's desk, which is newer; the role begins without them and says so (`unknown_settings`).
    """

    broker_host: str = "127.0.0.1"  # or several, HOST[:PORT] each, parted by spaces: the next when one is away
    broker_port: int = 1883
    identity: str = ""  # the folder of this appliance's certificate; empty: a broker without TLS, as the demo's
    hall: Path = Path("hall.toml")
    state_dir: Path = Path("state")
    appliance: str = ""
    place: str = ""  # where in the hall a board hangs, for technicians: "над вікном 4"
    # Device wiring; each role reads its own.
    printer: str = "tape"  # tape | usb[:VID:PID[:SERIAL | @PATH]] | net:HOST[:PORT] | serial:DEVICE | file:PATH | none
    paper: int = 80  # millimetres
    roll: float = 80.0  # metres of a new roll; what the rolls themselves teach goes before it
    paper_low: int = 150  # slips for which there is paper, from which on staff are told
    printer_counts: bool = False  # the printer counts its cuts (GS g 2) and may be asked after a power cut
    window_size: str = ""  # "1080x1920"; empty: full screen
    layout: str = "layout"  # of a board: a bundle, layout or layout-…; a shipped one, as standard; the path of a file
    diagonal: float = 43.0  # inches of a board's screen: its letters are measured in millimetres
    panel: float = 21.5  # inches of a touch screen's diagonal: buttons are measured in millimetres
    screen_bottom: float = 750.0  # mm from the floor to the lower edge of a touch screen
    dark_after: float = 15.0  # minutes without anybody in a closed hall, after which a screen goes dark; 0: never
    screen_power: str = "dpms cec"  # how a board or a sign is switched: dpms, cec, both; none: not at all
    presence: str = ""  # the pin of a sensor that sees people move: they find a board lit after hours
    strike_guard: Guard = 0.5  # seconds in which a second strike of a finger is none
    headset: str = ""  # where a touch screen speaks to: alsa:DEVICE | pipewire:NODE | wav:DIR | silent; empty: nowhere
    headset_dba: float = 85.0  # how loud the headset gets, measured once; each visitor begins at 65 dBA
    pins: str = ""  # buttons on wires: "help=22 ramp=23 speech=17 plug=27 up=5 down=6 left=13 right=19 ok=26"
    window: int = 0  # the window that a survey tablet or a window sign belongs to
    display: str = "none"  # of a button box, two lines: none | oled[:CHIP][:ROWS][:ADDRESS] | paper:FILE
    sign: str = "screen"  # what a window sign is made of: screen | max7219[:PORT.DEVICE][:turned] | paper:FILE
    theme: str = "light"  # colours of a window sign: light | dark | high-contrast; a board's are in its layout
    arrow: str = "down"  # where its window is: down | up | left | right | none
    survey: str = "survey"  # the bundles that a tablet or a board uses
    playlist: str = "playlist"
    volume: float = 0.0  # of its videos, on top of their own; 0: mute
    duck: Share = 0.1  # what is left of that on a board while somebody is called and no voice says how much
    sound: str = "player"  # player | wav:DIR | silent
    voice: str = "best"  # best | recordings | piper | rhvoice | clips | espeak | chime
    office_port: int = 8080
    journal: str = ""  # the office's: the queue-master's journal.db, which reports read; empty: looked for beside us
    office_host: str = "127.0.0.1"  # where the staff's pages are served; beyond loopback only once somebody signs in
    office_names: str = ""  # by which names or addresses the hall opens them, parted by spaces
    office_certificate: str = ""  # files, for TLS
    office_key: str = ""
    office_lock: float = 10.0  # minutes without a hand after which a page asks for the PIN again; 0: never
    catalogue: Path = Path("catalogue")  # the information terminal's folder: catalogue.toml, map.toml, pictures
    feeds: str = ""  # addresses of city news, parted by spaces
    feed_hosts: str = ""  # hosts that may be asked; empty: those of the feeds
    content: str = ""  # the queue-master's: a folder of bundles to publish; empty: none
    content_host: str = "127.0.0.1"  # where it serves them, an address that the appliances can reach
    content_port: int = 8090  # 0: any free one
    standby: str = ""  # the queue-master's: the appliance that has its journal on a second disk; empty: none
    witness: str = ""  # the queue-master's and the standby's: the third voter; empty: nobody takes over by itself
    second_broker: str = ""  # the queue-master's: HOST[:PORT] of the standby's broker, for when that has taken over
    own_broker: str = ""  # the standby's: HOST[:PORT] of the broker on its own machine, for when it takes over
    broker_files: str = (
        ""  # a folder: what the standby's broker reads; at the queue-master it is made, at the standby used
    )
    access_list: str = ""  # the queue-master's: the broker's list, which says who is what; empty: looked for beside us; none: set up by hand
    backs_up: str = ""  # the queue-master's: folders that go to the standby sealed, parted by spaces
    log: str = "info"
    unknown: tuple[str, ...] = ()

    def hall_file(self) -> HallFile:
        """The hall file, read and checked: the newest that this box was told. ConfigError with every mistake."""
        told = newest(self.state_dir, self.hall)
        if told != self.hall:
            try:
                return load(told)
            except (OSError, ConfigError) as error:
                log.warning("%s: %s; the box's own file is used", told, error)
        return load(self.hall)

    @classmethod
    def read(cls, config: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from `config` (TOML) under the environment under `given`. ConfigError with every mistake."""
        values, mistakes, unknown = _from_file(config) if config else ({}, [], {})
        places = {name: f"{config}:{line}: {name}" for name, (_, line) in values.items()}
        chosen: dict[str, Any] = {name: value for name, (value, _) in values.items()}
        if chosen.get("identity"):  # let in before it was given a printer: a tape is for the demo
            chosen = {**printer_of(Path(str(chosen["identity"])).name), **chosen}
            if unknown:
                log.warning("%s: left out, since this version does not know it: %s", config, ", ".join(unknown))
        else:
            mistakes += unknown.values()
        for name in KNOWN:
            variable = PREFIX + name.upper()
            said = (os.environ if environment is None else environment).get(variable)
            if said is not None:
                chosen[name], places[name] = said, variable
        chosen |= given
        fields = {field.name: field.type for field in msgspec.structs.fields(cls)}
        for name, value in chosen.items():
            try:
                chosen[name] = msgspec.convert(value, fields[name], strict=False, dec_hook=_path)
            except msgspec.ValidationError as error:
                where, _, what = f"{places.get(name, name)}".rpartition(": ")
                wanted = _WANTED.get(fields[name], str(error))
                mistakes.append(
                    Told(where and f"{where}: ", wrong("setting.wrong", setting=what, value=repr(value), wanted=wanted))
                )
        if mistakes:
            raise ConfigError(mistakes)
        return cls(**chosen, unknown=tuple(unknown))


KNOWN = tuple(name for name in Settings.__struct_fields__ if name != "unknown")


def printer_of(role: str, devices: Path = Path("/dev/usb")) -> dict[str, str]:
    """What a box that nobody can type at prints on: the printer on its cable. A terminal may have none, a dispenser not."""
    if role == "dispenser":
        return {"printer": "usb"}
    return {"printer": "usb" if any(devices.glob("lp*")) else "none"} if role == "info" else {}


def _from_file(config: Path) -> tuple[dict[str, tuple[Any, int]], list[Told], dict[str, Told]]:
    """What a settings file says, each with its line; what is wrong with it as a file; and its names that are no settings."""
    try:
        text = config.read_text("utf-8")
    except UnicodeDecodeError:
        return {}, [Told(f"{config}:1: ", wrong("file.no-text"))], {}
    except OSError as error:
        return {}, [Told(f"{config}: ", wrong("file.unreadable", why=reason(error)))], {}
    values: dict[str, tuple[Any, int]] = {}
    unknown: dict[str, Told] = {}
    table, broken = tables(text)
    for name, value in table.items():
        found = re.search(rf"^\s*{re.escape(name)}\s*=", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        if name in KNOWN:
            values[name] = (value, line)
        else:
            close = get_close_matches(name, KNOWN, 1)
            what = (
                wrong("setting.unknown", name=name, near=close[0])
                if close
                else wrong("setting.none-of", name=name, known=", ".join(KNOWN))
            )
            unknown[name] = Told(f"{config}:{line}: ", what)
    return values, [Told(f"{config}:{line}: ", what) for line, _, what in broken], unknown


def _path(kind: type[Any], value: Any) -> Any:
    if kind is Path and isinstance(value, (str, Path)):
        return Path(value)
    raise NotImplementedError(kind)
