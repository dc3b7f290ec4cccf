"""A PipeWire of its own without any sound card: named sinks that swallow sound, each with a recording of what it got."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType

import numpy as np

from announcer.sound.loudness import Samples
from announcer.sound.pcm import Pcm
from bench.wrong import Wrong

NEEDS = ("dbus-run-session", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "parec", "pw-play")
_START = "pipewire & wireplumber & pipewire-pulse & wait"
_PATIENCE = 30.0  # seconds until it is there
_FAREWELL = 10.0  # seconds that it has to end
RATE = 24_000
ALIKE = 0.6  # how alike a piece of a recording must be to what was played


def missing() -> list[str]:
    """The programs that this machine lacks for it."""
    return [name for name in NEEDS if shutil.which(name) is None]


class Recording:
    """What one device gets, as it comes, with the moments (CLOCK_MONOTONIC) at which it came."""

    def __init__(self, sink: str, environment: dict[str, str]) -> None:
        command = ["parec", "-d", f"{sink}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=2"]
        self._process = subprocess.Popen([*command, "--latency-msec=20"], env=environment, stdout=subprocess.PIPE)
        self._came: list[tuple[float, int]] = []
        self._sound = bytearray()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        end = time.monotonic() + _PATIENCE
        while len(self._came) < 10:  # noqa: PLR2004 - the device is awake
            if time.monotonic() > end:
                raise Wrong(f"{sink} cannot be recorded")
            time.sleep(0.02)

    def end(self) -> Pcm:
        """Everything that was heard."""
        self._process.terminate()
        self._thread.join()
        self._process.wait()
        left = np.frombuffer(bytes(self._sound[: len(self._sound) // 4 * 4]), dtype="<i2")[::2]
        return Pcm(RATE, left.tobytes())  # both sides are alike; one of them, because a mixture would be louder

    def came(self, sample: int) -> float:
        """When a sample had come; at most one packet late."""
        for moment, count in self._came:
            if count > sample:
                return moment
        raise Wrong(f"the recording ends before sample {sample}")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while packet := os.read(self._process.stdout.fileno(), 65536):
            self._sound += packet
            self._came.append((time.monotonic(), len(self._sound) // 4))


class SoundServer(AbstractContextManager["SoundServer"]):
    """`environment` leads every program to it. `sinks`: the names of its devices, the first the system's own."""

    def __init__(self, *sinks: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cherha-sound-server-"))
        self._folder.chmod(0o700)
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("DBUS", "PULSE", "PIPEWIRE", "DISPLAY"))
        }
        self.environment = {**kept, "XDG_RUNTIME_DIR": str(self._folder)}
        self._process = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", _START],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._recordings: list[Recording] = []
        try:
            for sink in sinks:
                self.plug(sink)
        except Wrong:
            self.close()
            raise

    def plug(self, sink: str) -> int:
        """A device by that name is there from now on; what unplugs it."""
        end = time.monotonic() + _PATIENCE
        while True:
            done = self._pactl("load-module", "module-null-sink", f"sink_name={sink}", "rate=48000")
            if done.returncode == 0:
                break
            if time.monotonic() > end:
                raise Wrong(f"no sound server: {done.stderr.strip()}")
            time.sleep(0.1)
        while sink not in self._pactl("list", "short", "sinks").stdout:
            if time.monotonic() > end:
                raise Wrong(f"no sink {sink}")
            time.sleep(0.05)
        return int(done.stdout)

    def unplug(self, module: int) -> None:
        self._pactl("unload-module", str(module))

    def record(self, sink: str) -> Recording:
        """Begin to hear what a device gets."""
        recording = Recording(sink, self.environment)
        self._recordings.append(recording)
        return recording

    def play(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        for recording in self._recordings:
            recording.end()
        for sign in (signal.SIGTERM, signal.SIGKILL):  # a busy machine, or a daemon that hangs, does not hold us up
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_FAREWELL)
                break
        shutil.rmtree(self._folder, ignore_errors=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pactl(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["pactl", *words]
        try:
            return subprocess.run(
                command, env=self.environment, capture_output=True, text=True, check=False, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise Wrong(f"{' '.join(command)} hung for {_PATIENCE:.0f} s") from None


@contextmanager
def led_to(server: SoundServer) -> Iterator[None]:
    """This process's own players find `server`, too."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = server.environment["XDG_RUNTIME_DIR"]
    try:
        yield
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


_SILENT = 1e-3  # of the loudest place's energy


def found(recording: Samples, sound: Samples, count: int, alike: float = ALIKE) -> list[int]:
    """Where a sound begins in a recording, `count` times, at least so much `alike`. Wrong when it is not there so often."""
    likeness = _likeness(recording, sound)
    places: list[int] = []
    for _ in range(count):
        at = int(likeness.argmax())
        if likeness[at] < alike:
            raise Wrong(f"only {len(places)} of {count} gongs are in the recording")
        places.append(at)
        likeness[max(0, at - RATE) : at + RATE] = 0
    return sorted(places)


def _likeness(recording: Samples, sound: Samples) -> Samples:
    """How like the sound each place of a recording is, whatever is how loud there: speech is louder than a gong, so
    what merely overlaps most with it need not be one.
    """
    size = 1 << (len(recording) + len(sound)).bit_length()
    match = np.fft.irfft(np.fft.rfft(recording, size) * np.conj(np.fft.rfft(sound, size)), size)[: len(recording)]
    sums = np.concatenate(([0.0], np.cumsum(recording**2)))
    ends = np.minimum(np.arange(len(recording)) + len(sound), len(recording))
    energy = sums[ends] - sums[:-1]
    heard = np.maximum(energy, energy.max(initial=0.0) * _SILENT)  # in silence rounding alone would look like anything
    likeness: Samples = match / (np.sqrt(heard) * float(np.linalg.norm(sound)) + 1e-12)
    return likeness
