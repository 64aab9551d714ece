"""Values that cannot be wrong, and how they are written."""

import pickle
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain import formats
from dayhospital.domain.findings import Finding, Severity, blocks, warnings
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Patient, PatientLabel, Port, Sex, Side, Weight
from dayhospital.domain.regimen import ByExposure, DoseBasis, Phase, PhaseOrder, Place, RegimenDrug, Route, Tolerance
from dayhospital.domain.session import DONE, LEGAL, NEXT, NOT_LIVE, PLANNED, PRESENT, Status
from dayhospital.domain.span import Span, Window
from dayhospital.domain.tumour import Her2Ish, Her2Status, Histology, Tumour, her2_status
from dayhospital.errors import InvalidValue

NINE = datetime(2026, 11, 24, 9)
BORN = date(1961, 5, 17)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute)


def test_a_span_ends_after_it_starts():
    with pytest.raises(InvalidValue, match="end after it starts"):
        Span(NINE, NINE)


def test_spans_that_touch_do_not_overlap():
    first, second = Span(at(9), at(10)), Span(at(10), at(11))
    assert not first.overlaps(second) and first.shared_minutes(second) == 0
    assert first.overlaps(Span(at(9, 59), at(11))) and first.shared_minutes(Span(at(9, 45), at(11))) == 15


@given(st.integers(1, 720), st.integers(-600, 600))
def test_a_moved_span_keeps_its_length(minutes, shift):
    span = Span.lasting(NINE, minutes)
    moved = span.moved_to(NINE + timedelta(minutes=shift))
    assert moved.minutes == minutes and moved.overlaps(span) is (span.shared_minutes(moved) > 0)


def test_a_window_holds_its_three_dates_in_order():
    window = Window(date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27))
    assert window.earliest in window and window.latest in window and date(2026, 11, 28) not in window
    with pytest.raises(InvalidValue):
        Window(date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 27))


def test_dates_and_times_are_written_one_way():
    assert formats.day_text(date(2026, 3, 4)) == "04-Mar-2026"
    assert formats.day_text(date(2026, 11, 24), year=False, weekday=True) == "Tue 24-Nov"
    assert formats.long_day_text(date(2026, 11, 24)) == "Tuesday 24-Nov-2026"
    assert formats.span_text(at(9, 5), at(13, 30)) == "09:05–13:30"
    assert [formats.length_text(minutes) for minutes in (25, 60, 105)] == ["25 min", "1 h", "1 h 45"]


@pytest.mark.parametrize(("today", "years"), [(date(2026, 5, 16), 64), (date(2026, 5, 17), 65)])
def test_age_is_in_completed_years(today, years):
    assert formats.age(BORN, today) == years


def label(**more: object) -> PatientLabel:
    facts = {"family_name": "de Wolf", "given_name": "Anna", "hospital_number": "H 1", **more}
    return PatientLabel(id=1, birth_date=BORN, sex=Sex.FEMALE, **facts)  # type: ignore[arg-type]


def test_a_name_is_written_surname_first():
    assert (label().name, label(given_name="").name, label().initials) == ("DE WOLF, Anna", "DE WOLF", "WA")


@pytest.mark.parametrize("missing", ["family_name", "hospital_number"])
def test_a_patient_has_a_name_and_a_number(missing):
    with pytest.raises(InvalidValue, match="family name and a hospital number"):
        label(**{missing: " "})


def test_known_allergies_are_listed_and_only_they():
    with pytest.raises(InvalidValue):
        Patient(label(), allergy_status=AllergyStatus.KNOWN)
    with pytest.raises(InvalidValue):
        Patient(label(), allergy_status=AllergyStatus.NONE_KNOWN, allergies=(Allergy("latex"),))
    assert Patient(label(), allergy_status=AllergyStatus.KNOWN, allergies=(Allergy("latex"),)).allergies


def test_impossible_figures_of_a_patient_are_refused():
    for wrong in (lambda: Weight(BORN, 0), lambda: Weight(BORN, 500), lambda: Access(diva_score=6)):
        with pytest.raises(InvalidValue):
            wrong()
    with pytest.raises(InvalidValue):
        Patient(label(), ecog=5)


def test_a_port_is_usable_until_the_day_it_is_removed():
    port = Port(Side.LEFT, date(2026, 1, 1), date(2026, 1, 2), removed=date(2026, 2, 1))
    usable = [port.usable_on(day) for day in (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 31), date(2026, 2, 1))]
    assert usable == [False, True, True, False]


def test_minutes_go_by_exposure():
    minutes = ByExposure(90, 60, 30)
    assert [minutes.at(exposure) for exposure in (1, 2, 3, 12)] == [90, 60, 30, 30]
    for wrong in (lambda: minutes.at(0), lambda: ByExposure(-1, 0, 0)):
        with pytest.raises(InvalidValue):
            wrong()


def test_first_cycle_days_are_in_the_first_cycle_only():
    item = RegimenDrug(
        "fulvestrant", 500, "mg", DoseBasis.FLAT, (1,), Route.IM, (Place.CONSULTATION,), 1, first_cycle_days=(15,)
    )
    phase = Phase("loading", 28, None, PhaseOrder.SEQUENCE, Tolerance(3, 3), (item,), tolerance_within=Tolerance(1, 1))
    assert (phase.days(1), phase.days(2)) == ((1, 15), (1,))
    assert (phase.tolerance_on(1).late, phase.tolerance_on(15).late) == (3, 1)


@pytest.mark.parametrize(
    ("ihc", "ish", "status"),
    [
        (None, Her2Ish.NOT_DONE, Her2Status.UNKNOWN),
        (None, Her2Ish.NOT_AMPLIFIED, Her2Status.NEGATIVE),
        (0, Her2Ish.NOT_DONE, Her2Status.NEGATIVE),
        (1, Her2Ish.NOT_DONE, Her2Status.LOW),
        (2, Her2Ish.NOT_DONE, Her2Status.EQUIVOCAL),
        (2, Her2Ish.NOT_AMPLIFIED, Her2Status.LOW),
        (2, Her2Ish.AMPLIFIED, Her2Status.POSITIVE),
        (3, Her2Ish.NOT_DONE, Her2Status.POSITIVE),
    ],
)
def test_her2_follows_ihc_and_ish(ihc, ish, status):
    assert her2_status(ihc, ish) is status


def test_a_tumour_refuses_impossible_figures():
    for wrong in ({"er_percent": 101}, {"her2_ihc": 4}, {"grade": 0}):
        with pytest.raises(InvalidValue):
            Tumour(1, Side.LEFT, Histology.DUCTAL, BORN, **wrong)  # type: ignore[arg-type]


def test_triple_negative_needs_three_negatives():
    tumour = Tumour(1, Side.LEFT, Histology.DUCTAL, BORN, er_percent=0, pr_percent=0, her2_ihc=1)
    assert tumour.triple_negative
    assert not Tumour(1, Side.LEFT, Histology.DUCTAL, BORN, er_percent=0, pr_percent=0).triple_negative


def test_the_usual_next_status_is_legal_and_ends_at_left():
    status, steps = Status.BOOKED, 0
    while status in NEXT:
        assert NEXT[status] in LEGAL[status]
        status, steps = NEXT[status], steps + 1
    assert status is Status.LEFT and steps == 7


def test_every_status_belongs_to_one_part_of_the_day():
    parts = (PLANNED, PRESENT, DONE, NOT_LIVE)
    assert sorted(status for part in parts for status in part) == sorted(Status)
    assert set(LEGAL) == set(Status)


def test_a_finding_travels_and_compares_by_value():
    finding = Finding(Severity.WARNING, "port-missing", "unit", {"day": BORN})
    assert pickle.loads(pickle.dumps(finding)) == finding and hash(finding) == hash(pickle.loads(pickle.dumps(finding)))
    with pytest.raises(TypeError):
        finding.facts["day"] = None  # type: ignore[index]


def test_findings_are_told_apart_by_severity():
    found = [Finding(severity, severity.name) for severity in Severity]
    assert [finding.code for finding in (*warnings(found), *blocks(found))] == ["WARNING", "BLOCK"]


def test_the_unit_closes_after_it_opens():
    assert UnitSettings().hours(NINE.date()).minutes == 660
    with pytest.raises(InvalidValue):
        UnitSettings(opens=time(18), closes=time(18))
