"""The consultant's review: a worklist at the left, the decision at the right, all by keyboard."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.formats import day_text
from dayhospital.queries.delays import Delay, delay_of
from dayhospital.queries.review import NEEDING, Review, ReviewRow, review
from dayhospital.ui.context import Context
from dayhospital.ui.results.toxicity_dialog import ToxicityDialog
from dayhospital.ui.review.choices import MODIFYING, Way
from dayhospital.ui.review.dialogs import SignAllDialog, ToxicitiesDialog
from dayhospital.ui.review.filters import KEYS as FILTER_KEYS
from dayhospital.ui.review.filters import FilterBar
from dayhospital.ui.review.panel import NARROW, WIDTH, ReviewPanel
from dayhospital.ui.review.rows import CHANGED, ROW, WIDTHS, ReviewDelegate, ReviewModel
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets import EmptyState, Label, Panel, Segmented, prepare_table, secondary
from dayhospital.ui.widgets.tables import ROW_REVIEW

READS = frozenset({*NEEDING, "earlier_doses", "test_requests"})
"""Tables whose change shows here."""
SMALL = 1336
"""px: the page beside the rail of a window of 1400."""
NEEDS, WAITING, SIGNED = "needs", "waiting", "signed"


class ReviewTable(QTableView):
    """Enter opens the patient."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ReviewPage(QWidget):
    """Who needs a decision in the next days, ordered by colour and time; the decision is signed here."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._review: Review | None = None
        self._wanted = 0
        """The treatment day to come back to after reading again."""
        today = context.clock.today()
        self.tabs = Segmented(
            [(NEEDS, self.tr("Needs me")), (WAITING, self.tr("Waiting")), (SIGNED, self.tr("Signed"))],
            self.tr("Review"),
        )
        self.sign_all = secondary(self.tr("Sign all unchanged"), "check-check", "Ctrl ⇧ A")
        self.remark = Label("", FontRole.DENSE, "text2")
        self.filters = FilterBar(context.preferences.user)
        self.model = ReviewModel(today)
        self.table = ReviewTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(ReviewDelegate(context.library, self.table))
        self.table.setAccessibleName(self.tr("Treatments to decide"))
        prepare_table(self.table, ROW_REVIEW)
        self.panel = ReviewPanel(context.library, today)
        self.empty = EmptyState("clipboard-check", "")
        self._stack = QStackedWidget()
        self._body = QWidget()
        self._lay_out()
        self._size_columns()
        self.tabs.chosen.connect(lambda _key: self._show_rows())
        self.filters.changed.connect(self._show_rows)
        self.sign_all.clicked.connect(self.sign_unchanged)
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.table.activated.connect(lambda _index: self._open_patient())
        self.panel.patient_asked.connect(self._open_patient)
        self.panel.toxicity_asked.connect(self.grade)
        self.panel.toxicities_asked.connect(self.list_toxicities)
        self.panel.sign_asked.connect(self.sign)
        self.panel.skip_asked.connect(lambda: self.step(1))
        self.panel.day_asked.connect(self._ask_delay)
        self.setFocusProxy(self.table)
        self._add_keys()
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self.read)
        self.read()

    @property
    def row(self) -> ReviewRow | None:
        """The row chosen."""
        index = self.table.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        return row if isinstance(row, ReviewRow) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list room in a small window."""
        super().resizeEvent(event)
        self.panel.setFixedWidth(WIDTH if self.width() >= SMALL else NARROW)

    def read(self) -> None:
        """Ask for the worklist again."""
        library, now = self._context.library, self._context.clock.local()
        self._context.store.ask(self, lambda connection: review(connection, library, now), self.show_review)

    def show_review(self, found: Review) -> None:
        """Show the worklist, on the row that was chosen before if it is still there."""
        self._review = found
        self._show_rows()

    def step(self, by: int) -> None:
        """Go rows up or down, no further than the ends."""
        place = self.table.currentIndex().row() + by
        if 0 <= place < self.model.rowCount():
            self.table.selectRow(place)

    def sign(self) -> None:
        """Sign what is chosen for the row on show; the next row follows."""
        row, command = self.row, self.panel.choices.command()
        if row is None or not row.case.open:
            return
        if self.panel.choices.way is Way.CHANGE:
            self._change_regimen(row)
        elif command is None:
            day = self.tr("Enter the day to defer to. Nothing was signed.")
            dose = self.tr("Write each dose as a figure. Nothing was signed.")
            self._context.navigator.say(day if self.panel.choices.way is Way.DEFER else dose)
        elif self.panel.choices.reason_missing:
            self.panel.choices.complain(self.tr("Write why, in a few words."))
        else:
            self._wanted = self._neighbour()
            self._context.store.do(command)

    def sign_unchanged(self) -> None:
        """List what is green with nothing new among what the filters show, and sign what stays ticked."""
        rows = self._unchanged()
        if not rows:
            self._context.navigator.say(self.tr("Nobody is green with nothing new. Nothing was signed."))
            return
        dialog = SignAllDialog(rows, self._context.clock.today(), self)
        dialog.chosen.connect(self._context.store.do)
        dialog.open()

    def _unchanged(self) -> list[ReviewRow]:
        """Return who needs a decision and is green with nothing new, as far as the filters let through."""
        found = self._review
        if found is None:
            return []
        return [row for row in self.filters.kept(found.needs, found.first) if row.unchanged]

    def grade(self) -> None:
        """Grade a toxicity of the patient on show."""
        row = self.row
        if row is not None:
            dialog = ToxicityDialog(row.case.patient, self._context.clock.today(), parent=self)
            dialog.chosen.connect(self._context.store.do)
            dialog.open()

    def list_toxicities(self) -> None:
        """Show every toxicity of the patient on show."""
        row = self.row
        if row is not None:
            ToxicitiesDialog(self._context, row.case.patient, self).open()

    def _change_regimen(self, row: ReviewRow) -> None:
        """Go on to choose another regimen; the running course ends when that is saved, and only then."""
        ending = self.panel.choices.ending(self._context.clock.today())
        if ending is not None:
            self._context.navigator.change_regimen(row.case.patient.id, ending, row.case.day.planned)

    def _changed(self, changes: Changes) -> None:
        if changes.tables & READS:
            self.read()

    def _neighbour(self) -> int:
        """Return the treatment day after the current one, that before at the end, 0 without either."""
        here = self.table.currentIndex().row()
        for place in (here + 1, here - 1):
            row = self.model.index(place, 0).data(ROW)
            if isinstance(row, ReviewRow):
                return row.case.treatment_day_id
        return 0

    def _show_rows(self) -> None:
        found = self._review
        if found is None:
            return
        if self.row is not None and not self._wanted:
            self._wanted = self.row.case.treatment_day_id
        rows = {NEEDS: found.needs, WAITING: found.waiting, SIGNED: found.signed}
        for key, words in ((NEEDS, self.tr("Needs me")), (WAITING, self.tr("Waiting")), (SIGNED, self.tr("Signed"))):
            self.tabs.name(key, f"{words}  {len(rows[key])}")
        every = rows[self.tabs.key]
        self.filters.offer(every, found.first)
        shown = self.filters.kept(every, found.first)
        self.model.show_rows(shown, self._context.clock.today(), signed=self.tabs.key == SIGNED)
        self.remark.setText(self._remark(found.first, found.last))
        self.sign_all.setEnabled(bool(self._unchanged()))
        self._stack.setCurrentWidget(self._body if shown else self.empty)
        self.filters.setVisible(bool(every))
        if shown:
            self.table.selectRow(max(0, self.model.place_of(self._wanted)))
            self._wanted = 0
        else:
            self.empty.show_fact(*self._nothing(found, bool(every)))

    def _remark(self, first: date, last: date) -> str:
        span = f"{day_text(first, year=False, weekday=True)} – {day_text(last, year=False, weekday=True)}"
        if self.tabs.key == SIGNED:
            return self.tr("{span}, newest signature first").format(span=span)
        return self.tr("{span}, worst first, then by time").format(span=span)

    def _nothing(self, found: Review, filtered: bool) -> tuple[str, str]:
        if filtered:
            return self.tr("Nobody here is what the filters ask for"), self.tr("0 shows everybody again.")
        until = day_text(found.last, year=False, weekday=True)
        if self.tabs.key == NEEDS:
            all_signed, none = self.tr("All is signed."), self.tr("Treatments come here two days before they are due.")
            fact = self.tr("Nobody waits for a decision until {day}").format(day=until)
            return fact, all_signed if found.signed else none
        if self.tabs.key == WAITING:
            return self.tr("No result is awaited until {day}").format(day=until), ""
        return self.tr("Nothing is signed yet today"), self.tr("What you sign is listed here and can be corrected.")

    def _show_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW) if current.isValid() else None
        if not isinstance(row, ReviewRow):
            return
        chosen = self.panel.choices.to.day if self.panel.stands(row) else None
        self.panel.show_row(row, self._context.clock.local())
        if row.case.open:
            self._ask_delay(chosen)

    def _ask_delay(self, to: date | None) -> None:
        row = self.row
        if row is None:
            return
        library, now, day_id = self._context.library, self._context.clock.local(), row.case.treatment_day_id

        def ask(connection: object) -> Delay:
            return delay_of(connection, library, day_id, now, to)  # type: ignore[arg-type]

        self._context.store.ask(self, ask, self.panel.show_delay)

    def _open_patient(self) -> None:
        if self.row is not None:
            self._context.navigator.patient(self.row.case.patient.id)

    def _add_keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "J": lambda: self.step(1),
            "K": lambda: self.step(-1),
            "A": lambda: self.panel.choose(Way.APPROVE),
            "D": lambda: self.panel.choose(Way.DEFER),
            "M": lambda: self.panel.choose(Way.MODIFY),
            "C": lambda: self.panel.choose(Way.CHANGE),
            "T": self.grade,
            "Shift+T": self.list_toxicities,
            "Ctrl+Return": self.sign,
            "Ctrl+Enter": self.sign,
            "Ctrl+Shift+A": self.sign_unchanged,
        }
        acts.update({key: partial(self.panel.modify, kind) for kind, key in MODIFYING.items()})
        acts.update({key: partial(self.filters.turn, which) for key, which in FILTER_KEYS.items()})
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _size_columns(self) -> None:
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(CHANGED, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.table.setColumnWidth(column, holder().px(width))

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(12)
        row.addWidget(Label(self.tr("Review"), FontRole.TITLE))
        row.addWidget(self.tabs)
        row.addWidget(self.remark)
        row.addStretch(1)
        row.addWidget(self.sign_all)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        keys = Label(
            self.tr(
                "J K next, previous    A approve    D defer    M modify    R O S lower, leave out, stop    "
                "C change regimen    T toxicity    0–8 filters    Enter patient"
            ),
            FontRole.DENSE,
            "text2",
        )
        keys.setContentsMargins(18, 8, 18, 8)
        left.addWidget(keys)
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.panel)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
