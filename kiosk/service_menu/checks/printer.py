"""The slip printer: how it is, and a slip that shows what it can."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from broker.bus.clock import new_id, now
from kiosk.service_menu.report import Line, Report, line, plainly
from kiosk.service_menu.toolbox import Toolbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from kiosk.printing.forecast import Forecast
    from kiosk.printing.printer import Printer, PrinterStatus
    from kiosk.printing.slip import Slip

T = TypeVar("T")
PATIENCE = 25.0  # seconds: the slowest printer, and a slip of a visitor before ours


def how_it_is(toolbox: Toolbox) -> Report:
    """What the printer says of itself, in words."""
    from kiosk.printing.minded_printer import MindedPrinter  # noqa: PLC0415 - it loads Pillow

    def look(printer: Printer) -> tuple[PrinterStatus, Forecast | None]:
        return printer.status(), printer.forecast() if isinstance(printer, MindedPrinter) else None

    (status, forecast), settings = _borrowed(toolbox, look), toolbox.settings
    left = line("printer-left", value=f"{forecast.metres:.0f} m, {forecast.slips}") if forecast else None
    return Report(
        (
            _in_words(status),
            *([left] if left else []),
            line("printer-setting", value=settings.printer),
            line("printer-paper", value=str(settings.paper)),
        )
    )


def print_test_slip(toolbox: Toolbox) -> Report:
    """A slip with letters, edges and greys; on paper when this returns, or the report says why not."""
    from kiosk.service_menu.trial_slip import trial_slip  # noqa: PLC0415 - it loads Pillow

    faults = _on_paper(toolbox, trial_slip(toolbox.appliance, now(toolbox.zone), toolbox.settings.paper), "test")
    return Report(faults or (line("slip-printed", "good"),))


def printed(toolbox: Toolbox, slip: Slip, name: str) -> tuple[Line, ...]:
    """Any slip, on paper when this returns; or why it is not."""
    from kiosk.printing.drawing import draw  # noqa: PLC0415 - it loads Pillow

    return _on_paper(toolbox, draw(slip, toolbox.settings.paper), name)


def _on_paper(toolbox: Toolbox, picture: Image, name: str) -> tuple[Line, ...]:
    from kiosk.printing.printer import PrinterError  # noqa: PLC0415 - it loads Pillow

    def print_it(printer: Printer) -> str:
        try:
            printer.print(picture, ticket=f"{name}-{new_id()}")
        except PrinterError as error:
            return error.code
        return ""

    code = _borrowed(toolbox, print_it)
    return (line("slip-not-printed", "bad"), _fault(code)) if code else ()


def _borrowed(toolbox: Toolbox, use: Callable[[Printer], T]) -> T:
    """What `use` makes of the printer, in its own thread."""
    assert toolbox.lend_printer is not None  # else the item is not offered
    came: SimpleQueue[tuple[T | None, Exception | None]] = SimpleQueue()

    def loan(printer: Printer) -> None:
        try:
            came.put((use(printer), None))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            came.put((None, error))

    toolbox.lend_printer(loan)
    try:
        result, error = came.get(timeout=PATIENCE)
    except Empty:
        raise TimeoutError("the printer's thread does not answer") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # a T when there is no error


def _in_words(status: PrinterStatus) -> Line:
    from kiosk.printing.printer import problem  # noqa: PLC0415 - it loads Pillow

    wrong = problem(status)
    return _fault(wrong, "bad" if not status.can_print else "warn") if wrong else line("printer-well", "good")


def _fault(code: str, mark: str = "bad") -> Line:
    from kiosk.printing.printer import words_for  # noqa: PLC0415 - it loads Pillow

    message, remedy = words_for(code)
    return Line("bad" if mark == "bad" else "warn", message, plainly(code), remedy)
