"""What every page gets: the store, the library, the clock, the preferences, and the way to other pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal

from dayhospital.clinical.library import Library
from dayhospital.clock import Clock
from dayhospital.domain.course import Ending
from dayhospital.ui.preferences import Preferences
from dayhospital.ui.store import Store


class Navigator(QObject):
    """Takes people from page to page.

    Signals:
        board_asked: Show the board; carries the day and the session to select, or None.
        patient_asked: Show a patient; carries the id.
        edit_patient_asked: Open the form of a patient; carries the id.
        new_patient_asked: Open the form for a new patient.
        plan_asked: Plan a course; carries the patient's id.
        change_asked: Plan a course in place of one that ends; carries the patient's id, the Ending and the first day.
        roster_asked: Show the month of a day on the roster; carries the day.
        page_asked: Show a page of the rail by its name.
        palette_asked: Open the command palette.
        said: Show a sentence in a toast; carries it and whether it can be undone.
    """

    board_asked = Signal(object, object)
    patient_asked = Signal(int)
    edit_patient_asked = Signal(int)
    new_patient_asked = Signal()
    plan_asked = Signal(int)
    change_asked = Signal(int, object, object)
    roster_asked = Signal(object)
    page_asked = Signal(str)
    palette_asked = Signal()
    said = Signal(str, bool)

    def board(self, day: date | None = None, session_id: int | None = None) -> None:
        self.board_asked.emit(day, session_id)

    def patient(self, patient_id: int) -> None:
        self.patient_asked.emit(patient_id)

    def edit_patient(self, patient_id: int) -> None:
        self.edit_patient_asked.emit(patient_id)

    def plan(self, patient_id: int) -> None:
        self.plan_asked.emit(patient_id)

    def change_regimen(self, patient_id: int, ending: Ending, start: date) -> None:
        self.change_asked.emit(patient_id, ending, start)

    def roster(self, day: date) -> None:
        self.roster_asked.emit(day)

    def say(self, sentence: str) -> None:
        self.said.emit(sentence, False)


@dataclass(frozen=True)
class Context:
    """Handed to each page when it is made; pages know nothing else of the program."""

    store: Store
    library: Library
    clock: Clock
    preferences: Preferences
    navigator: Navigator
    apply_preferences: Callable[[], None]
    """Draws everything again in the theme, text size and motion of the preferences."""
