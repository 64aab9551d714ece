"""The chair minutes of every regimen, against the table of the clinical reference, and what the segments promise."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.clinical.chair_time import NO_CHAIR, chair_time
from dayhospital.clinical.library import Library
from dayhospital.domain.course import ChairTime, SegmentKind
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import (
    ByExposure,
    DoseBasis,
    ObservationMode,
    PhaseOrder,
    Place,
    Regimen,
    RegimenDrug,
    Route,
)

TABLE = Path(__file__).parent / "data" / "chair_minutes.csv"
"""Read once from the clinical reference: minutes of a day in the first, second and a later cycle of each phase."""
CYCLES = {"first": 1, "second": 2, "later": 3}
LOOKUP = Library.load().drug


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def exposures_before(regimen: Regimen, phase: int, cycle: int, day: int, drug: str) -> int:
    """Count the doses of a drug before a day, all cycles of the earlier phases given."""
    count = 0
    for index, earlier in enumerate(regimen.phases[: phase + 1]):
        if index < phase and regimen.phases[phase].order is PhaseOrder.PARALLEL:
            continue
        cycles = cycle if index == phase else (earlier.cycles or 1)
        for number in range(1, cycles + 1):
            for dose in earlier.drugs:
                days = dose.days_of(number) if dose.drug == drug else ()
                count += sum(1 for other in days if index < phase or (number, other) < (cycle, day))
    return count


def minutes_of(regimen: Regimen, phase: int, cycle: int, day: int, policy: str) -> ChairTime:
    doses = [
        (dose, exposures_before(regimen, phase, cycle, day, dose.drug) + 1)
        for dose in regimen.phases[phase].drugs
        if day in dose.days_of(cycle)
    ]
    return chair_time(doses, LOOKUP, ObservationPolicy(policy), regimen.phases[phase].visit_minutes)


def test_every_chair_time_of_the_reference_follows_from_the_rule(library: Library) -> None:
    wrong = []
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        found = minutes_of(
            library.get(row["regimen"]), int(row["phase"]) - 1, CYCLES[row["cycle"]], int(row["day"]), row["policy"]
        )
        if found.chair_minutes != int(row["minutes"]):
            wrong.append((*row.values(), found.chair_minutes))
    assert len(rows) > 500
    assert not wrong


DRUGS = ("docetaxel", "pertuzumab", "trastuzumab_iv", "phesgo", "paclitaxel", "vinorelbine_iv", "capecitabine", "tdxd")
minutes = st.integers(0, 180)
by_exposure = st.builds(ByExposure, minutes, minutes, minutes)
doses = st.builds(
    RegimenDrug,
    drug=st.sampled_from(DRUGS),
    dose=st.just(1.0),
    unit=st.just("mg"),
    basis=st.just(DoseBasis.FLAT),
    days=st.just((1,)),
    route=st.sampled_from(Route),
    places=st.just((Place.DAY_HOSPITAL,)),
    sequence=st.integers(0, 50),
    infusion=by_exposure,
    observation=by_exposure,
    observation_mode=st.sampled_from(ObservationMode),
    pragmatic_observation=st.none() | by_exposure,
    premedication=by_exposure,
)
given_doses = st.lists(st.tuples(doses, st.integers(1, 5)), max_size=5)
policies = st.sampled_from(ObservationPolicy)


@given(given_doses, policies)
def test_segments_follow_each_other_and_cover_the_chair_time(
    day: list[tuple[RegimenDrug, int]], policy: ObservationPolicy
) -> None:
    time = chair_time(day, LOOKUP, policy)
    now = 0
    for segment in time.segments:
        assert segment.start == now
        assert segment.minutes > 0
        now = segment.end
    assert time.chair_minutes - 15 < now <= time.chair_minutes
    assert time.chair_minutes % 15 == 0
    assert time.stay_minutes >= time.chair_minutes


@given(given_doses, policies)
def test_every_dose_gets_its_minutes_and_its_observation(
    day: list[tuple[RegimenDrug, int]], policy: ObservationPolicy
) -> None:
    time = chair_time(day, LOOKUP, policy)
    infused = [(dose, exposure) for dose, exposure in day if dose.route is not Route.PO]
    assert sum(segment.minutes for segment in time.segments if segment.kind is SegmentKind.DRUG) == sum(
        dose.infusion.at(exposure) for dose, exposure in infused
    )
    premedication = sum(s.minutes for s in time.segments if s.kind is SegmentKind.PREMEDICATION)
    assert premedication == max((dose.premedication.at(exposure) for dose, exposure in infused), default=0)
    leaves = time.segments[-1].start if time.segments else 0
    for dose, exposure in infused:
        if policy is ObservationPolicy.PRAGMATIC and dose.pragmatic_observation is not None:
            continue
        if dose.observation_mode is not ObservationMode.FROM_START:
            assert leaves >= dose.infusion.at(exposure) + dose.observation.at(exposure)


@given(doses, st.integers(1, 5), policies)
def test_tablets_add_nothing(dose: RegimenDrug, exposure: int, policy: ObservationPolicy) -> None:
    tablets = RegimenDrug(
        drug="capecitabine",
        dose=1250,
        unit="mg/m²",
        basis=DoseBasis.BSA,
        days=(1,),
        route=Route.PO,
        places=(Place.HOME,),
        sequence=0,
        premedication=ByExposure(60, 60, 60),
    )
    alone = chair_time([(dose, exposure)], LOOKUP, policy)
    assert chair_time([(tablets, 1), (dose, exposure)], LOOKUP, policy) == alone
    assert chair_time([(tablets, 1)], LOOKUP, policy) == NO_CHAIR


def test_the_pragmatic_policy_is_never_longer_in_the_library(library: Library) -> None:
    shorter = 0
    for regimen in library.all():
        for index, phase in enumerate(regimen.phases):
            for day in phase.days(1):
                careful = minutes_of(regimen, index, 1, day, "smpc").chair_minutes
                pragmatic = minutes_of(regimen, index, 1, day, "pragmatic").chair_minutes
                assert pragmatic <= careful
                shorter += pragmatic < careful
    assert shorter > 10


def test_the_first_tchp_shows_its_day_in_order(library: Library) -> None:
    time = minutes_of(library.get("tchp"), 0, 1, 1, "smpc")
    assert [(segment.kind.value, segment.minutes, segment.drug) for segment in time.segments] == [
        ("setup", 20, ""),
        ("drug", 60, "pertuzumab"),
        ("flush", 5, ""),
        ("premedication", 30, ""),
        ("observation", 30, "pertuzumab"),
        ("drug", 90, "trastuzumab_iv"),
        ("flush", 5, ""),
        ("drug", 60, "docetaxel"),
        ("flush", 5, ""),
        ("drug", 60, "carboplatin"),
        ("flush", 5, ""),
        ("observation", 135, "trastuzumab_iv"),
        ("discharge", 10, ""),
    ]
    assert time.chair_minutes == 525


def test_an_injection_alone_is_quick_and_has_no_line_to_rinse(library: Library) -> None:
    time = minutes_of(library.get("denosumab_q4w"), 0, 2, 1, "smpc")
    assert [segment.kind for segment in time.segments] == [SegmentKind.SETUP, SegmentKind.DRUG, SegmentKind.DISCHARGE]
    assert (time.chair_minutes, time.stay_minutes) == (30, 70)


def test_two_clocks_on_one_date_make_one_session(library: Library) -> None:
    regimen = library.get("kn355_pac")
    together = [(dose, 3) for phase in regimen.phases for dose in phase.drugs]
    time = chair_time(together, library.drug, ObservationPolicy.SMPC)
    assert time.chair_minutes == 150
    assert sum(segment.kind is SegmentKind.SETUP for segment in time.segments) == 1


def test_waiting_is_longer_for_what_is_prepared_after_the_go(library: Library) -> None:
    docetaxel = minutes_of(library.get("docetaxel_q3w"), 0, 1, 1, "smpc")
    paclitaxel = minutes_of(library.get("pac_weekly"), 0, 1, 1, "smpc")
    assert docetaxel.stay_minutes - docetaxel.chair_minutes == 70
    assert paclitaxel.stay_minutes - paclitaxel.chair_minutes == 40


def test_a_blood_draw_is_one_act(library: Library) -> None:
    time = minutes_of(library.get("blood_draw"), 0, 1, 1, "smpc")
    assert [segment.kind for segment in time.segments] == [SegmentKind.PROCEDURE]
    assert (time.chair_minutes, time.stay_minutes) == (15, 30)
    assert time.infusion_end == 0
