"""The file of pathways: one is added without code, and a mistake is told with file, line and field."""

import re
import shutil
from pathlib import Path

import pytest

from dayhospital import paths
from dayhospital.clinical.library import Library
from dayhospital.domain.pathway import StepKind
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import Pathology
from dayhospital.errors import LibraryError

NEW = """\
a_new_one:
  name: Two steps of the test
  needs: [{her2: positive}]
  confidence: from knowledge
  sources: [FK]
  steps:
    - {name: First, setting: neoadjuvant, regimens: [tch]}
    - name: Surgery
      surgery: true
      after: {earliest: 10, latest: 20, confidence: from knowledge, sources: [FK]}
    - name: Then
      setting: adjuvant
      after: {earliest: 5, latest: 6, confidence: from knowledge, sources: [FK]}
      options:
        - {response: none left, nothing: true}
        - {response: residual, regimens: [tdm1]}
"""


def library_with(folder: Path, text: str) -> Library:
    """Return a library whose folder has everything of the program and this file of pathways."""
    for name in ("drugs.yaml", "sources.yaml"):
        shutil.copy(paths.resources() / name, folder / name)
    shutil.copytree(paths.resources() / "regimens", folder / "regimens")
    (folder / "pathways.yaml").write_text(text, encoding="utf-8")
    return Library.load(folder)


def test_a_pathway_is_added_by_a_file_alone(tmp_path):
    pathway = library_with(tmp_path, NEW).pathways["a_new_one"]
    assert [step.kind for step in pathway.steps] == [StepKind.TREATMENT, StepKind.SURGERY, StepKind.TREATMENT]
    assert pathway.steps[2].regimens(Pathology.RESIDUAL) == ("tdm1",)
    assert pathway.steps[2].regimens(Pathology.COMPLETE) == ()
    assert pathway.begins_with("tch", Setting.NEOADJUVANT)
    assert not pathway.begins_with("tch", Setting.ADJUVANT)
    assert not pathway.begins_with("tdm1", Setting.ADJUVANT)


def test_a_library_may_have_no_pathways(tmp_path):
    library = library_with(tmp_path, NEW)
    (tmp_path / "pathways.yaml").unlink()
    assert library.pathways == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("[tch]", "[nothing_such]", 7, "steps[1].regimens has nothing_such, which is no regimen of the library"),
        ("[tch]", "[sg]", 7, "steps[1].regimens has sg, which is not given in the setting neoadjuvant"),
        ("setting: neoadjuvant", "setting: early", 7, "steps[1].setting must be one of"),
        ("earliest: 10, latest: 20", "earliest: 21, latest: 20", 10, "after.latest must be at least 21"),
        ("earliest: 10, latest: 20", "latest: 20, days: 3", 10, "after.days is not a known field"),
        ("latest: 20, confidence: from knowledge", "latest: 20, confidence: sure", 10, "confidence must be one of"),
        ("sources: [FK]\n  steps", "sources: [XX]\n  steps", 5, "sources has XX, which is not in sources.yaml"),
        ("her2: positive", "her2: strong", 3, "needs[1].her2 must be of"),
        ("response: residual", "response: awaited", 16, "response must be one of none left, residual"),
        ("response: residual", "response: some", 16, "response must be one of"),
        ("regimens: [tdm1]", "nothing: true", 15, "options must name at least one regimen"),
        ("nothing: true", "nothing: false", 15, "nothing must be true, beside a response"),
        ("- {name: First, ", "- {name: First, beside: true, ", 7, "is the first step"),
        ("[tch]}", "[tch], phases: {tch: 2}}", 7, "phases.tch must be a regimen of the library with more phases"),
        ("[tch]}", "[tch], phases: {sox: 1}}", 7, "phases.sox must be a regimen of the library with more phases"),
        ("  name: Two steps of the test\n", "", 2, "name is missing"),
        (
            "      surgery: true\n",
            "      setting: neoadjuvant\n      regimens: [tchp]\n",
            16,
            "no surgery comes before",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, line, words):
    assert old in NEW
    with pytest.raises(LibraryError, match=re.escape(words)) as caught:
        assert library_with(tmp_path, NEW.replace(old, new, 1)).pathways
    assert caught.value.line == line and "pathways.yaml" in str(caught.value)


def test_a_pathway_of_surgery_alone_is_refused(tmp_path):
    text = NEW[: NEW.index("    - {name: First")] + "    - {name: Surgery, surgery: true}\n"
    with pytest.raises(LibraryError, match="at least one regimen"):
        assert library_with(tmp_path, text).pathways


def test_every_interval_and_pathway_of_the_program_says_how_far_it_was_checked():
    pathways = Library.load().pathways
    assert len(pathways) >= 8
    for pathway in pathways.values():
        assert pathway.confidence and pathway.sources
        assert all(step.after.confidence for step in pathway.steps if step.after)


def test_the_intervals_the_reference_gives_are_verified_and_the_others_are_not():
    pathways = Library.load().pathways
    verified = [
        (name, step.after.earliest, step.after.latest)
        for name, pathway in pathways.items()
        for step in pathway.steps
        if step.after and step.after.confidence == "verified"
    ]
    assert verified == [("kn522", 21, 42)]
