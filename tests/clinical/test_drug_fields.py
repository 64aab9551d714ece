"""Each field of a drug and its dose: what it becomes, what is usual without it, the sentence of each mistake."""

from pathlib import Path

import pytest

from dayhospital.clinical import library_schema, yaml_fields
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.dosing import Bands, Caps, DoseKind, Dosing, Equivalence, Levels
from dayhospital.domain.drug import Drug, Emetic, Extravasation, ReactionRisk, Stability
from dayhospital.errors import LibraryError

SOURCES = ("FK", "SEIN")


DRUG = """\
full:
  name: fullumab
  tall_man: fullUMAB
  atc: L01XX
  group: targeted
  colour: H2
  extravasation: irritant
  emetic: low
  stability: B
  antibody: true
  reaction_risk: high
  high_risk_until_exposure: 2
  high_risk_from_exposure: 7
  subcutaneous_form: full_sc
  flush_minutes: 10
  wound_days_before: 28
  wound_days_after: 7
  sedates: true
  classes: [anti_her2]
  targets: [HER2 domain IV]
  cumulative_limit_mg_m2: 550
  cumulative_warn_mg_m2: 450
  cumulative_review_mg_m2: 400
  cumulative_risk_limit_mg_m2: 300
  equivalent: {drug: other, factor: 0.67, factor_feijen: 0.8}
  dosing:
    kind: biological
    bands: {mg: [5, 10], confidence: verified}
    caps: {mg_by_dose: {60: 120}, confidence: partly verified}
    levels: {doses: [6, 4], unit: mg/kg, confidence: from knowledge}
    expressed_as: base
  look_alike: umabs
  sources: [FK]
  confidence: verified
small:
  name: smallumab
  group: chemotherapy
  colour: TX
  extravasation: none
  emetic: none
  stability: A
  sources: [FK]
  confidence: verified
"""


def drug(name: str, text: str = DRUG) -> Drug:
    child = yaml_fields.read_text(text, Path("drugs.yaml")).child(name)
    assert child is not None
    return library_schema.drug_from(name, child, SOURCES)


def test_every_field_of_a_drug_is_read_as_it_is_meant():
    assert drug("full") == Drug(
        id="full",
        name="fullumab",
        tall_man="fullUMAB",
        atc="L01XX",
        group="targeted",
        colour="H2",
        extravasation=Extravasation.IRRITANT,
        emetic=Emetic.LOW,
        stability=Stability.DAY,
        antibody=True,
        reaction_risk=ReactionRisk.HIGH,
        high_risk_until_exposure=2,
        high_risk_from_exposure=7,
        flush_minutes=10,
        wound_days_before=28,
        wound_days_after=7,
        sedates=True,
        subcutaneous_form="full_sc",
        classes=("anti_her2",),
        targets=("HER2 domain IV",),
        cumulative_limit_mg_m2=550,
        cumulative_warn_mg_m2=450,
        cumulative_review_mg_m2=400,
        cumulative_risk_limit_mg_m2=300,
        equivalent=Equivalence("other", 0.67, 0.8),
        dosing=Dosing(
            DoseKind.BIOLOGICAL,
            Bands((5, 10), Confidence.VERIFIED),
            Caps(((60, 120),), Confidence.PARTLY),
            Levels((6, 4), "mg/kg", False, Confidence.KNOWLEDGE),
            "base",
        ),
        look_alike="umabs",
        sources=("FK",),
        confidence="verified",
    )


def test_what_a_drug_does_not_say_is_what_is_usual():
    assert drug("small") == Drug(
        id="small",
        name="smallumab",
        tall_man="smallumab",
        atc="",
        group="chemotherapy",
        colour="TX",
        extravasation=Extravasation.NONE,
        emetic=Emetic.NONE,
        stability=Stability.SHORT,
        sources=("FK",),
        confidence="verified",
    )


def dosed(lines: str) -> Dosing:
    return drug("mine", "mine:\n" + DRUG.split("small:\n")[1] + f"  dosing: {{{lines}}}\n").dosing


def test_what_is_said_of_a_dose_may_be_little():
    assert dosed("kind: other") == Dosing(DoseKind.OTHER)
    assert dosed("kind: other, levels: {doses: [4], unit: mg, confidence: verified}").levels == Levels(
        (4,), "mg", False, Confidence.VERIFIED
    )


STEPS = "kind: cytotoxic, bands: {{steps_mg: {{{}}}, confidence: verified}}"


def test_steps_start_anew_where_the_last_ones_ended():
    assert dosed(STEPS.format("10: 5, 30: 10, 31: 1")).bands.mg == (5, 10, 20, 30, 31)


@pytest.mark.parametrize(("upto", "fits"), [("0.3000001", True), ("0.3000009", True), ("0.300002", False)])
def test_steps_lead_to_their_end_but_for_what_binary_fractions_lose(upto, fits):
    text = STEPS.format(f"{upto}: 0.1")
    if fits:
        assert dosed(text).bands.mg == (0.1, 0.2, 0.3)
    else:
        with pytest.raises(LibraryError):
            dosed(text)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("kind: strong", "kind must be one of cytotoxic, biological, other, not strong"),
        (
            "kind: other, bands: {mg: [5], confidence: verified}",
            "bands say how far a band may be off only for kind cytotoxic or biological",
        ),
        (
            "kind: cytotoxic, bands: {mg: [5, 5], confidence: verified}",
            "bands.mg must give bands above 0 that ascend",
        ),
        (
            STEPS.format("50: 3"),
            "bands.steps_mg has steps of 3 that do not lead from 0 to 50",
        ),
        (
            STEPS.format("50: 5, 51: 2"),
            "bands.steps_mg has steps of 2 that do not lead from 50 to 51",
        ),
        (STEPS.format("50: 0"), "bands.steps_mg has steps of 0 that do not lead from 0 to 50"),
        (STEPS.format("50: 5, 40: 5"), "bands.steps_mg must ascend"),
        (STEPS.format("many: 5"), "bands.steps_mg.many must be a number"),
        (
            "kind: cytotoxic, bands: {mg: [5], confidence: verified, colour: red}",
            "bands.colour is not a known field; known here are: confidence, mg, steps_mg",
        ),
        ("kind: cytotoxic, caps: {confidence: verified}", "caps.mg_by_dose is missing"),
        (
            "kind: cytotoxic, caps: {mg_by_dose: {1: 2}, confidence: verified, colour: red}",
            "caps.colour is not a known field; known here are: confidence, mg_by_dose",
        ),
        (
            "kind: other, levels: {doses: [3, 4], unit: mg, confidence: verified}",
            "levels.doses must go down, the full dose first",
        ),
        (
            "kind: other, levels: {doses: [3, 3], unit: mg, confidence: verified}",
            "levels.doses must go down, the full dose first",
        ),
        (
            "kind: other, levels: {never: true, confidence: verified, unit: mg}",
            "levels.unit is not a known field; known here are: confidence, never",
        ),
        (
            "kind: other, speed: 3",
            "speed is not a known field; known here are: bands, caps, expressed_as, kind, levels",
        ),
    ],
)
def test_a_mistake_in_a_dose_is_told_in_one_sentence(lines, sentence):
    with pytest.raises(LibraryError) as refused:
        dosed(lines)
    assert str(refused.value) == f"drugs.yaml, line 10: mine.dosing.{sentence}."
