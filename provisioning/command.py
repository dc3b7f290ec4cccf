"""`cherha`: finds the subcommand in the table and hands over to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from broker.bus.release import release
from broker.contracts.errors import ConfigError
from provisioning.leaving import leave_with
from provisioning.subcommands import ROLES, SUBCOMMANDS
from provisioning.words import language, say, unknown

Does = Callable[[list[str]], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code; 2 for what was asked wrongly or configured wrongly."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(help_text())
        return 0 if words else 2
    if words[0] == "--version":
        print(release())
        return 0
    called = next((each for each in SUBCOMMANDS if each.name == words[0]), None)
    if called is None:
        print(unknown("command", words[0], [each.name for each in SUBCOMMANDS]), file=sys.stderr)
        return 2
    return carry_out(called.does, words[1:])


def carry_out(place: str, words: list[str]) -> int:
    """Call the function at `place`; what it raises becomes words and an exit code."""
    try:
        return found(place)(words) or 0
    except ConfigError as error:
        print("\n".join(error.said(language())), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read us (`| head`) has enough; Python must not complain of it at its end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def found(place: str) -> Does:
    """The function at "module:function". Only here are roles imported, and only the one that is asked for."""
    module, _, function = place.partition(":")
    does: Does = getattr(import_module(module), function)
    return does


def help_text() -> str:
    lines = [say("help.head"), ""]
    for each in SUBCOMMANDS:
        lines += [f"  cherha {each.name} {each.usage}".rstrip(), f"      {say(f'command.{each.name}')}"]
    lines += ["", say("help.roles", roles=" ".join(ROLES)), say("help.more")]
    return "\n".join(lines)


def program() -> NoReturn:
    """`main`, as a process of its own."""
    leave_with(main)


if __name__ == "__main__":
    program()
