"""Reports as files: those that are shipped, and those that people have saved, one JSON file each."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from broker.contracts.errors import ConfigError
from broker.contracts.mistakes.os_words import reason
from broker.contracts.mistakes.wrong import Said, Told, wrong
from office.reports.report import Report, parsed

SHIPPED = Path(__file__).parent / "standard"
MOST = 200  # saved reports
_ID = re.compile(r"[a-z0-9-]{1,40}")


class SavedReports:
    """`folder`: the office's own; None where there is none, and nothing is kept. A file that somebody wrote by hand is read like any other, and its mistakes are told."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def all(self) -> tuple[dict[str, Report], list[Told | Said]]:
        """By id, the shipped first; and the mistakes of all files that cannot be read."""
        found: dict[str, Report] = {}
        mistakes: list[Told | Said] = []
        for path in [*sorted(SHIPPED.glob("*.json")), *self._own_files()]:
            try:
                found[path.stem] = parsed(path.read_text("utf-8"), path.name)
            except ConfigError as error:
                mistakes += error.told
            except UnicodeDecodeError:
                mistakes.append(Told(f"{path.name}:1: ", wrong("file.no-text")))
            except OSError as error:
                mistakes.append(Told(f"{path.name}: ", wrong("file.unreadable", why=reason(error))))
        return found, mistakes

    def _own_files(self) -> list[Path]:
        return sorted(self._folder.glob("*.json")) if self._folder else []

    def one(self, identity: str) -> Report | None:
        return self.all()[0].get(identity)

    def is_own(self, identity: str) -> bool:
        return bool(_ID.fullmatch(identity)) and identity in {path.stem for path in self._own_files()}

    def save(self, identity: str, report: Report) -> None:
        """Whole or not at all. ConfigError when there are too many, or the id is a shipped one's."""
        if self._folder is None or not _ID.fullmatch(identity) or (SHIPPED / f"{identity}.json").exists():
            raise ConfigError([wrong("report.id", id=identity)])
        if len(self._own_files()) >= MOST:
            raise ConfigError([wrong("report.many", most=MOST)])
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{identity}.json"
        half = path.with_suffix(".half")
        half.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
        half.replace(path)

    def delete(self, identity: str) -> bool:
        if self._folder is None or not self.is_own(identity):
            return False
        (self._folder / f"{identity}.json").unlink()
        return True
