"""What `cherha` can do, as two tables: the subcommands and the roles, and what each needs to be installed.

Read before anything is installed: standard library only. What each does is said in `phrases/`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subcommand:
    """`does` is "module:function", imported only when called: `function(arguments) -> exit code`.

    `extra` is the extra of pyproject.toml that it needs, "" for the bare project.
    """

    name: str
    usage: str
    does: str
    extra: str = ""


SUBCOMMANDS = (
    Subcommand(
        "demo",
        "[--hall FILE] [--headless] [--json] [--secure] [--speed N] [--visitors N] [--seconds N]",
        "provisioning.demo.command:main",
        "demo",
    ),
    Subcommand("test", "[pytest arguments]", "provisioning.checks:main", "test"),
    Subcommand("run", "ROLE [--config FILE]", "provisioning.run_role:main"),
    Subcommand("send", "COMMAND key=value … [--client NAME] [--timeout SECONDS]", "provisioning.send:main"),
    Subcommand(
        "replay",
        "HALL.toml DAY.csv … [--json OUT] [--windows STAFF.csv] [--walk SECONDS] [--no-estimates]",
        "broker.replay.command:main",
        "queue-master",
    ),
    Subcommand("journal", "verify|export|explain|learn|reports …", "broker.queuemaster.journal_command:main"),
    Subcommand(
        "bookings",
        "import|export FILE.csv|FILE.ics [--hall FILE]",
        "broker.booking_files.command:main",
        "queue-master",
    ),
    Subcommand("content", "check BUNDLE …|list|add BUNDLE [--folder FOLDER]", "broker.content.command:main"),
    Subcommand(
        "catalogue",
        "check|import FILE.csv|FILE.json|export FILE.csv|FILE.json [--cpsv] [FOLDER] [--hall FILE]",
        "kiosk.info.catalogue.command:main",
    ),
    Subcommand("check", "HALL.toml", "provisioning.check_hall:main", "queue-master"),
    Subcommand(
        "service-codes",
        "add NAME|once NAME|take NAME|remove NAME|list|unlock [--config FILE]",
        "kiosk.service_menu.codes_command:main",
    ),
    Subcommand(
        "staff",
        "list|add ID --role ROLE … [--name NAME]|pin ID|card ID|remove ID [--draw] [--config FILE]",
        "office.doors.staff_command:main",
        "office",
    ),
    Subcommand(
        "image", "build|test|compare|bundle [--arch amd64] [--out DIR] [--raw]", "provisioning.image.command:main"
    ),
    Subcommand("bench", "[NAME] [--json]", "bench.command:main", "test"),
    Subcommand("doctor", "[ROLE|CODE]", "provisioning.doctor:main"),
    Subcommand("kit", "make HALL.toml --address ADDRESS|check FILE", "provisioning.kit.command:main", "enrolment"),
    Subcommand(
        "enrol",
        "[box|desk|list|accept CODE NAME ROLE|replace NAME CODE|refuse ID|identify ID|revoke NAME|page NAME|renew]",
        "provisioning.enrolment.command:main",
        "enrolment",
    ),
    Subcommand(
        "found",
        "[--address ADDRESS] [--card FOLDER] [--state FOLDER]",
        "provisioning.founding.command:main",
        "enrolment",
    ),
    Subcommand(
        "update", "[status|offer BUNDLE …|begin NAME|stop|ask]", "provisioning.updating.command:main", "enrolment"
    ),
    Subcommand("clock", "[--wanted FILE]", "provisioning.clock.command:main"),
    Subcommand("pair", "[--state FOLDER]", "provisioning.pairing.command:main", "enrolment"),
    Subcommand(
        "backup",
        "word|status [FOLDER]|take FILE|restore FILE|FOLDER",
        "provisioning.backup.command:main",
        "queue-master",
    ),
    Subcommand("newcomer", "[FILE] [--size 1280x720]", "kiosk.newcomer.run:main", "dispenser"),
    Subcommand("worn", "", "display.worn.run:main", "board"),
    Subcommand("screens", "[FOLDER] [--hall FILE]", "provisioning.made_papers:screens", "test"),
    Subcommand("contract", "", "provisioning.made_papers:contract"),
)

# A role's name -> the module whose `run(settings)` it is. Each has an extra of its own name.
ROLES = {
    "queue-master": "broker.queuemaster.run",
    "standby": "broker.standby.run",
    "witness": "broker.standby.witness",
    "dispenser": "kiosk.dispenser.run",
    "info": "kiosk.info.run",
    "survey": "kiosk.survey.run",
    "board": "display.board.run",
    "window-sign": "display.window_sign.run",
    "announcer": "announcer.run",
    "office": "office.run",
    "buttons": "office.button_box.run",
}


def extra_for(arguments: list[str]) -> str:
    """The extra that this command line needs; "" for the bare project."""
    if arguments[:1] == ["run"]:
        return next((word for word in arguments[1:] if word in ROLES), "")
    return next((each.extra for each in SUBCOMMANDS if arguments[:1] == [each.name]), "")
