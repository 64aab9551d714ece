"""What drugs.yaml says about doses: read as it is meant, refused with line and field when it cannot be."""

import shutil

import pytest

from dayhospital import paths
from dayhospital.clinical.library import Library
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.dosing import Amount, Bands, Caps, DoseKind, Equivalence, Levels
from dayhospital.errors import InvalidValue, LibraryError

DRUG = """\
{name}:
  name: {name}
  group: chemotherapy
  colour: TX
  extravasation: none
  emetic: low
  stability: A
  sources: [FK]
  confidence: from knowledge
"""


@pytest.fixture
def made(tmp_path):
    """Return what is made of the lines about a drug's dose."""

    def make(lines: str):
        (tmp_path / "regimens").mkdir(exist_ok=True)
        (tmp_path / "regimens" / "one.yaml").write_text("id: one", encoding="utf-8")
        shutil.copy(paths.resources() / "sources.yaml", tmp_path / "sources.yaml")
        text = (
            DRUG.format(name="other") + DRUG.format(name="mine") + "".join(f"  {line}\n" for line in lines.split("\n"))
        )
        (tmp_path / "drugs.yaml").write_text(text, encoding="utf-8")
        return Library.load(tmp_path).drug("mine")

    return make


def dosing(made, part: str, kind: str = "cytotoxic"):
    return made(f"dosing:\n  kind: {kind}\n  {part}").dosing


def test_a_drug_without_dosing_is_never_banded_capped_or_reduced_by_level(made):
    found = made("atc: X").dosing
    assert (found.kind, found.bands.mg, found.caps.by_dose, found.levels.doses) == (DoseKind.OTHER, (), (), ())


def test_steps_become_bands_without_binary_dust(made):
    found = dosing(made, "bands: {steps_mg: {0.3: 0.1, 1: 0.35, 2: 1}, confidence: from knowledge}")
    assert found.bands == Bands((0.1, 0.2, 0.3, 0.65, 1.0, 2.0), Confidence.KNOWLEDGE)


def test_bands_may_be_named_one_by_one(made):
    found = dosing(made, "bands: {mg: [500, 650], confidence: verified}")
    assert found.bands == Bands((500.0, 650.0), Confidence.VERIFIED)


def test_caps_hold_up_to_their_dose_and_the_last_one_beyond(made):
    caps = dosing(made, "caps: {mg_by_dose: {60: 120, 80: 160}, confidence: verified}").caps
    assert [caps.at(dose) for dose in (45, 60, 60.1, 80, 100)] == [120, 120, 160, 160, 160]
    assert Caps().at(60) is None


def test_levels_go_down_in_their_own_unit(made):
    levels = dosing(made, "levels: {doses: [3.6, 3.0, 2.4], unit: mg/kg, confidence: verified}").levels
    assert levels.below(3.6, "mg/kg") == (3.0, 2.4)
    assert levels.below(3.0, "mg/kg") == (2.4,)
    assert levels.below(3.6, "mg") == ()
    assert dosing(made, "levels: {never: true, confidence: verified}").levels == Levels(
        never=True, confidence=Confidence.VERIFIED
    )


def test_a_drug_may_count_together_with_another(made):
    found = made("equivalent: {drug: other, factor: 0.67, factor_feijen: 0.8}")
    assert found.equivalent == Equivalence("other", 0.67, 0.8)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("dosing:\n  kind: strong", "kind must be one of cytotoxic, biological, other"),
        ("dosing:\n  kind: other\n  speed: 3", "speed is not a known field"),
        ("dosing:\n  kind: other\n  bands: {mg: [5], confidence: verified}", "bands say how far"),
        ("dosing:\n  kind: cytotoxic\n  bands: {mg: [5]}", "confidence is missing"),
        ("dosing:\n  kind: cytotoxic\n  bands: {mg: [5, 5], confidence: verified}", "must give bands above 0"),
        ("dosing:\n  kind: cytotoxic\n  bands: {mg: [0, 5], confidence: verified}", "must give bands above 0"),
        ("dosing:\n  kind: cytotoxic\n  bands: {mg: [few], confidence: verified}", "mg must be a number"),
        ("dosing:\n  kind: cytotoxic\n  bands: {steps_mg: {50: 3}, confidence: verified}", "do not lead from 0 to 50"),
        ("dosing:\n  kind: cytotoxic\n  bands: {steps_mg: {50: 0}, confidence: verified}", "do not lead from 0 to 50"),
        ("dosing:\n  kind: cytotoxic\n  bands: {steps_mg: {50: 5, 40: 5}, confidence: verified}", "must ascend"),
        ("dosing:\n  kind: cytotoxic\n  bands: {steps_mg: {many: 5}, confidence: verified}", "many must be a number"),
        ("dosing:\n  kind: cytotoxic\n  caps: {confidence: verified}", "mg_by_dose is missing"),
        ("dosing:\n  kind: other\n  levels: {doses: [3, 4], unit: mg, confidence: verified}", "must go down"),
        ("dosing:\n  kind: other\n  levels: {doses: [4, 3], confidence: verified}", "unit is missing"),
        ("equivalent: {drug: nobody, factor: 1, factor_feijen: 1}", "counts together with nobody"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(made, lines, words):
    with pytest.raises(LibraryError, match=words) as caught:
        made(lines)
    assert "drugs.yaml, line " in str(caught.value)


def test_bands_ascend_and_are_positive():
    for wrong in ((5.0, 5.0), (10.0, 5.0), (0.0, 5.0)):
        with pytest.raises(InvalidValue):
            Bands(wrong)
    assert Amount(1.23, "mg") == Amount(1.23, "mg")


def test_eribulin_says_which_salt_its_figure_means():
    assert "base" in Library.load().drug("eribulin").dosing.expressed_as
