"""What an operator may do beside the ten great buttons: small ones, each with a letter for its key. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from broker.contracts.snapshot import WindowState, WindowView
from office.standing import Standing
from office.words import Words

_WITH_VISITOR: frozenset[WindowState] = frozenset({"calling", "serving"})
_OPEN: frozenset[WindowState] = frozenset({"free", "calling", "serving", "paused"})
AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class More:
    """`type`: the command, or what stands for it on the page. `opens`: the dialog that asks for more first."""

    type: str
    key: str
    states: frozenset[WindowState]
    opens: str = ""


# The key is a place on the keyboard (KeyboardEvent.code), so that the layout does not matter.
MORE = (
    More("ask-survey", "S", _WITH_VISITOR),
    More("finish-with", "F", _WITH_VISITOR, opens="finish"),
    More("set-priority", "P", _WITH_VISITOR, opens="priority"),
    More("note-ticket", "N", _WITH_VISITOR, opens="note"),
    More("call-ticket", "T", frozenset({"free"}), opens="call"),
    More("call-for-help", "H", _OPEN | {"closed"}),
    More(AUTOMATIC, "A", _OPEN),
)


@dataclass(frozen=True, slots=True)
class MoreButton:
    """`on`: of a switch, how it stands; None: it is no switch."""

    type: str
    label: str
    key: str
    opens: str
    enabled: bool
    on: bool | None = None


def more_buttons(standing: Standing, view: WindowView, say: Words) -> tuple[MoreButton, ...]:
    """The small buttons of one window. The switch of automatic calls is there only where the hall's policy calls."""
    automatic = standing.hall.policy.auto_call_after is not None
    return tuple(
        MoreButton(
            type=more.type,
            label=say(f"more.{more.type}"),
            key=more.key,
            opens=more.opens,
            enabled=standing.can_act and view.state in more.states,
            on=view.id not in standing.desk.by_hand if more.type == AUTOMATIC else None,
        )
        for more in MORE
        if automatic or more.type != AUTOMATIC
    )
