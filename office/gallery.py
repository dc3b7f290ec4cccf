"""Pictures of the office for the documents: `python -m office.gallery HALL.toml FOLDER`. Needs Chromium.

The real office serves a sample hour over a bus in memory. Live pictures on the hall page are those that the folder
already has of the board and the dispenser.
"""

from __future__ import annotations

import base64
import io
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import uvicorn

from broker.bus.appliance import Appliance
from broker.bus.logs.book import BOOK
from broker.bus.memory import MemoryBroker
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from broker.contracts.status import About, Do
from broker.contracts.topics import Topics
from office.doors.door import COOKIE
from office.doors.doorkeeper import Doorkeeper
from office.doors.staff_list import read_staff, write_staff
from office.live import Live
from office.pages import application
from office.reports.records import Records
from office.reports.samples import SampleHall
from office.run import HOST, Server, listen
from office.sample_answers import answer, booking_file
from office.samples import Hour
from office.technician.samples import asking, log_records, sheet, untouched
from office.window_links import WindowLinks

if TYPE_CHECKING:
    from PIL.Image import Image

CHROMIUM = "/usr/bin/chromium"
# It must speak to nobody but us: no updates, no sync, no look-ups of its own.
QUIET = (
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
SCREENS = (
    ("board-1", "board", "board-busy-uk-1920x1080.png"),
    ("dispenser-1", "dispenser", "dispenser-menu-uk-1080x1920.png"),
)
# What a hall may have made of its boards and its words; the pictures of the first are board-…-media.
LAYOUT = """# Calls beside pictures and films.
[board]
like = "media"
"""
PHRASES = """[announcer]
call.first = { uk = "Запрошуємо: талон {letter}, {number}. Вікно номер {window}." }

[dispenser]
menu.title = { uk = "Що вас сьогодні привело?", en = "What brings you here today?" }
"""
VISITORS = 640  # of a sample day
MOST = 45_000  # bytes of a picture that fits into one message
NOVEMBER = "period=month&at=2026-11-20"
MORNING = datetime(2026, 11, 23, 10, 42)  # noqa: DTZ001 - the zone of the hall is added


class Picture(NamedTuple):
    """`page`: "{window}" is the featured one, "{waiting}" and "{called}" are tickets. `press`: what to press first. `ready`: what shows that it is drawn.

    `who` is in, of the staff list beside the hall file; "": nobody.
    """

    name: str
    page: str = "/window/{window}"
    language: str = "uk"
    size: tuple[int, int] = (1280, 800)
    scheme: Literal["light", "dark"] = "light"
    press: str = ""
    ready: str = "time.lasting:not(:empty)"
    who: str = "all-roles"
    upload: bool = False


NEWCOMER = ".newcomer"  # nothing on a technician's page counts time
MEMBER = ".member"
KEEPER = "#set"
SET = "#part-standing"
LET_IN = '[data-asked="sample-{}"][data-arrive="accept"]'
COUNTED = '[data-text="range"]:has-text("–")'  # the place and the range are known
DRAWN = "#preview figure img"
BOOKINGS = "/reception/bookings"
FORESEEN = "#seen-rows tr"
HEARD = "#age:not(:empty)"

PICTURES = (
    Picture("console-uk", who="olena"),
    Picture("console-uk-1366x768", size=(1366, 768), who="olena"),
    Picture("console-uk-1920x1080", size=(1920, 1080), who="olena"),
    Picture("finish-uk", press='[data-type="finish-with"]', who="olena"),
    Picture("priority-en", language="en", press='[data-type="set-priority"]', who="olena"),
    Picture("console-en-dark", language="en", scheme="dark", press="summary", who="olena"),
    Picture("console-uk-phone", size=(390, 844), who="olena"),
    Picture("transfer-uk", press='[data-type="transfer"]'),
    Picture("hall-uk", page="/", size=(1920, 1080)),
    Picture("sign-in-uk", page="/sign-in", who="", ready=".person"),
    Picture("sign-in-en-phone", page="/sign-in", language="en", size=(390, 844), who="", ready=".person"),
    Picture("locked-uk", press='[data-door="lock"]', who="olena"),
    Picture("manager-now-uk", page="/manager", size=(1366, 768)),
    Picture("manager-analytics-uk", page=f"/manager/analytics?{NOVEMBER}", size=(1920, 1080)),
    Picture("manager-analytics-en-dark", page=f"/manager/analytics?{NOVEMBER}", language="en", scheme="dark"),
    Picture("manager-analytics-uk-phone", page=f"/manager/analytics?{NOVEMBER}", size=(390, 844)),
    Picture("manager-report-uk", page="/manager/reports/day-by-day", size=(1366, 768)),
    Picture("manager-constructor-uk", page="/manager/reports", size=(1366, 768)),
    Picture("manager-rating-uk", page=f"/manager/ratings?{NOVEMBER}", size=(1366, 768)),
    Picture("manager-checks-uk", page=f"/manager/checks?{NOVEMBER}&check=phantom-service", size=(1366, 768)),
    Picture("manager-what-if-uk", page="/manager/what-if?day=2026-11-16&change=more&window=12&from=09:00&to=13:00"),
    Picture("technician-uk", "/technician", size=(1366, 768), who="taras", ready=NEWCOMER),
    Picture("technician-sheet-uk", "/technician/acceptance/board-1", size=(1366, 768), who="taras", ready=".verdict"),
    Picture(
        "technician-sheet-en-phone", "/technician/acceptance/board-1", "en", (390, 844), who="taras", ready=".verdict"
    ),
    Picture(
        "technician-sheet-untouched-uk",
        "/technician/acceptance/dispenser-1",
        size=(1366, 768),
        who="taras",
        ready=".verdict",
    ),
    Picture("technician-settings-uk", "/technician/settings/dispenser-1", size=(1366, 768), who="taras", ready=SET),
    Picture("technician-settings-en-phone", "/technician/settings/board-1", "en", (390, 844), who="taras", ready=SET),
    Picture("technician-log-uk", "/technician/log/board-1", size=(1366, 768), who="taras", ready=".log table"),
    Picture("technician-log-en-phone", "/technician/log/board-1", "en", (390, 844), who="taras", ready=".log table"),
    Picture("technician-clock-uk", "/technician/clock", size=(1366, 768), who="taras", ready=KEEPER),
    Picture("technician-clock-en-phone", "/technician/clock", "en", (390, 844), who="taras", ready=KEEPER),
    Picture("technician-clock-set-uk", "/technician/clock", press="#set", who="taras", ready=KEEPER),
    Picture(
        "technician-clock-set-en-phone", "/technician/clock", "en", (390, 844), "dark", "#set", KEEPER, who="taras"
    ),
    Picture("technician-let-in-uk", "/technician", press=LET_IN.format(1), ready=NEWCOMER, who="taras"),
    Picture(
        "technician-let-in-en-phone",
        "/technician",
        "en",
        (390, 844),
        press=LET_IN.format(2),
        ready=NEWCOMER,
        who="taras",
    ),
    Picture("staff-uk", "/staff", size=(1366, 768), who="maria", ready=MEMBER),
    Picture("staff-add-uk", "/staff", press='[data-staff="add"]', who="maria", ready=MEMBER),
    Picture("own-pin-uk", "/pin", size=(1366, 768), who="olena", ready="#own-pin"),
    Picture("own-pin-en-phone", "/pin", "en", (390, 844), who="olena", ready="#own-pin"),
    Picture("staff-en-phone", "/staff", "en", (390, 844), "dark", who="maria", ready=MEMBER),
    Picture("admin-uk", "/admin", size=(1366, 768), who="maria", ready="#numbers span"),
    Picture("admin-en-phone", "/admin", "en", (390, 844), who="maria", ready="#numbers span"),
    Picture("admin-files-uk", "/admin/files", size=(1366, 768), who="maria", ready=".shelf"),
    Picture("admin-files-en-phone", "/admin/files", "en", (390, 844), who="maria", ready=".shelf"),
    Picture("admin-survey-uk", "/admin/files/survey", size=(1920, 1080), who="maria", ready="#numbers span"),
    Picture(
        "admin-survey-en-dark", "/admin/files/survey", "en", (1366, 768), "dark", who="maria", ready="#numbers span"
    ),
    Picture("admin-playlist-uk", "/admin/files/playlist", size=(1366, 768), who="maria", ready="#beside img"),
    Picture("admin-playlist-en-phone", "/admin/files/playlist", "en", (390, 844), who="maria", ready="#beside img"),
    Picture("admin-layout-uk", "/admin/files/layout", size=(1366, 1300), who="maria", ready=DRAWN),
    Picture("admin-phrases-uk", "/admin/files/phrases", size=(1366, 1300), who="maria", ready="#numbers span"),
    Picture("reception-uk", page="/reception", size=(1366, 768), who="iryna"),
    Picture("reception-en", page="/reception", language="en", size=(1920, 1080), who="iryna"),
    Picture("reception-alarm-uk", "/reception", size=(1366, 768), press='[data-suspend="air-raid"]', who="iryna"),
    Picture("reception-voice-en-dark", "/reception", "en", (1366, 768), "dark", "#tab-announce", who="iryna"),
    Picture("booking-file-uk", BOOKINGS, size=(1366, 768), ready=FORESEEN, who="iryna", upload=True),
    Picture("booking-file-en-phone", BOOKINGS, "en", (390, 844), ready=FORESEEN, who="iryna", upload=True),
    Picture("phone-waiting-uk", page="/t/{waiting}", size=(390, 844), ready=COUNTED, who=""),
    Picture("phone-waiting-en-dark", "/t/{waiting}", "en", (390, 844), "dark", ready=COUNTED, who=""),
    Picture("phone-leave-uk", page="/t/{waiting}", size=(390, 844), press="#leave", ready=COUNTED, who=""),
    Picture("phone-called-uk", page="/t/{called}", size=(390, 844), ready=HEARD, who=""),
    Picture("phone-called-en-narrow", "/t/{called}", "en", (320, 640), "dark", ready=HEARD, who=""),
    Picture("public-uk", page="/public", size=(390, 844), ready="table", who=""),
    Picture("widget-en", page="/public/widget", language="en", size=(360, 560), ready="table", who=""),
)


@contextmanager
def sample_office(
    hall: HallFile,
    screens: dict[tuple[str, str], bytes],
    keeper: Doorkeeper,
    hall_file: Path | None = None,
    drafts: Path | None = None,
) -> Iterator[tuple[str, Hour]]:
    """An office that hears a sample hour: its address, and the hour. `screens`: JPEG by appliance id and role.

    `hall_file`: where the hall was read from; with it, the manager has two sample months behind them. `drafts`: a folder of
    pictures of a board, by which it draws what is drafted.
    """
    broker = MemoryBroker()
    began, morning = time.monotonic(), MORNING.replace(tzinfo=hall.timezone)
    hour = Hour(hall, morning)
    live = Live(
        hall,
        broker.client("office-1", hall.hall.id),
        clock=lambda: morning + timedelta(seconds=time.monotonic() - began),
    )
    links = WindowLinks(lambda name: broker.client(name, hall.hall.id))
    folder = tempfile.TemporaryDirectory(prefix="cherha-visits-")
    records = path = versions = content = None
    if hall_file is not None:
        path, versions, content = _files(hall_file, Path(folder.name))
        SampleHall(hall, VISITORS).write(Path(folder.name), morning.date() - timedelta(days=60), 61, morning)
        records = Records(hall_file, Path(folder.name), "", Path(folder.name), make=False)
    kit = Path(folder.name) / "hall-kit.toml"  # nobody reads it: it is there
    kit.touch()
    web = application(
        live, links, keeper, records=records, kit=kit, hall_path=path, state_dir=versions, content=content
    )
    server = Server(uvicorn.Config(web, log_level="warning", lifespan="on"), live)
    listening = listen(0)
    over = threading.Event()
    threads = [
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}),
        threading.Thread(target=_play, args=(broker, hour, over)),
    ]
    for record in log_records(morning):
        BOOK.handle(record)
    for (identity, role), picture in screens.items():
        _screen(broker, hall, identity, role, picture, drafts=drafts)
    for thread in threads:
        thread.start()
    try:
        deadline = time.monotonic() + 10
        while not (server.started and live.standing().caught_up):
            if time.monotonic() > deadline:
                raise TimeoutError("the office did not start")
            time.sleep(0.02)
        yield f"http://{HOST}:{listening.getsockname()[1]}", hour
    finally:
        server.should_exit = True
        over.set()
        for thread in threads:
            thread.join()
        folder.cleanup()


def _files(hall_file: Path, folder: Path) -> tuple[Path, Path, Path]:
    """A copy of the hall file, where its versions go, and a folder of content: what may be changed."""
    path, slides = folder / "hall" / "hall.toml", folder / "hall" / "content" / "playlist"
    slides.mkdir(parents=True)
    shutil.copyfile(hall_file, path)
    shown = sorted((hall_file.parent / "catalogue" / "samples").glob("*.png"))[:2]
    for picture in shown:
        shutil.copyfile(picture, slides / picture.name)
    listed = [
        f'[[slide]]\nfile = "{picture.name}"\nseconds = {15 + 5 * place}\n' for place, picture in enumerate(shown)
    ]
    (slides / "playlist.toml").write_text("\n".join(listed), "utf-8")
    for kind, text in (("layout", LAYOUT), ("phrases", PHRASES)):
        (slides.parent / kind).mkdir()
        (slides.parent / kind / f"{kind}.toml").write_text(text, "utf-8")
    return path, folder / "hall" / "versions", slides.parent


def _play(broker: MemoryBroker, hour: Hour, over: threading.Event) -> None:
    """The hour's events once somebody listens, then the snapshot again and again, as the queue-master does."""
    topics = Topics(hour.hall.hall.id)
    bus = broker.client("queue-master", hour.hall.hall.id)

    def asked(message: Message) -> None:
        reply = answer(hour, codec.command(message.body))
        bus.publish(topics.reply(message.topic.rsplit("/", 1)[1]), codec.encode(reply), correlation=message.correlation)

    bus.subscribe(topics.command("+"), asked)
    bus.start()
    while not any(client.client == "office-1" for client in broker.clients):
        over.wait(0.01)
    for event in hour.events:
        bus.publish(topics.event, codec.encode(event))
    bus.publish(topics.asking, codec.encode(asking(hour.snapshot().at)), retain=True)
    for made in (sheet(hour.snapshot().at), untouched(hour.snapshot().at)):
        bus.publish(topics.acceptance(made.appliance), codec.encode(made), retain=True)
    beat = 0.0
    while not over.wait(0.01):
        if time.monotonic() - beat > 1:
            beat = time.monotonic()
            bus.publish(topics.state, codec.encode(hour.snapshot()), retain=True)
        broker.deliver()


def _screen(
    broker: MemoryBroker, hall: HallFile, identity: str, role: str, picture: bytes, *, drafts: Path | None
) -> None:
    bus = broker.client(identity, hall.hall.id)
    about = About(role=role, version="0.1.0", screens=("1920x1080",))
    appliance = Appliance(bus, id=identity, role=role, version="0.1.0", about=about, zone=hall.timezone)
    action: Callable[[Do], Any] = lambda _: ("done", "", base64.b64encode(picture).decode())  # noqa: E731 - one line
    appliance.can("screenshot", action)
    if role == "board" and drafts is not None:
        appliance.can("draw", lambda do: ("done", "", base64.b64encode(_drafted(drafts, do)).decode()))
    bus.start()
    appliance.ready()


def _drafted(folder: Path, do: Do) -> bytes:
    """What a board would draw, as near as the pictures in a folder come to it."""
    from PIL import Image  # noqa: PLC0415 - only the gallery needs it

    width, height = do.arguments["size"]
    layout = "-media" if do.arguments.get("layout") else ""
    file = folder / f"board-{do.arguments['state']}{layout}-uk-{width}x{height}.png"
    picture = Image.open(file).convert("RGB") if file.is_file() else Image.new("RGB", (width, height), (16, 32, 60))
    return _jpeg(picture)


def _pictures_in(folder: Path) -> dict[tuple[str, str], bytes]:
    from PIL import Image  # noqa: PLC0415 - only the gallery needs it

    found = {}
    for identity, role, pattern in SCREENS:
        # Without a picture of it the appliance is there all the same: other pages show it, too.
        file = next(iter(sorted(folder.glob(pattern))), None)
        picture = Image.open(file).convert("RGB") if file else Image.new("RGB", (960, 540), (16, 32, 60))
        found[identity, role] = _jpeg(picture)
    return found


def _jpeg(picture: Image) -> bytes:
    """The largest of a few that fits into one message."""
    for side in (960, 800, 640, 480):
        picture.thumbnail((side, side))
        body = io.BytesIO()
        picture.save(body, "JPEG", quality=70)
        if len(body.getvalue()) < MOST:
            break
    return body.getvalue()


def draw_all(hall_file: Path, folder: Path) -> None:
    """Write `office-<name>.png` for each of PICTURES into `folder`."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the gallery and tests need it

    folder.mkdir(parents=True, exist_ok=True)
    screens = _pictures_in(folder)
    hall = load(hall_file)
    with tempfile.TemporaryDirectory(prefix="cherha-office-") as state, ExitStack() as stack:
        write_staff(Path(state), read_staff(hall_file.parent))
        morning = MORNING.replace(tzinfo=hall.timezone).timestamp() - time.monotonic()
        keeper = Doorkeeper(Path(state), lock_after=0, wall=lambda: morning + time.monotonic())
        address, hour = stack.enter_context(sample_office(hall, screens, keeper, hall_file, folder))
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        places = {"window": hour.featured, "waiting": hour.ticket("waiting"), "called": hour.ticket("called")}
        for picture in PICTURES:
            width, height = picture.size
            context = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=picture.scheme, locale="uk-UA"
            )
            person = keeper.staff.of(picture.who)
            if person is not None:
                token, _ = keeper.let_in(person, hour.featured)
                context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
            page = context.new_page()
            path = picture.page.format(**places)
            page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={picture.language}")
            if picture.upload:
                body = booking_file(hour)
                page.set_input_files("#file", {"name": "bookings.csv", "mimeType": "text/csv", "buffer": body})
            if not path.startswith("/manager/"):
                page.wait_for_selector(picture.ready, state="attached")
            if picture.page == "/" and screens:
                page.wait_for_function("count => document.images.length === count", arg=len(screens))
            if picture.ready == DRAWN:
                page.wait_for_function("() => [...document.images].every((each) => each.complete)")
            if picture.press:
                page.click(picture.press)
            page.screenshot(path=folder / f"office-{picture.name}.png")
            context.close()
        chromium.close()


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), Path(sys.argv[2]))
