"""The dose chosen with a decision is kept with what it rests on, goes on to the next cycle, and counts over a life."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dayhospital.clinical.cumulative import portions
from dayhospital.clinical.making import Making
from dayhospital.domain.chosen_dose import DoseChoice, by_day
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.dosing import Amount, Reduction
from dayhospital.domain.lifetime_dose import EarlierDose
from dayhospital.domain.patient import Weight
from dayhospital.domain.regimen import Setting
from dayhospital.domain.result import Result
from dayhospital.errors import InvalidValue, NeedsReason, Refused
from dayhospital.queries.chosen_doses import signed_of_patient
from dayhospital.queries.courses import courses
from dayhospital.queries.gates import decisions_of, gate_case, preparations, preparations_on
from dayhospital.services.courses import BookCourse, ExtendCourse, SlotChoice, StartCourse
from dayhospital.services.decisions import Decide, SignUnchanged
from dayhospital.services.earlier_doses import RecordEarlierDose
from dayhospital.services.patients import RecordWeight
from dayhospital.services.results import RecordResults
from dayhospital.services.treatment_days import MoveTreatmentDay, OmitTreatmentDay
from dayhospital.storage import tables
from tests.hospital import TODAY, measure

GOOD = {"neutrophils": 3.0, "platelets": 250.0, "bilirubin": 0.5, "lvef": 62.0, "creatinine": 70.0}
BEFORE_START = {"pregnancy": "negative", "hbsag": "negative", "anti_hbc": "negative"}
GO, REDUCED = DecisionKind.GO, DecisionKind.GO_REDUCED
SHARE = Reduction(percent=75)


def begin(hospital, patient=0, regimen="ec_q3w", measured=True, start=TODAY):
    """Start a course with good blood, a height of 168 cm and a weight of 65 kg: 1.74 m²."""
    hospital.start(patient, regimen, Setting.ADJUVANT, start)
    taken = hospital.clock.local() - timedelta(hours=20)
    found = [Result(name, taken, value) for name, value in GOOD.items()]
    found += [Result(name, taken, answer=answer) for name, answer in BEFORE_START.items()]
    hospital.do(RecordResults(hospital.patients[patient], tuple(found)))
    if measured:
        measure(hospital, patient, 168, 65)
    return [day.id for day in held(hospital, patient).days]


def held(hospital, patient=0):
    return hospital.desk.ask(lambda c: courses(c, hospital.patients[patient]))[0]


def case(hospital, day_id):
    return hospital.desk.ask(lambda c: gate_case(c, hospital.library, day_id, hospital.clock.local()))


def chosen(hospital, day_id):
    return {one.dose.drug: one.dose for one in case(hospital, day_id).doses.signed}


def life(hospital, patient=0):
    signed = hospital.desk.ask(lambda c: signed_of_patient(c, hospital.patients[patient]))
    return [one.mg_m2 for one in portions([held(hospital, patient)], (), hospital.library.drug, by_day(signed))]


def rows(hospital):
    return hospital.desk.ask(lambda c: c.execute(select(tables.chosen_doses)).all())


def test_a_go_keeps_the_banded_dose_of_each_drug_with_what_it_rests_on(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, GO))
    found = chosen(hospital, first)
    assert found["epirubicin"].chosen == found["epirubicin"].banded == Amount(160, "mg")
    assert found["epirubicin"].calculated.value == pytest.approx(156.75, abs=0.01)
    assert found["cyclophosphamide"].chosen == Amount(1000, "mg")
    assert (found["epirubicin"].weight, found["epirubicin"].height_cm) == (Weight(TODAY, 65), 168)
    signed = case(hospital, first).doses.of("epirubicin")
    assert (signed.by, signed.at, signed.label) == ("Test, Nurse", hospital.clock.local(), "C1D1")


def test_a_dose_by_auc_is_kept_with_its_creatinine(hospital):
    first, *_ = begin(hospital, regimen="tchp")
    hospital.do(Decide(first, GO))
    creatinine = chosen(hospital, first)["carboplatin"].creatinine
    assert (creatinine.umol_l, creatinine.day) == (70, TODAY - timedelta(days=1))
    assert chosen(hospital, first)["docetaxel"].creatinine is None


def test_a_reduced_go_keeps_the_level_and_the_reason(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, REDUCED, 75, reason="neuropathy"))
    found = chosen(hospital, first)
    assert [(one.reduction, one.used.value) for one in found.values()] == [(SHARE, 67.5), (SHARE, 450)]
    assert case(hospital, first).doses.of("epirubicin").reason == "neuropathy"


def test_one_drug_alone_is_reduced_and_the_decision_has_its_share(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, REDUCED, doses=(DoseChoice("epirubicin", SHARE),)))
    assert {name: one.share for name, one in chosen(hospital, first).items()} == {
        "epirubicin": 0.75,
        "cyclophosphamide": 1,
    }
    assert case(hospital, first).decision.percent == 75


def test_an_amount_by_hand_is_kept_beside_the_calculated_one_with_a_reason(hospital):
    first, *_ = begin(hospital)
    by_hand = (DoseChoice("epirubicin", amount=140),)
    with pytest.raises(NeedsReason) as asked:
        hospital.do(Decide(first, GO, doses=by_hand))
    assert [one.code for one in asked.value.findings] == ["dose-off-calculated"]
    assert rows(hospital) == [] and case(hospital, first).decision is None
    hospital.do(Decide(first, GO, doses=by_hand, reason="frail"))
    found = chosen(hospital, first)["epirubicin"]
    assert (found.chosen, found.banded, found.by_hand) == (Amount(140, "mg"), Amount(160, "mg"), True)
    hospital.do(Decide(first, GO, doses=(DoseChoice("epirubicin", amount=155),)))
    assert chosen(hospital, first)["epirubicin"].chosen == Amount(155, "mg"), "1.1 % off needs no reason"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"kind": GO, "doses": (DoseChoice("epirubicin", SHARE),)}, "lower level is signed as a reduced dose"),
        ({"kind": REDUCED, "doses": (DoseChoice("epirubicin"),)}, "None of these drugs"),
        ({"kind": GO, "doses": (DoseChoice("docetaxel"),)}, "not given on this day"),
    ],
)
def test_what_does_not_fit_together_is_refused_and_nothing_is_signed(hospital, command, words):
    first, *_ = begin(hospital)
    with pytest.raises(InvalidValue, match=words):
        hospital.do(Decide(first, **command))
    assert rows(hospital) == []


def test_an_antibody_is_not_reduced(hospital):
    first, *_ = begin(hospital, regimen="trastuzumab_iv_q3w")
    with pytest.raises(InvalidValue, match="None of these drugs"):
        hospital.do(Decide(first, REDUCED, 75))
    with pytest.raises((Refused, InvalidValue)):
        hospital.do(Decide(first, REDUCED, doses=(DoseChoice("trastuzumab_iv", SHARE),)))
    assert rows(hospital) == []


def test_without_a_weight_a_go_is_signed_and_no_dose_is_chosen(hospital):
    first, *_ = begin(hospital, measured=False)
    hospital.do(Decide(first, GO))
    assert {one.chosen for one in chosen(hospital, first).values()} == {None}
    with pytest.raises(NeedsReason):
        hospital.do(Decide(first, GO, doses=(DoseChoice("epirubicin", amount=150),)))
    hospital.do(Decide(first, GO, doses=(DoseChoice("epirubicin", amount=150),), reason="by the paper prescription"))
    assert chosen(hospital, first)["epirubicin"].chosen == Amount(150, "mg")


def test_a_new_decision_corrects_the_dose_and_the_old_one_stays_in_the_record(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, GO))
    hospital.do(Decide(first, REDUCED, 75))
    assert chosen(hospital, first)["epirubicin"].share == 0.75
    assert len(rows(hospital)) == 4
    assert hospital.desk.undo_title != "Decide"
    hospital.do(Decide(first, DecisionKind.HOLD, to=TODAY + timedelta(days=7), reason="fever"))
    assert chosen(hospital, first) == {}


# --- from cycle to cycle


def test_a_reduction_goes_on_unless_somebody_raises_it_with_a_reason(hospital):
    first, second, *_ = begin(hospital)
    hospital.do(Decide(first, REDUCED, 75, reason="neuropathy"))
    assert case(hospital, second).doses.last("epirubicin").dose.reduction == SHARE
    with pytest.raises(NeedsReason) as asked:
        hospital.do(Decide(second, GO))
    assert {one.code for one in asked.value.findings} >= {"dose-raised"}
    hospital.do(Decide(second, REDUCED, 75, reason="counts by telephone"))
    hospital.do(Decide(second, GO, reason="neuropathy is gone"))
    assert chosen(hospital, second)["epirubicin"].share == 1


def test_a_day_left_out_leaves_no_level_behind(hospital):
    first, second, *_ = begin(hospital)
    hospital.do(Decide(first, REDUCED, 75, reason="neuropathy"))
    hospital.do(OmitTreatmentDay(first, "wish"))
    assert case(hospital, second).doses.before == ()


def test_signing_all_unchanged_goes_on_with_the_reduced_dose_and_its_reason(hospital):
    first, second, *_ = begin(hospital, start=TODAY - timedelta(days=21))
    hospital.do(Decide(first, REDUCED, 75, reason="mucositis, counts by telephone"))
    assert case(hospital, second).day.planned == TODAY
    hospital.do(SignUnchanged((second,)))
    (made,) = hospital.desk.ask(lambda c: decisions_of(c, [second]))[second]
    assert (made.kind, made.percent, made.reason) == (REDUCED, 75, "mucositis, counts by telephone")
    assert chosen(hospital, second)["epirubicin"].share == 0.75


def test_a_go_that_lapsed_with_its_day_makes_nothing(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, GO))
    hospital.do(MoveTreatmentDay(first, TODAY + timedelta(days=1), False, "chair broken"))
    found = preparations(case(hospital, first), hospital.library, hospital.clock.local())
    assert {one.making for one in found} == {Making.NO_GO}


# --- over a life


def test_lifetime_sums_count_what_was_chosen_and_the_plan_at_its_level(hospital):
    first, second, *_ = begin(hospital)
    assert life(hospital) == [90, 90, 90, 90]
    hospital.do(Decide(first, REDUCED, 75))
    assert life(hospital) == [67.5, 67.5, 67.5, 67.5]
    hospital.do(Decide(second, REDUCED, 50, reason="counts by telephone"))
    assert life(hospital) == [67.5, 45, 45, 45]
    hospital.do(OmitTreatmentDay(second, "wish"))
    assert life(hospital) == [67.5, 67.5, 67.5]


def test_a_course_at_a_lower_level_may_go_on_where_the_full_one_asks_for_a_reason(hospital):
    """After 200 mg/m² four times 50 come to 400, and two more to 500; at half the dose all six come to 350."""
    hospital.do(RecordEarlierDose(hospital.patients[0], EarlierDose("doxorubicin", 200, TODAY - timedelta(days=900))))
    hospital.do(StartCourse(hospital.patients[0], "pld", Setting.METASTATIC, TODAY, "Dr Rietzanger", cycles=4))
    with pytest.raises(NeedsReason) as asked:
        hospital.do(ExtendCourse(held(hospital).id, 2))
    assert asked.value.findings[0].facts["total"] == 500
    hospital.do(Decide(held(hospital).days[0].id, REDUCED, 50, reason="results by telephone"))
    hospital.do(ExtendCourse(held(hospital).id, 2))
    assert len(held(hospital).days) == 6


# --- after the signature


def test_a_weight_corrected_afterwards_keeps_the_dose_from_being_made(hospital):
    first, *_ = begin(hospital)
    hospital.do(Decide(first, GO))

    def made():
        found = preparations(case(hospital, first), hospital.library, hospital.clock.local())
        (epirubicin,) = (one for one in found if one.drug.id == "epirubicin")
        return epirubicin.making, [finding.code for finding in epirubicin.findings]

    assert made() == (Making.OK, [])
    hospital.do(RecordWeight(hospital.patients[0], TODAY, 64))
    assert made() == (Making.OK, ["dose-weight-since"])
    hospital.do(RecordWeight(hospital.patients[0], TODAY, 80))
    assert made() == (Making.DOSE_CHANGED, ["dose-weight-since"])
    hospital.do(Decide(first, GO))
    assert made() == (Making.OK, [])


def test_the_preparations_of_a_day_are_those_of_its_sessions(hospital):
    first, *_ = begin(hospital)
    place = SlotChoice(first, hospital.chairs[0], hospital.at("10:00"))
    hospital.do(BookCourse(held(hospital).id, (place,), "agreed"))
    hospital.do(Decide(first, GO))
    now = hospital.clock.local()
    found = hospital.desk.ask(lambda c: preparations_on(c, hospital.library, TODAY, now))
    assert {day: [one.making for one in made] for day, made in found.items()} == {first: [Making.OK, Making.OK]}
    tomorrow = TODAY + timedelta(days=1)
    assert hospital.desk.ask(lambda c: preparations_on(c, hospital.library, tomorrow, now)) == {}
