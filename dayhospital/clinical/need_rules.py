"""One rule for each kind of need: what is asked, what was found, and whether it is met."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.fit_case import Case, Criterion, Proposal, State
from dayhospital.clinical.kidney import cockcroft_gault
from dayhospital.clinical.need_asks import asked_of, either
from dayhospital.clinical.treatment_lines import drugs_match
from dayhospital.clinical.tumour_picture import Marker, Receptor, of_tumour
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import age
from dayhospital.domain.line import Line
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.patient import Sex
from dayhospital.domain.tumour import Her2Status

MENOPAUSE_AGE = 60
"""From this age on menopause counts as reached without a test. Source: menopause-age."""
GERMLINE_SPECIMEN = "blood"
SUPPRESSION = "ovarian suppression"
"""The class of drugs that stop the ovaries."""
Rule = Callable[[Need, Case, Proposal], Criterion]


def judge_need(need: Need, case: Case, proposal: Proposal) -> tuple[Criterion, ...]:
    """Return how a need came out; of several ways the best one with all its criteria."""
    if need.settings and proposal.setting not in need.settings:
        return ()
    if need.kind is NeedKind.ANY_OF:
        ways = [tuple(one for part in way for one in judge_need(part, case, proposal)) for way in need.ways]
        return min(ways, key=_badness)
    return (_RULES[need.kind](need, case, proposal),)


def _badness(criteria: tuple[Criterion, ...]) -> tuple[int, int, int]:
    """Return what the nearest way has least of: its worst state, how often, and then few that are met."""
    states = [one.state for one in criteria]
    worst = max((_ORDER.index(state) for state in states), default=0)
    return worst, states.count(_ORDER[worst]), -states.count(State.MET)


_ORDER = (State.MET, State.ASK, State.UNKNOWN, State.NOT_MET)


def _criterion(
    need: Need, asked: Finding, met: bool | None, subject: str, value: str = "", day: date | None = None
) -> Criterion:
    """Return a criterion; ``met`` is None when it cannot be said, and ``subject`` then names what would say it."""
    state = State.UNKNOWN if met is None else State.MET if met else State.NOT_MET
    return Criterion(state, asked, value, day, subject, need.safety, need.sources)


# --- the tumour


def _her2(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    marker = case.picture.her2
    asked = asked_of(need)
    if marker.status is Her2Status.UNKNOWN:
        return _criterion(need, asked, None, "HER2")
    if marker.status is Her2Status.EQUIVOCAL:
        return _criterion(need, asked, None, "HER2 ISH", marker.value, marker.day)
    return _criterion(need, asked, marker.status in need.words, "HER2", marker.value, marker.day)


def _er(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    return _receptor(need, "ER", case.picture.er)


def _pr(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    return _receptor(need, "PR", case.picture.pr)


def _receptor(need: Need, name: str, marker: Marker) -> Criterion:
    asked = asked_of(need)
    if marker.status is Receptor.UNKNOWN:
        return _criterion(need, asked, None, name)
    status = marker.status
    if need.limit is not None and marker.percent is not None:  # the unit's own limit of negative
        status = Receptor.NEGATIVE if marker.percent < need.limit else Receptor.POSITIVE
    return _criterion(need, asked, status in need.words, name, marker.value, marker.day)


def _hormone_receptors(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    picture = case.picture
    asked = asked_of(need)
    known = [
        (name, marker)
        for name, marker in (("ER", picture.er), ("PR", picture.pr))
        if marker.status is not Receptor.UNKNOWN
    ]
    value = ", ".join(f"{name} {marker.value}" for name, marker in known)
    day = max((marker.day for _, marker in known if marker.day is not None), default=None)
    status = picture.hormone_receptors
    if status is Receptor.UNKNOWN:
        missing = " and ".join(name for name in ("ER", "PR") if name not in dict(known))
        return _criterion(need, asked, None, missing, value, day)
    return _criterion(need, asked, status in need.words, "", value, day)


def _altered(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    """One of the genes has a pathogenic variant; of each the newest result counts."""
    names = [analytes()[gene].name for gene in need.words]
    asked = asked_of(need)
    found, unknown = [], []
    for gene, name in zip(need.words, names, strict=True):
        results = [
            one
            for one in of_tumour(case.results.all(gene), None if need.germline else case.tumour)
            if not need.germline or one.specimen.strip().casefold() == GERMLINE_SPECIMEN
        ]
        if not results:
            unknown.append(name)
            continue
        last = results[-1]
        found.append((name, last.answer, last.at.date()))
    altered = [one for one in found if one[1] == "pathogenic"]
    shown = altered or found
    value = ", ".join(f"{name} {answer}" for name, answer, _ in shown)
    day = max((when for _, _, when in shown), default=None)
    if altered or not unknown:
        return _criterion(need, asked, bool(altered), "", value, day)
    missing = " and ".join(unknown)
    return _criterion(need, asked, None, f"germline {missing}" if need.germline else missing, value, day)


def _stage(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    found = re.match(r"(0|IV|I{1,3})(?![IVX])", "" if case.tumour is None else case.tumour.stage.upper())
    if found is None or case.tumour is None:
        return _criterion(need, asked, None, "stage")
    return _criterion(need, asked, found[1] in need.words, "stage", case.tumour.stage)


def _nodes(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    found = re.search(r"N(\d)", "" if case.tumour is None else case.tumour.tnm.upper())
    if found is None or case.tumour is None:
        return _criterion(need, asked, None, "TNM")
    status = "negative" if found[1] == "0" else "positive"
    return _criterion(need, asked, status in need.words, "", case.tumour.tnm)


# --- results and the person


def _result(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    analyte, asked = analytes()[need.about], asked_of(need)
    found = case.latest(need.about)
    if analyte.answers:
        if found is None:
            return _criterion(need, asked, None, analyte.name)
        return _criterion(need, asked, found.answer in need.words, analyte.name, found.answer, found.at.date())
    limit = need.limit or 0.0
    if found is None or found.value is None:
        return _criterion(need, asked, None, analyte.name)
    value, text = found.value, f"{found.value:g} {analyte.unit}".strip()
    if need.compare == "times_upper" and analyte.upper is not None:
        value = found.value / analyte.upper
        text = f"{value:.2g} × ULN"
    met = {"at_least": value >= limit, "below": value < limit}.get(need.compare, value <= limit)
    return _criterion(need, asked, met, analyte.name, text, found.at.date())


def _ecog(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    limit = need.limit or 0.0
    asked = asked_of(need)
    grade = case.patient.ecog
    if grade is None:
        return _criterion(need, asked, None, "ECOG")
    return _criterion(need, asked, grade <= limit, "ECOG", str(grade), case.patient.ecog_day)


def _age(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    years = age(case.patient.label.birth_date, case.today)
    limit = need.limit or 0.0
    return _criterion(need, asked_of(need), years >= limit, "age", str(years))


def _clearance(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    limit, patient = need.limit or 0.0, case.patient
    asked = asked_of(need)
    creatinine = case.latest("creatinine")
    if creatinine is None or creatinine.value is None:
        return _criterion(need, asked, None, analytes()["creatinine"].name)
    if patient.weight is None:
        return _criterion(need, asked, None, "weight")
    years = age(patient.label.birth_date, case.today)
    cleared = cockcroft_gault(years, patient.weight.kg, creatinine.value, patient.label.sex)
    value, day = f"{cleared:.0f} mL/min", creatinine.at.date()
    return _criterion(need, asked, cleared >= limit, "creatinine clearance", value, day)


def menopause(case: Case) -> tuple[bool | None, str, date | None]:
    """Return whether a woman is past menopause (None: not known), in words and the day of the result."""
    found = case.latest("menopause")
    if found is not None:
        return found.answer == "postmenopausal", found.answer, found.at.date()
    years = age(case.patient.label.birth_date, case.today)
    return (True, f"{years} years old", None) if years >= MENOPAUSE_AGE else (None, "", None)


def _menopause(need: Need, case: Case, proposal: Proposal) -> Criterion:
    """A man's testicles are treated like ovaries before menopause: an aromatase inhibitor needs suppression."""
    wanted_after = "after_or_suppressed" in need.words
    asked = asked_of(need)
    drugs = [*proposal.regimen.drug_ids, *(name for course in case.running for name in course.drugs)]
    if wanted_after and any(case.drug(name).is_a(SUPPRESSION) for name in drugs):
        return _criterion(need, asked, True, "", SUPPRESSION)
    if case.patient.label.sex is Sex.MALE:
        return _criterion(need, asked, not wanted_after, "", "male")
    past, value, day = menopause(case)
    met = None if past is None else past is wanted_after
    return _criterion(need, asked, met, analytes()["menopause"].name, value, day)


def _pregnancy(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    past, value, day = menopause(case)
    test = case.results.latest("pregnancy")
    fresh = case.latest("pregnancy")
    if case.patient.label.sex is Sex.MALE:
        return _criterion(need, asked, True, "", "male")
    if test is not None and test.answer == "positive" and (case.today - test.at.date()).days <= PREGNANCY_DAYS:
        return _criterion(need, asked, False, analytes()["pregnancy"].name, test.answer, test.at.date())
    if past:
        return _criterion(need, asked, True, "", value, day)
    if fresh is None:
        return _criterion(need, asked, None, analytes()["pregnancy"].name)
    return _criterion(need, asked, True, analytes()["pregnancy"].name, fresh.answer, fresh.at.date())


PREGNANCY_DAYS = 280
"""A positive test counts for the length of a pregnancy, until a later test is negative. Source: practice."""

# --- what was given before and is given beside


def _earlier(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    least = round(need.limit or 1)
    asked = asked_of(need)
    found = [line for line in case.lines if _counts(need, line, case)]
    numbers = {(line.setting, line.number) for line in found}
    names = ", ".join(dict.fromkeys(line.name for line in found)) or "none"
    return _criterion(need, asked, len(numbers) >= least, f"earlier {either(need.words)}:", names)


def _counts(need: Need, line: Line, case: Case) -> bool:
    if need.lines_in and line.setting not in need.lines_in:
        return False
    if need.within_days and line.ended and case.today - line.ended > timedelta(days=need.within_days):
        return False
    return drugs_match(line, need.words, case.drug)


def _not_after(need: Need, case: Case, _proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    failed = [line for line in case.lines if line.failed and _counts(need, line, case)]
    if not failed:
        return _criterion(need, asked, True, "progression under", "none")
    return _criterion(need, asked, False, "progression under", failed[-1].name, failed[-1].ended)


def _endocrine(need: Need, case: Case, proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    found = case.endocrine(proposal.setting)
    said = found.finding.facts.get("day")
    day = said if isinstance(said, date) else None
    return _criterion(need, asked, found.kind in need.words, "endocrine resistance", found.kind.value, day)


def _beside(need: Need, case: Case, proposal: Proposal) -> Criterion:
    asked = asked_of(need)
    beside = [
        course.name
        for course in case.running
        if course.regimen_id != proposal.regimen.id
        and any(case.drug(name).is_a(word) for name in course.drugs for word in need.words)
    ]
    return _criterion(need, asked, bool(beside), "beside it:", ", ".join(beside) or "nothing")


def _ask(need: Need, _case: Case, _proposal: Proposal) -> Criterion:
    return Criterion(State.ASK, asked_of(need), safety=False, sources=need.sources)


_RULES: Mapping[NeedKind, Rule] = {
    NeedKind.HER2: _her2,
    NeedKind.ER: _er,
    NeedKind.PR: _pr,
    NeedKind.HORMONE_RECEPTORS: _hormone_receptors,
    NeedKind.ALTERED: _altered,
    NeedKind.STAGE: _stage,
    NeedKind.NODES: _nodes,
    NeedKind.RESULT: _result,
    NeedKind.ECOG: _ecog,
    NeedKind.AGE: _age,
    NeedKind.CLEARANCE: _clearance,
    NeedKind.MENOPAUSE: _menopause,
    NeedKind.PREGNANCY: _pregnancy,
    NeedKind.EARLIER: _earlier,
    NeedKind.NOT_AFTER: _not_after,
    NeedKind.ENDOCRINE: _endocrine,
    NeedKind.BESIDE: _beside,
    NeedKind.ASK: _ask,
}
