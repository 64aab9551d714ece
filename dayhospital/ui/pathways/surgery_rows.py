"""The surgeries of a tumour below its facts, each with what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text
from dayhospital.domain.result import Results
from dayhospital.domain.surgery import Pathology, Surgery
from dayhospital.domain.tumour import Tumour
from dayhospital.ui.pathways.words import pathology_text, surgery_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Label, link


def surgery_rows(
    tumour: Tumour, surgeries: Sequence[Surgery], results: Results, asked: Callable[[str, object], object]
) -> QWidget:
    """Return the rows; ``asked`` is called with ``surgery`` or ``surgery_remove`` and the surgery, or the tumour id."""
    rows = QWidget()
    column = QVBoxLayout(rows)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for surgery in (one for one in surgeries if one.tumour_id in {None, tumour.id}):
        row = QHBoxLayout()
        row.setSpacing(10)
        found = surgery.pathology(results)
        words = say("Surgery: {what}", what=surgery_text(surgery))
        if found is not None:
            words = f"{words}, {pathology_text(Pathology(found.answer))}"
        row.addWidget(Label(words, FontRole.DENSE_MEDIUM).wrapped(), 1)
        for label, name in ((say("Edit…"), "surgery"), (say("Remove"), "surgery_remove")):
            act = link(label)
            act.setAccessibleDescription(day_text(surgery.day))
            act.clicked.connect(lambda _=False, name=name, surgery=surgery: asked(name, surgery))
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    add = link(say("Surgery…"))
    add.clicked.connect(lambda: asked("surgery", tumour.id))
    column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
    return rows
