"""The list of ports reads by index: nobody waits for it however many sessions there are."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.dialects import sqlite

from dayhospital.domain.patient import Side
from dayhospital.queries import ports
from dayhospital.queries.patients import patient
from dayhospital.queries.raw import midnight
from dayhospital.services.patients import EditPatient, PatientDetails, RecordPort
from tests.hospital import TODAY


def plan(connection):
    statement = ports._IN_PLACE.params(today=midnight(TODAY))
    sql = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})).replace("%%", "%")
    return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]


def test_only_the_ports_themselves_are_walked_through(hospital):
    steps = hospital.desk.ask(plan)
    assert [step for step in steps if step.startswith("SCAN")] == ["SCAN ports USING INDEX uq_ports_in_place"]
    assert any("ix_sessions_patient_id_starts" in step for step in steps)


def test_somebody_who_died_is_not_called_for_a_flush(hospital):
    used = TODAY - timedelta(days=50)
    for patient_id in hospital.patients[:2]:
        hospital.do(RecordPort(patient_id, Side.RIGHT, used, used))
    assert len(hospital.desk.ask(lambda connection: ports.ports_in_place(connection, TODAY))) == 2
    hospital.do(died(hospital, hospital.patients[0]))
    (left,) = hospital.desk.ask(lambda connection: ports.ports_in_place(connection, TODAY))
    assert left.label.id == hospital.patients[1]


def died(hospital, patient_id):
    found = hospital.desk.ask(lambda connection: patient(connection, patient_id))
    label = found.label
    details = replace(PatientDetails.of(found), deceased=TODAY)
    return EditPatient(
        patient_id, found.version, details, label.family_name, label.given_name, label.birth_date, label.sex,
        label.hospital_number,
    )  # fmt: skip
