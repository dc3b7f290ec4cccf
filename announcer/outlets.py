"""From the hall file's outputs to mouths with devices: which player, how loud, what falls in when a plug is pulled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from announcer.outlet import Outlet
from announcer.schedule import volume
from announcer.sound.both import Both
from announcer.sound.devices import DevicePlayer
from announcer.sound.players import Player, SilentPlayer, SystemPlayer, WavPlayer, WithSpare
from announcer.sound.volume import AtVolume
from broker.bus.clock import now
from broker.contracts.errors import ConfigError
from broker.contracts.hall_file import HallFile
from broker.contracts.hall_voice import Output

Told = Callable[[str, str | None], None]  # the output (or "<output>-loop"), and why it is silent; None: it is not


@dataclass(frozen=True, slots=True)
class Opening:
    """`setting`: CHERHA_SOUND. `spare`: where files go while there is no sound. `moment`: the hall's time now."""

    hall: HallFile
    setting: str
    spare: Path
    told: Told
    moment: Callable[[], datetime]

    def outlets(self, appliance: str) -> tuple[Outlet, ...]:
        """The mouths of one announcer. ConfigError when the hall file gives it none but others some."""
        mine = [output for output in self.hall.output if output.appliance == appliance]
        if self.hall.output and not mine:
            known = ", ".join(sorted({output.appliance for output in self.hall.output}))
            raise ConfigError([f"no [[output]] of the hall file hangs on {appliance}; they hang on {known}"])
        return tuple(self._outlet(output) for output in mine or [Output(id="")])

    def _outlet(self, output: Output) -> Outlet:
        player = self._player(output.device, output.id)
        knob = AtVolume(player)
        whole: Player = knob
        hung = [player]
        if output.loop:
            beside = self._player(output.loop, f"{output.id}-loop", beside=True)
            whole = Both(knob, beside)
            hung.append(beside)
        return Outlet(
            whole,
            output.id or "all",
            output.zones,
            volume=lambda: volume(self.hall, output, self.moment()),
            unheard=(lambda: player.unheard) if isinstance(player, WithSpare) else lambda: None,
            knob=knob,
            check=lambda: _check(hung),
        )

    def _player(self, device: str, name: str, *, beside: bool = False) -> Player:
        kind, _, where = self.setting.partition(":")
        match kind, bool(where):
            case "player", False:
                spare = SilentPlayer() if beside else WavPlayer(self.spare / name, lambda: now(self.hall.timezone))
                return WithSpare(
                    (lambda: DevicePlayer.find(device)) if device else SystemPlayer.find,
                    spare,
                    lambda why: self.told(name, why),
                )
            case "wav", True:
                return WavPlayer(Path(where) / name, lambda: now(self.hall.timezone))
            case "silent", False:
                return SilentPlayer()
        raise ConfigError([f"CHERHA_SOUND is {self.setting!r}; it is player, wav:DIR or silent"])


def _check(players: Sequence[Player]) -> None:
    for each in players:
        if isinstance(each, WithSpare):
            each.check()
