"""Each field of a laboratory rule: what it becomes, what is usual without it, and the sentence of each mistake."""

import pytest

from dayhospital.clinical.gate_schema import catalogue
from dayhospital.domain.gate import (
    CLEARANCE,
    OTHER,
    Asked,
    Band,
    Catalogue,
    Colour,
    Heart,
    HeartAct,
    HeartVerdict,
    Hold,
    Limit,
    Moved,
    Rule,
    Together,
    When,
)
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.errors import LibraryError

HEAD = """\
steps: {platelets: [75, 50, 25.5], alt: [3, 5]}
terms: {rash: Rash, cough: A cough}
excepted: [alopecia]
rules:
  mine:
    name: Mine
    confidence: from knowledge
    sources: [FK, SEIN]
"""
OTHER_RULE = """\
  other:
    name: Other
    with: [mine]
    confidence: verified
    sources: [ELSE]
"""


@pytest.fixture
def written(tmp_path):
    """Return the catalogue of a file whose rule has these lines."""

    def read(lines: str = "") -> Catalogue:
        (tmp_path / "gates.yaml").write_text(HEAD + lines, encoding="utf-8")
        catalogue.cache_clear()
        return catalogue(tmp_path)

    return read


FULL = """\
    decision: true
    hours: 48
    limits:
      - {analyte: platelets, least: 100, strict: true, when: later_days, settings: [adjuvant, metastatic],
         required: false, missing: amber, hours: 24, sources: [SEIN],
         bands: [{from: 75, percent: 80}, {from: 50, advice: wait}]}
      - {analyte: alt, most: 2, of: upper}
      - {analyte: clearance, least: 30, bands: []}
      - {analyte: glucose, most: 160, bands: [{to: 250}]}
    together: [{parts: [{any: [alt, ast], above: 1.5}, {any: [alp], above: 2.5}], sources: [SEIN]}]
    moved: [{analyte: creatinine, note_percent: 10, amber_percent: 20}]
    asked:
      - {analyte: hbsag, amber: [positive]}
      - {analyte: pregnancy, red: [positive], required: false, sex: female, below_age: 55, hours: 168}
    holds: [{term: rash, amber: 2, red: 3}, {term: other, red: 4}, {term: cough, amber: 1}]
    heart:
      interval_days: 91
      grace_days: 28
      first_dose_only: true
      sources: [SEIN]
      verdicts:
        - {act: hold, colour: red, weeks: 4, below: 50, most: 49, fall_least: 10, fall_above: 9}
        - {act: watch, colour: amber}
    ecog_most: 2
    weight_percent: 10
    note: a note
"""
BOTH = ("FK", "SEIN")


MEANT = {
    "mine": Rule(
        id="mine",
        name="Mine",
        decision=True,
        limits=(
            Limit(
                "platelets",
                100,
                low=True,
                strict=True,
                bands=(Band(75, 80), Band(50, None, "wait")),
                when=When.LATER_DAYS,
                settings=(Setting.ADJUVANT, Setting.METASTATIC),
                required=False,
                missing=Colour.AMBER,
                hours=24,
                sources=("SEIN",),
            ),
            Limit("alt", 2, low=False, bands=(Band(3),), times_upper=True, hours=48, sources=BOTH),
            Limit(CLEARANCE, 30, low=True, hours=48, sources=BOTH),
            Limit("glucose", 160, low=False, bands=(Band(250),), hours=48, sources=BOTH),
        ),
        together=(Together(((("alt", "ast"), 1.5), (("alp",), 2.5)), ("SEIN",)),),
        moved=(Moved("creatinine", 10, 20, BOTH),),
        asked=(
            Asked("hbsag", amber=("positive",), sources=BOTH),
            Asked("pregnancy", ("positive",), (), False, Sex.FEMALE, 55, 168, BOTH),
        ),
        holds=(Hold("rash", 2, 3, BOTH), Hold(OTHER, None, 4, BOTH), Hold("cough", 1, None, BOTH)),
        hearts=(
            Heart(
                91,
                28,
                (
                    HeartVerdict(HeartAct.HOLD, Colour.RED, 4, 50, 49, 10, 9, ("SEIN",)),
                    HeartVerdict(HeartAct.WATCH, Colour.AMBER, sources=("SEIN",)),
                ),
                True,
                ("SEIN",),
            ),
        ),
        ecog_most=2,
        weight_percent=10,
        note="a note",
        confidence="from knowledge",
        sources=BOTH,
    )
}


def test_every_field_of_a_rule_is_read_as_it_is_meant(written):
    found = written(FULL)
    assert (found.terms, found.excepted) == ({"rash": "Rash", "cough": "A cough"}, frozenset({"alopecia"}))
    assert found.steps == {"platelets": (75, 50, 25.5), "alt": (3, 5)}
    assert found.rules == MEANT


def test_what_a_rule_does_not_say_is_what_is_usual(written):
    text = """\
    limits: [{analyte: platelets, least: 60}, {analyte: neutrophils, least: 1}, {analyte: platelets, least: 20}]
    together: [{parts: [{any: [alt], above: 1}]}]
    heart: {interval_days: 1, grace_days: 0}
"""
    assert written(text).rule("mine") == Rule(
        id="mine",
        name="Mine",
        decision=False,
        limits=(
            Limit("platelets", 60, low=True, bands=(Band(50),), hours=72, sources=BOTH),
            Limit("neutrophils", 1, low=True, sources=BOTH),
            Limit("platelets", 20, low=True, sources=BOTH),
        ),
        together=(Together(((("alt",), 1),), BOTH),),
        hearts=(Heart(1, 0, sources=BOTH),),
        confidence="from knowledge",
        sources=BOTH,
    )
    assert written(text).rule("mine").limits[1].when is When.EVERY_DAY


def test_a_rule_takes_over_every_line_of_another_after_its_own(written):
    own = """\
    limits: [{analyte: calcium, least: 2, bands: []}]
    moved: [{analyte: tsh, note_percent: 1, amber_percent: 2}]
    holds: [{term: rash, red: 1}]
    asked: [{analyte: dpyd, red: [poor]}]
    together: [{parts: [{any: [bilirubin], above: 3}]}]
    heart: {interval_days: 7, grace_days: 0}
"""
    mine, other = written(FULL + OTHER_RULE + own).rules.values()
    assert other.decision
    assert [limit.analyte for limit in other.limits] == ["calcium", "platelets", "alt", "clearance", "glucose"]
    assert [limit.hours for limit in other.limits] == [72, 24, 48, 48, 48]
    for name in ("together", "moved", "asked", "holds", "hearts"):
        assert getattr(other, name)[1:] == getattr(mine, name)
        assert getattr(other, name)[0].sources == ("ELSE",)
    assert (other.ecog_most, other.weight_percent) == (2, 10)


def test_what_a_rule_says_itself_counts_before_what_it_takes_over(written):
    _, other = written(
        FULL + OTHER_RULE + "    decision: false\n    ecog_most: 1\n    weight_percent: 5\n"
    ).rules.values()
    assert (other.decision, other.ecog_most, other.weight_percent) == (False, 1, 5)


def test_of_two_rules_taken_over_either_asks_for_a_decision_and_the_first_says_the_ecog(written):
    third = """\
  third:
    name: Third
    ecog_most: 0
    confidence: verified
    sources: [ELSE]
"""
    both = OTHER_RULE.replace("[mine]", "[third, mine]")
    found = written(FULL + third + both).rule("other")
    assert (found.decision, found.ecog_most, found.weight_percent) == (True, 0, 10)


def test_a_file_may_have_rules_alone(tmp_path):
    (tmp_path / "gates.yaml").write_text(HEAD[HEAD.index("rules:") :], encoding="utf-8")
    catalogue.cache_clear()
    found = catalogue(tmp_path)
    assert (found.terms, found.excepted, found.steps) == ({}, frozenset(), {})


def test_a_file_without_rules_is_refused(tmp_path):
    (tmp_path / "gates.yaml").write_text("terms: {rash: Rash}\n", encoding="utf-8")
    catalogue.cache_clear()
    with pytest.raises(LibraryError, match=r"^gates\.yaml, line 1: rules is missing\.$"):
        catalogue(tmp_path)


LIMIT = "limits[1]"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("with: [nobody]", "with has nobody, which does not stand before it"),
        ("hours: 0", "hours must be at least 1, it is 0"),
        ("colour: blue", "colour is not a known field; known here are: confidence, decision, heart, hours, name, "
                          "note, sources, weight_percent, with"),
        ("limits: [{analyte: luck, least: 1}]", f"{LIMIT}.analyte is luck, which is not in analytes.yaml"),
        ("limits: [{analyte: platelets}]", f"{LIMIT}.least or most must be given, and not both"),
        ("limits: [{analyte: platelets, least: 1, most: 2}]", f"{LIMIT}.least or most must be given, and not both"),
        ("limits: [{analyte: alt, most: 2, of: lower}]", f"{LIMIT}.of can only be upper, the upper limit of normal"),
        (
            "limits: [{analyte: platelets, most: 2, of: upper}]",
            f"{LIMIT}.of is upper, but platelets has no upper limit of normal",
        ),
        ("limits: [{analyte: alt, most: 2, hours: 0}]", f"{LIMIT}.hours must be at least 1, it is 0"),
        ("limits: [{analyte: alt, most: 2, bands: [{from: 3}]}]", f"{LIMIT}.bands[1].to is missing"),
        ("limits: [{analyte: alt, least: 2, bands: [{to: 3}]}]", f"{LIMIT}.bands[1].from is missing"),
        (
            "limits: [{analyte: alt, most: 2, bands: [{to: 3, colour: red}]}]",
            f"{LIMIT}.bands[1].colour is not a known field; known here are: advice, percent, to",
        ),
        (
            "limits: [{analyte: alt, most: 2, colour: red}]",
            f"{LIMIT}.colour is not a known field; known here are: analyte, hours, least, missing, most, required, "
            "settings, sources, strict, when",
        ),
        (
            "together: [{parts: [{any: [alt, platelets], above: 2}]}]",
            "together[1].parts[1].any has platelets, which is no analyte with an upper limit of normal",
        ),
        (
            "together: [{parts: [{any: [luck], above: 2}]}]",
            "together[1].parts[1].any has luck, which is no analyte with an upper limit of normal",
        ),
        (
            "together: [{parts: [{any: [alt], above: 2, colour: red}]}]",
            "together[1].parts[1].colour is not a known field; known here are: above, any",
        ),
        (
            "together: [{parts: [{any: [alt], above: 2}], colour: red}]",
            "together[1].colour is not a known field; known here are: parts, sources",
        ),
        (
            "moved: [{analyte: clearance, note_percent: 1, amber_percent: 2}]",
            "moved[1].analyte is clearance, which is not in analytes.yaml",
        ),
        (
            "moved: [{analyte: alt, note_percent: 1, amber_percent: 2, colour: red}]",
            "moved[1].colour is not a known field; known here are: amber_percent, analyte, note_percent",
        ),
        ("asked: [{analyte: clearance}]", "asked[1].analyte is clearance, which is not in analytes.yaml"),
        ("asked: [{analyte: hbsag, red: [maybe]}]", "asked[1].red has maybe, which is no answer of hbsag"),
        ("asked: [{analyte: hbsag, amber: [maybe]}]", "asked[1].amber has maybe, which is no answer of hbsag"),
        ("asked: [{analyte: hbsag, hours: 0}]", "asked[1].hours must be at least 1, it is 0"),
        (
            "asked: [{analyte: hbsag, colour: red}]",
            "asked[1].colour is not a known field; known here are: amber, analyte, red, required",
        ),
        ("holds: [{term: boredom, red: 2}]", "holds[1].term is boredom, which is not among the terms"),
        ("holds: [{term: rash, red: 0}]", "holds[1].red must be at least 1, it is 0"),
        ("holds: [{term: rash, amber: 0}]", "holds[1].amber must be at least 1, it is 0"),
        ("holds: [{term: rash, colour: red}]", "holds[1].colour is not a known field; known here are: term"),
        ("heart: {interval_days: 0, grace_days: 0}", "heart.interval_days must be at least 1, it is 0"),
        ("heart: {interval_days: 9}", "heart.grace_days is missing"),
        (
            "heart: {interval_days: 9, grace_days: 0, colour: red}",
            "heart.colour is not a known field; known here are: first_dose_only, grace_days, interval_days, sources",
        ),
        (
            "heart: {interval_days: 9, grace_days: 0, verdicts: [{act: run, colour: red}]}",
            "heart.verdicts[1].act must be one of watch, repeat, hold, stop, not run",
        ),
        (
            "heart: {interval_days: 9, grace_days: 0, verdicts: [{act: stop, colour: red, speed: 3}]}",
            "heart.verdicts[1].speed is not a known field; known here are: act, below, colour, fall_above, "
            "fall_least, most, weeks",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_told_in_one_sentence(written, line, sentence):
    with pytest.raises(LibraryError) as refused:
        written(f"    {line}\n")
    assert str(refused.value) == f"gates.yaml, line 9: rules.mine.{sentence}."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("25.5]", "few]", "1: steps.platelets must be a list of numbers, for example [1.5, 1.0]"),
        ("Rash", "3", "2: terms.rash must be a text"),
        ("excepted", "expected", "3: expected is not a known field; known here are: excepted, rules, steps, terms"),
        ("from knowledge", "hearsay", "7: rules.mine.confidence must be one of verified, partly verified, "
                                       "from knowledge, not hearsay"),
    ],
)  # fmt: skip
def test_a_mistake_around_the_rules_is_told_in_one_sentence(tmp_path, old, new, sentence):
    (tmp_path / "gates.yaml").write_text(HEAD.replace(old, new), encoding="utf-8")
    catalogue.cache_clear()
    with pytest.raises(LibraryError) as refused:
        catalogue(tmp_path)
    assert str(refused.value) == f"gates.yaml, line {sentence}."
