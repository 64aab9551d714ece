"""Moving a course to the version in use: what will be different, before anybody decides."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.findings import Finding, warnings
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.regimen import Regimen
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.services.version_moves import preview_move
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.regimens.detail import scrolling
from dayhospital.ui.regimens.differences import differences
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import FormField, Label

MIN_REASON = 3


class MoveVersionDialog(SmallDialog):
    """Lists the differences and what becomes of days and sessions; ``chosen`` carries the command."""

    def __init__(
        self,
        course_id: int,
        patient: PatientLabel,
        old: Regimen,
        new: Regimen,
        library: Library,
        findings: Sequence[Finding],
        parent: QWidget | None = None,
    ) -> None:
        title = say("Move to version {n} of {name}", n=new.version, name=new.name)
        super().__init__(title, say("Move to v{n}", n=new.version), patient, width=620, parent=parent)
        self._course_id, self._version, self._warned = course_id, new.version, bool(warnings(tuple(findings)))
        found = differences(old, new, library)
        hint = self.tr("The treatment days to come are planned by it. What was given stays.")
        self.form.addWidget(Label(hint, tone="text2").wrapped())
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(6)
        rows.addWidget(Label(self.tr("The two versions"), FontRole.DENSE_STRONG))
        for one in found:
            rows.addWidget(Label(f"•  {one.sentence}").wrapped())
        if not found:
            rows.addWidget(Label(self.tr("The two versions say the same.")))
        rows.addSpacing(6)
        rows.addWidget(Label(self.tr("Days and sessions of this course"), FontRole.DENSE_STRONG))
        for finding in sorted(findings, key=lambda one: -one.severity):
            rows.addWidget(ReasonRow(finding, note=("info", "info")))
        if not findings:
            rows.addWidget(
                Label(self.tr("Every day keeps its date, every session its place and its length.")).wrapped()
            )
        rows.addStretch(1)
        reading = scrolling(rows, self.tr("Differences"), "surface")
        reading.setMinimumHeight(240)
        self.form.addWidget(reading, 1)
        self.reason = QLineEdit()
        why = FormField(self.tr("Reason"), self.reason, self.tr("Kept with your name in the history."))
        why.setVisible(self._warned)
        self.form.addWidget(why)

    @classmethod
    def open_for(cls, context: Context, course_id: int, patient: PatientLabel, old: Regimen, parent: QWidget) -> None:
        """Work out what the move to the version in use would do, show it, and run the command."""
        library, clock = context.library, context.clock
        new = library.get(old.id)

        def show(findings: Sequence[Finding]) -> None:
            dialog = cls(course_id, patient, old, new, library, findings, parent)
            dialog.chosen.connect(context.store.do)
            dialog.open()

        context.store.ask(
            parent, lambda connection: preview_move(connection, library, clock, course_id, new.version), show
        )

    def value(self) -> object:
        reason = self.reason.text().strip()
        if self._warned and len(reason) < MIN_REASON:
            self.complain(self.tr("Write why this is right for the patient, in a few words."))
            return None
        return MoveCourseToVersion(self._course_id, self._version, reason)
