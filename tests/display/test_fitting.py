"""Words fit their box: as big as it allows, never outside it, never broken inside a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.look.fitting import evened, fit

pytestmark = pytest.mark.fast


def typewriter(text: str, size: int) -> tuple[float, float]:
    """Every letter as wide as half its size."""
    return len(text) * size / 2, size * 1.25


words = st.text(st.sampled_from("абвгґеєжіїйщА’-—0 "), max_size=60)
sides = st.floats(0, 900)


@given(words, sides, sides, st.integers(1, 200), st.integers(1, 40))
def test_text_never_leaves_its_box(text: str, width: float, height: float, biggest: int, smallest: int) -> None:
    fitted = fit(text, (width, height), typewriter, biggest, min(smallest, biggest))
    assert fitted.size <= biggest
    measured = [typewriter(line, fitted.size) for line in fitted.lines]
    assert max((w for w, _ in measured), default=0) <= width
    assert sum(h for _, h in measured) <= height


@given(words, sides, sides)
def test_a_word_is_never_broken(text: str, width: float, height: float) -> None:
    fitted = fit(text, (width, height), typewriter, 100)
    shown = " ".join(fitted.lines).split()
    whole = text.split()
    for one, other in zip(shown, whole, strict=False):
        assert one in {other, f"{other}…"}


@given(st.text(st.sampled_from("абв"), min_size=1, max_size=12), sides, sides)
def test_letters_are_as_big_as_the_box_allows(word: str, width: float, height: float) -> None:
    fitted = fit(word, (width, height), typewriter, 100)
    if fitted.lines and fitted.size < 100:
        wide, high = typewriter(word, fitted.size + 1)
        assert wide > width or high > height


@given(words, sides, sides, st.floats(0.8, 1.2))
def test_a_rough_measure_never_makes_text_leave_its_box(text: str, width: float, height: float, wrong: float) -> None:
    def rough(text: str, size: int) -> tuple[float, float]:
        wide, high = typewriter(text, size)
        return wide * wrong, high * wrong

    fitted = fit(text, (width, height), typewriter, 100, rough=rough)
    measured = [typewriter(line, fitted.size) for line in fitted.lines]
    assert max((w for w, _ in measured), default=0) <= width
    assert sum(h for _, h in measured) <= height


def test_lines_break_between_words() -> None:
    assert fit("Підприємництво та бізнес", (150, 80), typewriter, 20).lines == ("Підприємництво", "та бізнес")


def test_one_long_word_gets_smaller_letters_instead_of_two_lines() -> None:
    fitted = fit("Підприємництво", (70, 400), typewriter, 100)
    assert fitted.lines == ("Підприємництво",)
    assert fitted.size == 10


def test_what_cannot_be_read_any_more_gives_way_to_an_ellipsis() -> None:
    fitted = fit("дуже довге пояснення " * 20, (100, 40), typewriter, 100, smallest=12)
    assert fitted.size == 12
    assert fitted.lines[-1].endswith("…")


def test_a_newline_always_breaks() -> None:
    assert fit("Зал 1\nвікно 5", (1000, 1000), typewriter, 20).lines == ("Зал 1", "вікно 5")


@pytest.mark.parametrize("box", [(0, 100), (100, 0), (-1, 50)])
def test_a_box_without_room_shows_nothing(box: tuple[float, float]) -> None:
    assert fit("Зал", box, typewriter, 20).lines == ()


def test_of_a_long_text_only_what_has_room_is_measured():
    asked: list[str] = []

    def counted(text: str, size: int) -> tuple[float, float]:
        asked.append(text)
        return len(text) * size / 2, size * 1.4

    fitted = fit("слово " * 400, (400, 60), counted, 40, 20)
    assert fitted.lines[-1].endswith("…")
    assert len(asked) < 400


@given(words, sides, sides)
def test_evened_lines_are_the_same_words_in_as_many_lines_and_no_wider(text: str, width: float, height: float) -> None:
    found = fit(text, (width, height), typewriter, 60)
    even = evened(found, text, (width, height), typewriter)
    assert (even.size, len(even.lines)) == (found.size, len(found.lines))
    assert " ".join(even.lines).split() == " ".join(found.lines).split()
    assert max(map(len, even.lines), default=0) <= max(map(len, found.lines), default=0)


def test_no_word_is_left_alone_in_the_last_line_of_evened_ones() -> None:
    text, box = "Викликів ще не було", (340.0, 200.0)
    found = fit(text, box, typewriter, 40, 40)
    assert found.lines == ("Викликів ще не", "було")
    assert evened(found, text, box, typewriter).lines == ("Викликів", "ще не було")
