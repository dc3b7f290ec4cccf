"""`cherha bench [NAME …] [--json] [--quick]`: measure, and say on what."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from importlib import import_module

import msgspec

from bench import figures, machine
from bench.figures import Figure, Report
from bench.muted import muted
from bench.wishes import Wishes
from bench.wrong import Wrong

# A bench's name -> what it measures. Each is a module of this folder with `run(wishes)`, which yields its figures.
BENCHES = {
    "tickets": "take-ticket and call-next over Mosquitto and SQLite: latency, a burst, sustained rates",
    "next": "call-next with 100 and with 100,000 waiting",
    "archive": "a large day is archived beside the work: how long a command waits; the start after it",
    "replay": "events replayed a second; start after a million events",
    "screens": "touch to reply and printer; Next to board, frame and gong",
    "fingers": "a finger on each touched screen: to its handler, to the frame after it, beside a frame of nothing new",
    "week": "a week of touches on each touched screen: does it grow? (half an hour)",
    "boards": "a board: idle, blinking, after a reconnection; its memory through a day at a hundred times the pace (17 minutes)",
    "consoles": "an operator's press to confirmed on the page, in Chromium; forty consoles at once",
    "menu": "what 700 services cost a visitor: start, touch, frame, search",
    "aloud": "speech mode: a key of the pad to the first sample in the headset",
    "heard": "calls spoken by each voice, a recogniser chooses what was said: how many are understood (an hour)",
    "alone": "broker or queue-master killed: how soon a dispenser goes on alone, what its own tickets take",
    "idle": "processor and memory of each role in a quiet hall; start of a screen to its first frame",
    "media": "pictures and videos on a board beside the same board without them",
    "reports": "a year of a huge hall: each report, the files; commands of the queue-master meanwhile (2 minutes)",
    "estimate": "one estimate in a full hall; a long day replayed with and without estimates",
    "waits": "what waits are told, in three halls on unseen days, beside the estimators of the books (10 minutes)",
    "gong": "a call on the bus to the first sample of its gong at a sound device, chosen by name",
    "line_up": "how far the voice is behind the boards at 205 calls an hour, with and without saying calls together",
    "busy_minute": "a busy minute of the voice through PipeWire, recorded: order, gaps, loudness, media going down",
    "phones": "2,000 phones watch their tickets: a call to the phone, the office's cost, the queue beside nobody watching",
    "polling": "2,000 phones that ask every ten seconds: an answer, the office's cost, the queue beside nobody asking",
    "standby": "a ticket on one disk and on two; the queue-master's box killed: how soon the standby answers (3 minutes)",
    "replace": "a dead dispenser's place: from accepted on the technician's page to a new box that is ready (2 minutes)",
    "kills": "kill -9 of queue-master and broker at random moments: what was acknowledged is there, once",
}
Bench = Callable[[Wishes], Iterable[Figure]]


def main(argv: list[str]) -> int:
    """0: measured (whatever came out); 1: a bench found that something is wrong, not slow; 2: no such bench."""
    given = _arguments().parse_args(argv)
    wishes = Wishes(
        quick=given.quick,
        rounds=given.rounds,
        seed=given.seed,
        draw=given.draw,
        only=tuple(given.only),
        short=given.short,
    )
    here = machine.look()
    if not given.json:
        print(machine.line(here), flush=True)
    reports = []
    sound = True
    for name in given.name or BENCHES:
        if not given.json:
            print(f"{name}: {BENCHES[name]}", flush=True)
        found = []
        try:
            with muted("broker"):  # a bench that kills hears many a link complain
                for figure in _bench(name)(wishes):
                    found.append(figure)
                    if not given.json:
                        print(figures.line(figure), flush=True)
        except Wrong as wrong:
            sound = False
            print(f"{name}: {wrong}", file=sys.stderr, flush=True)
        reports.append(Report(bench=name, figures=tuple(found)))
    if given.json:
        print(msgspec.json.encode({"machine": here, "benches": reports}).decode())
    return 0 if sound else 1


def _bench(name: str) -> Bench:
    run: Bench = import_module(f"bench.{name}").run
    return run


def _arguments() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(
        prog="cherha bench",
        description="Measures. Nothing here passes or fails by its speed; aims stand beside the figures.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<8} {what}" for name, what in BENCHES.items()),
    )
    asked.add_argument("name", nargs="*", choices=[*BENCHES, []], metavar="NAME", help="which; all when none is named")
    asked.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    asked.add_argument("--quick", action="store_true", help="a fraction of the samples: to see that it runs")
    asked.add_argument("--rounds", type=int, metavar="N", help="of kills (200), calls of heard (200)")
    asked.add_argument("--seed", type=int, default=1, metavar="N", help="of all chance (1)")
    asked.add_argument("--draw", action="store_true", help="waits: write docs/waits.md and its pictures")
    asked.add_argument("--only", nargs="+", default=(), metavar="VOICE", help="heard: rhvoice, clips, espeak, …")
    asked.add_argument("--short", action="store_true", help="heard: in the short words of a voice that is behind")
    return asked
