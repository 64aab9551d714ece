"""Where a cancer has spread to: recorded all at once, taken back exactly, nobody's entry lost."""

from datetime import date, timedelta

import pytest

from dayhospital.domain.metastasis import MetastaticSite
from dayhospital.domain.regimen import Setting
from dayhospital.errors import Conflict, InvalidValue, NotFound
from dayhospital.queries.eligibility import case_of
from dayhospital.queries.metastases import metastases_of
from dayhospital.services.metastases import RecordMetastases
from dayhospital.ui.plan.regimen_step import likely_setting
from tests.hospital import TODAY

BONE, LIVER, LUNG = MetastaticSite.BONE, MetastaticSite.LIVER, MetastaticSite.LUNG
SPRING, SUMMER = date(2026, 4, 2), date(2026, 7, 9)


def sites(hospital):
    found = hospital.desk.ask(lambda c: metastases_of(c, hospital.patients[0]))
    return {one.site: one.found_on for one in found}


def record(hospital, wanted, known):
    hospital.do(RecordMetastases(hospital.patients[0], wanted, known))


def test_sites_are_added_moved_to_another_day_and_taken_away_in_one_step(hospital):
    record(hospital, {BONE: SPRING, LIVER: SPRING}, {})
    record(hospital, {LIVER: SUMMER, LUNG: SUMMER}, {BONE: SPRING, LIVER: SPRING})
    assert sites(hospital) == {LIVER: SUMMER, LUNG: SUMMER}
    hospital.desk.undo()
    assert sites(hospital) == {BONE: SPRING, LIVER: SPRING}
    hospital.desk.redo()
    assert sites(hospital) == {LIVER: SUMMER, LUNG: SUMMER}


def test_what_somebody_else_entered_meanwhile_is_not_lost(hospital):
    record(hospital, {BONE: SPRING}, {})
    with pytest.raises(Conflict, match="Somebody else"):
        record(hospital, {LIVER: SUMMER}, {})
    assert sites(hospital) == {BONE: SPRING}


def test_a_day_to_come_is_refused_and_today_is_not(hospital):
    with pytest.raises(InvalidValue, match="found"):
        record(hospital, {BONE: TODAY + timedelta(days=1)}, {})
    record(hospital, {BONE: TODAY}, {})
    assert sites(hospital) == {BONE: TODAY}


def test_nobody_has_metastases_without_being_a_patient(hospital):
    with pytest.raises(NotFound):
        hospital.do(RecordMetastases(9999, {BONE: TODAY}, {}))


def test_a_patient_with_metastases_is_planned_in_the_metastatic_setting_first(hospital):
    def likely():
        return likely_setting(hospital.desk.ask(lambda c: case_of(c, hospital.patients[0], hospital.library, TODAY)))

    assert likely() is not Setting.METASTATIC
    record(hospital, {BONE: SPRING}, {})
    assert likely() is Setting.METASTATIC


def test_every_site_has_a_code_of_its_own():
    assert len({site.code for site in MetastaticSite}) == len(MetastaticSite)
    assert MetastaticSite.LIVER.code == "C78.7" and MetastaticSite.BONE.code == "C79.5"
