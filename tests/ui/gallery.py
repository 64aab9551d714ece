"""Draws all components into one picture to look at: ``python -m tests.ui.gallery OUT.png dark``."""

import sys
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from dayhospital.domain.patient import Allergy, AllergyStatus, Patient, PatientLabel, Port, Sex, Side, Weight
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.ui.theme import FontRole, apply_theme, load_theme
from dayhospital.ui.widgets import (
    Avatar,
    BlockState,
    Card,
    Chip,
    DateField,
    EmptyState,
    Figure,
    FormField,
    InspectorSection,
    KeyCap,
    Label,
    Menu,
    Panel,
    PatientBanner,
    PatientLine,
    PBadge,
    SearchField,
    Segmented,
    StatusIcon,
    Toast,
    WindowBar,
    WindowMarks,
    danger,
    filter_chip,
    ghost,
    icon_button,
    link,
    prepare_table,
    primary,
    secondary,
    state_text,
)

TODAY = date(2026, 11, 24)

FEMKE = Patient(
    PatientLabel(1, "Maaneveld", "Femke", date(1981, 3, 9), Sex.FEMALE, "H 0198 332", "81.03.09-000.00"),
    height_cm=168,
    weights=(Weight(TODAY, 65.2), Weight(TODAY - timedelta(days=21), 65.9)),
    ecog=0,
    ecog_day=TODAY,
    allergy_status=AllergyStatus.KNOWN,
    allergies=(Allergy("Penicillin", "anaphylaxis", severe=True), Allergy("Iodine contrast", "rash")),
    port=Port(Side.RIGHT, date(2026, 9, 2), date(2026, 9, 3), last_access=date(2026, 11, 17)),
)
JUDITH = Patient(
    PatientLabel(2, "Sneppenlaer", "Judith", date(1974, 7, 22), Sex.FEMALE, "H 0231 907", "74.07.22-000.00"),
    allergy_status=AllergyStatus.NONE_KNOWN,
)
TNBC = Tumour(
    1, Side.LEFT, Histology.DUCTAL, date(2026, 8, 28), grade=3, tnm="cT2 N1 M0", er_percent=0, pr_percent=0, her2_ihc=0
)
HER2 = Tumour(2, Side.RIGHT, Histology.DUCTAL, date(2026, 10, 1), tnm="cT3 N1 M0", er_percent=90, her2_ihc=3)


def row(*widgets: QWidget, spacing: int = 12) -> QHBoxLayout:
    """Return widgets side by side, from the left."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for widget in widgets:
        made.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    made.addStretch(1)
    return made


def states_card() -> Card:
    card = Card("States: icon, fill and frame, never colour alone")
    grid = QGridLayout()
    grid.setVerticalSpacing(10)
    for index, state in enumerate(BlockState):
        grid.addLayout(row(StatusIcon(state), Label(state_text(state), FontRole.BODY_STRONG)), index // 8, index % 8)
    card.body.addLayout(grid)
    return card


def type_card() -> Card:
    card = Card("Type")
    samples = (
        ("MAANEVELD, Femke", FontRole.NAME),
        ("Tuesday 24-Nov-2026", FontRole.TITLE),
        ("18.6 of 19.5", FontRole.FIGURE),
        ("Next sessions", FontRole.SECTION),
        ("Premedication 30 min", FontRole.BODY),
        ("Moved from B2 10:15", FontRole.DENSE),
        ("max 4 / 15 min", FontRole.CAPTION_MEDIUM),
        ("H 0198 332, 81.03.09-000.00 ml", FontRole.IDENTIFIER),
    )
    card.body.addLayout(row(*(Label(text, role) for text, role in samples), spacing=28))
    return card


def buttons_card() -> Card:
    card = Card("Buttons, chips, keys")
    disabled = secondary("Find slots")
    disabled.setEnabled(False)
    bell = icon_button("bell", "Bell")
    bell.set_badge(3)
    segments = Segmented((("day", "Day"), ("week", "Week"), ("month", "Month")))
    chosen = filter_chip("Port", "filter")
    chosen.setChecked(True)
    buttons = (
        primary("New session", "plus", "N"),
        secondary("Print", "printer"),
        secondary("Fri 04-Dec-2026", "calendar-days").dropping(),
        ghost("Add drug", "plus"),
        danger("Delete draft"),
        disabled,
        segments,
        bell,
        icon_button("circle-help", "Help"),
        link("Open waitlist, 5"),
        chosen,
        filter_chip("Beds"),
        danger("Delete draft", filled=True),
    )
    card.body.addLayout(row(*buttons, spacing=14))
    chips = [Chip("Fits", "ok"), Chip("Check", "warn"), Chip("Not eligible", "critical")]
    chips += [Chip("New bloods", "info", "flask-conical"), Chip("Draft"), Chip("EC", "AN"), Chip("T-DXd", "AD")]
    chips += [Chip("Phesgo", "H2"), Chip("KEYNOTE-522", "IO"), Chip("No port", "critical", "unplug")]
    keys = [KeyCap(text) for text in ("Ctrl", "K", "Esc", "Space")]
    card.body.addLayout(row(*chips, *keys, PBadge(), PBadge(missing=True), Avatar("EH", "H2", 30), spacing=8))
    return card


def fields_card() -> Card:
    card = Card("Fields")
    weight = FormField("Weight, kg", QLineEdit("65.2"), "Last 66.0, −1.2 %")
    born = FormField("Date of birth", DateField(TODAY, date(1981, 3, 9), past=True), "DD-Mon-YYYY, typed as 090381")
    start = FormField("Start", QLineEdit("19:10"))
    start.set_error("After closing at 18:30")
    lighter = FormField("Weight, kg", QLineEdit("56.2"), "")
    lighter.set_warning("14 % lower than 03-Nov, check")
    combo = QComboBox()
    combo.addItems(["Mon or Fri", "Any day"])
    spin = QSpinBox()
    spin.setSuffix(" min")
    spin.setMaximum(300)
    spin.setValue(90)
    search = SearchField("Search or command", "Ctrl K")
    fields = QHBoxLayout()
    fields.setSpacing(18)
    others = [FormField("Prefers", combo), FormField("Length", spin), FormField("Find", search)]
    for field in (weight, born, start, lighter, *others):
        fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(fields)
    ticks: list[QWidget] = [QCheckBox("Remember"), QCheckBox("Ticked"), QRadioButton("Chair"), QRadioButton("Bed")]
    ticks[1].setChecked(True)  # type: ignore[attr-defined]
    group = QButtonGroup(card)
    for button in ticks[2:]:
        group.addButton(button)  # type: ignore[arg-type]
    ticks[2].setChecked(True)  # type: ignore[attr-defined]
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setFixedWidth(120)
    slider.setValue(40)
    card.body.addLayout(row(*ticks, slider, spacing=18))
    return card


def figures_row() -> Panel:
    panel = Panel("surface")
    figures = [Figure("Booked", "81", "of 94 places"), Figure("Chair time", "137", "of 176 h, 78 %")]
    waiting, late = Figure("Go awaited"), Figure("Running late")
    waiting.show_value("3", "first 12:15", "hourglass", "warn")
    late.show_value("2", "max +30 min", "clock-alert", "warn")
    figures += [Figure("Arrived", "45", "of 80"), waiting, late, Figure("Nurses", "7", "5 at lunch")]
    layout = row(*figures, secondary("Optimise day", "wand-sparkles"), spacing=10)
    layout.setContentsMargins(12, 6, 12, 6)
    panel.setLayout(layout)
    return panel


def table_card() -> Card:
    card = Card("Next sessions")
    card.add_to_header(link("Course calendar"))
    table = QTableWidget(4, 3)
    table.setHorizontalHeaderLabels(["Start", "Patient", "Regimen"])
    prepare_table(table, 40)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for index, words in enumerate(("MAANEVELD, Femke", "GOUDAPPEL, Riet", "KLAPROZEN, Ans", "DU MIRABELLIER, Élise")):
        for column, text in enumerate((f"{9 + index:02d}:15", words, "KN-TC C4D1")):
            table.setItem(index, column, QTableWidgetItem(text))
    table.selectRow(1)
    card.body.addWidget(table)
    return card


def bottom_row() -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(12)
    empty = Card()
    empty.body.addWidget(
        EmptyState("check-check", "Everything due is placed", "Next due session: Mon 30-Nov", "Open waitlist, 5")
    )
    progress = Card("Finding slots")
    progress.body.addWidget(Label("4 of 6 cycles, all inside windows", FontRole.DENSE, "text2"))
    bar = QProgressBar()
    bar.setValue(66)
    progress.body.addWidget(bar)
    progress.body.addLayout(row(secondary("Take best so far"), ghost("Stop", key="Esc")))
    progress.body.addStretch(1)
    windows = Card("Windows")
    for first, due, last, words, tone in (
        (-1, 1, 4, "Wed 25-Nov  −2/+3 d", "accent_text"),
        (-4, -3, -1, "Overdue 1 day", "critical"),
        (-2, -1, 0, "Today, last day", "warn"),
        (3, 6, 9, "Mon 30-Nov  ±3 d", "accent_text"),
    ):
        marks = WindowMarks(*(TODAY + timedelta(days=days) for days in (first, due, last)))
        line = QHBoxLayout()
        line.addWidget(WindowBar(marks, TODAY))
        line.addWidget(Label(words, FontRole.DENSE_MEDIUM, tone))
        windows.body.addLayout(line)
    section = InspectorSection("Labs", "today 07:50")
    section.body.addWidget(Label("Neutrophils 2.1"))
    tabs = QTabWidget()
    for words in ("To book", "Waitlist", "Pinboard"):
        page = QWidget()
        QVBoxLayout(page).addWidget(Label(f"{words} is empty", tone="text2"))
        tabs.addTab(page, words)
    side = Card()
    side.body.addWidget(tabs)
    side.body.addWidget(section)
    for card in (empty, progress, windows, side):
        made.addWidget(card, 1)
    made.addWidget(table_card(), 2)
    return made


def context_menu(parent: QWidget) -> Menu:
    menu = Menu(parent)
    menu.add_row("Open details", "panel-right", "↵")
    menu.add_row("Mark arrived", "user-check", "Space")
    menu.setActiveAction(menu.add_row("Move to…", "move", "M"))
    menu.add_row("Change start…", "clock", "T", why_not="The session has started")
    menu.addSeparator()
    menu.add_row("Put on pinboard", "inbox", "B")
    menu.add_row("Fix here", "pin", "P")
    menu.addSeparator()
    menu.add_row("No-show or cancel…", "user-x", "Del", ends=True)
    return menu


def gallery() -> QWidget:
    """Return a window with everything in it."""
    window = QWidget()
    window.resize(1440, 1180)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(18, 14, 18, 70)
    layout.setSpacing(12)
    banner, line = PatientBanner(), PatientLine()
    banner.show_patient(FEMKE, TNBC, TODAY, 1.74, "Neoadjuvant, first line")
    line.show_patient(JUDITH, HER2, TODAY)
    for part in (banner, line, figures_row(), states_card(), type_card(), buttons_card(), fields_card()):
        layout.addWidget(part)
    layout.addLayout(bottom_row())
    layout.addStretch(1)
    return window


def draw(path: str, theme: str, text_scale: float = 1.0) -> None:
    """Write the gallery to a PNG file."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, load_theme(theme), text_scale=text_scale, reduce_motion=True)
    window = gallery()
    toast = Toast(window)
    menu = context_menu(window)
    window.show()
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    toast.show_message("MAANEVELD moved to B4 13:30", undo=True)
    picture = window.grab()
    shown = menu.grab()
    menu.close()
    toast.show_message(
        "OSSELAER, Jo placed STEENBREEK in B8 15:30",
        "Next fit 16:15",
        kind="warn",
        icon="users",
        detail="while you were dragging. Your move was not saved.",
    )
    picture.save(path)
    shown.save(path.replace(".png", "-menu.png"))
    toast.grab().save(path.replace(".png", "-toast.png"))


if __name__ == "__main__":
    draw(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1.0)
