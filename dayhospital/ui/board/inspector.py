"""The inspector: one session in a fixed order, beside the board and never on top of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.clinical.discharge import DischargeAssessment, Leave
from dayhospital.clinical.port import PortAssessment
from dayhospital.domain.board import BoardSession
from dayhospital.domain.course import Segment, SegmentKind
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import age, day_text, length_text, span_text, time_text
from dayhospital.domain.leaving import BedState, Leaving
from dayhospital.domain.patient import AllergyStatus
from dayhospital.domain.session import GIVEN, NEXT, PRESENT, Status
from dayhospital.ui.board.care import CareFacts, add_access, reactions_section
from dayhospital.ui.board.look import Delay, DrugName
from dayhospital.ui.leaving_words import bed_text
from dayhospital.ui.plan.facts import LEAVE_KIND, FactRows, ReasonRow, leave_text, need_text
from dayhospital.ui.texts import say, segment_text, status_text
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text
from dayhospital.ui.widgets import (
    Chip,
    Divider,
    InspectorSection,
    Label,
    Panel,
    block_state,
    clear_layout,
    icon_button,
    link,
    primary,
    secondary,
    state_text,
)

WIDTH = 372


@dataclass(frozen=True, slots=True)
class InspectorFacts:
    """Everything the inspector shows of one session."""

    session: BoardSession
    chair: str
    nurse: str
    now: datetime
    port: PortAssessment
    leaving: DischargeAssessment
    delay: Delay
    helps: tuple[Finding, ...] = ()
    """What would let the patient go home after all."""
    done: Leaving = field(default_factory=Leaving)
    """Checks signed and beds asked for."""
    care: CareFacts = field(default_factory=CareFacts)


def started_at(session: BoardSession) -> datetime:
    """Return the local moment the segments count from: the real start once treatment runs, else the booked one."""
    return session.reached(Status.IN_TREATMENT) or session.span.start


class PhaseBar(QWidget):
    """The session as one bar of its segments, with a mark at now."""

    def __init__(self, facts: InspectorFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, holder().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, facts = holder().theme, self._facts
        session = facts.session
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = max((segment.end for segment in session.treatment.segments), default=session.span.minutes)
        colour = theme.group(session.treatment.colour).colour
        drug_number = 0
        for segment in session.treatment.segments:
            left = self.width() * segment.start / end
            box = QRectF(left, 2, max(2.0, self.width() * segment.minutes / end - 1.5), 12)
            share = 0.34
            if segment.kind is SegmentKind.DRUG:
                share = 1.0 if drug_number % 2 == 0 else 0.62
                drug_number += 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mix(colour, share))
            painter.drawRoundedRect(box, 2, 2)
            if segment.kind is SegmentKind.OBSERVATION:
                painter.setBrush(Qt.BrushStyle.BDiagPattern)
                painter.drawRoundedRect(box, 2, 2)
        start = started_at(session)
        minutes = (facts.now - start).total_seconds() / 60
        if session.status in GIVEN and 0 <= minutes <= end:
            painter.fillRect(QRectF(self.width() * minutes / end - 1, 0, 2, 16), theme.now)
        foot = QRectF(0, 17, self.width(), self.height() - 17)
        font = holder().font(FontRole.CAPTION)
        draw_text(painter, foot, time_text(start), font, theme.text2)
        finish = time_text(start + timedelta(minutes=end))
        draw_text(
            painter, foot, finish, font, theme.text2, align=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )


class SegmentRow(QWidget):
    """One segment: done, running or to come, with its times."""

    def __init__(self, segment: Segment, name: str, start: datetime, now: datetime, running: bool) -> None:
        super().__init__()
        self._name = name
        begins, ends = start + timedelta(minutes=segment.start), start + timedelta(minutes=segment.end)
        self._times = span_text(begins, ends)
        self._done = running and now >= ends
        self._current = running and begins <= now < ends
        passed = int((now - begins).total_seconds() // 60)
        self._length = f"{passed} / {segment.minutes}" if self._current else length_text(segment.minutes)
        self.setAccessibleName(f"{name} {self._times}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, holder().px(25))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.drawRoundedRect(box, 6, 6)
        icon = "circle-check" if self._done else "circle-play" if self._current else "circle"
        tone = theme.status("ok").text if self._done else theme.accent if self._current else theme.text3
        draw_icon(painter, icon, tone, QRectF(4, box.center().y() - 7, 14, 14))
        role = FontRole.BODY_STRONG if self._current else FontRole.BODY
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, box.adjusted(28, 0, -152, 0), self._name, holder().font(role), theme.text1)
        draw_text(
            painter, box.adjusted(0, 0, -66, 0), self._times, holder().font(FontRole.DENSE), theme.text2, align=right
        )
        draw_text(
            painter,
            box.adjusted(0, 0, -6, 0),
            self._length,
            holder().font(FontRole.DENSE_STRONG if self._current else FontRole.DENSE),
            theme.accent_text if self._current else theme.text2,
            align=right,
        )


class Inspector(Panel):
    """Who, reactions if there were any, phases, access and leaving, notes and history, actions.

    Signals:
        status_asked: Carries the session's id and the Status.
        action_asked: Carries the session's id and the name of an action of the board.
        closed: Closed with its button or ``Esc``.
    """

    status_asked = Signal(int, object)
    action_asked = Signal(int, str)
    closed = Signal()

    def __init__(self, drug_name: DrugName, parent: QWidget | None = None) -> None:
        super().__init__("inspector", parent)
        self._drug_name = drug_name
        self.session_id: int | None = None
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Session"))
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        inside = Panel("inspector")
        inside.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._go = QVBoxLayout()
        """Where the section about go or no-go stands, once it has been read."""
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(16, 10, 16, 10)
        self._foot.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(Divider())
        outer.addLayout(self._foot)

    def show_session(self, facts: InspectorFacts) -> None:
        """Show one session in the fixed order."""
        self.session_id = facts.session.id
        clear_layout(self._go)
        clear_layout(self._column)
        clear_layout(self._foot)
        self._add_who(facts)
        reactions = reactions_section(facts.care, partial(self.action_asked.emit, facts.session.id))
        if reactions is not None:
            self._column.addWidget(reactions)
        self._add_phases(facts)
        self._go = QVBoxLayout()
        self._column.addLayout(self._go)
        self._add_access(facts)
        self._add_notes(facts)
        self._column.addStretch(1)
        self._add_actions(facts.session)

    def show_go(self, session_id: int, section: InspectorSection) -> None:
        """Show how the gate of a session stands, if that session is still the one on show."""
        if session_id != self.session_id:
            return
        clear_layout(self._go)
        self._go.addWidget(section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _add_who(self, facts: InspectorFacts) -> None:
        session, label = facts.session, facts.session.patient.label
        section = InspectorSection("")
        top = QHBoxLayout()
        name = Label(label.name, FontRole.FIGURE).elided()
        close = icon_button("x", self.tr("Close"), "Esc")
        close.clicked.connect(self.closed)
        top.addWidget(name, 1)
        top.addWidget(close)
        section.body.addLayout(top)
        years = say("{n} y", n=age(label.birth_date, facts.now.date()))
        numbers = "   ".join(part for part in (label.hospital_number, label.national_number) if part)
        section.body.addWidget(
            Label(f"{day_text(label.birth_date)} · {years}   {numbers}", FontRole.DENSE_IDENTIFIER, "text2").wrapped()
        )
        chips = _Flow()
        state = block_state(
            session.status, on_hold=bool(session.hold_reason), late=facts.delay.late > 0, over=facts.delay.over > 0
        )
        chips.add(Chip(state_text(state), "critical" if session.hold_reason else "info"))
        if session.homonym:
            chips.add(Chip(self.tr("Same surname today"), "warn"))
        if facts.port.in_place:
            chips.add(Chip(self.tr("Port in place"), "neutral"))
        elif facts.port.missing:
            chips.add(Chip(self.tr("Port missing"), "critical"))
        home = self.tr("Same day: {verdict}").format(verdict=leave_text(facts.leaving.verdict).lower())
        chips.add(Chip(home, LEAVE_KIND[facts.leaving.verdict], "house"))
        section.body.addWidget(chips)
        section.body.addWidget(self._allergies(session))
        self._column.addWidget(section)

    def _allergies(self, session: BoardSession) -> QWidget:
        patient = session.patient
        if patient.allergy_status is AllergyStatus.KNOWN:
            words = ", ".join(
                f"{allergy.substance} ({allergy.reaction})" if allergy.reaction else allergy.substance
                for allergy in patient.allergies
            )
            panel = Panel("critical")
            row = QHBoxLayout(panel)
            row.setContentsMargins(10, 6, 10, 6)
            row.addWidget(
                Label(self.tr("Allergy: {words}").format(words=words), FontRole.DENSE_MEDIUM, "critical").wrapped()
            )
            return panel
        known = patient.allergy_status is AllergyStatus.NONE_KNOWN
        text = self.tr("No known allergy") if known else self.tr("Allergies not asked")
        return Label(text, FontRole.DENSE_MEDIUM, "text2" if known else "warn")

    def _add_phases(self, facts: InspectorFacts) -> None:
        session = facts.session
        treatment = session.treatment
        where = f"{facts.chair} · {facts.nurse}" if facts.nurse else facts.chair
        section = InspectorSection(f"{treatment.short} {treatment.label}".strip(), where)
        section.body.addWidget(Label(treatment.regimen_name, FontRole.DENSE, "text2").wrapped())
        section.body.addWidget(PhaseBar(facts))
        start, running = started_at(session), session.status in GIVEN
        for segment in treatment.segments:
            drug = self._drug_name(segment.drug) if segment.drug else ""
            name = drug if segment.kind is SegmentKind.DRUG else segment_text(segment.kind)
            section.body.addWidget(SegmentRow(segment, name, start, facts.now, running))
        section.body.setSpacing(2)
        self._column.addWidget(section)

    def _add_access(self, facts: InspectorFacts) -> None:
        session = facts.session
        section = InspectorSection(self.tr("Access and leaving"))
        rows = FactRows()
        rows.show_rows(
            [
                (self.tr("Port"), need_text(facts.port.need)),
                (self.tr("Leaves about"), time_text(facts.leaving.leave_at)),
                (self.tr("In the building"), length_text(session.treatment.stay_minutes)),
            ]
        )
        section.body.addWidget(rows)
        if facts.leaving.verdict is not Leave.YES:
            for reason in facts.leaving.reasons[:3]:
                section.body.addWidget(ReasonRow(reason, note=("info", "info")))
        for help_ in facts.helps:
            section.body.addWidget(ReasonRow(help_, note=("wand-sparkles", "info")))
        if not facts.port.in_place:
            for reason in facts.port.reasons[:3]:
                section.body.addWidget(ReasonRow(reason))
        self._add_leaving(section, facts)
        add_access(section, facts.care, partial(self.action_asked.emit, session.id))
        self._column.addWidget(section)

    def _add_leaving(self, section: InspectorSection, facts: InspectorFacts) -> None:
        """Say what was signed or asked for, with the acts that are possible now."""
        session, check, bed = facts.session, facts.done.check, facts.done.bed
        if bed is not None:
            tone = "critical" if bed.state is BedState.ASKED else "text1"
            asked = f"{bed_text(bed)} · {time_text(bed.asked_at)} {bed.asked_by}"
            section.body.addWidget(Label(asked, FontRole.DENSE_MEDIUM, tone).wrapped())
        if check is not None:
            words = self.tr("Checked before leaving, {time} {by}").format(time=time_text(check.at), by=check.by)
            section.body.addWidget(Label(words, FontRole.DENSE, "text2").wrapped())
        if session.status not in PRESENT:
            return
        acts = [(self.tr("Before leaving…"), "leave"), (self.tr("Admit…"), "admit")]
        acts.insert(1, (self.tr("Bed…"), "bed"))
        row = QHBoxLayout()
        for words, name in acts:
            act = link(words)
            act.clicked.connect(lambda _=False, name=name: self.action_asked.emit(session.id, name))
            row.addWidget(act)
        row.addStretch(1)
        section.body.addLayout(row)

    def _add_notes(self, facts: InspectorFacts) -> None:
        session = facts.session
        section = InspectorSection(self.tr("Notes and history"), last=True)
        for words, name in ((self.tr("Note…"), "note"), (self.tr("Correct…"), "correct")):
            act = link(words)
            act.clicked.connect(lambda _=False, name=name: self.action_asked.emit(session.id, name))
            section.header.addWidget(act)
        if session.hold_reason:
            section.body.addWidget(
                Label(self.tr("On hold: {why}").format(why=session.hold_reason), tone="warn").wrapped()
            )
        if session.note:
            section.body.addWidget(Label(session.note).wrapped())
        for event in reversed(session.events):
            line = f"{time_text(event.at)}  {status_text(event.status)}  {event.by}"
            section.body.addWidget(Label(line, FontRole.DENSE, "text2").wrapped())
        if session.moved:
            section.body.addWidget(Label(session.moved, FontRole.DENSE, "text3").wrapped())
        self._column.addWidget(section)

    def _add_actions(self, session: BoardSession) -> None:
        follows = NEXT.get(session.status)
        if follows is not None and not session.hold_reason:
            button = primary(status_text(follows), key="Space")
            button.clicked.connect(lambda: self.status_asked.emit(session.id, follows))
            self._foot.addWidget(button)
        if session.hold_reason:
            self._action(session.id, self.tr("Lift hold"), "circle-play", "lift_hold")
        elif session.status in PRESENT:
            self._action(session.id, self.tr("Hold"), "pause", "hold")
        self._foot.addStretch(1)
        more = icon_button("ellipsis", self.tr("More"))
        more.clicked.connect(lambda: self.action_asked.emit(session.id, "menu"))
        self._foot.addWidget(more)

    def _action(self, session_id: int, words: str, icon: str, name: str) -> None:
        button = secondary(words, icon)
        button.clicked.connect(lambda: self.action_asked.emit(session_id, name))
        self._foot.addWidget(button)


class _Flow(QWidget):
    """Chips in as many lines as they need, two a line."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._count = 0

    def add(self, widget: QWidget) -> None:
        self._grid.addWidget(widget, self._count // 2, self._count % 2, Qt.AlignmentFlag.AlignLeft)
        self._count += 1
