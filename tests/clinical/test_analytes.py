"""The analytes as they ship, and what is wrong with a file that is not right."""

from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.library import Library
from dayhospital.domain.result import Analyte, AnalyteGroup, Result
from dayhospital.errors import InvalidValue, LibraryError

NOON = datetime(2026, 11, 24, 12)


def test_every_analyte_has_a_known_source_and_a_number_or_answers():
    library = Library.load()
    for analyte in analytes().values():
        assert all(library.source(key) for key in analyte.sources)
        assert not (analyte.answers and (analyte.unit or analyte.plausible or analyte.upper))


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "kept"),
    [
        ("creatinine", 80.0, "µmol/L", 80.0),
        ("creatinine", 1.0, "mg/dL", 88.42),
        ("haemoglobin", 104.0, "g/L", 10.4),
        ("bilirubin", 17.1, "µmol/L", 1.0),
        ("glucose", 5.55, "mmol/L", 100.0),
    ],
)
def test_values_are_converted_to_the_unit_of_the_analyte(analyte, value, unit, kept):
    assert analytes()[analyte].in_unit(value, unit) == pytest.approx(kept, rel=0.001)


def test_a_unit_nobody_prints_is_refused():
    with pytest.raises(InvalidValue, match="µmol/L, mg/dL"):
        analytes()["creatinine"].in_unit(80.0, "g/L")


def test_a_count_serves_three_days_to_the_minute():
    taken, hours = Result("neutrophils", NOON, 2.0), analytes()["neutrophils"].valid_hours
    assert taken.valid_at(NOON + timedelta(hours=72), hours)
    assert not taken.valid_at(NOON + timedelta(hours=72, minutes=1), hours)
    assert not taken.valid_at(NOON - timedelta(minutes=1), hours)
    assert taken.valid_at(NOON + timedelta(days=4000), None)


@pytest.mark.parametrize(("value", "answer"), [(None, ""), (1.0, "positive")])
def test_a_result_is_a_number_or_an_answer(value, answer):
    with pytest.raises(InvalidValue):
        Result("neutrophils", NOON, value, answer)


def test_a_wrong_file_names_line_and_field(tmp_path):
    text = "luck:\n  name: Luck\n  group: blood\n  plausible: [9, 1]\n  sources: [FK]\n"
    (tmp_path / "analytes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError, match=r"analytes.yaml, line 4: luck.plausible must be"):
        analytes(tmp_path)


FULL = """\
sugar:
  name: Sugar
  group: heart
  unit: mg/dL
  other_units: {mmol/L: 18.016}
  plausible: [10, 1000]
  upper: 110.5
  valid_hours: 1
  loinc: 2345-7
  sources: [FK]
mood:
  name: Mood
  group: gene
  answers: [good, bad]
  specimen: true
  sources: [FK, ELSE]
"""


def test_every_field_of_an_analyte_is_read_as_it_is_meant(tmp_path):
    (tmp_path / "analytes.yaml").write_text(FULL, encoding="utf-8")
    assert list(analytes(tmp_path).values()) == [
        Analyte(
            id="sugar",
            name="Sugar",
            group=AnalyteGroup.HEART,
            unit="mg/dL",
            other_units={"mmol/L": 18.016},
            plausible=(10, 1000),
            upper=110.5,
            valid_hours=1,
            loinc="2345-7",
            sources=("FK",),
        ),
        Analyte(
            id="mood",
            name="Mood",
            group=AnalyteGroup.GENE,
            answers=("good", "bad"),
            specimen=True,
            sources=("FK", "ELSE"),
        ),
    ]


def test_a_number_may_come_without_a_unit(tmp_path):
    text = FULL.replace("  unit: mg/dL\n", "").replace("  other_units: {mmol/L: 18.016}\n", "")
    (tmp_path / "analytes.yaml").write_text(text.replace("  loinc: 2345-7\n", ""), encoding="utf-8")
    sugar = analytes(tmp_path)["sugar"]
    assert (sugar.unit, sugar.other_units, sugar.loinc, sugar.specimen) == ("", {}, "", False)


TWO = "must be the lowest and the highest value, for example [0, 100]"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[10, 1000]", "[10]", f"6: sugar.plausible {TWO}"),
        ("[10, 1000]", "[10, 10]", f"6: sugar.plausible {TWO}"),
        ("valid_hours: 1", "valid_hours: 0", "8: sugar.valid_hours must be at least 1, it is 0"),
        (
            "  loinc: 2345-7\n",
            "  hue: red\n",
            "9: sugar.hue is not a known field; known here are: group, loinc, name, other_units, plausible, sources, "
            "specimen, unit, upper, valid_hours",
        ),
        (
            "answers: [good, bad]",
            "answers: [good, bad]\n  unit: mg",
            "15: mood.unit is not a known field; known here are: answers, group, loinc, name, other_units, sources, "
            "specimen, upper",
        ),
        ("mg/dL", "3", "4: sugar.unit must be a text"),
    ],
)
def test_a_mistake_in_an_analyte_is_told_in_one_sentence(tmp_path, old, new, sentence):
    (tmp_path / "analytes.yaml").write_text(FULL.replace(old, new), encoding="utf-8")
    with pytest.raises(LibraryError) as refused:
        analytes(tmp_path)
    assert str(refused.value) == f"analytes.yaml, line {sentence}."
