"""Whether an access list lets somebody hear what the one before did not. Pure.

A broker that reads its list again delivers from then on what is new; but what it keeps of a topic it gives only at a
subscription, and those were made before. So it has to begin anew once, and everybody with it.
"""

from __future__ import annotations


def hears_more(before: str, after: str) -> bool:
    """Of somebody who was in the list before: who is new subscribes anyway."""
    then, now = _heard(before), _heard(after)
    return any(topics - then[name] for name, topics in now.items() if name in then)


def _heard(listed: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in listed.splitlines():
        if line.startswith("user "):
            name = line.removeprefix("user ")
            found[name] = set()
        elif line.startswith("topic read ") and name:
            found[name].add(line.removeprefix("topic read "))
    return found
