"""What pictures and videos cost a board, beside the same board without them, and pictures an idle survey tablet.

And whether films leave anything behind.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.processes import Started, role
from bench.quiet import megabytes, on_cpu, percent_of_a_core
from bench.standing import Standing, standing
from bench.trace import Trace
from bench.virtual import VirtualScreen
from bench.wishes import Wishes
from bench.wrong import Wrong
from broker.bus.content_versions import Version, Versions

SIZE, TABLET = "1920x1080", "1280x800"
SETTLES = 15.0  # seconds after which nothing of the start is under way
# what is shown -> the layout, the playlist, and what is aimed at
CASES: tuple[tuple[str, str, str, str], ...] = (
    ("no media area", "standard", "", "≤ 0.1 %, ≤ 185 MB"),
    ("a media area without a playlist", "media", "", "≤ 0.1 %, ≤ 185 MB"),
    ("one picture", "media", 'file = "photo.jpg"', "≤ 0.3 %"),
    ("pictures of 10 s", "media", 'file = "photo.jpg"\nseconds = 10\n[[slide]]\nfile = "other.jpg"\nseconds = 10', ""),
    ("a video, 720p at 25 frames", "media", 'file = "film.mp4"', ""),
)
PICTURE, VIDEO = ("-frames:v", "1"), ("-preset", "ultrafast", "-pix_fmt", "yuv420p")
FILES = (
    ("photo.jpg", "testsrc2=s=4000x3000", PICTURE),
    ("other.jpg", "testsrc=s=4000x3000", PICTURE),
    ("film.mp4", "testsrc2=s=1280x720:r=25:d=20", VIDEO),
    ("short.mp4", "testsrc2=s=1280x720:r=25:d=1", VIDEO),
)
FILMS = (
    "films of 1 s, one after the other",
    "media",
    'file = "short.mp4"\n[[slide]]\nfile = "short.mp4"\nseconds = 60',
    "",
)


PICTURES = 'file = "photo.jpg"\nseconds = 20\n[[slide]]\nfile = "other.jpg"\nseconds = 20'


def run(wishes: Wishes) -> Iterator[Figure]:
    if shutil.which("ffmpeg") is None:
        raise Wrong("ffmpeg is not there to make a video")
    seconds = 10.0 if wishes.quick else 60.0
    with standing() as hall, VirtualScreen(SIZE) as screen:
        for what, layout, slides, target in CASES:
            with _board(hall, screen, layout, slides) as process:
                yield _cost(process, f"a board with {what}, {SIZE}", target, seconds)
        what, layout, slides, _ = FILMS
        with _board(hall, screen, layout, slides) as process:
            time.sleep(SETTLES)
            first = megabytes(process.pid)
            time.sleep(2 * seconds)
            yield Figure(
                what=f"{what}, for {2 * seconds:.0f} s",
                values={"MB at first": first, "MB more": megabytes(process.pid) - first},
                unit="",
                target="≤ 5 MB more",
            )
    with standing() as hall, VirtualScreen(TABLET) as screen, _tablet(hall, screen) as process:
        yield _cost(process, f"an idle survey tablet with pictures of 20 s, {TABLET}", "≤ 0.3 %", 2 * seconds)


def _cost(process: Started, what: str, target: str, seconds: float) -> Figure:
    time.sleep(SETTLES)
    before, begun = on_cpu(process.pid), time.monotonic()
    time.sleep(seconds)
    share = percent_of_a_core(before, on_cpu(process.pid), time.monotonic() - begun)
    values = {"% of a core": share, "MB": megabytes(process.pid)}
    return Figure(what=what, values=values, unit="", target=target)


def _board(hall: Standing, screen: VirtualScreen, layout: str, slides: str) -> Started:
    folder = hall.folder / "board"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if slides:
        _fill(folder, slides)
    trace = folder / "board.trace"
    told = {"CHERHA_WINDOW_SIZE": SIZE, "CHERHA_LAYOUT": layout, "CHERHA_TRACE": str(trace)}
    process = role("board", folder, {**hall.environment, **screen.environment, **told})
    Trace(trace).wait(lambda n: n["what"] == "flip", seconds=60, what="a frame")
    return process


def _tablet(hall: Standing, screen: VirtualScreen) -> Started:
    folder = hall.folder / "tablet"
    folder.mkdir()
    _fill(folder, PICTURES)
    trace = folder / "tablet.trace"
    told = {"CHERHA_WINDOW": "1", "CHERHA_WINDOW_SIZE": TABLET, "CHERHA_PANEL": "10.1", "CHERHA_TRACE": str(trace)}
    process = role("survey", folder, {**hall.environment, **screen.environment, **told})
    Trace(trace).wait(lambda n: n["what"] == "shown" and n["about"] == "SlideFace", seconds=60, what="a slide")
    return process


def _fill(folder: Path, slides: str) -> None:
    """As if the bundle had been fetched, checked and put in use."""
    versions = Versions(folder / "content" / "playlist")
    unpacked = versions.fresh("unpacked")
    unpacked.mkdir(parents=True)
    for file, source, words in FILES:
        if file in slides:
            _ffmpeg(source, *words, str(unpacked / file))
    (unpacked / "playlist.toml").write_text(f"[[slide]]\n{slides}\n", "utf-8")
    versions.activate(Version("0" * 64, "bench"), unpacked)


def _ffmpeg(source: str, *words: str) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, *words], check=True)
