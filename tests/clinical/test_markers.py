"""Which result of a biomarker counts, what it was before, and which analytes stand together."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.library import Library
from dayhospital.clinical.markers import is_noteworthy, markers, regimens_asking
from dayhospital.clinical.panels import biomarkers, glance, panels
from dayhospital.domain.result import AnalyteGroup, Result, Results
from dayhospital.errors import LibraryError

NOON = datetime(2026, 11, 24, 12)
LIBRARY = Library.load()
KNOWN = {analyte.id: analyte for analyte in biomarkers()}


def result(analyte, value=None, answer="", *, weeks=0, specimen="biopsy", tumour=None):
    return Result(analyte, NOON - timedelta(weeks=weeks), value, answer, specimen, tumour_id=tumour)


def found(*results):
    return markers(Results(results), KNOWN)


def test_the_newest_result_counts_and_the_change_is_known():
    lost, first = result("er", 0.0), result("er", 90.0, weeks=90)
    (marker,) = found(first, lost)
    assert marker.newest == lost
    assert marker.changed_from(lost) == first
    assert marker.changed_from(first) is None


def test_a_result_that_says_the_same_is_no_change():
    again = result("her2_ihc", answer="1+")
    (marker,) = found(again, result("her2_ihc", answer="1+", weeks=9))
    assert marker.before(again) is not None
    assert marker.changed_from(again) is None


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        ((90.0, ""), (0.0, ""), True),
        ((90.0, ""), (1.0, ""), False),
        ((1.0, ""), (0.9, ""), True),
        ((0.9, ""), (0.0, ""), False),
        ((0.0, ""), (1.0, ""), True),
        ((5.0, ""), (5.0, ""), False),
        ((None, "0"), (None, "1+"), True),
        ((None, "1+"), (None, "1+"), False),
    ],
)
def test_a_marker_turns_where_one_percent_is_passed_or_the_answer_is_another(before, after, turned):
    analyte = "her2_ihc" if before[1] else "er"
    newest = result(analyte, *after)
    (marker,) = found(result(analyte, *before, weeks=9), newest)
    assert marker.turned(newest) is turned
    assert not marker.turned(marker.results[-1])


def test_what_is_inherited_and_what_the_tumour_has_are_two_markers():
    inherited = result("brca1", answer="none", specimen="Blood")
    of_tumour = result("brca1", answer="pathogenic", specimen="liver biopsy", weeks=1)
    assert [one.newest for one in found(of_tumour, inherited)] == [inherited, of_tumour]


def test_two_tumours_stay_apart_and_one_tumour_takes_what_names_none():
    left, right = result("er", 90.0, tumour=1), result("er", 0.0, tumour=2, weeks=1)
    assert [one.newest for one in found(left, right)] == [left, right]
    (marker,) = found(left, result("er", 80.0, weeks=3))
    assert len(marker.results) == 2


def test_markers_stand_in_the_order_of_their_file_and_blood_counts_are_none():
    shown = found(result("pik3ca", answer="none"), result("er", 1.0), Result("neutrophils", NOON, 2.0))
    assert [one.analyte.id for one in shown] == ["er", "pik3ca"]


@pytest.mark.parametrize(
    ("analyte", "answer", "specimen", "stands_out"),
    [
        ("pik3ca", "pathogenic", "plasma", True),
        ("pik3ca", "none", "plasma", False),
        ("tp53", "pathogenic", "plasma", False),
        ("tp53", "pathogenic", "blood", True),
        ("palb2", "uncertain", "blood", False),
        ("her2_ish", "amplified", "biopsy", True),
        ("her2_ish", "not amplified", "biopsy", False),
    ],
)
def test_an_answer_stands_out_if_it_is_inherited_or_a_regimen_looks_for_it(analyte, answer, specimen, stands_out):
    assert is_noteworthy(result(analyte, answer=answer, specimen=specimen), LIBRARY) is stands_out


ASKING = [
    ("pik3ca", {"alpelisib_ful", "capivasertib_ful"}),
    ("akt1", {"capivasertib_ful"}),
    ("esr1", {"elacestrant"}),
    ("brca1", {"olaparib", "talazoparib"}),
    ("brca2", {"olaparib", "talazoparib"}),
    ("palb2", set()),
    ("tp53", set()),
]


@pytest.mark.parametrize(("gene", "regimens"), ASKING)
def test_a_variant_names_the_regimens_that_look_for_it(gene, regimens):
    names = {regimen.id for regimen in regimens_asking(result(gene, answer="pathogenic"), LIBRARY)}
    assert regimens <= names
    assert bool(names) is bool(regimens)
    assert regimens_asking(result(gene, answer="none"), LIBRARY) == ()
    assert regimens_asking(result(gene, answer="uncertain"), LIBRARY) == ()


def test_a_regimen_that_is_switched_off_looks_for_nothing():
    variant, library = result("pik3ca", answer="pathogenic"), Library.load()
    for regimen in regimens_asking(variant, library):
        library._regimens[regimen.id] = replace(regimen, enabled=False)
    assert regimens_asking(variant, library) == ()


def test_every_analyte_is_a_biomarker_or_stands_in_one_panel():
    inside = [analyte.id for panel in panels() for analyte in panel.analytes]
    assert sorted([*inside, *KNOWN]) == sorted(analytes())
    assert {analyte.group for analyte in biomarkers()} == {AnalyteGroup.TUMOUR, AnalyteGroup.GENE}


def test_the_glance_at_the_side_is_of_counts_and_kidney():
    assert [analyte.id for analyte in glance()] == ["neutrophils", "platelets", "haemoglobin", "creatinine"]


def test_what_stands_in_no_panel_makes_a_last_one(tmp_path):
    (tmp_path / "panels.yaml").write_text("heart: {name: Heart, analytes: [lvef]}\n", encoding="utf-8")
    heart, others = panels(tmp_path)
    assert [analyte.id for analyte in heart.analytes] == ["lvef"]
    assert {"neutrophils", "qtcf", "dpyd"} <= {analyte.id for analyte in others.analytes}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("analytes: [er]", "names er"),
        ("analytes: [lvef, lvef]", "stands twice"),
        ("analytes: [lvef], glance: [qtcf]", "names qtcf, which is not in the panel"),
    ],
)
def test_a_wrong_file_names_line_and_field(tmp_path, line, words):
    (tmp_path / "panels.yaml").write_text(f"heart: {{name: Heart, {line}}}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match=f"panels.yaml, line 1: heart.*{words}"):
        panels(tmp_path)
