"""The longest day of a regimen, when every drug is new and when every drug is known."""

from dataclasses import replace

import pytest

from dayhospital.clinical.chair_time import chair_time
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import ByExposure, Place, Route
from tests.clinical.samples import drug, infusion, phase, regimen

SMPC = ObservationPolicy.SMPC


def minutes(*phases):
    return regimen_minutes(regimen(*phases), drug, SMPC)


def alone(*doses):
    return chair_time([(dose, 1) for dose in doses], drug, SMPC).chair_minutes


LONG, SHORT = infusion("gemcitabine", 120), infusion("docetaxel", 60, days=(1, 8))


def test_the_longest_day_counts_with_all_its_drugs_of_every_phase():
    assert minutes(phase(LONG, SHORT)) == (alone(LONG, SHORT),) * 2
    assert minutes(phase(SHORT), phase(LONG)) == (alone(LONG),) * 2
    assert minutes(phase(LONG), phase(SHORT)) == (alone(LONG),) * 2


def test_days_apart_do_not_add_up():
    assert minutes(phase(infusion("gemcitabine", 120, days=(2,)), infusion("docetaxel", 60, days=(3,)))) == (
        alone(LONG),
        alone(LONG),
    )


@pytest.mark.parametrize(("by_exposure", "first", "later"), [((90, 60, 30), 90, 30), ((30, 60, 90), 30, 90)])
def test_the_first_time_and_the_third_are_told_apart(by_exposure, first, later):
    dose = replace(LONG, infusion=ByExposure(*by_exposure))
    assert minutes(phase(dose)) == (alone(infusion("gemcitabine", first)), alone(infusion("gemcitabine", later)))


def test_what_is_taken_or_given_at_home_needs_no_chair():
    tablets = infusion("capecitabine", 0, route=Route.PO)
    at_home = replace(LONG, places=(Place.HOME,))
    assert minutes(phase(tablets)) == (0, 0)
    assert minutes(phase(at_home)) == (0, 0)
    either = replace(LONG, places=(Place.HOME, Place.DAY_HOSPITAL))
    assert minutes(phase(either)) == (alone(LONG),) * 2
