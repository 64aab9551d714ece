"""The form that registers a patient or edits one; what was typed is kept until it is saved."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.identity import check_national_number, national_number_text
from dayhospital.domain.names import same_name
from dayhospital.domain.patient import Patient, PatientLabel, Weight
from dayhospital.queries.patients import patient as read_patient
from dayhospital.queries.search import find
from dayhospital.services.command import Command
from dayhospital.services.patients import EditPatient, PatientDetails, RegisterPatient
from dayhospital.ui.context import Context
from dayhospital.ui.patients.draft import Draft, contents, editors_in, put_back
from dayhospital.ui.patients.fields import (
    EMPTY,
    ConditionCard,
    ContactCard,
    HomeCard,
    IdentityCard,
    VeinsCard,
    number_in,
    run_check,
)
from dayhospital.ui.patients.more_cards import AllergyCard, TumourCard
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Label, Panel, icon_button, primary, secondary


class PatientForm(QWidget):
    """Cards of fields in two columns; errors block the save only, warnings block nothing."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._patient: Patient | None = None
        self._untouched: Draft | None = None
        """What the form showed before anybody typed; None while it shows nothing."""
        self._drafts: dict[int, tuple[Patient | None, Draft]] = {}
        """What was typed and not saved, by patient; 0 for a new one."""
        today = context.clock.today()
        self.title = Label("", FontRole.TITLE)
        self.identity = IdentityCard(today)
        self.contact = ContactCard()
        self.condition = ConditionCard()
        self.allergies = AllergyCard()
        self.veins = VeinsCard()
        self.home = HomeCard()
        self.tumour = TumourCard(today)
        self.save_button = primary("", key="Ctrl S").sized("footer")
        self.save_button.clicked.connect(self.save)
        self.remark = Label("", FontRole.BODY_MEDIUM, "critical")
        cards = (self.identity, self.contact, self.condition, self.veins, self.home, self.tumour)
        self._editors = editors_in(cards)
        self.setFocusProxy(self.identity.family)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        self.identity.family.editingFinished.connect(self._look_for_same)
        self.identity.given.editingFinished.connect(self._look_for_same)
        self.identity.birth.day_changed.connect(self._look_for_same)
        self.identity.hospital.editingFinished.connect(self._look_for_number)
        self._lay_out()

    def new_patient(self) -> None:
        """Show an empty form, or what was typed in an unsaved one."""
        self._keep_draft()
        self._show(None)

    def edit_patient(self, patient_id: int) -> None:
        """Show a patient, or what was typed about her and not saved."""
        self._keep_draft()
        self._context.store.ask(self, lambda connection: read_patient(connection, patient_id), self._show)

    def command(self) -> Command:
        """Return what saving does."""
        who, condition = self.identity, self.condition
        height = number_in(condition.height_cm.text(), "")
        kg = number_in(condition.weight_kg.text(), "")
        today = self._context.clock.today()
        before = self._patient
        ecog = condition.ecog.value()
        same_ecog = before is not None and before.ecog == ecog
        details = PatientDetails(
            language=str(who.language.value()),
            address=self.contact.address.text().strip(),
            telephone=self.contact.telephone.text().strip(),
            email=self.contact.email.text().strip(),
            contact=self.contact.contact.text().strip(),
            consultant=self.contact.consultant.text().strip(),
            note=self.contact.note.toPlainText().strip(),
            height_cm=height,
            ecog=ecog,
            ecog_day=(before.ecog_day if before is not None and same_ecog else None if ecog is None else today),
            allergy_status=self.allergies.status,
            allergies=self.allergies.allergies(),
            earlier_reaction_grade=condition.reaction.value(),
            access=self.veins.access(),
            home=self.home.home(),
            deceased=before.deceased if before is not None else None,
        )
        birth = who.birth.day
        assert birth is not None, "the form was checked"
        weight = Weight(today, kg) if kg else None
        names = (who.family.text().strip(), who.given.text().strip())
        national = check_national_number(who.national.text(), birth)
        numbers = (who.hospital.text().strip(), national_number_text(national))
        sex = who.sex.value()
        if before is None:
            return RegisterPatient(*names, birth, sex, *numbers, details, weight, self.tumour.tumour())
        return EditPatient(before.label.id, before.version, details, *names, birth, sex, *numbers, weight)

    def check(self) -> bool:
        """Check every field; return whether all may be saved, with the focus on the first that may not."""
        first: QWidget | None = None
        for check, field in self.identity.checks():
            if not run_check(check, field) and first is None:
                first = field.field
        for complete, widget in (
            (self.condition.check_height(), self.condition.height_cm),
            (self.condition.check_weight(), self.condition.weight_kg),
            (self.allergies.check(), self.allergies.more),
            (self.tumour.check(), self.tumour.diagnosed),
        ):
            if not complete and first is None:
                first = widget
        if first is not None:
            first.setFocus()
            self._scroll.ensureWidgetVisible(first, 40, 120)
        self._say(self.tr("Some fields need another look.") if first is not None else "")
        return first is None

    def save(self) -> None:
        """Save if every field may be saved."""
        if self.check():
            self._context.store.do(self.command(), self._saved)

    def _show(self, patient: Patient | None) -> None:
        before, draft = self._drafts.pop(patient.label.id if patient else 0, (patient, None))
        self._fill(patient)
        self._untouched = self._contents()
        if draft is not None:
            self._patient = before
            *typed, status, allergies = draft
            put_back(self._editors, tuple(typed))
            self.allergies.show_allergies(status, allergies)  # type: ignore[arg-type]  # _contents made them so
            self._say(self.tr("Not saved yet: this was typed before. Discard starts again."), "warn")
        self.identity.family.setFocus()

    def _fill(self, patient: Patient | None) -> None:
        self._patient = patient
        name = patient.label.name if patient else ""
        self.title.setText(self.tr("Edit {name}").format(name=name) if patient else self.tr("New patient"))
        self.save_button.setText(self.tr("Save changes") if patient else self.tr("Register patient"))
        details = PatientDetails.of(patient) if patient else EMPTY
        self.identity.show_label(patient.label if patient else None, details.language)
        self.contact.show_patient(patient)
        self.condition.show_patient(patient)
        self.allergies.show_allergies(details.allergy_status, details.allergies)
        self.veins.show_access(details.access)
        self.home.show_home(details.home)
        self.tumour.clear()
        self.tumour.setVisible(patient is None)
        self._say("")

    def _saved(self, changes: Changes) -> None:
        patient_id = self._patient.label.id if self._patient else changes.result
        self._untouched = None
        self._patient = None
        if patient_id is not None:
            self._context.navigator.patient(patient_id)

    def _leave(self) -> None:
        """Go back; what was typed stays in the form."""
        if self._patient is not None:
            self._context.navigator.patient(self._patient.label.id)
        else:
            self._context.navigator.page_asked.emit("patients")

    def _give_up(self) -> None:
        self._untouched = None
        self._leave()

    def _contents(self) -> Draft:
        return (*contents(self._editors), self.allergies.status, self.allergies.allergies())

    def _keep_draft(self) -> None:
        """Put aside what was typed and not saved; it is offered when the form of the same patient opens again."""
        if self._untouched is not None and self._contents() != self._untouched:
            self._drafts[self._patient.label.id if self._patient else 0] = (self._patient, self._contents())
        self._untouched = None

    def _say(self, words: str, tone: str = "critical") -> None:
        self.remark.setText(words)
        self.remark.set_tone(tone)

    def _look_for_number(self) -> None:
        """Say on leaving the field that somebody has this hospital number already."""
        number = " ".join(self.identity.hospital.text().split())
        own = self._patient.label.id if self._patient else 0

        def tell(found: tuple[PatientLabel, ...]) -> None:
            taken = [one for one in found if one.id != own and one.hospital_number == number]
            if taken and number == " ".join(self.identity.hospital.text().split()):
                words = self.tr("{name} has this number already.").format(name=taken[0].name)
                self.identity.hospital_field.set_error(words)

        if number:
            self._context.store.ask(self, lambda connection: find(connection, number, 5), tell)

    def _look_for_same(self) -> None:
        """Warn when somebody of the same name and birth date is already known."""
        who = self.identity
        family, birth = who.family.text().strip(), who.birth.day
        if not family or birth is None:
            return
        text = f"{family} {birth:%d%m%Y}"
        own = self._patient.label.id if self._patient else 0

        def warn(found: tuple[PatientLabel, ...]) -> None:
            same = [one for one in found if one.id != own and same_name(one.family_name, family)]
            if same and not who.family_field.has_error:
                words = self.tr("{name}, {number}, has the same name and date of birth")
                who.family_field.set_warning(words.format(name=same[0].name, number=same[0].hospital_number))

        self._context.store.ask(self, lambda connection: find(connection, text, 5), warn)

    def _lay_out(self) -> None:
        top, foot = Panel("header"), Panel("footer")
        top.setFixedHeight(54)
        foot.setFixedHeight(56)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        back = icon_button("arrow-left", self.tr("Back; what was typed is kept"))
        back.clicked.connect(self._leave)
        row.addWidget(back)
        row.addWidget(self.title)
        row.addStretch(1)
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(18, 0, 18, 0)
        discard = secondary(self.tr("Discard")).sized("footer")
        discard.clicked.connect(self._give_up)
        buttons.addWidget(discard)
        buttons.addStretch(1)
        buttons.addWidget(self.remark)
        buttons.addSpacing(8)
        buttons.addWidget(self.save_button)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, (self.identity, self.tumour, self.contact)),
            (right, (self.allergies, self.condition, self.veins, self.home)),
        ):
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(18, 16, 18, 18)
        columns.setSpacing(16)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(foot)
