"""Changes of the form: what each makes of a regimen, and what keeps the result from being saved."""

from dataclasses import replace

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_edit import (
    add_drug,
    add_phase,
    chair_days,
    copy_of,
    dose_from,
    id_from,
    in_order,
    loading_from,
    minutes_from,
    move_drug,
    places_from,
    problem_of,
    remove_drug,
    remove_phase,
    rules_from,
    toggle_days,
    with_acuity,
    with_cycle_days,
    with_dose,
    with_phase,
    with_rules,
)
from dayhospital.domain.regimen import (
    Acuity,
    ByExposure,
    DoseBasis,
    Gate,
    Loading,
    Phase,
    PhaseOrder,
    Place,
    RegimenDrug,
    Route,
    Tolerance,
)
from dayhospital.errors import InvalidValue

LIBRARY = Library.load()


@pytest.fixture
def kn522():
    return LIBRARY.get("kn522")


def names(phase):
    return [phase.drugs[place].drug for place in in_order(phase)]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30", ByExposure(30, 30, 30)),
        ("90 / 60 / 30", ByExposure(90, 60, 30)),
        ("90/30", ByExposure(90, 30, 30)),
        ("60,30,15", ByExposure(60, 30, 15)),
        ("0", ByExposure(0, 0, 0)),
        ("9999", ByExposure(9999, 9999, 9999)),
    ],
)
def test_minutes_are_read_by_exposure(text, minutes):
    assert minutes_from(text) == minutes


@pytest.mark.parametrize("text", ["", "half", "30 min", "1/2/3/4", "-5", "1.5", "10000", "30/"])
def test_what_is_no_minutes_is_refused(text):
    with pytest.raises(InvalidValue, match="Minutes are"):
        minutes_from(text)


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("80 mg/m²", (80.0, "mg/m²")),
        ("80 mg/m2", (80.0, "mg/m²")),
        ("1,23 mg/m2", (1.23, "mg/m²")),
        ("AUC 5", (5.0, "AUC")),
        ("auc 1,5", (1.5, "AUC")),
        ("5 AUC", (5.0, "AUC")),
        ("200 mg", (200.0, "mg")),
        ("0.001 mg", (0.001, "mg")),
    ],
)
def test_a_dose_is_a_number_and_a_unit(text, dose):
    assert dose_from(text) == dose


@pytest.mark.parametrize("text", ["", "80", "mg", "AUC", "0 mg", "-1 mg", "10000000 mg", "nan mg", "much mg"])
def test_what_is_no_dose_is_refused(text):
    with pytest.raises(InvalidValue, match="A dose is"):
        dose_from(text)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("6 mg/kg", DoseBasis.WEIGHT),
        ("60 mg/m²", DoseBasis.BSA),
        ("5 AUC", DoseBasis.AUC),
        ("200 mg", DoseBasis.FLAT),
        ("3 µg", DoseBasis.BSA),
    ],
)
def test_the_unit_says_how_the_dose_is_worked_out(kn522, text, basis):
    paclitaxel = kn522.phases[0].drugs[1]
    assert with_dose(paclitaxel, text).basis is basis


def test_days_are_set_and_cleared_but_one_stays(kn522):
    phase = toggle_days(kn522.phases[0], 2, (8,))
    assert phase.drugs[2].days == (1, 8)
    assert toggle_days(phase, 2, (8,)).drugs[2].days == (1,)
    assert toggle_days(phase, 2, (7, 8, 9)).drugs[2].days == (1, 7, 8, 9)
    with pytest.raises(InvalidValue, match="at least one day"):
        toggle_days(phase, 2, (1, 8))


def test_a_day_of_the_first_cycle_becomes_one_of_every_cycle():
    phase = LIBRARY.get("fulvestrant").phases[0]
    changed = toggle_days(phase, 0, (15,))
    assert (phase.drugs[0].first_cycle_days, changed.drugs[0].first_cycle_days) == ((15,), ())
    assert 15 in changed.drugs[0].days


def test_acuity_goes_with_the_day(kn522):
    phase = kn522.phases[0]
    without = toggle_days(phase, 1, (15,))
    assert {day for day, _ in phase.acuity} == {1, 8, 15}
    assert {day for day, _ in without.acuity} == {1, 8}
    assert problem_of(with_phase(kn522, 0, without), LIBRARY) is None


def test_drugs_change_places_and_the_ends_stay(kn522):
    phase = kn522.phases[0]
    assert names(move_drug(phase, 2, -1)) == ["pembrolizumab", "carboplatin", "paclitaxel"]
    assert names(move_drug(phase, 0, -1)) == names(phase)
    assert names(move_drug(phase, 2, 1)) == names(phase)


@pytest.mark.parametrize(
    ("route", "places", "minutes"),
    [
        (Route.IV, (Place.DAY_HOSPITAL,), 30),
        (Route.SC, (Place.DAY_HOSPITAL,), 10),
        (Route.PO, (Place.HOME,), 0),
    ],
)
def test_a_drug_is_added_last_and_can_be_saved_as_it_is(kn522, route, places, minutes):
    phase = add_drug(kn522.phases[0], "docetaxel", route)
    added = phase.drugs[-1]
    assert names(phase)[-1] == "docetaxel"
    assert (added.places, added.infusion.longest) == (places, minutes)
    assert problem_of(with_phase(kn522, 0, phase), LIBRARY) is None


def test_a_drug_is_taken_out_but_not_the_last(kn522):
    phase = remove_drug(kn522.phases[0], 0)
    assert names(phase) == ["paclitaxel", "carboplatin"]
    with pytest.raises(InvalidValue, match="at least one"):
        remove_drug(remove_drug(phase, 0), 0)


def test_parts_are_added_and_taken_out_and_the_result_can_be_saved(kn522):
    more = add_phase(kn522, "rest")
    assert problem_of(more, LIBRARY) is None
    fewer = remove_phase(remove_phase(kn522, 0), 0)
    (only,) = fewer.phases
    assert (only.pause_days, only.order) == (0, PhaseOrder.SEQUENCE)
    assert problem_of(fewer, LIBRARY) is None
    with pytest.raises(InvalidValue, match="at least one part"):
        remove_phase(fewer, 0)


def test_a_problem_has_the_line_and_field_of_the_text(kn522):
    assert problem_of(kn522, LIBRARY) is None
    short = with_phase(kn522, 0, with_cycle_days(kn522.phases[0], 14))
    error = problem_of(short, LIBRARY)
    assert error is not None
    assert error.field == "phases[1].drugs[2].days"
    assert error.line > 30
    exact = with_phase(kn522, 0, with_cycle_days(kn522.phases[0], 15))
    assert problem_of(exact, LIBRARY) is None


def test_a_copy_begins_anew(kn522):
    made = copy_of(kn522, "own", "Own", "OWN")
    assert (made.id, made.version, made.confidence) == ("own", 1, "from knowledge")
    assert replace(made, id="kn522", name=kn522.name, short=kn522.short, confidence=kn522.confidence) == kn522


@pytest.mark.parametrize(
    ("name", "regimen_id"),
    [("TCHP of the house", "tchp_of_the_house"), ("AC + T (q2w)", "ac_t_q2w"), ("Ä", ""), ("x" * 80, "x" * 60)],
)
def test_an_id_is_made_of_a_name(name, regimen_id):
    assert id_from(name) == regimen_id


@pytest.mark.parametrize(
    ("text", "days", "found"),
    [("", 0, None), ("8 mg/kg", 43, Loading(8, "mg/kg", 43)), ("8 mg/kg", 1, Loading(8, "mg/kg", 1))],
)
def test_a_loading_dose_is_read_from_words(text, days, found):
    assert loading_from(text, days) == found


@pytest.mark.parametrize(("text", "days"), [("much", 43), ("8 mg/kg", 0)])
def test_a_loading_dose_is_a_dose_and_has_its_days(text, days):
    with pytest.raises(InvalidValue):
        loading_from(text, days)


def test_the_usual_place_comes_first_and_each_place_once():
    found = places_from(Place.CONSULTATION, (Place.HOME, Place.CONSULTATION, Place.DAY_HOSPITAL))
    assert found == (Place.CONSULTATION, Place.DAY_HOSPITAL, Place.HOME)
    assert places_from(Place.HOME, ()) == (Place.HOME,)


@pytest.mark.parametrize(
    ("first", "later", "found"),
    [(5, 4, Acuity(5, 4)), (0, 3, Acuity(3, 3)), (2, 0, Acuity(2, 2)), (1, 1, Acuity(1, 1)), (0, 0, None)],
)
def test_the_nursing_load_of_a_day_is_set_and_taken_back(kn522, first, later, found):
    phase = with_acuity(kn522.phases[0], 8, first, later)
    assert dict(phase.acuity).get(8) == found
    assert [day for day, _ in phase.acuity] == sorted(day for day, _ in phase.acuity)


@pytest.mark.parametrize(("first", "later"), [(6, 1), (1, 6), (-1, 2)])
def test_a_nursing_load_beyond_five_is_none(kn522, first, later):
    with pytest.raises(InvalidValue, match="from 1 to 5"):
        with_acuity(kn522.phases[0], 1, first, later)


def test_days_in_the_building_are_those_of_drugs_not_taken_at_home(kn522):
    assert chair_days(kn522.phases[0]) == (1, 8, 15)
    assert chair_days(LIBRARY.get("letrozole").phases[0]) == ()
    assert 15 in chair_days(LIBRARY.get("fulvestrant").phases[0])  # of the first cycle only


def test_laboratory_rules_are_known_names_and_take_their_counts_with_them():
    phase = LIBRARY.get("tchp").phases[0]
    assert rules_from("ici, ribo ici", {"ici", "ribo"}) == ("ici", "ribo")
    with pytest.raises(InvalidValue, match=r"no laboratory rule magic\. Choose of ici, ribo"):
        rules_from("ici, magic", {"ici", "ribo"})
    assert with_rules(phase, ("ici",)).gate == replace(phase.gate, rules=("ici",))
    assert with_rules(phase, ()).gate == Gate()


def test_a_part_is_added_last_as_a_short_visit_with_the_days_of_the_last(kn522):
    regimen = replace(kn522, phases=(kn522.phases[0], with_cycle_days(kn522.phases[1], 28)))
    *before, added = add_phase(regimen, "rest").phases
    assert tuple(before) == regimen.phases
    assert added == Phase("rest", 28, 1, PhaseOrder.SEQUENCE, Tolerance(1, 3), (), visit_minutes=15)


def test_a_part_that_ran_beside_the_one_taken_out_comes_first_and_alone(kn522):
    beside = replace(kn522.phases[1], order=PhaseOrder.PARALLEL, pause_days=7, pause_reason="rest")
    first, last = remove_phase(replace(kn522, phases=(kn522.phases[0], beside, kn522.phases[2])), 0).phases
    assert (first.order, first.pause_days, first.pause_reason) == (PhaseOrder.SEQUENCE, 0, "")
    assert last == kn522.phases[2]


def test_a_drug_just_added_says_little_and_all_of_it(kn522):
    given = RegimenDrug(
        drug="docetaxel",
        dose=0.0,
        unit="mg",
        basis=DoseBasis.FLAT,
        days=(1,),
        route=Route.IV,
        places=(Place.DAY_HOSPITAL,),
        sequence=kn522.phases[0].drugs[-1].sequence + 10,
        infusion=ByExposure(30, 30, 30),
    )
    assert add_drug(kn522.phases[0], "docetaxel", Route.IV).drugs[-1] == given
    tablets = add_drug(kn522.phases[0], "capecitabine", Route.PO).drugs[-1]
    injection = add_drug(kn522.phases[0], "trastuzumab_sc", Route.SC).drugs[-1]
    assert (injection.intake, injection.infusion) == ("", ByExposure(10, 10, 10))
    assert (tablets.intake, tablets.infusion) == ("once daily", ByExposure(0, 0, 0))


def test_the_first_drug_of_a_visit_makes_it_a_day_with_drugs():
    visit = replace(LIBRARY.get("consultation").phases[0], visit_minutes=20)
    phase = add_drug(visit, "docetaxel", Route.IV)
    assert (phase.visit_minutes, phase.visit_place) == (0, Place.DAY_HOSPITAL)
    assert phase.drugs[0].sequence == 10


def test_the_second_of_two_drugs_can_be_taken_out(kn522):
    two = replace(kn522.phases[0], drugs=kn522.phases[0].drugs[:2])
    assert [one.drug for one in remove_drug(two, 1).drugs] == [two.drugs[0].drug]


def test_the_second_drug_can_come_first_and_the_order_is_numbered_anew(kn522):
    phase = move_drug(kn522.phases[0], 1, -1)
    assert names(phase) == ["paclitaxel", "pembrolizumab", "carboplatin"]
    assert [phase.drugs[place].sequence for place in in_order(phase)] == [10, 20, 30]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda regimen: remove_phase(replace(regimen, phases=regimen.phases[:1]), 0),
            "A regimen has at least one part. Nothing was taken out.",
        ),
        (
            lambda regimen: remove_drug(replace(regimen.phases[0], drugs=regimen.phases[0].drugs[:1]), 0),
            "A part with drugs has at least one. Add the other drug first, then take this one out.",
        ),
        (
            lambda regimen: toggle_days(regimen.phases[0], 0, (1,)),
            "A drug is given on at least one day. To leave it out, take the drug out.",
        ),
        (
            lambda regimen: minutes_from("soon"),
            "Minutes are one number, or first / second / later: 90 / 60 / 30.",
        ),
        (
            lambda regimen: dose_from("much"),
            "A dose is a number and its unit: 80 mg/m², 6 mg/kg, 200 mg, AUC 5.",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_whole_sentences(kn522, act, sentence):
    with pytest.raises(InvalidValue) as refused:
        act(kn522)
    assert str(refused.value) == sentence


def test_a_copy_has_its_own_names_and_no_approval(kn522):
    made = copy_of(replace(kn522, version=4, regulatory_note="approved for early disease"), "own", "Own", "OWN")
    assert (made.name, made.short, made.version, made.regulatory_note) == ("Own", "OWN", 1, "")


@pytest.mark.parametrize(("name", "regimen_id"), [("a" * 59 + " b", "a" * 59), ("a" * 58 + " b", "a" * 58 + "_b")])
def test_an_id_that_is_cut_does_not_end_in_a_gap(name, regimen_id):
    assert id_from(name) == regimen_id


def test_a_unit_of_several_words_stays_whole(kn522):
    assert dose_from("3 mg per day") == (3.0, "mg per day")
    changed = with_dose(kn522.phases[0].drugs[1], "90 mg/m2")
    assert (changed.dose, changed.unit) == (90.0, "mg/m²")
