"""The library that comes with the program, and what happens to a file with a mistake in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dayhospital import paths
from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Extravasation, ReactionRisk, Stability
from dayhospital.domain.regimen import (
    ByExposure,
    Loading,
    ObservationMode,
    PhaseOrder,
    Place,
    Regimen,
    Route,
    Setting,
)
from dayhospital.errors import LibraryError, NotFound

DISABLED = {"tdxd_thp_neo", "tdxd_pertuzumab", "imlunestrant", "camizestrant_cdk", "sg_pembro"}
PARALLEL = {"kn355_nabpac", "kn355_pac", "kn355_gemcarbo"}

SMALL = """\
id: small
version: 1
name: A small regimen
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
        days: [1, 8]
        route: IV
        places: [day_hospital]
        sequence: 10
        infusion: 60
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Library]:
    """Make a library of one regimen, from its text, beside the drugs and sources of the program."""

    def make(text: str) -> Library:
        (tmp_path / "regimens").mkdir(exist_ok=True)
        for name in ("drugs.yaml", "sources.yaml"):
            shutil.copy(paths.resources() / name, tmp_path / name)
        (tmp_path / "regimens" / "small.yaml").write_text(text, encoding="utf-8")
        return Library.load(tmp_path)

    return make


def refusal(make: Callable[[str], Library], old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    with pytest.raises(LibraryError) as caught:
        make(SMALL.replace(old, new)).get("small")
    return str(caught.value)


def test_every_regimen_and_drug_of_the_reference_is_there(library: Library) -> None:
    assert len(library.all()) == 107
    assert len(library.drugs()) == 59


def test_the_regimens_that_are_not_approved_ship_disabled_and_say_why(library: Library) -> None:
    assert {regimen.id for regimen in library.all() if not regimen.enabled} == DISABLED
    assert all(library.get(regimen_id).regulatory_note for regimen_id in DISABLED)


def test_only_three_regimens_run_phases_beside_each_other(library: Library) -> None:
    parallel = {
        regimen.id for regimen in library.all() if any(phase.order is PhaseOrder.PARALLEL for phase in regimen.phases)
    }
    assert parallel == PARALLEL


def test_short_names_are_unique_and_fit_on_a_card(library: Library) -> None:
    shorts = [regimen.short for regimen in library.all()]
    assert len(set(shorts)) == len(shorts)
    assert max(map(len, shorts)) <= 12


def test_names_are_unique(library: Library) -> None:
    names = [regimen.name for regimen in library.all()]
    assert len(set(names)) == len(names)


def test_every_source_has_its_line(library: Library) -> None:
    for sources in [regimen.sources for regimen in library.all()] + [drug.sources for drug in library.drugs()]:
        assert sources
        assert all(library.source(key) for key in sources)


def test_every_drug_is_used_except_those_for_other_chapters(library: Library) -> None:
    used = {drug for regimen in library.all() for drug in regimen.drug_ids}
    unused = {drug.id for drug in library.drugs()} - used
    assert unused == {"filgrastim"}


def test_tablets_are_taken_at_home_and_everything_else_takes_time(library: Library) -> None:
    for dose in (dose for regimen in library.all() for phase in regimen.phases for dose in phase.drugs):
        if dose.route is Route.PO:
            assert dose.places == (Place.HOME,)
            assert dose.intake
        else:
            assert dose.infusion.later > 0


def test_keynote_522_pauses_for_surgery_before_its_last_phase(library: Library) -> None:
    regimen = library.get("kn522")
    assert [(phase.cycle_days, phase.cycles) for phase in regimen.phases] == [(21, 4), (21, 4), (21, 9)]
    assert [phase.pause_reason for phase in regimen.phases] == ["", "", "surgery"]
    assert regimen.phases[2].pause_days == 42
    assert regimen.phases[0].days(1) == (1, 8, 15)
    assert regimen.colour == "IO"


def test_tchp_loads_its_antibodies_and_loads_again_after_a_gap(library: Library) -> None:
    first = {dose.drug: dose for dose in library.get("tchp").phases[0].drugs}
    assert first["trastuzumab_iv"].loading == Loading(8, "mg/kg", 29)
    assert first["pertuzumab"].loading == Loading(840, "mg", 42)
    assert first["pertuzumab"].observation == ByExposure(60, 30, 30)
    assert first["pertuzumab"].observation_mode is ObservationMode.BEFORE_NEXT
    assert first["trastuzumab_iv"].observation == ByExposure(360, 120, 120)
    assert first["trastuzumab_iv"].observation_mode is ObservationMode.FROM_START
    assert first["trastuzumab_iv"].pragmatic_observation == ByExposure(60, 0, 0)
    assert first["docetaxel"].loading is None


def test_weekly_trastuzumab_is_loaded_again_sooner_than_three_weekly(library: Library) -> None:
    (dose,) = library.get("trastuzumab_iv_weekly").phases[0].drugs
    assert dose.loading == Loading(4, "mg/kg", 15)


def test_fulvestrant_is_given_on_day_15_of_the_first_cycle_only(library: Library) -> None:
    phase = library.get("fulvestrant").phases[0]
    assert phase.days(1) == (1, 15)
    assert phase.days(2) == (1,)
    assert phase.drugs[0].places == (Place.DAY_HOSPITAL, Place.CONSULTATION)


def test_the_number_of_cycles_depends_on_the_setting(library: Library) -> None:
    phase = library.get("trastuzumab_sc").phases[0]
    assert phase.cycles_in(Setting.ADJUVANT) == 18
    assert phase.cycles_in(Setting.METASTATIC) is None


def test_a_day_without_drugs_has_its_length_and_place(library: Library) -> None:
    consultation = library.get("consultation").phases[0]
    assert (consultation.visit_minutes, consultation.visit_place) == (20, Place.CONSULTATION)
    assert library.get("blood_draw").phases[0].visit_minutes == 10


def test_a_drug_carries_what_the_rules_ask(library: Library) -> None:
    doxorubicin = library.drug("doxorubicin")
    assert doxorubicin.tall_man == "DOXOrubicin"
    assert doxorubicin.extravasation is Extravasation.VESICANT
    assert doxorubicin.cumulative_limit_mg_m2 == 550
    assert library.drug("docetaxel").stability is Stability.SHORT
    assert library.drug("nab_paclitaxel").reaction_risk is ReactionRisk.MEDIUM


@pytest.mark.parametrize(
    ("drug", "high", "not_high"),
    [
        ("paclitaxel", {1, 2}, {3, 9}),
        ("carboplatin", {7, 12}, {1, 6}),
        ("iron_iv", {1, 5}, set()),
        ("tdm1", set(), {1}),
    ],
)
def test_the_reaction_risk_is_high_at_the_exposures_of_the_reference(
    library: Library, drug: str, high: set[int], not_high: set[int]
) -> None:
    assert all(library.drug(drug).high_risk(exposure) for exposure in high)
    assert not any(library.drug(drug).high_risk(exposure) for exposure in not_high)


def test_a_regimen_of_ones_own_needs_no_code(own: Callable[[str], Library]) -> None:
    library = own(SMALL)
    assert library.ids() == ("small",)
    regimen = library.get("small")
    assert isinstance(regimen, Regimen)
    assert regimen.phases[0].drugs[0].infusion == ByExposure(60, 60, 60)
    assert regimen.phases[0].cycles is None


def test_files_are_read_when_they_are_asked_for(own: Callable[[str], Library]) -> None:
    library = own("this: [is, not, a regimen")
    assert library.ids() == ("small",)
    with pytest.raises(LibraryError, match=r"^small\.yaml, line \d+: this is not valid YAML"):
        library.all()


def test_an_unknown_regimen_drug_or_source_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound, match="no regimen nothing"):
        library.get("nothing")
    with pytest.raises(NotFound, match="no drug nothing"):
        library.drug("nothing")
    with pytest.raises(NotFound, match="no source nothing"):
        library.source("nothing")


def test_a_folder_without_regimens_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no regimens"):
        Library.load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("colour: TX", "colour: TX\nprize: 3", 7, "prize is not a known field"),
        ("name: A small regimen\n", "", 1, "name is missing"),
        ("version: 1", "version: one", 2, "version must be a whole number"),
        ("version: 1", "version: 0", 2, "version must be at least 1"),
        ("id: small", "id: large", 1, "id is large"),
        ("short: SMALL", "short: SMALLER THAN SMALL", 4, "short must have at most 12 characters"),
        ("group: chemotherapy", "group: magic", 5, "group must be one of chemotherapy"),
        ("colour: TX", "colour: tx", 6, "colour must be one of AN"),
        ("[metastatic]", "[]", 7, "settings must be a list"),
        ("[metastatic]", "metastatic", 7, "settings must be a list"),
        ("[metastatic]", "[palliative]", 7, "settings must be one of neoadjuvant"),
        ("[FK]", "[NOBODY]", 9, "sources has NOBODY"),
        ("colour: TX", "colour: TX\ncolour: AN", 7, "colour stands twice"),
        ("cycles: open", "cycles: 0", 13, "phases[1].cycles must be at least 1"),
        ("cycles: open", "cycles: often", 13, "phases[1].cycles must be a whole number"),
        ("early: 1", "early: -1", 14, "phases[1].tolerance.early must be at least 0"),
        ("drug: docetaxel", "drug: DOCEtaxel", 16, "phases[1].drugs[1].drug is DOCEtaxel"),
        ("dose: 75", "dose: much", 17, "phases[1].drugs[1].dose must be a number"),
        ("dose: 75", "dose: -75", 17, "phases[1].drugs[1].dose must not be negative"),
        ("[1, 8]", "[1, 22]", 20, "phases[1].drugs[1].days has day 22, but the cycle has 21 days"),
        ("[1, 8]", "[1, 1]", 20, "phases[1].drugs[1].days has a day twice"),
        ("[1, 8]", "[0]", 20, "phases[1].drugs[1].days must be at least 1"),
        ("infusion: 60", "infusion: -60", 24, "phases[1].drugs[1].infusion must be at least 0"),
        (
            "infusion: 60",
            "infusion: [60, 30]",
            24,
            "phases[1].drugs[1].infusion must be one number of minutes, or three",
        ),
        ("        infusion: 60\n", "", 16, "phases[1].drugs[1].infusion is the time a dose takes"),
        ("route: IV", "route: PO", 16, "phases[1].drugs[1].intake says when tablets are taken"),
        (
            "    drugs:",
            "    visit_minutes: 20\n    drugs:",
            15,
            "phases[1].visit_minutes is the length of a day without",
        ),
        ("    drugs:", "    pause_days: 20\n    drugs:", 11, "phases[1].pause_reason goes with pause_days"),
        ("    drugs:", "    acuity: {2: 3}\n    drugs:", 15, "phases[1].acuity.2 is not a day of this phase"),
        ("    drugs:", "    acuity: {8: 6}\n    drugs:", 15, "phases[1].acuity.8 must be an acuity from 1 to 5"),
        ("    drugs:", "    order: parallel\n    drugs:", 11, "phases[1] is the first phase"),
        ("    drugs:", "    cycles_by_setting: {adjuvant: 6}\n    drugs:", 15, "adjuvant is not a known field"),
        ("phases:", "biomarkers: {her2: strong}\nphases:", 10, "biomarkers.her2 must be one of"),
        ("phases:", "biomarkers: {hair: red}\nphases:", 10, "biomarkers.hair is not a known field"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(
    own: Callable[[str], Library], old: str, new: str, line: int, field: str
) -> None:
    message = refusal(own, old, new)
    assert message.startswith(f"small.yaml, line {line}: ")
    assert field in message
    assert "\n" not in message


def test_two_phases_with_one_name_are_refused(own: Callable[[str], Library]) -> None:
    phase = SMALL[SMALL.index("  - name: only") :]
    with pytest.raises(LibraryError, match=r"line 25: phases\[2\]\.name is only, the name of another phase"):
        own(SMALL + phase).get("small")


def test_a_drug_twice_on_one_day_is_refused(own: Callable[[str], Library]) -> None:
    dose = SMALL[SMALL.index("      - drug:") :]
    with pytest.raises(LibraryError, match=r"phases\[1\]\.drugs has docetaxel twice on one day"):
        own(SMALL + dose).get("small")


def test_an_empty_file_and_a_file_that_is_not_text_are_refused(own: Callable[[str], Library]) -> None:
    with pytest.raises(LibraryError, match=r"small\.yaml, line 1: the file is empty"):
        own("").get("small")
    library = own(SMALL)
    (library.folder / "regimens" / "small.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LibraryError, match=r"small\.yaml cannot be read"):
        library.get("small")


def test_a_mistake_in_the_drugs_is_named_too(own: Callable[[str], Library]) -> None:
    library = own(SMALL)
    drugs = library.folder / "drugs.yaml"
    drugs.write_text(drugs.read_text(encoding="utf-8").replace("stability: C", "stability: Z", 1), encoding="utf-8")
    with pytest.raises(LibraryError, match=r"^drugs\.yaml, line \d+: doxorubicin\.stability must be one of A"):
        library.get("small")


def test_what_a_wound_waits_for_is_data_and_antibody_drug_conjugates_are_cytotoxic():
    library = Library.load()
    assert [one.id for one in library.drugs() if one.wound_days_before or one.wound_days_after] == ["bevacizumab"]
    cytotoxic = [name for name in ("tdxd", "docetaxel", "trastuzumab_iv") if library.drug(name).cytotoxic]
    assert cytotoxic == ["tdxd", "docetaxel"]
