"""What a reaction means: how long it is watched, what follows for tonight and for the next dose."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dayhospital.clinical import reactions
from dayhospital.clinical.reactions import (
    ADRENALINE,
    GRADES,
    ReactionRule,
    again_findings,
    chair_findings,
    observed_until,
    reaction_findings,
    reaction_rules,
    watch_findings,
)
from dayhospital.domain.findings import Severity
from dayhospital.domain.reaction import Reaction
from dayhospital.errors import InvalidValue, LibraryError

AT, ENDS = datetime(2026, 11, 24, 10, 0), datetime(2026, 11, 24, 12, 0)


def reaction(grade, adrenaline=False, at=AT):
    return Reaction(1, 1, "paclitaxel", grade, at, adrenaline)


@pytest.mark.parametrize(
    ("grade", "adrenaline", "until"),
    [(1, False, "12:00"), (2, False, "13:00"), (3, False, "16:00"), (4, False, "16:00"), (1, True, "16:00"),
     (2, True, "16:00")],
)  # fmt: skip
def test_a_reaction_is_watched_by_its_grade_and_by_adrenaline(grade, adrenaline, until):
    assert observed_until(reaction(grade, adrenaline), ENDS).strftime("%H:%M") == until


def test_a_reaction_at_the_end_is_watched_from_there_and_none_ends_early():
    assert observed_until(reaction(2, at=ENDS + timedelta(minutes=10)), ENDS) == ENDS + timedelta(minutes=70)
    assert observed_until(reaction(3), ENDS + timedelta(hours=6)) == ENDS + timedelta(hours=6)


@pytest.mark.parametrize(
    ("grade", "adrenaline", "codes"),
    [
        (1, False, ["reaction-longer-next"]),
        (2, False, ["reaction-longer-next"]),
        (2, True, ["reaction-admission", "reaction-longer-next"]),
        (3, False, ["reaction-doctor-first", "reaction-admission"]),
        (4, False, ["reaction-never-again", "reaction-admission"]),
    ],
)
def test_what_follows_from_a_grade(grade, adrenaline, codes):
    found = reaction_findings(reaction(grade, adrenaline), "PACLitaxel")
    assert [one.code for one in found] == codes
    notes = [one.code for one in found if one.severity is Severity.NOTE]
    assert notes == [code for code in codes if code == "reaction-longer-next"]


def test_six_hours_is_what_the_admission_says():
    found = reaction_findings(reaction(3), "PACLitaxel")
    assert found[-1].facts["hours"] == 6


@pytest.mark.parametrize(("minutes", "code"), [(0, "chair-after-reaction"), (1, "chair-not-free-reaction")])
def test_the_next_patient_in_the_chair_is_warned(minutes, code):
    start = datetime(2026, 11, 24, 13, 0)
    (finding,) = chair_findings(AT, start + timedelta(minutes=minutes), "A1", start)
    assert finding.code == code


@pytest.mark.parametrize("grade", [0, 5])
def test_there_are_four_grades(grade):
    with pytest.raises(InvalidValue):
        reaction(grade)


def test_the_file_has_every_grade_and_a_worse_one_never_asks_for_less():
    rules = reaction_rules()
    assert set(rules) == {*GRADES, ADRENALINE}
    minutes = [rules[grade].observe_minutes for grade in GRADES]
    assert minutes == sorted(minutes)


def test_a_grade_that_is_missing_is_named(tmp_path):
    (tmp_path / "reactions.yaml").write_text("grade_1: {longer_minutes: 0, observe_minutes: 0}\n")
    with pytest.raises(LibraryError, match="grade_2 is missing"):
        reaction_rules(tmp_path)


@pytest.mark.parametrize(("minutes", "warned"), [(0, False), (1, True)])
def test_a_chair_that_is_hers_too_short_is_said(minutes, warned):
    found = watch_findings(ENDS + timedelta(minutes=minutes), ENDS)
    assert [one.code for one in found] == (["reaction-chair-short"] if warned else [])


@pytest.mark.parametrize(
    ("grades", "code"),
    [
        ((1,), "reaction-longer-next"),
        ((2,), "reaction-longer-next"),
        ((3, 1), "reaction-doctor-first"),
        ((1, 4, 3), "reaction-never-again"),
    ],
)
def test_before_a_drug_is_given_again_its_worst_reaction_counts(grades, code):
    found = again_findings([reaction(grade) for grade in grades], {"paclitaxel", "carboplatin"}, str.upper)
    assert [(one.code, one.facts["drug"]) for one in found] == [(code, "PACLITAXEL")]


def test_a_reaction_to_a_drug_that_is_not_given_again_says_nothing():
    assert again_findings([reaction(4)], {"carboplatin"}, str.upper) == ()


def test_of_several_drugs_the_weightiest_is_said_first_whatever_was_recorded_first():
    light, grave = reaction(1), replace(reaction(4), drug="carboplatin")
    for earlier in ([light, grave], [grave, light]):
        found = again_findings(earlier, {"paclitaxel", "carboplatin"}, str.upper)
        assert [one.facts["drug"] for one in found] == ["CARBOPLATIN", "PACLITAXEL"]


def test_the_drug_is_called_as_it_is_shown():
    assert reaction_findings(reaction(2), "PACLitaxel")[0].facts["drug"] == "PACLitaxel"


def test_what_a_grade_does_not_say_is_not_asked_for(tmp_path):
    lines = [f"{name}: {{longer_minutes: 5, observe_minutes: 90}}" for name in (*GRADES, ADRENALINE)]
    (tmp_path / "reactions.yaml").write_text("\n".join(lines))
    assert set(reaction_rules(tmp_path).values()) == {ReactionRule(5, 90, False, False, False)}


@pytest.mark.parametrize(("minutes", "hours"), [(119, "1"), (120, "2")])
def test_an_admission_says_whole_hours(minutes, hours, monkeypatch):
    rule = ReactionRule(0, minutes, admission=True)
    monkeypatch.setattr(reactions, "reaction_rules", lambda: dict.fromkeys(GRADES, rule))
    found = {one.code: one for one in reaction_findings(reaction(1), "PACLitaxel")}
    assert str(found["reaction-admission"].facts["hours"]) == hours
