"""Lines that share a window's calls take turns: start-time fair queueing, with calls for packets.

Goyal, Vin, Cheng, "Start-time Fair Queuing", SIGCOMM 1996. Each line's next turn has a start; the earliest goes; a
turn moves its line's start on by one over its share. A line where nobody waited begins where the others are, so that
it saves up no credit. From their theorem 1: of any two lines, over any stretch in which people of both wait, the
calls of each are within one of its part of the calls of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import lcm

from broker.contracts.events import Turn
from broker.contracts.hall_file import Turns
from broker.queuemaster.state import Round


def next_turn(
    group: Turns, serves: Iterable[str], backlogged: Iterable[str], rounds: Mapping[str, Round]
) -> Turn | None:
    """Whose turn it is at a window that serves `serves`, of the lines in `backlogged`. None: nothing is shared there.

    Windows that serve the same lines of the group share one round; `rounds` has where each stands.
    """
    served = set(serves)
    shares = {line: part for line, part in zip(group.lines, group.ratio, strict=True) if line in served}
    waiting = set(backlogged).intersection(shares)
    if len(shares) == 1 or not waiting:
        return None
    lines, ratio = tuple(shares), tuple(shares.values())
    taken = rounds.get(share(lines, ratio), Round())
    whole = lcm(*ratio)
    starts = {line: max(taken.now, taken.next.get(line, 0)) for line in lines if line in waiting}
    line = min(starts, key=lambda each: (starts[each], -shares[each], lines.index(each)))
    return Turn(lines=lines, ratio=ratio, line=line, start=starts[line], next=starts[line] + whole // shares[line])


def share(lines: Iterable[str], ratio: Iterable[int]) -> str:
    """The name of a round: with other lines or another ratio, another round begins."""
    return "+".join(f"{line}:{part}" for line, part in zip(lines, ratio, strict=True))
