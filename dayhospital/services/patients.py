"""What people do with patients: register, edit, weigh, record allergies, tumours and the port."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select

from dayhospital.domain import names
from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import (
    Access,
    Allergy,
    AllergyStatus,
    Home,
    Patient,
    PatientLabel,
    Port,
    Sex,
    Side,
    Weight,
)
from dayhospital.domain.tumour import Tumour
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries.encoding import allergies_text, words_text
from dayhospital.services.command import Command
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PatientDetails:
    """What a form can change of a patient besides the identity; weights, tumours and port have their own deeds."""

    language: str = "nl"
    address: str = ""
    telephone: str = ""
    email: str = ""
    contact: str = ""
    consultant: str = ""
    note: str = ""
    height_cm: float | None = None
    ecog: int | None = None
    ecog_day: date | None = None
    allergy_status: AllergyStatus = AllergyStatus.NOT_RECORDED
    allergies: tuple[Allergy, ...] = ()
    earlier_reaction_grade: int | None = None
    access: Access = field(default_factory=Access)
    home: Home = field(default_factory=Home)
    deceased: date | None = None

    @classmethod
    def of(cls, patient: Patient) -> "PatientDetails":
        """Return the details as they are, for a form to start from."""
        return cls(**{name: getattr(patient, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class RegisterPatient(Command):
    """Register a new patient, with the weight and the tumour the form asked for; returns the id."""

    title: ClassVar[str] = "Register patient"
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    hospital_number: str
    national_number: str = ""
    details: PatientDetails = field(default_factory=PatientDetails)
    weight: Weight | None = None
    tumour: Tumour | None = None

    def run(self, work: UnitOfWork) -> int:
        label = _checked_label(work, 0, self)
        patient_id = work.insert(tables.patients, **_identity(label), **_detail_columns(work, label, self.details))
        if self.weight is not None:
            RecordWeight(patient_id, self.weight.day, self.weight.kg).run(work)
        if self.tumour is not None:
            RecordTumour(patient_id, self.tumour).run(work)
        work.say(f"Registered {label.name}")
        return patient_id


@dataclass(frozen=True, slots=True)
class EditPatient(Command):
    """Change identity and details; ``version`` is the one the form was opened with."""

    title: ClassVar[str] = "Edit patient"
    patient_id: int
    version: int
    details: PatientDetails
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    hospital_number: str
    national_number: str = ""
    weight: Weight | None = None

    def run(self, work: UnitOfWork) -> None:
        label = _checked_label(work, self.patient_id, self)
        columns = {**_identity(label), **_detail_columns(work, label, self.details)}
        work.update(tables.patients, self.patient_id, expect=self.version, **columns)
        if self.weight is not None:
            RecordWeight(self.patient_id, self.weight.day, self.weight.kg).run(work)
        touch_sessions(work, self.patient_id)
        work.say(f"Saved {label.name}")


@dataclass(frozen=True, slots=True)
class RecordWeight(Command):
    """Record a body weight; a second one on the same day replaces the first."""

    title: ClassVar[str] = "Record weight"
    patient_id: int
    day: date
    kg: float

    def run(self, work: UnitOfWork) -> int:
        weight = Weight(self.day, self.kg)
        table = tables.weights
        work.say(f"Weight of {patient_name(work, self.patient_id)}: {weight.kg:g} kg on {day_text(weight.day)}")
        found = work.first(select(table.c.id).where(table.c.patient_id == self.patient_id, table.c.day == self.day))
        if found is None:
            return work.insert(table, patient_id=self.patient_id, day=weight.day, kg=weight.kg)
        work.update(table, found.id, kg=weight.kg)
        return int(found.id)


@dataclass(frozen=True, slots=True)
class RecordAllergies(Command):
    """Record what was answered about allergies."""

    title: ClassVar[str] = "Record allergies"
    patient_id: int
    status: AllergyStatus
    allergies: tuple[Allergy, ...] = ()

    def run(self, work: UnitOfWork) -> None:
        columns = _allergy_columns(self.status, self.allergies)
        work.update(tables.patients, self.patient_id, **columns)
        touch_sessions(work, self.patient_id)
        work.say(f"Allergies of {patient_name(work, self.patient_id)} recorded")


@dataclass(frozen=True, slots=True)
class RecordEcog(Command):
    """Record the ECOG performance status of a day."""

    title: ClassVar[str] = "Record ECOG"
    patient_id: int
    day: date
    ecog: int

    def run(self, work: UnitOfWork) -> None:
        if not 0 <= self.ecog <= 4:
            raise InvalidValue("ECOG goes from 0 to 4. Nothing was changed.")
        work.update(tables.patients, self.patient_id, ecog=self.ecog, ecog_day=self.day)
        touch_sessions(work, self.patient_id)
        work.say(f"ECOG of {patient_name(work, self.patient_id)}: {self.ecog}")


@dataclass(frozen=True, slots=True)
class RecordTumour(Command):
    """Add a tumour (its id is 0); returns the id."""

    title: ClassVar[str] = "Record tumour"
    patient_id: int
    tumour: Tumour

    def run(self, work: UnitOfWork) -> int:
        work.say(f"Recorded a tumour of {patient_name(work, self.patient_id)}")
        touch_sessions(work, self.patient_id)
        return work.insert(tables.tumours, patient_id=self.patient_id, **_tumour_columns(self.tumour))


@dataclass(frozen=True, slots=True)
class EditTumour(Command):
    """Change a tumour; its version is the one that was read."""

    title: ClassVar[str] = "Edit tumour"
    tumour: Tumour

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.tumours, self.tumour.id)
        work.update(tables.tumours, self.tumour.id, expect=self.tumour.version, **_tumour_columns(self.tumour))
        touch_sessions(work, row["patient_id"])
        work.say(f"Saved the tumour of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RemoveTumour(Command):
    """Take away a tumour entered by mistake."""

    title: ClassVar[str] = "Remove tumour"
    tumour_id: int

    def run(self, work: UnitOfWork) -> None:
        row = work.one(tables.tumours, self.tumour_id)
        found = select(func.count()).where(tables.results.c.tumour_id == self.tumour_id)
        if results := work.connection.execute(found).scalar_one():
            raise InvalidValue(
                f"{results} result(s) are of this tumour. Nothing was removed; remove or correct the results first."
            )
        work.delete(tables.tumours, self.tumour_id)
        touch_sessions(work, row["patient_id"])
        work.say(f"Removed a tumour of {patient_name(work, row['patient_id'])}")


@dataclass(frozen=True, slots=True)
class RecordPort(Command):
    """Record a port put in place; returns its id."""

    title: ClassVar[str] = "Record port"
    patient_id: int
    side: Side
    inserted: date
    usable_from: date

    def run(self, work: UnitOfWork) -> int:
        if self.usable_from < self.inserted:
            raise InvalidValue("A port is not usable before it is put in. Nothing was saved; check the two dates.")
        name = patient_name(work, self.patient_id)
        if port_in_place(work, self.patient_id) is not None:
            raise Conflict(f"{name} has a port already. Nothing was saved; record its removal first.")
        port = Port(self.side, self.inserted, self.usable_from)
        touch_sessions(work, self.patient_id)
        work.say(f"Port of {name}: {port.side.value}, usable from {day_text(port.usable_from)}")
        return work.insert(
            tables.ports,
            patient_id=self.patient_id,
            side=port.side,
            inserted=port.inserted,
            usable_from=port.usable_from,
        )


@dataclass(frozen=True, slots=True)
class RemovePort(Command):
    """Record that the port was taken out."""

    title: ClassVar[str] = "Remove port"
    patient_id: int
    day: date

    def run(self, work: UnitOfWork) -> None:
        port = needed_port(work, self.patient_id)
        if self.day < port.inserted:
            raise InvalidValue(f"The port was put in on {day_text(port.inserted)}. Nothing was saved; check the date.")
        work.update(tables.ports, port.id, removed=self.day)
        touch_sessions(work, self.patient_id)
        work.say(f"Port of {patient_name(work, self.patient_id)} removed on {day_text(self.day)}")


# --- shared with the other deeds


def patient_name(work: UnitOfWork, patient_id: int) -> str:
    """Return ``DUBOIS, Anne`` for a toast.

    Raises:
        NotFound: If there is no such patient.
    """
    table = tables.patients.c
    row = work.first(select(table.family_name, table.given_name).where(table.id == patient_id))
    if row is None:
        raise NotFound("This patient is no longer there. Nothing was changed; look again.")
    family = row.family_name.upper()
    return f"{family}, {row.given_name}" if row.given_name else family


def touch_sessions(work: UnitOfWork, patient_id: int) -> None:
    """Name the days of the patient's sessions that have not passed: the board shows allergies, ports and names."""
    work.touch(patient=patient_id)
    starts = tables.sessions.c.starts
    midnight = work.clock.local().replace(hour=0, minute=0, second=0, microsecond=0)
    for row in work.all(select(starts).where(tables.sessions.c.patient_id == patient_id, starts >= midnight)):
        work.touch(day=row.starts.date())


def _checked_label(work: UnitOfWork, patient_id: int, given: "RegisterPatient | EditPatient") -> PatientLabel:
    """Return the label to store; numbers must be nobody else's."""
    if given.birth_date > work.clock.today():
        raise InvalidValue("The date of birth lies in the future. Nothing was saved; check the year.")
    label = PatientLabel(
        patient_id,
        " ".join(given.family_name.split()),
        " ".join(given.given_name.split()),
        given.birth_date,
        given.sex,
        " ".join(given.hospital_number.split()),
        given.national_number.strip(),
    )
    table = tables.patients.c
    for column, number in (
        (table.hospital_number, label.hospital_number),
        (table.national_number, label.national_number),
    ):
        found = work.first(select(table.id).where(column == number, table.id != patient_id)) if number else None
        if found is not None:
            raise Conflict(f"{patient_name(work, found.id)} has the number {number} already. Nothing was saved.")
    return label


def _identity(label: PatientLabel) -> dict[str, Any]:
    return {
        "family_name": label.family_name,
        "given_name": label.given_name,
        "birth_date": label.birth_date,
        "sex": label.sex,
        "hospital_number": label.hospital_number,
        "national_number": label.national_number,
        "search_text": names.search_text(
            label.family_name, label.given_name, label.birth_date, label.hospital_number, label.national_number
        ),
    }


def _detail_columns(work: UnitOfWork, label: PatientLabel, details: PatientDetails) -> dict[str, Any]:
    Patient(label, ecog=details.ecog, allergy_status=details.allergy_status, allergies=details.allergies)  # checks them
    if details.height_cm is not None and not 40 <= details.height_cm <= 250:
        raise InvalidValue(f"A height of {details.height_cm:g} cm is not possible. Nothing was saved.")
    if details.deceased is not None and details.deceased < label.birth_date:
        raise InvalidValue("The date of death lies before the date of birth. Nothing was saved.")
    access, home = details.access, details.home
    plain = ("language", "address", "telephone", "email", "contact", "consultant", "note", "height_cm", "ecog")
    ecog_day = details.ecog_day or (work.clock.today() if details.ecog is not None else None)
    return {
        **{name: getattr(details, name) for name in plain},
        **_allergy_columns(details.allergy_status, details.allergies),
        "ecog_day": ecog_day,
        "earlier_reaction_grade": details.earlier_reaction_grade,
        "diva_score": access.diva_score,
        "failed_cannulations": access.failed_cannulations,
        "extravasation_before": access.extravasation_before,
        "axillary_surgery": access.axillary_surgery,
        "lymphoedema": access.lymphoedema,
        "wants_port": access.wants_port,
        "escort": home.escort,
        "lives_alone": home.lives_alone,
        "adult_first_night": home.adult_first_night,
        "travel_minutes": home.travel_minutes,
        "home_telephone": home.telephone,
        "high_risk": words_text(home.high_risk),
        "deceased": details.deceased,
    }


def _allergy_columns(status: AllergyStatus, allergies: tuple[Allergy, ...]) -> dict[str, Any]:
    if (status is AllergyStatus.KNOWN) != bool(allergies):
        raise InvalidValue("Known allergies are listed, and only they. Nothing was saved.")
    return {"allergy_status": status, "allergies": allergies_text(allergies)}


def _tumour_columns(tumour: Tumour) -> dict[str, Any]:
    return {name: getattr(tumour, name) for name in Tumour.__dataclass_fields__ if name not in {"id", "version"}}


def port_in_place(work: UnitOfWork, patient_id: int) -> Any:
    """Return the row of the port a patient has, None without one."""
    table = tables.ports
    return work.first(select(table).where(table.c.patient_id == patient_id, table.c.removed.is_(None)))


def needed_port(work: UnitOfWork, patient_id: int) -> Any:
    """Return the row of the port a patient has.

    Raises:
        NotFound: If she has none.
    """
    port = port_in_place(work, patient_id)
    if port is None:
        raise NotFound(f"{patient_name(work, patient_id)} has no port in place. Nothing was saved.")
    return port
