"""What an infusion reaction means for the rest of the day (clinical reference 4.3 and 6.2).

``resources/reactions.yaml`` has one entry for each grade, ``grade_1`` to ``grade_4``, and one for ``adrenaline``, which
counts beside the grade. Each has ``longer_minutes`` (the session lasts so much longer), ``observe_minutes`` (it lasts
at least so long from the reaction on) and, where it applies, ``doctor_first``, ``never_again`` and ``admission``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.reaction import WORST_GRADE, Reaction

GRADES = tuple(f"grade_{grade}" for grade in range(1, WORST_GRADE + 1))
ADRENALINE = "adrenaline"
GRADING = "ctcae-infusion-reaction"
OBSERVING = "reaction-observation"


@dataclass(frozen=True, slots=True)
class ReactionRule:
    """What a grade asks for."""

    longer_minutes: int
    observe_minutes: int
    doctor_first: bool = False
    """A doctor decides before the drug is given again."""
    never_again: bool = False
    admission: bool = False
    """Advise to keep the patient over night."""


@lru_cache(maxsize=4)
def reaction_rules(folder: Path | None = None) -> Mapping[str, ReactionRule]:
    """Return the rules by grade, and that of adrenaline.

    Raises:
        LibraryError: If the file is not valid; the sentence names line and field.
    """
    fields = yaml_fields.read((folder or paths.resources()) / "reactions.yaml")
    found = {}
    for name in (*GRADES, ADRENALINE):
        entry = fields.child(name)
        if entry is None:
            fields.refuse(name, "is missing")
        found[name] = _rule(entry)
    fields.done()
    return found


def _rule(entry: Fields) -> ReactionRule:
    made = ReactionRule(
        entry.whole("longer_minutes"),
        entry.whole("observe_minutes"),
        entry.flag("doctor_first", False),
        entry.flag("never_again", False),
        entry.flag("admission", False),
    )
    entry.done()
    return made


def observed_until(reaction: Reaction, ends: datetime) -> datetime:
    """Return until when a patient stays in the chair after a reaction; never before the planned end."""
    asked = [
        max(ends + timedelta(minutes=rule.longer_minutes), reaction.at + timedelta(minutes=rule.observe_minutes))
        for rule in _rules_of(reaction)
    ]
    return max(ends, *asked)


def reaction_findings(reaction: Reaction, drug_name: str) -> tuple[Finding, ...]:
    """Return what a reaction means for this evening and for the next dose, the weightiest first."""
    rules, found = _rules_of(reaction), [_next_time(reaction, drug_name)]
    if any(rule.admission for rule in rules):
        hours = max(rule.observe_minutes for rule in rules) // 60
        found.append(Finding(Severity.WARNING, "reaction-admission", OBSERVING, {"hours": hours}))
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def _next_time(reaction: Reaction, drug_name: str) -> Finding:
    """Return what a reaction means for the next dose."""
    rules, facts = _rules_of(reaction), {"drug": drug_name, "grade": reaction.grade}
    if any(rule.never_again for rule in rules):
        return Finding(Severity.WARNING, "reaction-never-again", GRADING, facts)
    if any(rule.doctor_first for rule in rules):
        return Finding(Severity.WARNING, "reaction-doctor-first", GRADING, facts)
    return Finding(Severity.NOTE, "reaction-longer-next", GRADING, facts)


def again_findings(
    earlier: Iterable[Reaction], drugs: Collection[str], shown: Callable[[str], str]
) -> tuple[Finding, ...]:
    """Return what earlier reactions mean for drugs that are to be given again: of each drug the worst counts.

    Args:
        drugs: Ids of what is to be given.
        shown: From the id of a drug to its name as it is shown.
    """
    worst: dict[str, Reaction] = {}
    for one in earlier:
        if one.drug in drugs and (one.drug not in worst or one.grade > worst[one.drug].grade):
            worst[one.drug] = one
    found = [_next_time(one, shown(one.drug)) for one in worst.values()]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def watch_findings(until: datetime, ends: datetime) -> tuple[Finding, ...]:
    """Return the warning that a patient is to be watched longer than she has the chair."""
    if until <= ends:
        return ()
    return (Finding(Severity.WARNING, "reaction-chair-short", OBSERVING, {"until": until, "ends": ends}),)


def chair_findings(at: datetime, until: datetime, chair: str, next_start: datetime) -> tuple[Finding, ...]:
    """Return what the next patient in a chair has to know of a reaction before her.

    Args:
        at: When the reaction began.
        until: When the patient before her may leave the chair.
    """
    facts = {"chair": chair, "at": at, "until": until, "start": next_start}
    if until > next_start:
        return (Finding(Severity.WARNING, "chair-not-free-reaction", OBSERVING, facts),)
    return (Finding(Severity.NOTE, "chair-after-reaction", OBSERVING, facts),)


def _rules_of(reaction: Reaction) -> tuple[ReactionRule, ...]:
    return tuple(_named(reaction))


def _named(reaction: Reaction) -> Iterator[ReactionRule]:
    rules = reaction_rules()
    yield rules[GRADES[reaction.grade - 1]]
    if reaction.adrenaline:
        yield rules[ADRENALINE]
