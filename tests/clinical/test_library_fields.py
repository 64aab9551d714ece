"""Each field of a regimen: what it becomes, what is usual without it, and the whole sentence of each mistake."""

from pathlib import Path

import pytest

from dayhospital.clinical import library_schema, yaml_fields
from dayhospital.domain.drug import Emetic
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import (
    Acuity,
    Biomarkers,
    ByExposure,
    DoseBasis,
    Gate,
    Group,
    Loading,
    ObservationMode,
    Phase,
    PhaseOrder,
    Place,
    PortDefault,
    Regimen,
    RegimenDrug,
    Route,
    Setting,
    Tolerance,
)
from dayhospital.errors import LibraryError
from tests.clinical.samples import DRUGS

SOURCES = ("FK", "SEIN")
NEO, ADJ, MET = Setting.NEOADJUVANT, Setting.ADJUVANT, Setting.METASTATIC

FULL = """\
id: full
version: 3
name: A full regimen
short: TWELVE CHARS
group: targeted
colour: H2
also_contains: [chemotherapy, supportive]
settings: [neoadjuvant, adjuvant]
enabled: false
biomarkers: {her2: positive, note: by FISH}
port: consider
no_driving: true
no_driving_reason: ethanol
latest_start_check: true
same_day: false
cumulative_limit: doxorubicin 550
heart_checks: every 3 months
dpyd_test: true
regulatory_note: not approved
note: a note
confidence: partly verified
sources: [FK, SEIN]
needs:
  - {ecog: 2}
phases:
  - name: first
    cycle_days: 21
    cycles: 4
    tolerance: {early: 1, late: 3, note: of the centre}
    tolerance_within: {early: 0, late: 1}
    cycles_by_setting: {adjuvant: 6, neoadjuvant: open}
    min_gap_days: 6
    until: surgery
    emetic: moderate
    gcsf: pegfilgrastim
    gate: {rules: [mine], neutrophils: 1.5, platelets: 100, later_neutrophils: 1, later_platelets: 75}
    acuity: {1: [3, 2], 8: 5, 15: 1}
    note: of the phase
    drugs:
      - drug: trastuzumab_iv
        dose: 6
        unit: mg/kg
        basis: weight
        days: [1]
        route: IV
        places: [day_hospital, home]
        sequence: 10
        infusion: [90, 60, 30]
        observation: [360, 120, 120]
        observation_mode: clock_from_start_of_infusion
        pragmatic_observation: [60, 0, 0]
        premedication: 15
        first_cycle_days: [15]
        loading: {dose: 8, unit: mg/kg, reload_after_days: 29}
        salt: base
        note: of the drug
      - drug: capecitabine
        dose: 1000
        unit: mg/m²
        basis: bsa
        days: [1, 8]
        route: PO
        places: [home]
        sequence: 20
        intake: days 1-14
  - name: second
    cycle_days: 7
    cycles: open
    order: parallel
    pause_days: 42
    pause_reason: surgery
    tolerance: {early: 2, late: 2}
    visit_minutes: 20
    visit_place: consultation
    drugs: []
"""

SMALL = """\
id: small
version: 1
name: A small one
short: SMALL
group: chemotherapy
colour: TX
settings: [metastatic]
confidence: verified
sources: [FK]
phases:
  - name: only
    cycle_days: 21
    cycles: open
    tolerance: {early: 1, late: 3}
    drugs:
      - drug: docetaxel
        dose: 75
        unit: mg/m²
        basis: bsa
        days: [1, 21]
        route: IV
        places: [day_hospital]
        sequence: 10
        infusion: 60
"""


def fields(text: str, name: str = "small") -> yaml_fields.Fields:
    return yaml_fields.read_text(text, Path(f"{name}.yaml"))


def regimen(text: str, name: str = "small") -> Regimen:
    return library_schema.regimen_from(fields(text, name), DRUGS, SOURCES)


MEANT = Regimen(
    id="full",
    version=3,
    name="A full regimen",
    short="TWELVE CHARS",
    group=Group.TARGETED,
    colour="H2",
    also_contains=(Group.CHEMOTHERAPY, Group.SUPPORTIVE),
    settings=(NEO, ADJ),
    phases=(
        Phase(
            name="first",
            cycle_days=21,
            cycles=4,
            order=PhaseOrder.SEQUENCE,
            tolerance=Tolerance(1, 3, "of the centre"),
            tolerance_within=Tolerance(0, 1),
            cycles_by_setting=((NEO, None), (ADJ, 6)),
            min_gap_days=6,
            until="surgery",
            emetic=Emetic.MODERATE,
            gcsf="pegfilgrastim",
            gate=Gate(("mine",), 1.5, 100, 1, 75),
            acuity=((1, Acuity(3, 2)), (8, Acuity(5, 5)), (15, Acuity(1, 1))),
            note="of the phase",
            drugs=(
                RegimenDrug(
                    drug="trastuzumab_iv",
                    dose=6,
                    unit="mg/kg",
                    basis=DoseBasis.WEIGHT,
                    days=(1,),
                    route=Route.IV,
                    places=(Place.DAY_HOSPITAL, Place.HOME),
                    sequence=10,
                    infusion=ByExposure(90, 60, 30),
                    observation=ByExposure(360, 120, 120),
                    observation_mode=ObservationMode.FROM_START,
                    pragmatic_observation=ByExposure(60, 0, 0),
                    premedication=ByExposure(15, 15, 15),
                    first_cycle_days=(15,),
                    loading=Loading(8, "mg/kg", 29),
                    salt="base",
                    note="of the drug",
                ),
                RegimenDrug(
                    drug="capecitabine",
                    dose=1000,
                    unit="mg/m²",
                    basis=DoseBasis.BSA,
                    days=(1, 8),
                    route=Route.PO,
                    places=(Place.HOME,),
                    sequence=20,
                    intake="days 1-14",
                ),
            ),
        ),
        Phase(
            name="second",
            cycle_days=7,
            cycles=None,
            order=PhaseOrder.PARALLEL,
            tolerance=Tolerance(2, 2),
            drugs=(),
            pause_days=42,
            pause_reason="surgery",
            visit_minutes=20,
            visit_place=Place.CONSULTATION,
        ),
    ),
    enabled=False,
    biomarkers=Biomarkers((("her2", "positive"),), "by FISH"),
    needs=(Need(NeedKind.ECOG, limit=2),),
    port=PortDefault.CONSIDER,
    no_driving=True,
    no_driving_reason="ethanol",
    latest_start_check=True,
    same_day=False,
    cumulative_limit="doxorubicin 550",
    heart_checks="every 3 months",
    dpyd_test=True,
    regulatory_note="not approved",
    note="a note",
    confidence="partly verified",
    sources=("FK", "SEIN"),
)


def test_every_field_of_a_regimen_is_read_as_it_is_meant():
    assert regimen(FULL, "full") == MEANT


def test_what_a_regimen_does_not_say_is_what_is_usual():
    assert regimen(SMALL) == Regimen(
        id="small",
        version=1,
        name="A small one",
        short="SMALL",
        group=Group.CHEMOTHERAPY,
        colour="TX",
        also_contains=(),
        settings=(MET,),
        phases=(
            Phase(
                name="only",
                cycle_days=21,
                cycles=None,
                order=PhaseOrder.SEQUENCE,
                tolerance=Tolerance(1, 3),
                drugs=(
                    RegimenDrug(
                        drug="docetaxel",
                        dose=75,
                        unit="mg/m²",
                        basis=DoseBasis.BSA,
                        days=(1, 21),
                        route=Route.IV,
                        places=(Place.DAY_HOSPITAL,),
                        sequence=10,
                        infusion=ByExposure(60, 60, 60),
                        observation_mode=ObservationMode.AFTER_END,
                    ),
                ),
            ),
        ),
        enabled=True,
        port=PortDefault.NO,
        no_driving=False,
        latest_start_check=False,
        same_day=True,
        dpyd_test=False,
        confidence="verified",
        sources=("FK",),
    )


LONG = "a" * 61
NO_WORD = "is a word of at most 60 small letters, digits and underscores"
NOT_TABLETS = "says when tablets are taken: tablets need it and nothing else has it"
NO_TIME = "is the time a dose takes: infusions and injections need it, tablets have none"
NO_VISIT = "is the length of a day without drugs: give either drugs or visit_minutes"
TWO_PAUSE = "goes with pause_days: a pause has a length and a reason"
BEFORE_IT = "is the first phase and has nothing before it to pause after or to run beside"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("id: small", "id: large", "1: id is large, but a regimen has the id of its file; the id would be small"),
        ("id: small", f"id: {LONG}", f"1: id {NO_WORD}, not {LONG}"),
        ("id: small", f"id: {'b' * 90}", f"1: id {NO_WORD}, not {'b' * 80}"),
        ("id: small", "id: Small", f"1: id {NO_WORD}, not Small"),
        ("short: SMALL", "short: THIRTEEN CHAR", "4: short must have at most 12 characters, THIRTEEN CHAR has 13"),
        ("[FK]", "[FK, NOBODY]", "9: sources has NOBODY, which is not in sources.yaml"),
        (
            "phases:",
            "biomarkers: {er: strong}\nphases:",
            "10: biomarkers.er must be one of negative, positive, not strong",
        ),
        ("phases:", "port: maybe\nphases:", "10: port must be one of no, consider, recommended, not maybe"),
        ("drug: docetaxel", "drug: magic", "16: phases[1].drugs[1].drug is magic, which is not in drugs.yaml"),
        ("[1, 21]", "[1, 22]", "20: phases[1].drugs[1].days has day 22, but the cycle has 21 days"),
        ("[1, 21]", "[1, 1]", "20: phases[1].drugs[1].days has a day twice"),
        ("[1, 21]", "[0]", "20: phases[1].drugs[1].days must be at least 1, it is 0"),
        (
            "infusion: 60",
            "infusion: [60, 30]",
            "24: phases[1].drugs[1].infusion must be one number of minutes, or three: [first, second, later]",
        ),
        ("        infusion: 60\n", "", f"16: phases[1].drugs[1].infusion {NO_TIME}"),
        ("route: IV", "route: PO\n        intake: daily", f"25: phases[1].drugs[1].infusion {NO_TIME}"),
        ("route: IV", "route: IV\n        intake: daily", f"22: phases[1].drugs[1].intake {NOT_TABLETS}"),
        ("    drugs:", "    visit_minutes: 20\n    drugs:", f"15: phases[1].visit_minutes {NO_VISIT}"),
        ("    drugs:", "    pause_days: 20\n    drugs:", f"11: phases[1].pause_reason {TWO_PAUSE}"),
        ("    drugs:", "    pause_reason: rest\n    drugs:", f"15: phases[1].pause_reason {TWO_PAUSE}"),
        ("    drugs:", "    pause_days: 1\n    pause_reason: rest\n    drugs:", f"11: phases[1] {BEFORE_IT}"),
        ("    drugs:", "    order: parallel\n    drugs:", f"11: phases[1] {BEFORE_IT}"),
        ("    drugs:", "    acuity: {2: 3}\n    drugs:", "15: phases[1].acuity.2 is not a day of this phase"),
        ("    drugs:", "    acuity: {one: 3}\n    drugs:", "15: phases[1].acuity.one is not a day of this phase"),
        (
            "    drugs:",
            "    acuity: {1: 6}\n    drugs:",
            "15: phases[1].acuity.1 must be an acuity from 1 to 5, or two: [first, later]",
        ),
        (
            "    drugs:",
            "    acuity: {1: [1, 2, 3]}\n    drugs:",
            "15: phases[1].acuity.1 must be an acuity from 1 to 5, or two: [first, later]",
        ),
        ("    drugs:", "    acuity: {1: 0}\n    drugs:", "15: phases[1].acuity.1 must be at least 1, it is 0"),
        ("    tolerance: {early: 1, late: 3}\n", "", "11: phases[1].tolerance is missing"),
        ("cycle_days: 21", "cycle_days: 0", "12: phases[1].cycle_days must be at least 1, it is 0"),
        (
            "infusion: 60",
            "infusion: 60\n        loading: {dose: 8, unit: mg, reload_after_days: 0}",
            "25: phases[1].drugs[1].loading.reload_after_days must be at least 1, it is 0",
        ),
        ("    drugs:", "    gate: {colour: red}\n    drugs:", "15: phases[1].gate.rules is missing"),
    ],
)
def test_a_mistake_in_a_regimen_is_told_in_one_sentence(old, new, sentence):
    assert SMALL.count(old) == 1
    with pytest.raises(LibraryError) as refused:
        regimen(SMALL.replace(old, new))
    assert str(refused.value) == f"small.yaml, line {sentence}."


PHASES = SMALL.index("phases:")
PHASE = SMALL[SMALL.index("  - name: only") :]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SMALL[:PHASES] + "phases: []\n", "10: phases must have at least one phase"),
        (SMALL + PHASE, "25: phases[2].name is only, the name of another phase of this regimen"),
        (SMALL + SMALL[SMALL.index("      - drug:") :], "16: phases[1].drugs has docetaxel twice on one day"),
        (SMALL.replace("drugs:\n", "drugs: []\n").split("      - drug")[0], f"11: phases[1].visit_minutes {NO_VISIT}"),
        *(
            (
                SMALL.replace("    drugs:", f"    {part}: {{{known}, colour: red}}\n    drugs:"),
                f"15: phases[1].{part}.colour is not a known field; known here are: {names}",
            )
            for part, known, names in (
                ("gate", "rules: [a]", "later_neutrophils, later_platelets, neutrophils, platelets, rules"),
                ("tolerance_within", "early: 0, late: 1", "early, late, note"),
                ("cycles_by_setting", "metastatic: 3", "metastatic"),
            )
        ),
    ],
)
def test_what_does_not_fit_together_is_told_in_one_sentence(text, sentence):
    with pytest.raises(LibraryError) as refused:
        regimen(text)
    assert str(refused.value) == f"small.yaml, line {sentence}."


def test_a_phase_that_only_visits_may_name_day_one_and_no_other():
    visit = SMALL.split("    drugs:", maxsplit=1)[0] + "    visit_minutes: 20\n    acuity: {1: 5}\n    drugs: []\n"
    assert regimen(visit).phases[0].acuity == ((1, Acuity(5, 5)),)


def test_a_second_phase_may_pause_and_run_beside():
    second = PHASE.replace("only", "later") + "    order: parallel\n    pause_days: 1\n    pause_reason: rest\n"
    assert regimen(SMALL + second).phases[1].pause_days == 1


def test_an_id_of_60_letters_and_a_short_name_of_12_are_long_enough():
    name = "a" * 60
    found = regimen(SMALL.replace("small", name).replace("SMALL", "TWELVE CHARS").replace("A " + name, "A"), name)
    assert (found.id, found.short) == (name, "TWELVE CHARS")
