"""The file of the laboratory rules as it ships, what is wrong with one that is not right, and a rule added to it."""

import pytest

from dayhospital import paths
from dayhospital.clinical.gate_schema import catalogue, step_beyond
from dayhospital.domain.gate import Asked, Colour, Heart, Hold, Limit, Moved, Together
from dayhospital.errors import InvalidValue, LibraryError
from tests.clinical.gate_samples import facts, gate_with, library, line_of, results, verdict

HEAD = """
steps: {platelets: [75, 50]}
terms: {rash: Rash}
rules:
  mine:
    name: Mine
    confidence: from knowledge
    sources: [FK]
"""


def written(folder, text):
    (folder / "gates.yaml").write_text(HEAD + text, encoding="utf-8")
    return catalogue(folder)


def test_every_rule_has_a_name_a_confidence_and_sources_that_are_known():
    for rule in catalogue().rules.values():
        assert rule.name and rule.confidence and rule.sources
        lines: tuple[Limit | Together | Moved | Asked | Hold | Heart, ...]
        lines = (*rule.limits, *rule.together, *rule.moved, *rule.asked, *rule.holds, *rule.hearts)
        for key in {*rule.sources, *(source for line in lines for source in line.sources)}:
            assert library().source(key)


def test_no_drug_is_named_in_the_code_of_the_gates():
    folder = paths.resources().parent / "dayhospital" / "clinical"
    code = "".join((folder / f"{name}.py").read_text("utf-8").lower() for name in
                   ("gates", "gate_rules", "gate_schema", "gate_heart", "dose_intensity", "making"))  # fmt: skip
    named = [drug.id for drug in library().drugs() if drug.group != "supportive" and drug.id in code]
    assert named == []


def test_a_rule_is_added_without_code(tmp_path):
    added = written(tmp_path, "    limits: [{analyte: platelets, least: 80}]\n").rule("mine")
    (limit,) = added.limits
    colours = [
        line_of(verdict(gate_with(limit), facts(results(platelets=float(n)))), "platelets").colour
        for n in (80, 79, 75, 74)
    ]
    assert colours == [Colour.GREEN, Colour.AMBER, Colour.AMBER, Colour.RED]


def test_a_rule_takes_over_the_lines_of_others_and_their_results_may_be_no_older_than_its_own(tmp_path):
    text = """    decision: true
    limits: [{analyte: platelets, least: 80}]
    holds: [{term: rash, red: 2}]
  other:
    name: Other
    with: [mine]
    hours: 24
    confidence: from knowledge
    sources: [FK]
"""
    other = written(tmp_path, text).rule("other")
    assert other.decision and [limit.hours for limit in other.limits] == [24]
    assert [hold.term for hold in other.holds] == ["rash"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("    limits: [{analyte: luck, least: 1}]\n", "not in analytes.yaml"),
        ("    limits: [{analyte: platelets}]\n", "least or most|must be given"),
        ("    limits: [{analyte: platelets, least: 1, most: 2}]\n", "must be given, and not both"),
        ("    limits: [{analyte: platelets, most: 2, of: upper}]\n", "has no upper limit"),
        ("    limits: [{analyte: alt, most: 2, of: lower}]\n", "can only be upper"),
        ("    limits: [{analyte: platelets, least: 80, when: never}]\n", "must be one of"),
        ("    holds: [{term: boredom, red: 2}]\n", "not among the terms"),
        ("    asked: [{analyte: hbsag, red: [maybe]}]\n", "no answer of hbsag"),
        ("    together: [{parts: [{above: 2, any: [platelets]}]}]\n", "upper limit of normal"),
        ("    with: [nobody]\n", "does not stand before it"),
        ("    colour: blue\n", "not a known field"),
    ],
)
def test_a_mistake_is_reported_with_file_and_line(tmp_path, text, words):
    with pytest.raises(LibraryError, match=words) as error:
        written(tmp_path, text)
    assert "gates.yaml, line" in str(error.value)


def test_a_rule_nobody_wrote_is_named():
    with pytest.raises(InvalidValue, match="luck"):
        catalogue().rule("luck")


@pytest.mark.parametrize(
    ("bound", "low", "expected"),
    [(100, True, 75), (75, True, 50), (50, True, 25), (25, True, None), (3, False, 25), (60, False, 75)],
)
def test_amber_goes_to_the_next_ctcae_limit(bound, low, expected):
    assert step_beyond((75, 50, 25), bound, low) == expected
