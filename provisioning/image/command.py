"""`cherha image build|test|boot|compare|bundle`."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from broker.contracts.phrases import Phrases
from provisioning.image import tools, updates
from provisioning.image.accelerator import accelerator
from provisioning.image.boot_budget import measure
from provisioning.image.build import CARD, ROOT, CannotBuild, bare_root, build, epoch_of, pack
from provisioning.image.compare import copy_partition, differences
from provisioning.image.computer import architecture_of, computer_for
from provisioning.image.journal_drill import try_journal
from provisioning.image.pi_board import PROGRAM, try_pi
from provisioning.image.power_cuts import cut_power
from provisioning.image.running import Failed
from provisioning.image.target import ARM64, TARGETS
from provisioning.image.trial import Trial, try_card
from provisioning.image.update_cuts import cut_updates
from provisioning.image.update_drill import try_updates
from provisioning.image.visitor_drill import try_visitor
from provisioning.image.worn_drill import try_worn
from provisioning.words import language

OUT = Path("image")
DEMO_HALL = Path(__file__).parents[1] / "demo" / "hall.toml"


def main(arguments: list[str]) -> int:
    """0 done; 1 a step failed; 2 this machine lacks something, or what `images/` says is wrong."""
    given = _read(arguments)
    try:
        does = {"build": _build, "test": _test, "compare": _compare, "bundle": _bundle, "boot": _boot}
        return does[given.what](given)
    except CannotBuild as mistakes:
        print(mistakes, file=sys.stderr)
        return 2
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1


def _build(given: argparse.Namespace) -> int:
    if os.geteuid() != 0:
        raise CannotBuild(say("root"))
    require(tools.to_build(TARGETS[given.arch]) if given.raw else tools.to_build(TARGETS[given.arch]) | tools.PACK)
    if not tools.starts(TARGETS[given.arch]):
        raise CannotBuild(say("foreign", arch=given.arch))
    out: Path = given.out.resolve()
    tell = partial(print, file=sys.stderr, flush=True)
    card = build(out, out / "kept", given.arch, tell)
    size = card.stat().st_size // 1_000_000
    if given.raw:
        print(say("built-raw", card=card, size=size))
        return 0
    words = say("card-name", arch=given.arch), say("card-about")
    pack(card, words, TARGETS[given.arch], tell, folder=given.url)
    print(say("built", card=card, size=size, packed=card.with_suffix(".img.zst").stat().st_size // 1_000_000))
    return 0


def _test(given: argparse.Namespace) -> int:
    card = _card(given.out)
    out, epoch = card.parent / "trial", epoch_of(ROOT)
    if given.pi:
        return _on_a_pi(card, out, epoch)
    trial = _trial(card, out)
    trial.say(say("processors", which=trial.accelerator[1]))
    if given.updates:
        require(tools.BUNDLE)
        wrong = try_updates(card, DEMO_HALL, out, epoch, trial)
    elif given.kits:
        require(tools.COMPARE)
        wrong = _kits(card, out, trial)
    elif given.worn:
        wrong = try_worn(card, DEMO_HALL, out, epoch, trial)
    elif given.journal:
        wrong = try_journal(card, DEMO_HALL, out, epoch, trial)
    elif given.visitor:
        wrong = try_visitor(card, out, epoch, trial)
    elif given.cuts:
        require(tools.COMPARE)
        wrong = _cuts(given, card, out, epoch, trial)
    else:
        wrong = try_card(card, DEMO_HALL, out, epoch, trial, quick=given.quick)
    return _judged(wrong)


def _on_a_pi(card: Path, out: Path, epoch: int) -> int:
    require(PROGRAM)
    if architecture_of(card) != ARM64.name:
        raise CannotBuild(say("no-pi", card=card))
    return _judged(try_pi(card, DEMO_HALL, out, epoch, Trial(partial(print, flush=True))))


def _judged(wrong: list[str]) -> int:
    print(say("wrong", count=len(wrong)) if wrong else say("well"))
    return 1 if wrong else 0


def _cuts(given: argparse.Namespace, card: Path, out: Path, epoch: int, trial: Trial) -> list[str]:
    if given.during != "update":
        cut_power(card, DEMO_HALL, out, epoch, trial, count=given.cuts)
    if given.during != "hall":
        require(tools.BUNDLE)
        cut_updates(card, DEMO_HALL, out, epoch, trial, count=given.cuts)
    return trial.wrong


def _kits(card: Path, out: Path, trial: Trial) -> list[str]:
    from provisioning.image.kit_drill import try_kits  # noqa: PLC0415 - brings the library of the hall's authority

    return try_kits(card, DEMO_HALL, out, trial)


def _boot(given: argparse.Namespace) -> int:
    card = _card(given.out)
    out = card.parent / "trial"
    trial = _trial(card, out)
    told = measure(
        card, bare_root(card.parent / "kept", architecture_of(card)), DEMO_HALL, out, trial, epoch=epoch_of(ROOT)
    )
    (out / "boot.txt").write_text(told)
    print(told)
    return 0


def _card(folder: Path) -> Path:
    require(tools.BOOT)
    card = folder.resolve() / CARD
    if not card.is_file():
        raise CannotBuild(say("no-card", card=card, folder=folder))
    return card


def _trial(card: Path, out: Path) -> Trial:
    """In a machine such as the card is for."""
    computer = computer_for(card)
    require(computer.tools)
    return Trial(partial(print, flush=True), accelerator(card, out, computer), computer)


def _compare(given: argparse.Namespace) -> int:
    require(tools.COMPARE)
    cards = [each / CARD if each.is_dir() else each for each in (given.one, given.other)]
    for card in cards:
        if not card.is_file():
            raise CannotBuild(say("no-card", card=card, folder=card.parent))
    found = differences(*cards)
    print("\n".join(found) if found else say("same"))
    return 1 if found else 0


def _bundle(given: argparse.Namespace) -> int:
    require(tools.BUNDLE | tools.COMPARE)
    out: Path = given.out.resolve()
    for needed in (out / CARD, out / "kept" / updates.KEY):
        if not needed.is_file():
            raise CannotBuild(say("no-card", card=needed, folder=given.out))
    root = out / "root.ext4"
    copy_partition(out / CARD, "root-a", root)
    kind = architecture_of(out / CARD)
    made = updates.bundle(root, out / "kept", kind, given.version, out / f"update-{kind}.raucb")
    root.unlink()
    print(say("bundled", bundle=made, size=made.stat().st_size // 1_000_000))
    return 0


def require(needed: dict[str, str]) -> None:
    if lacking := tools.packages_missing(needed):
        raise CannotBuild(say("missing", packages=" ".join(lacking)))


def say(key: str, **slots: object) -> str:
    return Phrases.load(Path(__file__).with_name("phrases")).say(language(), f"image.{key}", **slots)


def _read(arguments: list[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="cherha image", description=say("about"))
    what = asked.add_subparsers(dest="what", required=True, metavar="build|test|boot|compare|bundle")
    building = what.add_parser("build")
    building.add_argument("--arch", choices=sorted(TARGETS), default="amd64", help=say("arch"))
    building.add_argument("--raw", action="store_true", help=say("raw"))
    building.add_argument("--url", default="", metavar="FOLDER", help=say("url"))
    building.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=say("out"))
    testing = what.add_parser("test")
    which = testing.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help=say("quick"))
    which.add_argument("--updates", action="store_true", help=say("updates"))
    which.add_argument("--kits", action="store_true", help=say("kits"))
    which.add_argument("--pi", action="store_true", help=say("pi"))
    which.add_argument("--visitor", action="store_true", help=say("visitor"))
    which.add_argument("--worn", action="store_true", help=say("worn"))
    which.add_argument("--journal", action="store_true", help=say("journal"))
    which.add_argument("--cuts", type=int, metavar="N", help=say("cuts"))
    testing.add_argument("--during", choices=("hall", "update"), help=say("during"))
    testing.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=say("out"))
    starting = what.add_parser("boot", help=say("boot"))
    starting.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=say("out"))
    comparing = what.add_parser("compare", help=say("compare"))
    comparing.add_argument("one", type=Path, metavar="A", help=say("card"))
    comparing.add_argument("other", type=Path, metavar="B", help=say("card"))
    bundling = what.add_parser("bundle", help=say("bundle"))
    bundling.add_argument("--version", required=True, help=say("version"))
    bundling.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=say("out"))
    return asked.parse_args(arguments)
