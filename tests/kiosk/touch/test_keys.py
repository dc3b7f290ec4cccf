"""Every key goes to who listens, and to nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.touch.keys import Key, Keys

pytestmark = pytest.mark.fast


class Window:
    """What Kivy's window offers: handlers by the name of their event; True stops Kivy's own."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Any]] = {}

    def bind(self, **handlers: Callable[..., Any]) -> None:
        self.handlers.update(handlers)

    def key(self, key: int) -> Any:
        return self.handlers["on_key_down"](self, key, 0, None, [])


def test_kivy_is_asked_about_no_key_at_all():
    window = Window()
    Keys().take_from(window)
    for key in [*range(400), 1073741881]:
        assert window.key(key) is True
    for event in ("on_key_up", "on_keyboard", "on_textedit"):
        assert window.handlers[event](window, "x", 0) is True
    assert window.handlers["on_textinput"](window, "x") is True


def test_the_first_who_wants_a_key_keeps_it_from_the_others():
    window, keys = Window(), Keys(lambda: 5.0)
    heard: list[tuple[str, Key]] = []

    def scanner(key: Key) -> bool:
        heard.append(("scanner", key))
        return bool(key.sign)

    def pad(key: Key) -> bool:
        heard.append(("pad", key))
        return True

    keys.take_from(window)
    keys.listen(scanner)
    keys.listen(pad)
    window.handlers["on_textinput"](window, "Я7")
    window.key(273)
    assert heard == [
        ("scanner", Key(5.0, sign="Я")),
        ("scanner", Key(5.0, sign="7")),
        ("scanner", Key(5.0, name="up")),
        ("pad", Key(5.0, name="up")),
    ]


def test_keys_without_a_meaning_are_told_to_nobody():
    window, keys = Window(), Keys()
    heard: list[Key] = []
    keys.take_from(window)
    keys.listen(lambda key: bool(heard.append(key)))
    for key in (97, 304, 308, 316, 319):  # a letter's key (its sign comes by itself), shift, alt, print screen, menu
        window.key(key)
    assert heard == []
