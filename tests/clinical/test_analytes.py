"""The analytes as they ship, and what is wrong with a file that is not right."""

from datetime import datetime, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.library import Library
from dayhospital.domain.result import Result
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
