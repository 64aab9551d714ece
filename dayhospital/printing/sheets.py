"""The lists of a day by name, for menus and the command line."""

from collections.abc import Callable
from datetime import datetime

from dayhospital.domain.board import BoardDay
from dayhospital.errors import NotFound
from dayhospital.printing.day_by_chair import day_by_chair
from dayhospital.printing.day_by_time import day_by_time
from dayhospital.printing.page import Document, Printed
from dayhospital.printing.pharmacy import Prepared, pharmacy_list
from dayhospital.printing.session_words import DrugLookup

SHEETS: dict[str, Callable[[BoardDay, Printed, DrugLookup, Prepared], Document]] = {
    "chair": lambda board, printed, drug, _prepared: day_by_chair(board, printed, drug),
    "time": lambda board, printed, drug, _prepared: day_by_time(board, printed, drug),
    "pharmacy": pharmacy_list,
}


def day_sheet(
    sheet: str, board: BoardDay, printed_at: datetime, printed_by: str, drug: DrugLookup, prepared: Prepared
) -> Document:
    """Return a list of the day: ``chair``, ``time`` or ``pharmacy``.

    Args:
        printed_at: Local time.
        prepared: What may be made for each treatment day, for the pharmacy.

    Raises:
        NotFound: If there is no such list.
    """
    try:
        make = SHEETS[sheet]
    except KeyError:
        raise NotFound(f"There is no list {sheet!r}; choose one of {', '.join(SHEETS)}.") from None
    return make(board, Printed(printed_at, printed_by), drug, prepared)
