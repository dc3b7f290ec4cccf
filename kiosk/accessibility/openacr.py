"""The report in the form of OpenACR (https://github.com/GSA/openacr), for machines and for tenders. Pure.

YAML is written by hand: every text is a quoted scalar, which JSON's strings are too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from kiosk.accessibility.claims import Claim, Report

FEEDBACK = "The issues of the project's repository."
_WCAG = "success_criteria_"
# What a criterion of WCAG is asked of. The report is about the touched appliances alone.
_OTHERS = (
    ("web", "not-evaluated", "The office's pages are not part of this report."),
    ("electronic-docs", "not-applicable", ""),
    ("authoring-tool", "not-applicable", ""),
)


def openacr(report: Report, *, version: str, date: str) -> str:
    """The YAML."""
    return "\n".join(_lines(report, version, date)) + "\n"


def _lines(report: Report, version: str, date: str) -> Iterator[str]:
    about = report.about
    yield "# Made by `cherha contract` from kiosk/accessibility/criteria.toml. Change it there."
    yield f"title: {_text(about['title'])}"
    yield "product:"
    yield f"  name: {_text(about['name'])}"
    yield f"  version: {_text(version)}"
    yield f"  description: {_text(about['description'])}"
    yield "author:"
    yield f"  name: {_text(about['name'] + ' maintainers')}"
    yield f"report_date: {_text(date)}"
    yield "version: 1"
    yield f"notes: {_text(about['notes'])}"
    yield f"evaluation_methods_used: {_text(about['evaluation'])}"
    yield f"feedback: {_text(FEEDBACK)}"
    yield "license: Apache-2.0"
    yield f"catalog: {about['catalog']}"
    yield "chapters:"
    for chapter, claims in report.chapters.items():
        yield f"  {chapter}:"
        yield f"    notes: {_text(report.titles[chapter])}"
        yield "    criteria:"
        for claim in claims:
            yield from _criterion(claim, wcag=chapter.startswith(_WCAG))


def _criterion(claim: Claim, *, wcag: bool) -> Iterator[str]:
    yield f"      - num: {_text(claim.num)}"
    yield "        components:"
    yield from _component("software" if wcag else "none", claim.level, claim.remark())
    for name, level, note in _OTHERS if wcag else ():
        yield from _component(name, level, note)


def _component(name: str, level: str, notes: str) -> Iterator[str]:
    yield f"          - name: {name}"
    yield "            adherence:"
    yield f"              level: {level}"
    yield f"              notes: {_text(notes)}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_MADE = (
    "Made by `cherha contract` from `kiosk/accessibility/criteria.toml`; for machines: "
    "[cherha-openacr.yaml](cherha-openacr.yaml). How it is used and set: [use.md](use.md)."
)


def page(report: Report) -> str:
    """The same for people, in Markdown: by chapter, what hardware has to bring last."""
    counted = report.counted()
    lines = [
        "# Accessibility: what is kept, and what is not",
        "",
        _MADE,
        "",
        report.about["description"],
        "",
        f"**How it was found out.** {report.about['evaluation']}",
        "",
        f"**Not in it.** {report.about['notes']}",
        "",
        "| " + " | ".join(level.replace("-", " ") for level in counted) + " |",
        "|" + " --- |" * len(counted),
        "| " + " | ".join(str(count) for count in counted.values()) + " |",
    ]
    for chapter, claims in report.chapters.items():
        lines += ["", f"## {report.titles[chapter]}", "", "| criterion | level | remarks |", "| --- | --- | --- |"]
        lines += [f"| {c.num} {c.handle} | {c.level.replace('-', ' ')} | {_remark(c)} |" for c in claims]
    lines += ["", "## What a hall has to bring", ""]
    needed = sorted((c.hardware, c.num) for claims in report.chapters.values() for c in claims if c.hardware)
    for hardware, numbers in groupby(needed, key=lambda pair: pair[0]):
        lines.append(f"- {hardware} ({', '.join(num for _, num in numbers)})")
    return "\n".join(lines) + "\n"


def _remark(claim: Claim) -> str:
    held = f" Held by {_tests(len(claim.tests))}." if claim.tests else ""
    return f"{claim.note}{' **Needs hardware**: ' + claim.hardware + '.' if claim.hardware else ''}{held}".replace(
        "|", "/"
    )


def _tests(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"
