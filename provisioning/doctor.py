"""`cherha doctor [ROLE]`: what this machine lacks, in plain words; `cherha doctor CODE`: what a problem's code means."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from provisioning.problems.catalogue import gathered
from provisioning.run_role import read_settings
from provisioning.subcommands import ROLES
from provisioning.symptoms import QUESTIONS, Asked, Finding
from provisioning.words import language, say, unknown

MARKS = {"fine": "✓", "worse": "!", "lacks": "✗"}


def main(arguments: list[str]) -> int:
    """Print all findings; 1 when something is lacking without which it does not work, else 0."""
    asked = argparse.ArgumentParser(prog="cherha doctor", description=say("command.doctor"))
    asked.add_argument("role", nargs="?", default="demo", metavar="ROLE", help=say("option.role"))
    asked.add_argument("--config", type=Path, metavar="FILE", help=say("option.config"))
    given = asked.parse_args(arguments)
    known = ["demo", "test", *ROLES]
    if problem := next((each for each in gathered() if each.code == given.role), None):
        print(f"{problem.message[language()]}\n→ {problem.remedy[language()]}")
        return 0
    if given.role not in known:
        print(unknown("role", given.role, known), file=sys.stderr)
        return 2
    settings = read_settings(given.config)
    findings = [finding for question in QUESTIONS for finding in question(Asked(given.role, settings))]
    print(report(findings, given.role))
    return 1 if any(finding.severity == "lacks" for finding in findings) else 0


def report(findings: Iterable[Finding], role: str) -> str:
    """The findings, a line each, and the sum of them."""
    findings = list(findings)
    lines = [f"{MARKS[finding.severity]} {finding.words}" for finding in findings]
    worst = next((s for s in ("lacks", "worse") if any(f.severity == s for f in findings)), "fine")
    return "\n".join([*lines, "", say(f"doctor.sum.{worst}", role=role)])
