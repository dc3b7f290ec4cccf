"""Which slide of a playlist stands there, and until when. Pure: time comes in as an argument."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.playlists import Slide


class Turns(Struct, frozen=True):
    """`slides`: those of this hour. `broken`: those that could not be shown. `place`: which stands there, since `since`;
    `turn` counts all that stood there, so that the same slide again is another turn.
    """

    slides: tuple[Slide, ...] = ()
    broken: tuple[Slide, ...] = ()
    place: int = 0
    turn: int = 0
    since: float = 0.0

    @property
    def playable(self) -> tuple[Slide, ...]:
        return tuple(slide for slide in self.slides if slide not in self.broken)

    @property
    def showing(self) -> Slide | None:
        """The slide that stands there now."""
        slides = self.playable
        return slides[self.place % len(slides)] if slides else None

    @property
    def ends(self) -> float | None:
        """When the next one is due. A lone picture stands for ever."""
        slide = self.showing
        if slide is None or (slide.kind == "picture" and len(self.playable) == 1):
            return None
        return self.since + slide.seconds

    def begun(self, at: float) -> Turns:
        """From the first one on."""
        return replace(self, place=0, turn=0, since=at)

    def resumed(self, at: float) -> Turns:
        """The one that stands there, anew: nobody has seen it for a while."""
        return replace(self, since=at)

    def given(self, slides: tuple[Slide, ...], at: float) -> Turns:
        """Other slides; the same ones change nothing."""
        return self if slides == self.slides else Turns(slides=slides, since=at)

    def over(self, slide: Slide, at: float, *, broken: bool = False) -> Turns:
        """`slide` has come to its end, or could not be shown. What does not stand there any more changes nothing."""
        if slide != self.showing:
            return self
        if broken:
            return replace(self, broken=(*self.broken, slide)).next(at, 0)
        return self.next(at)

    def waited(self, at: float) -> Turns:
        """What time alone has brought."""
        return self.next(at) if self.ends is not None and at >= self.ends else self

    def next(self, at: float, steps: int = 1) -> Turns:
        return replace(self, turn=self.turn + 1, place=self.place + steps, since=at)
