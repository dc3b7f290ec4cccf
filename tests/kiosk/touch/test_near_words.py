"""Words that begin like what was typed, held against the plain definition."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.touch.near_words import NearWords

pytestmark = pytest.mark.fast

_WORD = st.text("абв", min_size=1, max_size=7)


def mistakes(one: str, other: str) -> int:
    """Optimal string alignment, as the books write it."""
    rows = [[max(i, j) if min(i, j) == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@settings(max_examples=300)
@given(st.lists(_WORD, min_size=1, max_size=12), _WORD, st.integers(0, 2))
def test_it_finds_what_the_definition_finds(words: list[str], typed: str, allowed: int):
    near = NearWords(words)
    told = {near.words[place]: count for place, count in near.near(typed, allowed).items()}
    least = {word: min(mistakes(typed, word[:end]) for end in range(len(word) + 1)) for word in words}
    assert told == {word: count for word, count in least.items() if count <= allowed}
