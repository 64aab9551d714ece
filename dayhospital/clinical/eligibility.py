"""Which regimens fit a patient in a setting: every criterion with what was found, and the verdict they come to.

What a regimen asks stands in its file. Added to that for every regimen: allergies, a drug that another course gives
too, two antibodies to one target at the same time, and the same regimen again after the tumour grew under it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.clinical.fit_case import Case, Criterion, Proposal, State, sentence
from dayhospital.clinical.need_rules import judge_need
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.needs import Need
from dayhospital.domain.patient import Allergy, AllergyStatus
from dayhospital.domain.regimen import Group, Regimen, Setting


class Verdict(StrEnum):
    """How a regimen stands to a patient, the best first."""

    FITS = "fits"
    FITS_IF = "fits_if"
    """It would fit if what is missing turned out well."""
    DOES_NOT_FIT = "does_not_fit"
    CONTRAINDICATED = "contraindicated"


ORDER = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The verdict on one regimen with its reasons."""

    regimen_id: str
    verdict: Verdict
    criteria: tuple[Criterion, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What would have to be known, each once."""
        return tuple(dict.fromkeys(one.missing for one in self.criteria if one.state is State.UNKNOWN))

    @property
    def against(self) -> tuple[Criterion, ...]:
        """What speaks against it, contraindications first."""
        not_met = [one for one in self.criteria if one.state is State.NOT_MET]
        return tuple(sorted(not_met, key=lambda one: not one.safety))

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return a key to sort by: the verdict, then how much speaks against it, then how much is missing."""
        return ORDER.index(self.verdict), len(self.against), len(self.missing)


def judge(regimen: Regimen, setting: Setting, case: Case, on: date | None = None) -> Eligibility:
    """Return how a regimen stands to a patient in a setting; ``on`` is its first day, today when not said."""
    proposal = Proposal(regimen, setting, on)
    criteria = [
        *_setting(proposal),
        *(criterion for need in regimen.needs for criterion in judge_need(need, case, proposal)),
        *_repeated(case, proposal),
        *_given_already(case, proposal),
        *_one_antibody(case, proposal),
        *_allergies(case, proposal),
        *_after_surgery(case, proposal),
    ]
    once = tuple(dict.fromkeys(criteria))
    return Eligibility(regimen.id, _verdict(once), once)


def judge_needs(needs: Sequence[Need], case: Case, proposal: Proposal) -> tuple[Verdict, tuple[Criterion, ...]]:
    """Return the verdict on needs that stand alone, as those of a pathway do, with their criteria."""
    criteria = tuple(one for need in needs for one in judge_need(need, case, proposal))
    return _verdict(criteria), criteria


def _verdict(criteria: tuple[Criterion, ...]) -> Verdict:
    against = [one for one in criteria if one.state is State.NOT_MET]
    if any(one.safety for one in against):
        return Verdict.CONTRAINDICATED
    if against:
        return Verdict.DOES_NOT_FIT
    return Verdict.FITS_IF if any(one.state is State.UNKNOWN for one in criteria) else Verdict.FITS


def _setting(proposal: Proposal) -> list[Criterion]:
    if proposal.setting in proposal.regimen.settings:
        return []
    known = " or ".join(setting.value for setting in proposal.regimen.settings)
    asked = sentence("need-setting", "library", wanted=known)
    return [Criterion(State.NOT_MET, asked, proposal.setting.value, subject="setting")]


def _repeated(case: Case, proposal: Proposal) -> list[Criterion]:
    """Return what speaks against the same regimen again when the tumour grew under it."""
    failed = [line for line in case.lines if line.failed and line.regimen_id == proposal.regimen.id]
    if not failed:
        return []
    asked = sentence("need-not-repeated", "practice", regimen=proposal.regimen.name)
    return [Criterion(State.NOT_MET, asked, failed[-1].why_ended.value, failed[-1].ended, "this regimen before")]


def _given_already(case: Case, proposal: Proposal) -> list[Criterion]:
    """Return what speaks against a drug that another course under way gives too."""
    found = []
    for course in case.running:
        twice = [name for name in proposal.regimen.drug_ids if name in course.drugs]
        if twice and course.regimen_id != proposal.regimen.id:
            asked = sentence("need-not-twice", "practice", drug=case.drug(twice[0]).tall_man)
            found.append(Criterion(State.NOT_MET, asked, course.name, subject=f"{case.drug(twice[0]).name} in"))
    return found


def _one_antibody(case: Case, proposal: Proposal) -> list[Criterion]:
    """Return the courses under way that bind to the place an antibody of the regimen binds to."""
    wanted = {target for name in proposal.regimen.drug_ids for target in case.drug(name).targets}
    found = []
    for course in case.running:
        if course.regimen_id == proposal.regimen.id:
            continue
        for target in sorted(wanted & {target for name in course.drugs for target in case.drug(name).targets}):
            asked = sentence("need-one-antibody", "practice", target=target)
            found.append(Criterion(State.NOT_MET, asked, course.name, subject=f"{target} bound by", safety=True))
    return found


def _allergies(case: Case, proposal: Proposal) -> list[Criterion]:
    """Return how the allergies stand to the drugs: a severe one forbids, another one is asked about."""
    drugs = [case.drug(name) for name in proposal.regimen.drug_ids]
    if not drugs or proposal.regimen.group is Group.SUPPORTIVE:
        return []
    status, allergies = case.patient.allergy_status, case.patient.allergies
    asked = sentence("need-no-allergy", "practice")
    if status is AllergyStatus.NOT_RECORDED:
        return [Criterion(State.UNKNOWN, asked, subject="allergies", safety=True)]
    found = []
    for allergy in allergies:
        hits = [drug.name for drug in drugs if any(_means(allergy, word) for word in (drug.name, *drug.classes))]
        if hits:
            state = State.NOT_MET if allergy.severe else State.ASK
            value = ", ".join(part for part in (allergy.substance, allergy.reaction) if part)
            facts = sentence("need-no-allergy-to", "practice", drug=hits[0])
            found.append(Criterion(state, facts, value, subject="allergy", safety=True))
    none = "none to these drugs" if allergies else "none known"
    return found or [Criterion(State.MET, asked, none, subject="allergies", safety=True)]


def _after_surgery(case: Case, proposal: Proposal) -> list[Criterion]:
    """Return how the days since surgery stand to the drugs that wait for its wound to heal."""
    drugs = [drug for drug in map(case.drug, proposal.regimen.drug_ids) if drug.surgery_days_after]
    on, found = proposal.on or case.today, []
    for drug in drugs:
        before = [one.day for one in case.surgeries if one.day <= on]
        since = (on - max(before)).days if before else None
        asked = sentence("need-days-after-surgery", "library", drug=drug.name, days=drug.surgery_days_after)
        state = State.MET if since is None or since >= drug.surgery_days_after else State.NOT_MET
        value = "none recorded" if since is None else f"{since} days before"
        day = max(before, default=None)
        found.append(Criterion(state, asked, value, day, "surgery", safety=True, sources=drug.sources))
    return found


def _means(allergy: Allergy, word: str) -> bool:
    """Return whether an allergy names a drug or its class: ``taxanes`` means a taxane, ``Paclitaxel (Taxol)`` too."""
    said, word = allergy.substance.casefold(), word.casefold()
    return word in said or (len(said) >= MIN_LETTERS and said in word.split())


MIN_LETTERS = 5
"""Shorter words could be part of anything."""


def objections(eligibility: Eligibility, regimen: Regimen) -> list[Finding]:
    """Return what needs a reason before a course is started: a warning for each thing that speaks against it."""
    code = "regimen-contraindicated" if eligibility.verdict is Verdict.CONTRAINDICATED else "regimen-does-not-fit"
    return [
        Finding(Severity.WARNING, code, one.finding.source, {"regimen": regimen.name, "found": one.found})
        for one in eligibility.against
    ]
