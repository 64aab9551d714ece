"""The form of a draft: fields, drugs and days of each part, the same as text; chair time and problems as one writes."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.clinical import regimen_edit
from dayhospital.clinical.library import Library
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.clinical.look_alike import mistakable
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import InvalidValue, LibraryError
from dayhospital.ui.regimens.detail import SIDE_WIDTH, scrolling
from dayhospital.ui.regimens.drug_dialog import DrugDialog
from dayhospital.ui.regimens.edit_fields import RegimenFields
from dayhospital.ui.regimens.edit_needs import NeedsEditor
from dayhospital.ui.regimens.edit_phase import PhaseEditor
from dayhospital.ui.regimens.edit_text import TextEditor
from dayhospital.ui.regimens.look_alike import ask_apart
from dayhospital.ui.regimens.preview import show_side
from dayhospital.ui.regimens.problems import Problem, problem_words
from dayhospital.ui.regimens.standing import Standing
from dayhospital.ui.regimens.words import phase_name
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, IconView, Label, Panel, Segmented, clear_layout, icon_button, secondary

LONGEST_TAB = 17
FORM, TEXT = "form", "text"


class RegimenEditor(QWidget):
    """Holds a regimen as it is being written; every change makes another one.

    Signals:
        changed: The regimen, its note or what is wrong with it changed.
    """

    changed = Signal()

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._policy = ObservationPolicy.SMPC
        self._standing: Standing | None = None
        self._phase = 0
        self._filled = 0
        self._text_problem: LibraryError | None = None
        self.regimen: Regimen | None = None
        self.note = ""
        self.problem: Problem | None = None
        self.views = Segmented([(FORM, self.tr("Form")), (TEXT, self.tr("Edit as text"))], self.tr("Form or text"))
        self.fields, self.phase, self.text = RegimenFields(), PhaseEditor(library), TextEditor()
        self.needs = NeedsEditor(library)
        self.more = icon_button("plus", self.tr("Add a part"))
        self.less = icon_button("trash-2", self.tr("Take the part out"))
        self._problem_line = Label("", FontRole.DENSE_MEDIUM, "critical").wrapped()
        self._problem_panel = Panel("critical")
        self._name = Label("", FontRole.NAME).elided()
        self._tabs = QHBoxLayout()
        self._side = QVBoxLayout()
        self._stack = QStackedWidget()
        self.views.chosen.connect(self._show_view)
        self.fields.edited.connect(self._edit)
        self.fields.note_edited.connect(self._take_note)
        self.needs.edited.connect(lambda change: self._edit(change, fill=True))
        self.needs.text_asked.connect(self.show_text)
        self.phase.edited.connect(self._edit_phase)
        self.phase.refused.connect(self._refuse)
        self.phase.add_asked.connect(self.ask_drug)
        self.text.edited.connect(self._read_text)
        self.more.clicked.connect(self._add_phase)
        self.less.clicked.connect(self._remove_phase)
        self._lay_out()
        QShortcut(QKeySequence("Alt+A"), self, self.ask_drug)

    def show_draft(self, regimen: Regimen, note: str, policy: ObservationPolicy, standing: Standing) -> None:
        """Begin to write at a draft, or go on with one."""
        if self.regimen is None or self.regimen.id != regimen.id:
            self._phase = 0
        self.regimen, self.note = regimen, note
        self._policy, self._standing = policy, standing
        self._text_problem = None
        self._fill()

    @property
    def yaml(self) -> str:
        """The draft as the YAML of the library."""
        return "" if self.regimen is None else regimen_text(self.regimen)

    def finish(self) -> None:
        """Take over what is being typed, before the draft is saved."""
        self.text.finish()

    def ask_drug(self) -> None:
        """Choose a drug to add to the part shown; one that is taken for another is asked about."""
        if self.regimen is None or self.views.key == TEXT:
            return
        dialog = DrugDialog(self._library, self.window())
        dialog.chosen.connect(self._check_drug)
        dialog.open()

    def _check_drug(self, drug_id: str) -> None:
        ask_apart(mistakable((drug_id,), self._library), None, self.window(), lambda: self.add_drug(drug_id))

    def add_drug(self, drug_id: str) -> None:
        """Add a drug to the part shown; it goes by the route it is given by elsewhere in the library."""
        route = self.phase.usual_route(drug_id)
        self._edit_phase(lambda phase: regimen_edit.add_drug(phase, drug_id, route))
        self.phase.choose_last()

    # --- changes

    def _edit(self, change: Callable[[Regimen], Regimen], fill: bool = False) -> None:
        if self.regimen is None:
            return
        try:
            self.regimen = change(self.regimen)
        except InvalidValue as error:
            self._refuse(str(error))
            return
        self._text_problem = None
        if fill:
            self._fill()
        else:
            self._judge()

    def _edit_phase(self, change: Callable) -> None:  # type: ignore[type-arg]  # from a phase to a phase
        index = self._phase

        def whole(regimen: Regimen) -> Regimen:
            return regimen_edit.with_phase(regimen, index, change(regimen.phases[index]))

        self._edit(whole)

    def _take_note(self, note: str) -> None:
        self.note = note
        self.changed.emit()

    def _add_phase(self) -> None:
        if self.regimen is None:
            return
        number = len(self.regimen.phases) + 1
        name = self.tr("part {n}").format(n=number)
        self._phase = number - 1
        self._edit(lambda regimen: regimen_edit.add_phase(regimen, name), fill=True)

    def _remove_phase(self) -> None:
        index, self._phase = self._phase, max(0, self._phase - 1)
        self._edit(lambda regimen: regimen_edit.remove_phase(regimen, index), fill=True)

    def _read_text(self, text: str) -> None:
        """Take the regimen of the text over, or say what is wrong and keep the one before."""
        assert self.regimen is not None
        try:
            self.regimen = self._library.read(text, self.regimen.id)
            self._text_problem = None
        except LibraryError as error:
            self._text_problem = error
        self._judge()

    # --- showing

    def _fill(self) -> None:
        assert self.regimen is not None
        self._phase = min(self._phase, len(self.regimen.phases) - 1)
        self._filled += 1
        self.fields.show_regimen(self.regimen, self.note)
        self.needs.show_regimen(self.regimen)
        self.text.show_text(self.yaml)
        self._show_tabs()
        self._judge()

    def _judge(self) -> None:
        """Find what is wrong, and show what follows from the regimen as it is."""
        regimen = self.regimen
        assert regimen is not None
        error = self._text_problem or regimen_edit.problem_of(regimen, self._library)
        self._name.setText(regimen.name)
        self.problem = None if error is None else problem_words(error, regimen, self._library)
        problem = self.problem if self._concerns_phase() else None
        self.phase.show_phase(regimen.phases[self._phase], problem, (regimen.id, self._phase, self._filled))
        field = self.problem.field if self.problem and self.problem.phase < 0 else ""
        self.fields.show_problem(field, self.problem.sentence if self.problem else "")
        words = self.problem.sentence if self.problem else ""
        if self.problem and self.views.key == TEXT:
            words = self.tr("Line {line}: {words}").format(line=self.problem.line, words=words)
        self._say(words)
        self.text.mark(self.problem.line if self.problem and self._text_problem else 0)
        show_side(self._side, regimen, self._policy, self._library, self._standing)
        self.changed.emit()

    def _concerns_phase(self) -> bool:
        return self.problem is not None and self.problem.phase == self._phase

    def _refuse(self, sentence: str) -> None:
        """Say why something could not be taken over; the next change takes the sentence away."""
        self._judge()
        self._say(sentence)

    def _say(self, words: str) -> None:
        self._problem_line.setText(words)
        self._problem_panel.setVisible(bool(words))

    def _show_view(self, key: str) -> None:
        if key == FORM:
            self.text.finish()
            if self._text_problem is not None:
                self.views.choose(TEXT)
                self._say(self.tr("Mend the text first. {words}").format(words=self._problem_line.text()))
                return
            self._fill()
        else:
            self.text.show_text(self.yaml)
        self._stack.setCurrentIndex(0 if key == FORM else 1)
        if key == TEXT:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()

    def _show_tabs(self) -> None:
        assert self.regimen is not None
        clear_layout(self._tabs)
        options = [
            (str(index), f"{index + 1}  {_short(phase_name(phase))}") for index, phase in enumerate(self.regimen.phases)
        ]
        tabs = Segmented(options, self.tr("Parts"))
        tabs.choose(str(self._phase))
        tabs.chosen.connect(self._show_phase)
        self._tabs.addWidget(tabs)
        self.less.setEnabled(len(options) > 1)

    def _show_phase(self, key: str) -> None:
        self._phase = int(key)
        self._judge()

    def show_text(self) -> None:
        """Show the draft as text."""
        self.views.choose(TEXT)
        self._show_view(TEXT)

    def _text_only(self) -> Panel:
        """Return the line that says what the form does not have, with the way to it."""
        panel = Panel("neutral")
        row = QHBoxLayout(panel)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(Label(say(TEXT_ONLY), FontRole.DENSE, "text2").wrapped(), 1)
        self.to_text = secondary(self.tr("Edit as text"), "file-text")
        self.to_text.clicked.connect(self.show_text)
        row.addWidget(self.to_text)
        return panel

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        regimen = Card(self.tr("Regimen"))
        regimen.body.addWidget(self.fields)
        parts = QHBoxLayout()
        parts.addLayout(self._tabs)
        parts.addWidget(self.more)
        parts.addStretch(1)
        parts.addWidget(self.less)
        form.addLayout(parts)
        form.addWidget(self.phase)
        form.addWidget(regimen)
        form.addWidget(self.needs)
        form.addWidget(self._text_only())
        form.addStretch(1)
        inside = Panel("bg")
        inside.setLayout(form)
        self._stack.addWidget(inside)
        self._stack.addWidget(self.text)
        problem = QHBoxLayout(self._problem_panel)
        problem.setContentsMargins(12, 8, 12, 8)
        problem.addWidget(IconView("circle-alert", "critical", 15), 0, Qt.AlignmentFlag.AlignTop)
        problem.addWidget(self._problem_line, 1)
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 12, 16, 16)
        middle.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self.views)
        middle.addLayout(head)
        middle.addWidget(self._problem_panel)
        middle.addWidget(self._stack, 1)
        self._side.setContentsMargins(0, 4, 0, 12)
        self._side.setSpacing(0)
        right = Panel("inspector")
        right.setFixedWidth(SIDE_WIDTH)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(scrolling(self._side, self.tr("Chair time and rules"), "surface"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scrolling(middle, self.tr("Draft"), "bg"), 1)
        row.addWidget(right)


TEXT_ONLY = (
    "Written as text only: parts that run beside others, pauses, cycles by setting, windows of later days, days of the "
    "first cycle only, G-CSF; needs that may be met in several ways, earlier lines of a setting or of late; driving, "
    "heart checks, limits for life, DPYD, the short biomarker words, colour, confidence and sources."
)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_TAB else name[: LONGEST_TAB - 1].rstrip(" ,") + "…"
