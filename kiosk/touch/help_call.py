"""A visitor calls a person to the screen: where that stands, and what the screen says of it. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# calling: nobody has it yet. called: the hall has it. coming: somebody is on the way. unheard: nobody took it.
HelpStage = Literal["calling", "called", "coming", "unheard"]

HELP_PATIENCE = 120.0  # seconds; a later call would be news to nobody


class CallForHelp(Struct, frozen=True):
    """Somebody, please. Or, when somebody has been called already: what of it?"""


class WithdrawHelp(Struct, frozen=True):
    """No help is needed after all."""


class HideHelp(Struct, frozen=True):
    """I have read it."""


HelpPress = CallForHelp | WithdrawHelp | HideHelp


class HelpSeen(Struct, frozen=True):
    """How the call of this screen stands in the hall; None: there is none."""

    at: float
    stage: HelpStage | None


class HelpState(Struct, frozen=True):
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
