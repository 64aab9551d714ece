"""The part of the inspector about go or no-go: how the gate stands, what is signed, what the pharmacy may make."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.queries.gates import GateCase
from dayhospital.ui.plan.facts import FactRows, ReasonRow
from dayhospital.ui.review.words import (
    COLOURS,
    MARKS,
    TONES,
    decision_text,
    dose_doubts,
    making_lines,
    sentences,
    signature_text,
)
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Chip, IconView, InspectorSection, Label

MOST = 3
"""Sentences shown; the review page has all of them."""


def go_section(case: GateCase, library: Library, now: datetime) -> InspectorSection:
    """Return the section of one treatment day."""
    section = InspectorSection(say("Go or no-go"))
    colour = case.verdict.colour
    section.header.addWidget(Chip(say(COLOURS[colour]), TONES[colour], MARKS[colour]))
    found = sentences(case.verdict.findings, library)
    for words, red, source in found[:MOST]:
        section.body.addWidget(_sentence(words, red, source))
    if len(found) > MOST:
        more = say("and {n} more on the review page", n=len(found) - MOST)
        section.body.addWidget(Label(more, FontRole.DENSE, "text3"))
    signed = say("nobody yet")
    if case.decision is not None:
        signed = f"{decision_text(case.decision)}, {signature_text(case.decision)}"
    shown = [(say("Signed"), signed)]
    if making := making_lines(case, library, now):
        shown.append((say("Pharmacy"), "\n".join(making)))
    rows = FactRows()
    rows.show_rows(shown)
    section.body.addWidget(rows)
    for finding in dose_doubts(case, library, now):
        section.body.addWidget(ReasonRow(finding, note=("info", "info")))
    return section


def _sentence(words: str, red: bool, source: str) -> QWidget:
    """Return a finding with its mark; the tooltip has where it comes from."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setColumnStretch(1, 1)
    icon, tone = ("circle-alert", "critical") if red else ("triangle-alert", "warn")
    grid.addWidget(IconView(icon, tone, 14), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Label(words, FontRole.DENSE, tone).wrapped(), 0, 1)
    made.setToolTip(source)
    made.setAccessibleName(f"{words}. {source}")
    return made
