"""`cherha backup …`: for the technician, on the queue-master's machine, on the standby, or on a fresh box."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broker.bus.identity import KEY
from broker.bus.on_disk import keep, kept
from broker.bus.settings import Settings
from broker.contracts import codec
from broker.contracts.errors import ConfigError
from provisioning.enrolment import places
from provisioning.enrolment.owner import become_owner
from provisioning.run_role import own_name
from provisioning.words import say

if TYPE_CHECKING:
    from broker.standby.kept_files import KeptFiles
    from broker.standby.sealing import Key

QUEUE_MASTER = places.STATE / "queue-master"
STANDBY = places.STATE / "standby"


def main(arguments: list[str]) -> int:
    """ConfigError in words for whatever does not go."""
    given = _parser().parse_args(arguments)
    if given.folder.is_dir():
        become_owner(given.folder)
    does: Callable[[argparse.Namespace], int] = given.does
    return does(given)


def _parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="cherha backup", description=say("command.backup"))
    verbs = asked.add_subparsers(required=True, metavar="word|trust|status|take|restore|alone")

    def verb(name: str, does: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=say(f"backup.{name}"))
        made.set_defaults(does=does)
        return made

    own = QUEUE_MASTER if QUEUE_MASTER.is_dir() else STANDBY
    word = verb("word", _word)
    trust = verb("trust", _trust)
    status = verb("status", _status)
    status.add_argument("folder", type=Path, nargs="?", default=own, metavar="FOLDER", help=say("backup.folder"))
    take = verb("take", _take)
    take.add_argument("out", type=Path, metavar="FILE")
    take.add_argument("--config", type=Path, metavar="FILE", help=say("backup.config"))
    alone = verb("alone", _alone)
    alone.add_argument("--config", type=Path, metavar="FILE", help=say("backup.config"))
    for made in (word, take, trust, alone):
        made.add_argument("--folder", type=Path, default=own, metavar="FOLDER", help=say("backup.folder"))
    restore = verb("restore", _restore)
    restore.add_argument("source", type=Path, metavar="FILE|FOLDER")
    restore.add_argument("--state", type=Path, default=QUEUE_MASTER, metavar="FOLDER", help=say("backup.folder"))
    restore.add_argument("--hall", type=Path, default=places.HALL, metavar="FILE", help=say("backup.hall"))
    restore.add_argument("--beside", type=Path, default=places.STATE, metavar="FOLDER", help=say("backup.beside"))
    restore.set_defaults(folder=places.STATE)
    for made in (take, restore, trust):
        made.add_argument("--word", default=None, help=say("backup.given"))
    return asked


def _word(given: argparse.Namespace) -> int:
    from broker.standby.word import new_word  # noqa: PLC0415
    from broker.standby.word_desk import begin_with  # noqa: PLC0415

    made = new_word()
    begin_with(given.folder, made)
    print(say("backup.new-word", word=made))
    return 0


def _trust(given: argparse.Namespace) -> int:
    """At a standby: it opens the authority by itself when it takes over."""
    from broker.standby.inheriting import trusted  # noqa: PLC0415 - brings a library
    from broker.standby.sealing import WrongWord  # noqa: PLC0415

    try:
        trusted(given.folder, _asked(given.word))
    except FileNotFoundError:
        raise ConfigError([say("backup.no-authority", folder=given.folder)]) from None
    except WrongWord:
        raise ConfigError([say("backup.wrong-word")]) from None
    print(say("backup.trusted"))
    return 0


def _status(given: argparse.Namespace) -> int:
    from broker.queuemaster.journal import Journal, JournalBroken  # noqa: PLC0415
    from broker.standby.kept_files import KEY, SEALED  # noqa: PLC0415
    from broker.standby.mirroring import BESIDE  # noqa: PLC0415
    from broker.standby.standing import STANDING, Standing  # noqa: PLC0415
    from broker.standby.taking import JOURNAL  # noqa: PLC0415

    if not (given.folder / JOURNAL).is_file():
        raise ConfigError([say("backup.nothing", source=given.folder)])
    journal = Journal.read_only(given.folder / JOURNAL)
    try:
        journal.verify()
    except JournalBroken as broken:
        raise ConfigError([f"{given.folder / JOURNAL}: {broken}"]) from None
    last = [codec.event(record.body) for record in journal.records(journal.seq - 1)]
    at = getattr(last[0], "at", "?") if last else "–"
    print(say("backup.stands", folder=given.folder, seq=journal.seq, at=at, root=journal.root.hex()[:16]))
    journal.close()
    if (stood := kept(given.folder / STANDING, Standing)) is not None:
        print(say("backup.current", seq=stood.seq, at=stood.at.isoformat(timespec="seconds")))
        files = [path for path in (given.folder / BESIDE).rglob("*") if path.is_file()]
        print(say("backup.files", count=len(files), sealed=sum(path.name.endswith(SEALED) for path in files)))
    elif not (given.folder / KEY).is_file():
        print(say("backup.no-word"))
    return 0


def _take(given: argparse.Namespace) -> int:
    from broker.standby.kept_files import KEY as SECRET  # noqa: PLC0415
    from broker.standby.sealing import Key, kept_key, key_of  # noqa: PLC0415
    from broker.standby.taking import NothingThere, take  # noqa: PLC0415

    word = (kept_key(given.folder / SECRET) if given.word is None else None) or _asked(given.word)
    key = word if isinstance(word, Key) else key_of(word)
    try:
        seq = take(given.folder, given.out, key, _own_files(given, word))
    except NothingThere:
        raise ConfigError([say("backup.nothing", source=given.folder)]) from None
    print(say("backup.taken", file=given.out, seq=seq))
    return 0


def _own_files(given: argparse.Namespace, word: str | Key) -> KeptFiles | None:
    """Of whoever decides, whose settings say where the hall's files are; a standby that follows has them in its folder.

    ConfigError at a queue-master that was succeeded: its authority is older than the one of who decides now.
    """
    from broker.standby.candidate import holds_office  # noqa: PLC0415
    from broker.standby.deposed import is_deposed  # noqa: PLC0415
    from broker.standby.run import in_office  # noqa: PLC0415
    from broker.standby.second_disk import kept_files  # noqa: PLC0415

    file = given.config or places.ROLES / f"{given.folder.name}.toml"
    if given.config is None and given.folder not in (QUEUE_MASTER, STANDBY):
        return None
    with suppress(FileNotFoundError):
        settings = Settings.read(file, state_dir=given.folder)
        if is_deposed(given.folder, settings.appliance):
            raise ConfigError([say("backup.succeeded", folder=given.folder)])
        if file.stem != STANDBY.name:
            return kept_files(settings)
        if holds_office(given.folder, settings.appliance):
            _let_in_again(settings, word)
            return kept_files(in_office(settings))
    return None


def _let_in_again(settings: Settings, word: str | Key) -> None:
    """A first machine that was let in no more has a successor now: whoever is restored from this backup.

    The desk that is open here sees it, and tells the broker.
    """
    from broker.standby.mirroring import BESIDE  # noqa: PLC0415
    from broker.standby.run import authority_of  # noqa: PLC0415
    from provisioning.authority.authority import Authority  # noqa: PLC0415 - brings a library
    from provisioning.backup.believed import believe  # noqa: PLC0415

    folder = authority_of(settings)
    if folder is None or not (folder / KEY).is_file():
        return
    for name in believe(Authority(folder), settings.state_dir / BESIDE / "identities", word, datetime.now(UTC)):
        print(say("backup.believed", name=name))


def _restore(given: argparse.Namespace) -> int:
    from broker.queuemaster.journal import JournalBroken  # noqa: PLC0415
    from broker.standby.sealing import WrongWord  # noqa: PLC0415
    from broker.standby.taking import NothingThere, Target, WouldOverwrite, restore  # noqa: PLC0415

    try:
        seq = restore(given.source, Target(given.state, given.hall, given.beside), _asked(given.word))
    except (NothingThere, FileNotFoundError):
        raise ConfigError([say("backup.nothing", source=given.source)]) from None
    except WouldOverwrite:
        raise ConfigError([say("backup.overwrite", state=given.state)]) from None
    except WrongWord:
        raise ConfigError([say("backup.wrong-word")]) from None
    except JournalBroken as broken:
        raise ConfigError([f"{given.source}: {broken}"]) from None
    print(say("backup.restored", seq=seq, state=given.state))
    return 0


def _alone(given: argparse.Namespace) -> int:
    """A person's word, where two of the three voters have lost their disks: nobody is asked who else may decide.

    It may not have everything, but where it has decided alone itself: then numbers are passed over.
    """
    from broker.contracts.standby import Register  # noqa: PLC0415
    from broker.queuemaster.journal import JournalAway  # noqa: PLC0415
    from broker.queuemaster.store import Store  # noqa: PLC0415
    from broker.standby.holding import Own, decides_alone  # noqa: PLC0415
    from broker.standby.second_disk import TERM  # noqa: PLC0415
    from broker.standby.taking import JOURNAL  # noqa: PLC0415
    from broker.standby.voter import REGISTER  # noqa: PLC0415

    if not (given.folder / JOURNAL).is_file():
        raise ConfigError([say("backup.nothing", source=given.folder)])
    file = given.config or places.ROLES / f"{given.folder.name}.toml"
    try:
        settings = Settings.read(file, state_dir=given.folder)
    except FileNotFoundError:
        raise ConfigError([say("backup.no-settings", file=file)]) from None
    try:
        Store(given.folder).claim()
    except JournalAway:
        raise ConfigError([say("backup.runs", folder=given.folder)]) from None
    me = own_name(settings, file.stem)
    own = kept(given.folder / TERM, Own)
    known = (own.register if own else Register(), kept(given.folder / REGISTER, Register) or Register())
    if own is None or not own.alone or own.register.holder != me:
        _may_lack(given.folder)
    keep(given.folder / TERM, decides_alone(me, *known))
    print(say("backup.decides", name=me))
    return 0


def _may_lack(folder: Path) -> None:
    """Somebody else may have decided last: what numbers that one gave out is passed over, as after a restored backup."""
    from broker.queuemaster.from_backup import FILE, note_restored  # noqa: PLC0415
    from broker.queuemaster.journal import Journal  # noqa: PLC0415
    from broker.standby.taking import JOURNAL  # noqa: PLC0415

    if not (folder / FILE).is_file():
        with closing(Journal.read_only(folder / JOURNAL)) as journal:
            note_restored(folder, journal, datetime.now(UTC))


def _asked(word: str | None) -> str:
    return input(say("backup.ask")) if word is None else word
