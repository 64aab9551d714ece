"""Moving a course to the version in use: what will be different, before anybody decides."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.patient import PatientLabel
from dayhospital.domain.regimen import Regimen
from dayhospital.services.course_versions import MoveCourseToVersion
from dayhospital.ui.dialogs.base import SmallDialog
from dayhospital.ui.regimens.detail import scrolling
from dayhospital.ui.regimens.differences import differences
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Label


class MoveVersionDialog(SmallDialog):
    """Lists the differences; ``chosen`` carries the command."""

    def __init__(
        self,
        course_id: int,
        patient: PatientLabel,
        old: Regimen,
        new: Regimen,
        library: Library,
        parent: QWidget | None = None,
    ) -> None:
        title = say("Move to version {n} of {name}", n=new.version, name=new.name)
        super().__init__(title, say("Move to v{n}", n=new.version), patient, width=620, parent=parent)
        self._course_id, self._version = course_id, new.version
        found = differences(old, new, library)
        hint = self.tr("The treatment days to come are planned by it, on the dates they have. What was given stays.")
        self.form.addWidget(Label(hint, tone="text2").wrapped())
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(6)
        for one in found:
            rows.addWidget(Label(f"•  {one.sentence}").wrapped())
        if not found:
            rows.addWidget(Label(self.tr("The two versions say the same.")))
        rows.addStretch(1)
        reading = scrolling(rows, self.tr("Differences"), "surface")
        reading.setMinimumHeight(180)
        self.form.addWidget(reading, 1)

    def value(self) -> object:
        return MoveCourseToVersion(self._course_id, self._version)
