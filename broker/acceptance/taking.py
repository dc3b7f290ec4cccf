"""An appliance takes its acceptance when a technician asks from afar, keeps the sheet, and tells the hall of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path

import msgspec
from msgspec.structs import replace

from broker.acceptance import finding
from broker.acceptance.earlier import completed
from broker.acceptance.hardware import Hardware
from broker.acceptance.supply_watch import SupplyWatch
from broker.bus.appliance import Appliance, Outcome
from broker.bus.clock import now
from broker.bus.on_disk import kept, put
from broker.bus.seam import Bus
from broker.contracts.acceptance import Check, Sheet, Verdict, checks_of, judged, lacking
from broker.contracts.status import Do

log = logging.getLogger(__name__)

FOLDER = "acceptance"
KEPT = 50  # sheets of one appliance

Own = Mapping[str, Callable[[], str]]
"""A role's own checks by item: each does it now and tells what was found; what it raises is the fault."""


class Acceptance:
    """Teaches `appliance` the deeds `acceptance` and `judge`; before `bus.start()`. The sheets are in `state_dir`, the last one is told at once.

    From then on the appliance also looks at its supply by itself (`supply_watch`). `made_with`: see `Sheet`.
    """

    def __init__(
        self,
        appliance: Appliance,
        bus: Bus,
        state_dir: Path,
        zone: tzinfo,
        own: Own | None = None,
        *,
        hardware: Hardware | None = None,
        place: str = "",
        made_with: Callable[[], str] = lambda: "",
    ) -> None:
        self._appliance, self._folder, self._zone = appliance, state_dir / FOLDER, zone
        self._own, self._place, self._losses = own or {}, place, 0
        self.made_with = made_with
        bus.on_link(self._linked)
        self._hardware = hardware or Hardware(state_dir)
        self.last = next(self._kept(), None)
        if self.last is not None:
            appliance.accepted(self.last)
        SupplyWatch(appliance, self._hardware.supply).start()
        appliance.can("acceptance", self._take)
        appliance.can("judge", self._judge)

    def keep(self, sheet: Sheet) -> None:
        """A sheet from here or from the appliance's own service menu: on disk first, then told."""
        body = msgspec.json.format(msgspec.json.encode(sheet))
        put(self._folder / f"{sheet.at:%Y%m%d-%H%M%S}.json", body)
        for old in self._files()[:-KEPT]:
            old.unlink(missing_ok=True)
        self.last = sheet
        self._appliance.accepted(sheet)

    def complete(self, sheet: Sheet) -> Sheet:
        """A sheet from the appliance's own service menu, with what it does not say of this machine, and what earlier ones do."""
        of_here = replace(
            sheet,
            hardware=sheet.hardware or self._hardware.name(),
            place=sheet.place or self._place,
            made_with=self.made_with(),
        )
        return completed(of_here, self._kept(), self._zone)

    def _kept(self) -> Iterator[Sheet]:
        """The newest first."""
        return (sheet for file in self._files()[::-1] if (sheet := kept(file, Sheet)) is not None)

    def _files(self) -> list[Path]:
        """Their names are their moments: the oldest first."""
        return sorted(self._folder.glob("*.json"))

    def _take(self, do: Do) -> Outcome:
        at = now(self._zone)
        ahead = (do.at - at).total_seconds()
        verdicts = tuple(self._check(check, ahead) for check in checks_of(self._appliance.role))
        sheet = Sheet(
            at=at,
            appliance=self._appliance.id,
            role=self._appliance.role,
            technician=str(do.arguments.get("by", ""))[:40],
            version=self._appliance.version,
            accepted=False,
            checks=verdicts,
        )
        self.keep(self.complete(sheet))
        return "done", self._outcome(), ""

    def _judge(self, do: Do) -> Outcome:
        said = {str(item): bool(well) for item, well in dict(do.arguments.get("said", {})).items()}
        if self.last is None or self.last.at.isoformat() != do.arguments.get("at"):
            return "failed", "another sheet", ""
        self.keep(judged(self.last, said, str(do.arguments.get("by", ""))[:40]))
        return "done", self._outcome(), ""

    def _outcome(self) -> str:
        """For the technician's line: "passed", or what did not: "fail: clock; asked: screen; lacking: touch"."""
        if self.last is None or self.last.accepted:
            return "passed"
        checks = self.last.checks
        parts = [(outcome, [v.item for v in checks if v.outcome == outcome]) for outcome in ("fail", "asked")]
        parts.append(("lacking", [*lacking(self.last.role, checks)]))
        return "; ".join(f"{outcome}: {', '.join(items)}" for outcome, items in parts if items)

    def _check(self, check: Check, ahead: float) -> Verdict:
        if check.here:
            return finding.verdict(check.item, "skipped", "at-the-appliance")
        try:
            return self._found(check, ahead)
        except Exception as error:  # a check must never take the appliance with it
            log.exception("%s", check.item)
            return finding.verdict(check.item, "fail", "broke", why=str(error) or type(error).__name__)

    def _found(self, check: Check, ahead: float) -> Verdict:
        hardware = self._hardware
        measured: dict[str, Callable[[], Verdict]] = {
            "network": lambda: finding.network(hardware.links(), self._losses),
            "clock": lambda: finding.clock(ahead),
            "power": lambda: finding.power(hardware.power()),
            "storage": lambda: finding.storage(hardware.storage()),
            "problems": lambda: finding.problems(tuple(problem.code for problem in self._appliance.problems)),
        }
        if check.item in measured:
            return measured[check.item]()
        if check.item not in self._own:
            return finding.verdict(check.item, "skipped", "not-here")
        told = self._own[check.item]()
        return finding.verdict(check.item, "asked" if check.asks else "pass", f"{check.item}-done", told=told)

    def _linked(self, up: bool) -> None:  # noqa: FBT001 - a LinkListener
        self._losses += not up
