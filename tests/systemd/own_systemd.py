"""A systemd of its own as process 1 of a container, for tests: this machine's files below, the project's units on top.

Needs root, namespaces, overlayfs and a cgroup2 hierarchy; where one is missing `lacking` says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SYSTEMD = Path("/lib/systemd/systemd")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

# Inside the new namespaces: a root of overlays, what a container's manager has to mount, and systemd as process 1.
_BIRTH = r"""
set -e
mount --make-rprivate /
own=$1 project=$2 python=$3
mount -t tmpfs tmpfs "$own/memory"
mkdir "$own/memory/upper" "$own/memory/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$own/memory/upper,workdir=$own/memory/work" "$own/root"
root=$own/root
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -p "$root$project" "$root$python"
mount --rbind "$project" "$root$project"
mount --rbind "$python" "$root$python"
cp -a "$own/files/." "$root/"
# A boot empties /tmp, where the checkout may be.
for unit in systemd-tmpfiles-setup.service systemd-tmpfiles-clean.timer tmp.mount; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
# The Python of a developer lies in a home that others may not enter.
chmod o+x "$root/root"
exec env -i container=cherha-test PATH="$PATH" chroot "$root" /lib/systemd/systemd --system --unit=basic.target \
    --log-target=console --log-level=info
"""


def lacking() -> str:
    """What this machine lacks for it; "" when nothing."""
    if os.geteuid() != 0:
        return "only root can make a container"
    if not SYSTEMD.exists() or shutil.which("systemctl") is None:
        return "systemd is not installed"
    if _cgroups() is None:
        return "there is no cgroup2 hierarchy"
    words = ["unshare", "--mount", "--pid", "--fork", "--cgroup", "true"]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        return "no namespaces can be made here"
    return ""


def _cgroups() -> Path | None:
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    places = [Path(words[1]) for words in mounts if words[2] == "cgroup2"]
    return next((place for place in places if os.access(place, os.W_OK)), None)


class OwnSystemd:
    """`files`: a tree that is laid over this machine's root."""

    def __init__(self, folder: Path, files: Callable[[Path], None]) -> None:
        self._folder = folder
        for name in ("root", "memory", "files"):
            (folder / name).mkdir(parents=True)
        files(folder / "files")
        cgroups = _cgroups()
        assert cgroups
        self._group = cgroups / f"cherha-test-{os.getpid()}-{folder.name}"
        self._group.mkdir()
        (folder / "birth").write_text(_BIRTH)
        words = ["unshare", "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--fork", "--kill-child", "sh"]
        # Until a test asks for the log nobody reads it: a pipe would fill up.
        self.log = folder / "console.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*words, str(folder / "birth"), str(folder), str(ROOT), sys.base_prefix],
                preexec_fn=self._enter,  # noqa: PLW1509 - the test has no threads yet
                env={**os.environ, "PATH": PATH},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            self.until(lambda: self._child() and self.ctl("is-system-running").strip() in ("running", "degraded"))
        except BaseException:
            self.stop()
            raise

    def _enter(self) -> None:
        (self._group / "cgroup.procs").write_text("0")

    def _child(self) -> int:
        """Our number of its process 1."""
        try:
            said = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        except OSError:
            return 0
        return int(said[0]) if said else 0

    def inside(self, *words: str) -> subprocess.CompletedProcess[str]:
        entered = ["nsenter", "--target", str(self._child()), "--mount", "--pid", "--uts", "--ipc", "--cgroup"]
        root = str(self._folder / "root")
        return subprocess.run([*entered, "chroot", root, *words], capture_output=True, text=True, check=False)

    def ctl(self, *words: str) -> str:
        return self.inside("systemctl", *words).stdout

    def shown(self, unit: str, what: str) -> str:
        return self.ctl("show", "--value", f"--property={what}", unit).strip()

    def pid(self, unit: str) -> int:
        return int(self.shown(unit, "MainPID") or 0)

    def signal(self, unit: str, what: signal.Signals) -> None:
        self.inside("kill", f"-{what.name.removeprefix('SIG')}", str(self.pid(unit)))

    def words_of(self, unit: str) -> str:
        return self.ctl("status", "--no-pager", unit) + self.inside("tail", "--lines=30", "/var/log/roles.log").stdout

    def until(self, true: Callable[[], object], within: float = 60.0) -> None:
        end = time.monotonic() + within
        while not true():
            assert self._process.poll() is None, self.log.read_text(errors="replace")
            assert time.monotonic() < end, self.log.read_text(errors="replace")[-3000:]
            time.sleep(0.05)

    def stop(self) -> None:
        child = self._child()
        if child:
            os.kill(child, signal.SIGKILL)  # process 1 of a namespace takes all the others with it
        self._process.kill()
        self._process.wait(10)
        for folder in sorted(self._group.glob("**/"), key=lambda each: len(each.parts), reverse=True):
            for _ in range(100):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.05)  # its processes are being taken away
                else:
                    break
