"""Names taken for one another are told apart by data, not by code."""

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.look_alike import cross_selected, look_alikes, mistakable
from dayhospital.domain.regimen import Setting


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.mark.parametrize(
    ("drug", "others"),
    [
        ("trastuzumab_iv", {"trastuzumab_sc", "phesgo", "tdm1", "tdxd"}),
        ("tdm1", {"trastuzumab_iv", "trastuzumab_sc", "phesgo", "tdxd"}),
        ("paclitaxel", {"nab_paclitaxel"}),
        ("doxorubicin", {"pld"}),
        ("pembrolizumab_sc", {"pembrolizumab"}),
        ("carboplatin", set()),
        ("docetaxel", set()),
    ],
)
def test_a_drug_is_mistaken_for_those_of_its_group_and_no_others(library, drug, others):
    assert {other.id for other in look_alikes(library.drug(drug), library)} == others


def test_drugs_taken_for_one_another_never_show_the_same_name(library):
    for drug in library.drugs():
        for other in look_alikes(drug, library):
            assert other.shown != drug.shown
            assert look_alikes(other, library)


def test_what_is_chosen_together_is_no_mistake(library):
    (pair,) = mistakable(("carboplatin", "paclitaxel"), library)
    assert (pair[0].id, [other.id for other in pair[1]]) == ("paclitaxel", ["nab_paclitaxel"])
    assert mistakable(("paclitaxel", "nab_paclitaxel"), library) == ()
    assert mistakable(("carboplatin",), library) == ()


def test_eribulin_shows_of_what_its_milligrams_are(library):
    (dose,) = library.get("eribulin").phases[0].drugs
    assert (dose.dose, dose.unit, dose.salt) == (1.23, "mg/m²", "as base, = 1.4 mg/m² mesilate")


@pytest.mark.parametrize(
    ("regimen", "setting", "had", "asked"),
    [
        ("pac_weekly", Setting.METASTATIC, (), {"paclitaxel": ["nab_paclitaxel"]}),
        ("tdm1", Setting.ADJUVANT, (), {"tdm1": ["trastuzumab_iv", "trastuzumab_sc"]}),
        ("ddac_wp", Setting.ADJUVANT, (), {}),
        ("ddac_wp", Setting.ADJUVANT, ("pld",), {"doxorubicin": ["pld"]}),
        ("tchp", Setting.NEOADJUVANT, (), {}),
        ("tchp", Setting.NEOADJUVANT, ("tdxd", "letrozole"), {"trastuzumab_iv": ["tdxd"]}),
        ("letrozole", Setting.ADJUVANT, ("paclitaxel",), {}),
    ],
)
def test_a_regimen_stops_where_another_differs_by_such_names_only_or_the_patient_had_one(
    library, regimen, setting, had, asked
):
    found = cross_selected(library.get(regimen), setting, library, had)
    names = {drug.id: {other.id for other in others} for drug, others in found}
    if regimen == "tdm1":
        assert {"trastuzumab_iv", "trastuzumab_sc"} <= names["tdm1"]
    else:
        assert names == {drug: set(others) for drug, others in asked.items()}
