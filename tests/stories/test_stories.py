"""The stories of this folder: what the program says of regimens for fictional patients (see README.md)."""

from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.eligibility import judge
from dayhospital.clinical.fit_case import Case, Running
from dayhospital.clinical.library import Library
from dayhospital.clinical.pathway_treatments import taken_of
from dayhospital.clinical.pathways import open_pathways, proposals, standing
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.patient import Allergy, AllergyStatus, Patient, PatientLabel, Sex, Side, Weight
from dayhospital.domain.result import Result, Results
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import BreastSurgery, Surgery
from dayhospital.domain.tumour import Her2Ish, Histology, Tumour

TODAY = date(2026, 11, 24)
RECENT = date(2026, 11, 21)
FOLDER = Path(__file__).parent
WELL = {
    "lvef": 61,
    "bilirubin": 0.5,
    "creatinine": 70,
    "calcium": 2.4,
    "hba1c": 5.2,
    "qtcf": 410,
    "pregnancy": "negative",
    "dpyd": "normal",
}
"""What somebody healthy has; three days ago."""


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


def stories() -> list[dict[str, Any]]:
    return [story for file in sorted(FOLDER.glob("*.yaml")) for story in yaml.safe_load(file.read_text("utf-8"))]


def a_result(analyte: str, found: object, day: date, specimen: str = "") -> Result:
    moment = datetime.combine(day, time(8, 0))
    if analytes()[analyte].answers:
        return Result(analyte, moment, answer=str(found), specimen=specimen)
    return Result(analyte, moment, float(str(found)), specimen=specimen)


def a_patient(said: dict[str, Any]) -> Patient:
    label = PatientLabel(
        1, "Story", "Sterre", said.get("born", date(1974, 7, 22)), Sex(said.get("sex", "female")), "S 1"
    )
    allergies = said.get("allergies", "none")
    known = tuple(Allergy(one["to"], severe=one.get("severe", False)) for one in allergies if isinstance(one, dict))
    status = AllergyStatus.NOT_RECORDED if allergies == "not asked" else AllergyStatus.NONE_KNOWN
    ecog, weight = said.get("ecog", 0), said.get("weight", 66)
    return Patient(
        label,
        weights=() if weight == "unknown" else (Weight(RECENT, weight),),
        ecog=None if ecog == "unknown" else ecog,
        ecog_day=RECENT,
        allergy_status=AllergyStatus.KNOWN if known else status,
        allergies=known,
    )


def a_tumour(said: dict[str, Any] | None) -> Tumour | None:
    if said is None:
        return None
    return Tumour(
        1,
        Side.LEFT,
        Histology.DUCTAL,
        said.get("diagnosed", date(2026, 10, 30)),
        tnm=said.get("tnm", ""),
        stage=said.get("stage", ""),
        er_percent=said.get("er"),
        pr_percent=said.get("pr"),
        her2_ihc=said.get("her2"),
        her2_ish=Her2Ish(said.get("ish", "not_done")),
    )


def a_line(said: dict[str, Any]) -> Line:
    regimen = said.get("regimen", "")
    return Line(
        Setting(said["setting"]),
        said.get("number", 1),
        said["started"],
        said.get("name", regimen or ", ".join(said.get("drugs", ()))),
        library().get(regimen).drug_ids if regimen else tuple(said["drugs"]),
        regimen,
        said.get("ended"),
        why_ended=WhyEnded(said.get("why", "")),
    )


def a_case(story: dict[str, Any]) -> Case:
    found = [a_result(*row) for row in story.get("results", ())]
    if story.get("well", True):
        own = {row[0] for row in story.get("results", ())}
        found += [a_result(analyte, value, RECENT) for analyte, value in WELL.items() if analyte not in own]
    running = [library().get(name) for name in story.get("running", ())]
    return Case(
        a_patient(story.get("patient", {})),
        a_tumour(story.get("tumour")),
        Results(found),
        tuple(a_line(line) for line in story.get("lines", ())),
        tuple(Running(regimen.id, regimen.name, regimen.drug_ids) for regimen in running),
        TODAY,
        library().drug,
        tuple(Surgery(row[0], BreastSurgery(row[1])) for row in story.get("surgeries", ())),
    )


def on_pathway(story: dict[str, Any], case: Case) -> dict[str, Any]:
    """Return what the program says of a pathway, by the fields the story asks for."""
    asked = story["pathway"]
    pathway = library().pathways[asked["id"]]
    given = taken_of(case.lines, (), lambda name, _version: library().get(name))
    found = standing(pathway, case, given, library().get)
    known = {
        "id": pathway.id,
        "steps": [one.where.value for one in found.steps],
        "next": [regimen.id for regimen in proposals(found, case, library().get)],
        "findings": [finding.code for finding in found.findings],
        "between": [[one.earliest, one.latest] for one in found.next[:1]],
        "open": [one.id for one in open_pathways(library().pathways, case, library().get)],
    }
    return {name: known[name] for name in asked}


@pytest.mark.parametrize("story", stories(), ids=lambda story: story["story"])
def test_story(story):
    case, setting = a_case(story), Setting(story["setting"])
    judged = {name: judge(library().get(name), setting, case) for name in story["expect"]}
    found = {
        name: (one.verdict.value, [reason.found for reason in one.against], one.missing) for name, one in judged.items()
    }
    assert {name: one.verdict.value for name, one in judged.items()} == story["expect"], found
    for name, code in story.get("because", {}).items():
        assert code in [reason.finding.code for reason in judged[name].against]
    for name, missing in story.get("missing", {}).items():
        assert list(judged[name].missing) == missing
    for name, value in story.get("picture", {}).items():
        shown = [change.code for change in case.picture.changes] if name == "changes" else getattr(case.picture, name)
        assert getattr(shown, "status", shown) == value
    if "endocrine" in story:
        assert case.endocrine(setting).kind.value == story["endocrine"]
    if "pathway" in story:
        assert on_pathway(story, case) == story["pathway"]


def test_there_are_stories_enough_and_each_has_its_own_name():
    names = [story["story"] for story in stories()]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


def test_every_story_uses_known_fields_only():
    known = {"story", "setting", "patient", "tumour", "well", "results", "lines", "running", "expect", "because"}
    known |= {"missing", "picture", "endocrine", "surgeries", "pathway"}
    assert all(set(story) <= known for story in stories())
