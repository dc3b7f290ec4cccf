"""Which handlers hear a topic."""

from __future__ import annotations

from broker.bus.seam import Handler

_REMEMBERED = 1000


def matches(pattern: str, topic: str) -> bool:
    """MQTT topic filters: "+" is one level, a last "#" is all the rest (and the level above it)."""
    wanted, levels = pattern.split("/"), topic.split("/")
    if wanted[-1] == "#":
        wanted, levels = wanted[:-1], levels[: len(wanted) - 1]
    return len(wanted) == len(levels) and all(w in ("+", level) for w, level in zip(wanted, levels, strict=True))


class Routes:
    """The handlers of one client, found by topic in one look-up.

    The broker delivers once for each filter that matches, so the filters of one client should not overlap.
    """

    def __init__(self) -> None:
        self._routes: list[tuple[str, Handler]] = []
        self._found: dict[str, tuple[Handler, ...]] = {}

    def add(self, pattern: str, handler: Handler) -> None:
        self._routes = [*self._routes, (pattern, handler)]
        self._found = {}

    @property
    def filters(self) -> tuple[str, ...]:
        """Each filter once, in the order of their coming."""
        return tuple(dict.fromkeys(pattern for pattern, _ in self._routes))

    def of(self, topic: str) -> tuple[Handler, ...]:
        found = self._found.get(topic)
        if found is None:
            found = tuple(handler for pattern, handler in self._routes if matches(pattern, topic))
            if len(self._found) >= _REMEMBERED:
                self._found = {}
            self._found[topic] = found
        return found
