"""Gives some people of the demonstration hospital a past: anthracyclines and radiotherapy they had elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from sqlalchemy import Connection, select

from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose
from dayhospital.domain.regimen import Setting
from dayhospital.services.command import Command
from dayhospital.services.demo.people import demonstration_file
from dayhospital.services.earlier_doses import RecordChestRadiotherapy, RecordEarlierDose
from dayhospital.storage import tables

EVERY = 5
"""One in so many with metastatic disease was treated elsewhere before."""


def metastatic_patients(connection: Connection) -> tuple[int, ...]:
    """Return the patients with a course for metastatic disease."""
    course = tables.courses.c
    query = select(course.patient_id).where(course.setting == Setting.METASTATIC).distinct().order_by(course.patient_id)
    return tuple(connection.execute(query).scalars())


def record_earlier_doses(
    do: Callable[[Command], object], patients: tuple[int, ...], today: date, random: Random
) -> None:
    """Record an adjuvant course of years ago for one patient in :data:`EVERY`, radiotherapy of the chest for one."""
    past = demonstration_file("casemix")["elsewhere"]
    told = False
    for patient_id in patients[::EVERY]:
        known = random.choice(past)
        until = today - timedelta(days=random.randint(900, 4000))
        do(RecordEarlierDose(patient_id, EarlierDose(known["drug"], float(known["mg_m2"]), until, known["note"])))
        if known["drug"] == "doxorubicin" and not told:
            told = True
            before = ChestRadiotherapy(until - timedelta(days=2500), "Mantle field for a lymphoma")
            do(RecordChestRadiotherapy(patient_id, before))
