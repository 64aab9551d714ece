"""What a regimen asks of a patient is read from its file; a mistake is named, and no code is needed for a new one."""

import shutil
from datetime import date

import pytest

from dayhospital import paths
from dayhospital.clinical.eligibility import Verdict, judge
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.domain.needs import NeedKind
from dayhospital.domain.patient import AllergyStatus, Patient, PatientLabel, Sex, Side
from dayhospital.domain.regimen import Group, Setting
from dayhospital.domain.result import Results
from dayhospital.domain.tumour import Histology, Tumour
from dayhospital.errors import LibraryError
from tests.clinical.test_library import SMALL


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture
def with_needs(tmp_path):
    """Return a library of one regimen with these needs, in a folder of its own."""
    (tmp_path / "regimens").mkdir()
    for name in ("drugs.yaml", "sources.yaml"):
        shutil.copy(paths.resources() / name, tmp_path)

    def made(text: str) -> Library:
        (tmp_path / "regimens" / "small.yaml").write_text(SMALL.replace("phases:", f"{text}\nphases:"), "utf-8")
        return Library.load(tmp_path)

    return made


def a_case(library: Library, **tumour) -> Case:
    label = PatientLabel(1, "Needs", "Nele", date(1980, 1, 1), Sex.FEMALE, "N 1")
    found = Tumour(1, Side.LEFT, Histology.DUCTAL, date(2026, 10, 1), **tumour)
    patient = Patient(label, allergy_status=AllergyStatus.NONE_KNOWN)
    return Case(patient, found, Results(), (), (), date(2026, 11, 24), library.drug)


def test_a_regimen_added_as_a_file_is_judged_without_code(with_needs):
    library = with_needs("needs:\n  - {her2: [low, ultralow]}\n  - {er: positive}\nsafety:\n  - {age: 18}")
    regimen = library.get("small")
    assert judge(regimen, Setting.METASTATIC, a_case(library, er_percent=80, her2_ihc=1)).verdict is Verdict.FITS
    assert judge(regimen, Setting.METASTATIC, a_case(library, er_percent=80)).missing == ("HER2",)
    refused = judge(regimen, Setting.METASTATIC, a_case(library, er_percent=0, her2_ihc=1))
    assert refused.verdict is Verdict.DOES_NOT_FIT
    assert [one.found for one in refused.against] == ["ER 0 % (01-Oct-2026)"]


@pytest.mark.parametrize(
    ("needs", "field"),
    [
        ("needs:\n  - {her2: [strong]}", "needs[1].her2 must be of"),
        ("needs:\n  - {hair: red}", "needs[1] must name one of her2"),
        ("needs:\n  - {er: positive, pr: positive}", "needs[1] must name one of her2"),
        ("needs:\n  - {er: positive, colour: red}", "needs[1].colour is not a known field"),
        ("needs:\n  - {er: positive, in: [palliative]}", "needs[1].in must be one of neoadjuvant"),
        ("needs:\n  - {er: positive, sources: [NOBODY]}", "needs[1].sources has NOBODY"),
        ("needs:\n  - {altered: [pik4ca]}", "needs[1].altered must be of"),
        ("needs:\n  - {earlier: [magic]}", "needs[1].earlier has magic, which is no drug, class or group"),
        ("needs:\n  - {earlier: [taxane], lines: 0}", "needs[1].lines must be at least 1"),
        ("needs:\n  - {result: luck, at_least: 1}", "needs[1].result has luck"),
        ("needs:\n  - {result: lvef}", "needs[1] must say one of at_least"),
        ("needs:\n  - {result: lvef, at_least: 1, below: 3}", "needs[1] must say one of at_least"),
        ("needs:\n  - {result: lvef, times_upper: 1}", "needs[1].times_upper needs an upper limit"),
        ("needs:\n  - {result: dpyd, answers: [great]}", "needs[1].answers has great"),
        ("needs:\n  - {ecog: much}", "needs[1].ecog must be a number"),
        ("needs:\n  - any_of:\n      - all:\n          - {er: positive}", "needs[1].any_of must have at least two"),
        ("safety:\n  - {stage: [V]}", "safety[1].stage must be of"),
    ],
)
def test_a_mistake_in_the_needs_is_named(with_needs, needs, field):
    with pytest.raises(LibraryError) as refused:
        with_needs(needs).get("small")
    assert str(refused.value).startswith("small.yaml, line ")
    assert field in str(refused.value)


def test_safety_is_read_as_safety_and_sources_may_be_its_own(with_needs):
    first, second = with_needs("needs:\n  - {ecog: 2}\nsafety:\n  - {age: 18, sources: [FK]}").get("small").needs
    assert (first.kind, first.safety, first.limit, first.sources) == (NeedKind.ECOG, False, 2.0, ())
    assert (second.kind, second.safety, second.sources) == (NeedKind.AGE, True, ("FK",))


def test_every_regimen_against_the_tumour_says_whom_it_fits(library):
    silent = [one.id for one in library.all() if one.group is not Group.SUPPORTIVE and len(one.needs) < 3]
    assert silent == []


def leaves(needs):
    for need in needs:
        yield need
        for way in need.ways:
            yield from leaves(way)


KINDS = {"er_or_pr": "hormone_receptors", "esr1": "altered", "pik3ca": "altered", "pik3ca_akt1_pten": "altered"}
KINDS |= {"brca": "altered", "pd_l1": "result"}


def test_what_the_short_words_ask_of_the_tumour_is_among_the_needs(library):
    """``biomarkers`` is for lists, ``needs`` decides: neither says what the other does not."""
    for regimen in library.all():
        kinds = {need.kind.value for need in leaves(regimen.needs)}
        asked = {KINDS.get(name, name) for name, _ in regimen.biomarkers.requires}
        assert asked <= kinds, regimen.id
        her2 = dict(regimen.biomarkers.requires).get("her2")
        if her2 in {"positive", "negative"}:
            wanted = ("positive",) if her2 == "positive" else ("low", "ultralow", "negative")
            assert wanted in [need.words for need in leaves(regimen.needs) if need.kind is NeedKind.HER2], regimen.id


@pytest.mark.parametrize("target", ["HER2 domain IV", "HER2 domain II", "TROP2", "PD-1 or PD-L1", "RANKL"])
def test_antibodies_say_where_they_bind(library, target):
    assert any(target in drug.targets for drug in library.drugs())


def test_the_two_antibodies_of_one_phase_bind_to_different_places(library):
    for phase in (phase for regimen in library.all() for phase in regimen.phases):
        taken = [target for dose in phase.drugs for target in library.drug(dose.drug).targets]
        assert len(taken) == len(set(taken)), phase.name


def test_a_drug_is_meant_by_its_id_its_classes_and_its_group(library):
    phesgo = library.drug("phesgo")
    assert all(map(phesgo.is_a, ("phesgo", "trastuzumab", "pertuzumab", "anti-HER2", "targeted")))
    assert not phesgo.is_a("taxane")
