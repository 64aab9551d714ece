"""The fields of the patient form, by card, and what each of them accepts."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from dayhospital.clinical.body import HEIGHT_CM, WEIGHT_KG, weight_changed
from dayhospital.domain.identity import check_national_number
from dayhospital.domain.patient import Access, Escort, Home, Patient, PatientLabel, Sex, Side
from dayhospital.errors import InvalidValue
from dayhospital.services.patients import PatientDetails
from dayhospital.ui.texts import say
from dayhospital.ui.widgets import Card, ChoiceBox, DateField, FormField

OLDEST_YEARS = 115
LANGUAGES = (("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English"))


def number_in(text: str, name: str) -> float | None:
    """Return a figure typed with comma or point, None for an empty field.

    Raises:
        InvalidValue: If it is no figure.
    """
    if not text.strip():
        return None
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise InvalidValue(say("{name} is a figure, for example 64.5", name=name)) from None


def change_text(kg: float, before: float) -> str:
    """Return how much a weight changed: ``−11 %``, ``+3 %``."""
    return f"{round((kg / before - 1) * 100):+d} %".replace("-", "−")


class CardOfFields(Card):
    """A card whose fields stand in two columns."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._place = 0

    def add(self, label: str, field: QWidget, help_text: str = "", wide: bool = False) -> FormField:
        """Add a field, across both columns if it is wide."""
        form_field = FormField(label, field, help_text)
        if wide and self._place % 2:
            self._place += 1
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(form_field, self._place // 2, self._place % 2, 1, 2 if wide else 1, top)
        self._place += 2 if wide else 1
        return form_field

    def add_wide(self, widget: QWidget) -> None:
        """Add something that is no single field, across both columns."""
        self._place += self._place % 2
        self._grid.addWidget(widget, self._place // 2, 0, 1, 2)
        self._place += 2


class IdentityCard(CardOfFields):
    """Who it is: the names and the numbers that tell her from everybody else."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(say("Identity"), parent)
        self._today = today
        self.family, self.given = QLineEdit(), QLineEdit()
        self.birth = DateField(today, past=True)
        self.sex = ChoiceBox([(Sex.FEMALE, say("Female")), (Sex.MALE, say("Male")), (Sex.OTHER, say("Other"))])
        self.hospital, self.national = QLineEdit(), QLineEdit()
        self.language = ChoiceBox(list(LANGUAGES))
        self.family_field = self.add(say("Family name"), self.family, say("Prefixes in front: De Wolf"))
        self.given_field = self.add(say("Given name"), self.given)
        self.birth_field = self.add(say("Date of birth"), self.birth)
        self.add(say("Sex"), self.sex)
        self.hospital_field = self.add(say("Hospital number"), self.hospital)
        self.national_field = self.add(
            say("National number"), self.national, say("NISS/INSZ, 11 digits; may stay empty")
        )
        self.add(say("Language"), self.language)
        for check, field in self.checks():
            editor = field.field
            assert isinstance(editor, QLineEdit), "identity is typed"
            editor.editingFinished.connect(lambda check=check, field=field: self._left(check, field))

    def checks(self) -> tuple[tuple[Callable[[], str], FormField], ...]:
        """Return what each field is checked with: a function that returns the sentence of an error, or nothing."""
        return (
            (self._check_family, self.family_field),
            (self._check_birth, self.birth_field),
            (self._check_hospital, self.hospital_field),
            (self._check_national, self.national_field),
        )

    def show_label(self, label: PatientLabel | None, language: str) -> None:
        self.family.setText(label.family_name if label else "")
        self.given.setText(label.given_name if label else "")
        self.birth.set_day(label.birth_date if label else None)
        self.sex.choose(label.sex if label else Sex.FEMALE)
        self.hospital.setText(label.hospital_number if label else "")
        self.national.setText(label.national_number if label else "")
        self.language.choose(language)
        for _, field in self.checks():
            field.clear_message()

    def _left(self, check: Callable[[], str], field: FormField) -> None:
        """Check a field that was left; one that is still empty is asked for when saving."""
        editor = field.field
        if isinstance(editor, QLineEdit) and editor.text().strip():
            run_check(check, field)
        else:
            field.clear_message()

    def _check_family(self) -> str:
        return "" if self.family.text().strip() else say("A patient needs a family name.")

    def _check_hospital(self) -> str:
        return "" if self.hospital.text().strip() else say("A patient needs a hospital number.")

    def _check_birth(self) -> str:
        day = self.birth.day
        if day is None or not self.birth.understood:
            return say("Write the date of birth, for example 12-Mar-1961.")
        if day > self._today:
            return say("A date of birth lies in the past.")
        if self._today.year - day.year > OLDEST_YEARS:
            return say("That would be more than {years} years ago.", years=OLDEST_YEARS)
        return ""

    def _check_national(self) -> str:
        try:
            check_national_number(self.national.text(), self.birth.day)
        except InvalidValue as error:
            return str(error)
        return ""


class ContactCard(CardOfFields):
    """How to reach her, and who treats her."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Contact"), parent)
        self.telephone, self.email, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.contact, self.consultant = QLineEdit(), QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(64)
        self.add(say("Telephone"), self.telephone)
        self.add(say("E-mail"), self.email)
        self.add(say("Address"), self.address, wide=True)
        self.add(say("Contact person"), self.contact, say("Name and telephone"))
        self.add(say("Consultant"), self.consultant)
        self.add(say("Note"), self.note, wide=True)

    def show_patient(self, patient: Patient | None) -> None:
        for field, name in (
            (self.telephone, "telephone"),
            (self.email, "email"),
            (self.address, "address"),
            (self.contact, "contact"),
            (self.consultant, "consultant"),
        ):
            field.setText(getattr(patient, name) if patient else "")
        self.note.setPlainText(patient.note if patient else "")


class ConditionCard(CardOfFields):
    """Height, weight and performance status."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Condition"), parent)
        self._last_weight: float | None = None
        self.height_cm, self.weight_kg = QLineEdit(), QLineEdit()
        self.ecog = ChoiceBox([(None, say("not recorded")), *((grade, f"ECOG {grade}") for grade in range(5))])
        self.reaction = ChoiceBox([(None, say("none")), *((grade, say("grade {n}", n=grade)) for grade in range(1, 5))])
        self.height_field = self.add(say("Height, cm"), self.height_cm)
        self.weight_field = self.add(say("Weight today, kg"), self.weight_kg)
        self.add(say("Performance status"), self.ecog)
        self.add(say("Worst earlier infusion reaction"), self.reaction, say("CTCAE grade"))
        self.height_cm.editingFinished.connect(self.check_height)
        self.weight_kg.editingFinished.connect(self.check_weight)

    def show_patient(self, patient: Patient | None) -> None:
        self._last_weight = patient.weight.kg if patient and patient.weight else None
        self.height_cm.setText(f"{patient.height_cm:g}" if patient and patient.height_cm else "")
        self.weight_kg.clear()
        self.weight_kg.setPlaceholderText(say("last {kg} kg", kg=self._last_weight) if self._last_weight else "")
        self.ecog.choose(patient.ecog if patient else None)
        self.reaction.choose(patient.earlier_reaction_grade if patient else None)
        self.height_field.clear_message()
        self.weight_field.clear_message()

    def check_height(self) -> bool:
        """Check the height; return whether it may be saved."""
        return self._check(self.height_cm, self.height_field, say("Height"), HEIGHT_CM)

    def check_weight(self) -> bool:
        """Check the weight; a change of 10 % is asked about (clinical reference 8)."""
        if not self._check(self.weight_kg, self.weight_field, say("Weight"), WEIGHT_KG):
            return False
        kg = number_in(self.weight_kg.text(), "")
        if kg and self._last_weight and weight_changed(kg, self._last_weight):
            change = change_text(kg, self._last_weight)
            words = say("{change} since the last weight of {kg} kg", change=change, kg=self._last_weight)
            self.weight_field.set_warning(words)
        return True

    def _check(self, field: QLineEdit, form_field: FormField, name: str, usual: tuple[float, float]) -> bool:
        form_field.clear_message()
        try:
            figure = number_in(field.text(), name)
        except InvalidValue as error:
            form_field.set_error(str(error))
            return False
        if figure is not None and not usual[0] <= figure <= usual[1]:
            low, high = usual
            form_field.set_warning(say("Unusual; most lie between {low} and {high}", low=low, high=high))
        return True


class VeinsCard(CardOfFields):
    """What is known of the veins, for the port rule (clinical reference 5.1)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Veins and port"), parent)
        self.diva = ChoiceBox([(None, say("nobody looked")), *((score, str(score)) for score in range(6))])
        self.failed = QSpinBox()
        self.failed.setRange(0, 9)
        self.side = ChoiceBox(
            [
                (None, say("none")),
                (Side.LEFT, say("left")),
                (Side.RIGHT, say("right")),
                (Side.BILATERAL, say("both sides")),
            ]
        )
        self.extravasation, self.lymphoedema, self.wish = (
            QCheckBox(say("Extravasation before")),
            QCheckBox(say("Lymphoedema")),
            QCheckBox(say("Wants a port")),
        )
        self.add(say("A-DIVA score"), self.diva, say("4 or more: difficult access"))
        self.add(say("Failed cannulations at one visit"), self.failed)
        self.add(say("Axillary surgery"), self.side)
        for box in (self.extravasation, self.lymphoedema, self.wish):
            self.add_wide(box)

    def show_access(self, access: Access) -> None:
        self.diva.choose(access.diva_score)
        self.failed.setValue(access.failed_cannulations)
        self.side.choose(access.axillary_surgery)
        self.extravasation.setChecked(access.extravasation_before)
        self.lymphoedema.setChecked(access.lymphoedema)
        self.wish.setChecked(access.wants_port)

    def access(self) -> Access:
        return Access(
            self.diva.value(),
            self.failed.value(),
            self.extravasation.isChecked(),
            self.side.value(),
            self.lymphoedema.isChecked(),
            self.wish.isChecked(),
        )


class HomeCard(CardOfFields):
    """How she gets home and who is there, for the discharge rule (clinical reference 6.1)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Going home"), parent)
        yes_no = [(None, say("not asked")), (True, say("yes")), (False, say("no"))]
        self.escort = ChoiceBox(
            [
                (Escort.NOT_RECORDED, say("not asked")),
                (Escort.ESCORTED, say("with somebody")),
                (Escort.TRANSPORT, say("patient transport")),
                (Escort.ALONE, say("alone")),
            ]
        )
        self.alone, self.first_night = ChoiceBox(yes_no), ChoiceBox(yes_no)
        self.travel = QSpinBox()
        self.travel.setRange(-1, 600)
        self.travel.setSpecialValueText(say("not asked"))
        self.telephone = QLineEdit()
        self.risks = {
            "delirium": QCheckBox(say("Risk of delirium")),
            "diabetes_steroids": QCheckBox(say("Diabetes, steroids planned")),
            "heart_failure": QCheckBox(say("Heart failure")),
            "home_oxygen": QCheckBox(say("Oxygen at home")),
        }
        self.add(say("Way home"), self.escort)
        self.add(say("Travel home, minutes"), self.travel)
        self.add(say("Lives alone"), self.alone)
        self.add(say("Adult at home the first night"), self.first_night)
        self.add(say("Telephone at home"), self.telephone, wide=True)
        for box in self.risks.values():
            self.add_wide(box)

    def show_home(self, home: Home) -> None:
        self.escort.choose(home.escort)
        self.alone.choose(home.lives_alone)
        self.first_night.choose(home.adult_first_night)
        self.travel.setValue(-1 if home.travel_minutes is None else home.travel_minutes)
        self.telephone.setText(home.telephone)
        for name, box in self.risks.items():
            box.setChecked(name in home.high_risk)

    def home(self) -> Home:
        return Home(
            self.escort.value(),
            self.alone.value(),
            self.first_night.value(),
            None if self.travel.value() < 0 else self.travel.value(),
            self.telephone.text().strip(),
            frozenset(name for name, box in self.risks.items() if box.isChecked()),
        )


def run_check(check: Callable[[], str], field: FormField) -> bool:
    """Show what a check says below its field; return whether it said nothing."""
    problem = check()
    if problem:
        field.set_error(problem)
    else:
        field.clear_message()
    return not problem


EMPTY = PatientDetails()
"""What a new patient starts with."""
