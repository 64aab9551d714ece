"""The words about a patient that banner, line and palette share."""

from datetime import date, timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from dayhospital.domain.formats import age, day_text
from dayhospital.domain.patient import AllergyStatus, Patient, PatientLabel, Port, Sex, Side
from dayhospital.domain.tumour import Her2Status, Tumour
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.receptors import her2_text, percent_text

PLAIN_YEAR = timedelta(days=183)
"""Nobody takes a day of the last half year for one of another year."""


def _near_day(day: date, today: date) -> str:
    return day_text(day, year=abs(today - day) > PLAIN_YEAR)


class PatientWords(QObject):
    """Turns facts about a patient into words of the language in force."""

    def sex(self, sex: Sex) -> str:
        return {Sex.FEMALE: self.tr("female"), Sex.MALE: self.tr("male"), Sex.OTHER: self.tr("other")}[sex]

    def side(self, side: Side) -> str:
        words = {Side.LEFT: self.tr("left"), Side.RIGHT: self.tr("right"), Side.BILATERAL: self.tr("bilateral")}
        return words[side]

    def birth(self, label: PatientLabel, today: date, *, short: bool = False) -> tuple[QWidget, QWidget]:
        """Return date of birth, and age with sex (the age alone if ``short``)."""
        years = self.tr("{years} y").format(years=age(label.birth_date, today))
        after = years if short else f"{years}, {self.sex(label.sex)}"
        born = Label(day_text(label.birth_date), FontRole.IDENTIFIER).selectable()
        return born, Label(after, FontRole.BODY, "text2")

    def identifiers(self, label: PatientLabel) -> list[QWidget]:
        """Return the hospital number and, if there is one, the national number, each after its name."""
        pairs = [(self.tr("Hosp. no."), label.hospital_number), (self.tr("National no."), label.national_number)]
        made: list[QWidget] = []
        for name, number in pairs:
            if number:
                made.append(Label(name, FontRole.DENSE, "text2"))
                made.append(Label(number, FontRole.IDENTIFIER).selectable())
        return made

    def diagnosis(self, tumour: Tumour) -> str:
        """Return the subtype and the breast: ``TNBC, left breast``."""
        if tumour.triple_negative:
            kind = self.tr("TNBC")
        else:
            hormone = bool(tumour.er_percent) or bool(tumour.pr_percent)
            known = tumour.er_percent is not None or tumour.her2 is not Her2Status.UNKNOWN
            her2 = "HER2+" if tumour.her2 is Her2Status.POSITIVE else "HER2−"
            kind = f"{'HR+' if hormone else 'HR−'} {her2}" if known else self.tr("Breast cancer")
        if tumour.side is Side.BILATERAL:
            return self.tr("{kind}, both breasts").format(kind=kind)
        return self.tr("{kind}, {side} breast").format(kind=kind, side=self.side(tumour.side))

    def extent(self, tumour: Tumour) -> str:
        """Return what is known of TNM, stage and grade."""
        grade = self.tr("grade {grade}").format(grade=tumour.grade) if tumour.grade else ""
        stage = self.tr("stage {stage}").format(stage=tumour.stage) if tumour.stage and not tumour.tnm else ""
        return ", ".join(part for part in (tumour.tnm, stage, grade) if part)

    def tumour_chips(self, tumour: Tumour) -> list[str]:
        """Return HER2, ER and TNM, short."""
        sign, value = her2_text(tumour)
        er_sign, er_value = percent_text(tumour.er_percent)
        del sign, er_sign
        return [f"HER2 {value}", f"ER {er_value}", *([tumour.tnm] if tumour.tnm else [])]

    def port(self, port: Port) -> str:
        if port.side is Side.BILATERAL:
            return self.tr("In place")
        return {Side.LEFT: self.tr("Left, in place"), Side.RIGHT: self.tr("Right, in place")}[port.side]

    def port_lines(self, port: Port, today: date) -> list[str]:
        """Return since when it is there and when it was last used, without the year where that is plain."""
        lines = [self.tr("since {day}").format(day=day_text(port.inserted))]
        if port.last_access:
            lines.append(self.tr("last access {day}").format(day=_near_day(port.last_access, today)))
        return lines

    def body(self, patient: Patient, today: date) -> list[str]:
        """Return weight and height, and when it was weighed with the change since the weight before, in percent."""
        if not patient.weights:
            return [self.tr("no weight on record")]
        weight = patient.weights[0]
        parts = [self.tr("{kg} kg").format(kg=f"{weight.kg:.1f}")]
        if patient.height_cm:
            parts.append(self.tr("{cm} cm").format(cm=f"{patient.height_cm:.0f}"))
        day = self.tr("today") if weight.day == today else day_text(weight.day)
        weighed = self.tr("weighed {day}").format(day=day)
        if len(patient.weights) > 1:
            change = 100 * (weight.kg / patient.weights[1].kg - 1)
            weighed += f", {change:+.1f} %".replace("-", "−")
        return [", ".join(parts), weighed]

    def allergy_title(self, patient: Patient) -> str:
        return {
            AllergyStatus.KNOWN: self.tr("Allergies"),
            AllergyStatus.NONE_KNOWN: self.tr("No known allergy"),
            AllergyStatus.NOT_RECORDED: self.tr("Allergies not asked"),
        }[patient.allergy_status]

    def allergy_chip(self, patient: Patient) -> tuple[str, str]:
        """Return the words and the kind of the chip: red when known, amber when nobody asked."""
        if patient.allergy_status is AllergyStatus.KNOWN:
            return ", ".join(allergy.substance for allergy in patient.allergies), "critical"
        if patient.allergy_status is AllergyStatus.NOT_RECORDED:
            return self.allergy_title(patient), "warn"
        return self.allergy_title(patient), "neutral"

    def spoken(self, patient: Patient, today: date) -> str:
        """Return what a screen reader says of the banner."""
        label = patient.label
        years = self.tr("{years} years").format(years=age(label.birth_date, today))
        allergies = self.allergy_chip(patient)[0]
        if patient.allergy_status is AllergyStatus.KNOWN:
            allergies = self.tr("allergy {names}").format(names=allergies)
        return ", ".join((label.name, day_text(label.birth_date), years, label.hospital_number, allergies))
