"""What runs here: the software, the system below it, the machine."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from broker.bus.release import release
from kiosk.service_menu.report import Line, Report, line
from kiosk.service_menu.toolbox import Toolbox

# On a board the firmware says which it is; on a desk computer the maker does.
_MODELS = (Path("/proc/device-tree/model"), Path("/sys/devices/virtual/dmi/id/product_name"))
_SERIALS = (Path("/proc/device-tree/serial-number"), Path("/sys/devices/virtual/dmi/id/product_serial"))


def versions(toolbox: Toolbox) -> Report:
    found = {
        "version-software": release(),
        "version-role": f"{toolbox.role} · {toolbox.appliance}",
        "version-python": platform.python_version(),
        "version-kivy": _installed("kivy"),
        "version-system": _system(),
        "version-kernel": f"{platform.release()} {platform.machine()}",
        "version-model": _first(_MODELS),
        "version-serial": _first(_SERIALS),
        "version-screen": f"{toolbox.screen}, {toolbox.settings.panel:g}″",
    }
    return Report(tuple(_line(key, value) for key, value in found.items()))


def _line(key: str, value: str) -> Line:
    return line(key, value=value or "–")


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return platform.system()


def _first(files: tuple[Path, ...]) -> str:
    for file in files:
        try:
            return file.read_text("utf-8", errors="replace").strip("\0\n ")
        except OSError:
            continue
    return ""
