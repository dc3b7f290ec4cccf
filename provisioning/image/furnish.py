"""Makes an appliance of a Debian root: the overlays, the units, the application; and takes out what no hall needs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from provisioning.image.kernel_modules import bereft
from provisioning.image.running import Failed, inside, run
from provisioning.image.target import Target
from provisioning.image.tools import runs_on
from provisioning.image.wheelhouse import EXTRAS, PYTHON

OPT = "opt/cherha"

# Folders of systemd/ and where an appliance has them.
PLACES = {
    "system": "etc/systemd/system",
    "system.conf.d": "etc/systemd/system.conf.d",
    "journald.conf.d": "etc/systemd/journald.conf.d",
    "logind.conf.d": "etc/systemd/logind.conf.d",
    "udev": "etc/udev/rules.d",
    "libexec": f"{OPT}/libexec",
    "sysusers.d": "usr/lib/sysusers.d",
    "tmpfiles.d": "usr/lib/tmpfiles.d",
    "sysctl.d": "usr/lib/sysctl.d",
    "system-preset": "usr/lib/systemd/system-preset",
}
CLOCK = "usr/lib/clock-epoch"  # systemd lets no clock begin before its time: see systemd(1)
DEBIANS_OWN = ("systemd-networkd.service", "systemd-resolved.service", "systemd-timesyncd.service")


def furnish(root: Path, units: Path, overlays: Iterable[Path], wheels: Path, target: Target) -> None:
    """Lay everything into `root`, which is a Debian root of the image's suite."""
    lay_application(root, wheels, target)
    for name, place in PLACES.items():
        lay(units / name, root / place)
    for overlay in overlays:
        lay(overlay, root)
    inside(root, "systemd-sysusers")
    inside(root, "systemctl", "preset", *enabled(root / PLACES["system"]))
    inside(root, "systemctl", "enable", *DEBIANS_OWN)
    # The same on all cards, and so of the machine, not of the card (systemd.machine_id=firmware).
    (root / "etc/machine-id").write_text("")
    _link(root / "etc/resolv.conf", "/run/systemd/resolve/stub-resolv.conf")
    (root / "boot/firmware").mkdir(parents=True, exist_ok=True)


def lay(tree: Path, place: Path) -> None:
    """Copy `tree` over `place`; everything belongs to root, and only the right to execute is kept."""
    place.mkdir(parents=True, exist_ok=True)
    run(["cp", "-r", "--no-preserve=ownership,timestamps", "-T", tree, place])


def lay_application(root: Path, wheels: Path, target: Target) -> None:
    """A virtual environment of the image's own Python at /opt/cherha, compiled for it, without pip."""
    there = root / "wheels"
    shutil.copytree(wheels, there, dirs_exist_ok=True)
    wheel = next(there.glob("cherha-*.whl")).name
    python = f"/{OPT}/bin/python"
    inside(root, "python3", "-m", "venv", f"/{OPT}")
    pip = [python, "-m", "pip", "-q", "--disable-pip-version-check"]
    inside(
        root,
        *pip,
        "install",
        "--no-index",
        "--no-compile",
        "--find-links=/wheels",
        f"/wheels/{wheel}[{','.join(EXTRAS)}]",
    )
    inside(root, *pip, "uninstall", "-y", "pip")
    # By content, not by time: the image's files have one time, and nobody may write beside them later.
    compile_all = ("-m", "compileall", "-q", "--invalidation-mode=unchecked-hash")
    if native := None if runs_on(target) else native_python():
        run([native, *compile_all, "-s", root, "-p", "/", root / OPT / "lib"])
    else:
        inside(root, python, *compile_all, f"/{OPT}/lib")
    # Kivy's wheel brings what debuggers read: 50 MB of it.
    run([target.strip, "--strip-unneeded", *sorted(root.glob(f"{OPT}/lib/python*/site-packages/kivy/**/*.so"))])
    shutil.rmtree(there)


def native_python() -> str:
    """This machine's own Python of the image's version, which compiles to the same ten times as fast as an emulated one."""
    python = f"python{PYTHON}"
    try:
        return python if run([python, "-c", "print('here')"]).strip() == "here" else ""
    except Failed:  # no such Python, or a shim of one
        return ""


def enabled(system: Path) -> list[str]:
    """The units that say themselves when they start."""
    return sorted(unit.name for unit in system.glob("*.*") if _own(unit) and "[Install]" in unit.read_text("utf-8"))


def leave_out(root: Path, patterns: Iterable[str]) -> list[str]:
    """Take out what the patterns name; the mistakes: those that name nothing any more, and drivers that lack others."""
    idle = []
    for pattern in patterns:
        found = list(root.glob(pattern))
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        idle += [] if found else [f"left-out: {pattern}: there is no such thing"]
    idle += [f"left-out: {each}" for each in bereft(root)]
    for kernel in (root / "usr/lib/modules").iterdir():
        inside(root, "depmod", kernel.name)
    return idle


def thin(root: Path, epoch: int) -> None:
    """Take out what differs from build to build or is hidden by memory; nothing is younger than `epoch`, and no clock that
    was lost begins before it.
    """
    for name in ("var", "tmp", "run", "boot/firmware"):
        _empty(root / name)
    # Something to stand on until memory is laid over it: early services want a folder of their own there.
    for name in ("lib", "log", "cache", "tmp"):
        (root / "var" / name).mkdir()
    for name in ("etc/.pwd.lock", "etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-"):
        (root / name).unlink(missing_ok=True)
    (root / CLOCK).touch()
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = os.path.join(folder, name)  # noqa: PTH118 - a Path for each of 40,000 takes seconds
            if os.lstat(path).st_mtime > epoch:
                os.utime(path, (epoch, epoch), follow_symlinks=False)
    os.utime(root, (epoch, epoch))


def _empty(folder: Path) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _link(path: Path, to: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def _own(unit: Path) -> bool:
    """Not what Debian has enabled: that is a link into the image, which leads astray on this machine."""
    return unit.is_file() and not unit.is_symlink()
