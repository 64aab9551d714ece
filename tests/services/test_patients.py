"""Registering, editing and recording facts of patients."""

from datetime import date, datetime, time

import pytest

from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Escort, Home, Sex, Side
from dayhospital.domain.result import Result
from dayhospital.domain.tumour import BreastSite, Histology, Tumour
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries.patients import history, patient, tumours
from dayhospital.services.patients import (
    EditPatient,
    EditTumour,
    PatientDetails,
    RecordAllergies,
    RecordEcog,
    RecordPort,
    RecordTumour,
    RecordWeight,
    RegisterPatient,
    RemovePort,
    RemoveTumour,
)
from dayhospital.services.ports import RecordPortEvent
from dayhospital.services.results import RecordResults
from tests.hospital import TODAY

DETAILS = PatientDetails(
    language="fr",
    address="Nevelstraat 3, 1000 Wolkenstad",
    telephone="+32 460 00 00 01",
    consultant="Dr Rietzanger",
    height_cm=168.0,
    ecog=1,
    ecog_day=date(2026, 11, 2),
    allergy_status=AllergyStatus.KNOWN,
    allergies=(Allergy("latex", "urticaria", True), Allergy("nickel")),
    earlier_reaction_grade=2,
    access=Access(3, 2, True, Side.LEFT, True, True),
    home=Home(Escort.ESCORTED, True, False, 45, "+32 460 00 00 02", frozenset({"delirium", "home_oxygen"})),
)
BIRTH = date(1961, 5, 17)


def read(hospital, patient_id):
    return hospital.desk.ask(lambda connection: patient(connection, patient_id))


def register(hospital, number="H 9001", national="61.05.17-000.16"):
    return hospital.do(RegisterPatient("Van  Honingdael ", " Griet", BIRTH, Sex.FEMALE, number, national, DETAILS))


def test_what_was_registered_is_read_back_whole(hospital):
    found = read(hospital, register(hospital))
    assert (found.label.family_name, found.label.given_name) == ("Van Honingdael", "Griet")
    assert found.label.birth_date == BIRTH
    assert PatientDetails.of(found) == DETAILS
    assert found.version == 1


def test_two_patients_never_share_a_number(hospital):
    register(hospital)
    with pytest.raises(Conflict, match="VAN HONINGDAEL"):
        register(hospital, national="")
    with pytest.raises(Conflict, match="VAN HONINGDAEL"):
        register(hospital, number="H 9002")
    assert register(hospital, number="H 9002", national="")


def test_a_birth_date_to_come_is_refused(hospital):
    with pytest.raises(InvalidValue, match="future"):
        hospital.do(RegisterPatient("Roos", "An", date(2027, 1, 1), Sex.FEMALE, "H 9003"))


def test_a_form_opened_before_somebody_elses_save_saves_nothing(hospital):
    patient_id = register(hospital)
    first = EditPatient(patient_id, 1, DETAILS, "Honingdael", "Griet", BIRTH, Sex.FEMALE, "H 9001")
    hospital.do(first)
    with pytest.raises(Conflict, match="Somebody else"):
        hospital.do(first)
    assert read(hospital, patient_id).label.family_name == "Honingdael"


def test_a_second_weight_of_a_day_replaces_the_first(hospital):
    patient_id = hospital.patients[0]
    hospital.do(RecordWeight(patient_id, date(2026, 11, 3), 70.0))
    hospital.do(RecordWeight(patient_id, TODAY, 68.5))
    hospital.do(RecordWeight(patient_id, TODAY, 68.0))
    assert [weight.kg for weight in read(hospital, patient_id).weights] == [68.0, 70.0]


@pytest.mark.parametrize("kg", [0, -3, 900])
def test_an_impossible_weight_is_refused(hospital, kg):
    with pytest.raises(InvalidValue):
        hospital.do(RecordWeight(hospital.patients[0], TODAY, kg))


def test_allergies_and_none_known_are_different_answers(hospital):
    patient_id = hospital.patients[0]
    hospital.do(RecordAllergies(patient_id, AllergyStatus.KNOWN, (Allergy("latex"),)))
    assert read(hospital, patient_id).allergies == (Allergy("latex"),)
    hospital.do(RecordAllergies(patient_id, AllergyStatus.NONE_KNOWN))
    assert read(hospital, patient_id).allergies == ()
    with pytest.raises(InvalidValue):
        hospital.do(RecordAllergies(patient_id, AllergyStatus.NONE_KNOWN, (Allergy("latex"),)))


def test_ecog_has_its_day(hospital):
    hospital.do(RecordEcog(hospital.patients[0], TODAY, 2))
    found = read(hospital, hospital.patients[0])
    assert (found.ecog, found.ecog_day) == (2, TODAY)
    with pytest.raises(InvalidValue):
        hospital.do(RecordEcog(hospital.patients[0], TODAY, 5))


def test_a_tumour_is_recorded_edited_and_removed(hospital):
    patient_id = hospital.patients[0]
    tumour = Tumour(0, Side.LEFT, Histology.DUCTAL, date(2026, 9, 1), 3, "cT2 N1 M0", "IIB", 0, 0, 1)
    tumour_id = hospital.do(RecordTumour(patient_id, tumour))
    (found,) = hospital.desk.ask(lambda c: tumours(c, patient_id))
    assert found.id == tumour_id
    assert found.triple_negative
    hospital.do(EditTumour(Tumour(tumour_id, Side.RIGHT, Histology.LOBULAR, date(2026, 9, 1), version=found.version)))
    (found,) = hospital.desk.ask(lambda c: tumours(c, patient_id))
    assert (found.side, found.histology, found.grade) == (Side.RIGHT, Histology.LOBULAR, None)
    hospital.do(RemoveTumour(tumour_id))
    assert hospital.desk.ask(lambda c: tumours(c, patient_id)) == ()


def test_where_in_the_breast_a_tumour_lies_is_kept_and_may_stay_open(hospital):
    patient_id = hospital.patients[0]
    for site in (BreastSite.UPPER_OUTER, None):
        hospital.do(RecordTumour(patient_id, Tumour(0, Side.LEFT, Histology.DUCTAL, TODAY, site=site)))
    assert [one.site for one in hospital.desk.ask(lambda c: tumours(c, patient_id))] == [BreastSite.UPPER_OUTER, None]


def test_a_tumour_that_results_belong_to_is_not_removed(hospital):
    patient_id = hospital.patients[0]
    tumour_id = hospital.do(RecordTumour(patient_id, Tumour(0, Side.LEFT, Histology.DUCTAL, TODAY)))
    found = Result("pd_l1_cps", datetime.combine(TODAY, time(8)), 10.0, specimen="Biopsy", tumour_id=tumour_id)
    hospital.do(RecordResults(patient_id, (found,)))
    with pytest.raises(InvalidValue, match="1 result"):
        hospital.do(RemoveTumour(tumour_id))
    assert len(hospital.desk.ask(lambda c: tumours(c, patient_id))) == 1


def test_a_port_is_put_in_used_and_taken_out(hospital):
    patient_id = hospital.patients[0]
    hospital.do(RecordPort(patient_id, Side.RIGHT, date(2026, 11, 2), date(2026, 11, 3)))
    with pytest.raises(Conflict, match="has a port"):
        hospital.do(RecordPort(patient_id, Side.LEFT, TODAY, TODAY))
    accessed = hospital.desk.do(RecordPortEvent(patient_id, date(2026, 11, 10)))
    hospital.do(RecordPortEvent(patient_id, date(2026, 11, 5)))
    assert read(hospital, patient_id).port.last_access == date(2026, 11, 10)
    assert not accessed.undoable
    hospital.do(RemovePort(patient_id, TODAY))
    assert read(hospital, patient_id).port is None
    with pytest.raises(NotFound, match="no port"):
        hospital.do(RecordPortEvent(patient_id, TODAY))


def test_a_port_is_not_usable_or_used_before_it_is_in(hospital):
    patient_id = hospital.patients[0]
    with pytest.raises(InvalidValue):
        hospital.do(RecordPort(patient_id, Side.RIGHT, TODAY, date(2026, 11, 23)))
    hospital.do(RecordPort(patient_id, Side.RIGHT, TODAY, TODAY))
    with pytest.raises(InvalidValue):
        hospital.do(RecordPortEvent(patient_id, date(2026, 11, 23)))


def test_the_history_names_what_was_done_and_undone(hospital):
    patient_id = hospital.patients[0]
    hospital.do(RecordEcog(patient_id, TODAY, 2))
    hospital.desk.undo()
    newest, before, *_ = hospital.desk.ask(lambda c: history(c, patient_id))
    assert (newest.kind, before.kind) == ("undo", "do")
    assert before.title == "ECOG of MEERKOET, Femke: 2"
    assert before.by == "Test, Nurse"
    assert before.at == hospital.clock.local()
