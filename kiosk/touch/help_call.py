"""A visitor calls a person to the screen: where that stands, and what the screen says of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# calling: nobody has it yet. called: the hall has it. coming: somebody is on the way. unheard: nobody took it.
HelpStage = Literal["calling", "called", "coming", "unheard"]

HELP_PATIENCE = 120.0  # seconds; a later call would be news to nobody


@dataclass(frozen=True, slots=True)
class CallForHelp:
    """Somebody, please. Or, when somebody has been called already: what of it?"""


@dataclass(frozen=True, slots=True)
class WithdrawHelp:
    """No help is needed after all."""


@dataclass(frozen=True, slots=True)
class HideHelp:
    """I have read it."""


HelpPress = CallForHelp | WithdrawHelp | HideHelp


@dataclass(frozen=True, slots=True)
class HelpSeen:
    """How the call of this screen stands in the hall; None: there is none."""

    at: float
    stage: HelpStage | None


@dataclass(frozen=True, slots=True)
class HelpState:
    """`shown`: what there is to say of it stands before the screen."""

    stage: HelpStage | None = None
    shown: bool = False

    def pressed(self, press: HelpPress) -> HelpState:
        match press:
            case CallForHelp():
                return HelpState("calling" if self.stage in (None, "unheard") else self.stage, shown=True)
            case WithdrawHelp():
                return HelpState()
            case HideHelp():
                return HelpState(None if self.stage == "unheard" else self.stage)

    def seen(self, stage: HelpStage | None) -> HelpState:
        """News are shown; what is over without news goes away by itself. A call under way is not over because the hall
        has not heard of it yet.
        """
        if stage == self.stage or (stage is None and self.stage in ("calling", "unheard")):
            return self
        return HelpState(stage, shown=stage in ("coming", "unheard") or (self.shown and stage is not None))

    def left(self) -> HelpState:
        """The visitor is gone; whoever comes to help is not."""
        return HelpState(None if self.stage == "unheard" else self.stage)


NO_HELP = HelpState()
