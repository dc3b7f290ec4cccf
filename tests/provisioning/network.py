"""A network of machines in this one, for tests: a namespace each, joined by a bridge in a namespace of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

IP = shutil.which("ip", path="/usr/sbin:/sbin:/usr/bin:/bin")


def hindrance() -> str:
    """Why there can be none here; "" where one was seen."""
    if not IP:
        return "iproute2 is not installed"
    name = f"cherha-try-{os.getpid()}"
    tried = subprocess.run([IP, "netns", "add", name], capture_output=True, text=True, check=False)
    if tried.returncode:
        return f"no network namespaces here: {tried.stderr.strip()}"
    subprocess.run([IP, "netns", "del", name], check=False)
    return ""


class Network:
    """Machines by name. A router's leases are ours: `lease` gives an address, as often as it is called."""

    def __init__(self, *names: str) -> None:
        self._mark = f"ch{os.getpid()}"
        self._names = names
        self._at: dict[str, str] = {}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._run("netns", "add", self._space("net"))
        self._in("net", "link", "add", "br0", "type", "bridge")
        self._in("net", "link", "set", "br0", "up")
        for number, name in enumerate(names):
            self._run("netns", "add", self._space(name))
            ends = (f"{self._mark}a{number}", f"{self._mark}b{number}")
            self._run("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
            self._run("link", "set", ends[0], "netns", self._space(name))
            self._run("link", "set", ends[1], "netns", self._space("net"))
            self._in(name, "link", "set", ends[0], "name", "eth0")
            self._in("net", "link", "set", ends[1], "master", "br0", "up")
            for link in ("lo", "eth0"):
                self._in(name, "link", "set", link, "up")

    def lease(self, name: str, address: str) -> None:
        """The machine has this address from now on, and none that it had; as a DHCP client does when a lease is another."""
        if name in self._at:
            self._in(name, "address", "del", f"{self._at[name]}/24", "dev", "eth0")
        self._in(name, "address", "add", f"{address}/24", "dev", "eth0")
        router = address.rsplit(".", 1)[0] + ".1"
        self._in(name, "route", "replace", "default", "via", router, "dev", "eth0")
        self._at[name] = address

    def start(self, name: str, said: Path, *words: object) -> subprocess.Popen[bytes]:
        """A process at the machine, with a /run of its own."""
        with said.open("ab") as log:
            process = subprocess.Popen(self._there(name, words), stdout=log, stderr=log)
        self._processes.append(process)
        return process

    def run(self, name: str, *words: object, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._there(name, words), capture_output=True, text=True, timeout=seconds, check=False)

    def close(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.wait(10)
        for name in (*self._names, "net"):
            subprocess.run([str(IP), "netns", "del", self._space(name)], check=False, capture_output=True)

    def _there(self, name: str, words: tuple[object, ...]) -> list[str]:
        return [str(IP), "netns", "exec", self._space(name), *map(str, words)]

    def _space(self, name: str) -> str:
        return f"{self._mark}-{name}"

    def _in(self, name: str, *words: str) -> None:
        self._run("-n", self._space(name), *words)

    def _run(self, *words: str) -> None:
        subprocess.run([str(IP), *words], check=True, capture_output=True)


CHERHA = (sys.executable, "-m", "provisioning.command")
