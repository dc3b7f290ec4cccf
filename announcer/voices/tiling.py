"""A text laid out with clips: which of the texts that a set can say make it up, the fewest that do. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

ENDINGS = ",.:;!?…"
LONGEST = 40  # words of one clip; the longest phrase of the hall has some twenty


def tiles(text: str, known: Container[str]) -> tuple[str, ...] | None:
    """The pieces of `text` that have clips, the fewest possible; None when some part of it has none.

    >>> tiles("Талон бе, сто сім.", {"Талон", "бе,", "Талон бе,", "сто", "сім."})
    ('Талон бе,', 'сто', 'сім.')
    """
    words = text.split()
    if not words:
        return None
    # best[i]: the fewest clips that say the first i words.
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(words) + 1):
        ways = [
            (*before, clip)
            for start in range(max(0, end - LONGEST), end)
            if (before := best[start]) is not None and (clip := " ".join(words[start:end])) in known
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1]


def bare(text: str) -> str:
    """What is heard of a text: neither its capitals nor the sign at its end."""
    return text.rstrip(ENDINGS).casefold()


class Spoken(Mapping[str, str]):
    """Texts and the clips that say them. A text whose last sign or first letter alone differs from a clip's is said by
    that clip: «сто сім,» in the middle of a list by «сто сім.», «Вікно два.» by «вікно два.».
    """

    def __init__(self, clips: Mapping[str, str]) -> None:
        self._clips = dict(clips)
        self._bare = {bare(text): clip for text, clip in clips.items()}

    def __getitem__(self, text: str) -> str:
        return self._clips.get(text) or self._bare[bare(text)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clips)

    def __len__(self) -> int:
        return len(self._clips)
