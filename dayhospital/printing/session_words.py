"""What a list says of one session, in the few words a column holds."""

from collections.abc import Callable
from dataclasses import dataclass

from dayhospital.clinical.discharge import DischargeAssessment, Leave, assess_discharge
from dayhospital.clinical.port import PortAssessment, PortNeed, assess_port
from dayhospital.domain.board import BoardSession, PatientFacts
from dayhospital.domain.course import Dose
from dayhospital.domain.drug import Drug, Emetic, Extravasation, Stability
from dayhospital.domain.findings import Finding
from dayhospital.domain.formats import day_text
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import AllergyStatus, PatientLabel
from dayhospital.domain.regimen import Route
from dayhospital.domain.session import GIVEN, NOT_LIVE, Status
from dayhospital.errors import NotFound
from dayhospital.printing.flow import Cell, Look, Paragraph, Run, plain

DrugLookup = Callable[[str], Drug]

LEAVE_WORDS = {Leave.YES: "yes", Leave.CONDITIONS: "if", Leave.DOCTOR: "doctor", Leave.NO: "NO"}
REASON_WORDS = {
    "leave-after-closing": "ends {leave}, after closing",
    "leave-margin": "ends {leave}, closing {closes}",
    "first-watch-late": "first {drug} less than {hours} h before closing",
    "first-dose-late": "early dose of {drug} less than {hours} h before closing",
    "no-driving": "no driving",
    "no-driving-alone": "no driving, comes alone",
    "no-driving-escort": "no driving: escort?",
    "first-night-alone": "nobody the first night",
    "first-night-ask": "adult the first night?",
    "telephone-missing": "telephone?",
    "travel-long": "travels {minutes} min",
    "travel-very-long": "travels {minutes} min",
    "severe-reaction-before": "earlier reaction grade {grade}",
    "ecog-high": "ECOG {ecog}",
    "old-alone": "{age} years, lives alone",
    "factor-delirium": "delirium risk",
    "factor-diabetes-steroids": "diabetes and steroids",
    "factor-heart-failure": "heart failure",
    "factor-home-oxygen": "oxygen at home",
    "factor-other": "{factor}",
    "port-not-usable-yet": "port usable from {usable_from}",
    "port-wound-fresh": "port of {inserted}, wound fresh",
    "arm-neither": "neither arm",
    "arm-not-used": "not the {side} arm",
    "arm-lymphoedema": "lymphoedema {side}",
}
"""Short words for the findings of the discharge and port rules that a list shows."""
SEVERE = 2
"""From this grade on an earlier reaction is printed."""


class DrugBook:
    """Looks drugs up and never fails: an old course may name a drug the library no longer has."""

    def __init__(self, lookup: DrugLookup) -> None:
        self._lookup = lookup

    def __call__(self, drug_id: str) -> Drug:
        try:
            return self._lookup(drug_id)
        except NotFound:
            return Drug(
                drug_id, drug_id, drug_id, "", "", "", Extravasation.VESICANT, Emetic.NONE, Stability.SHORT, sources=()
            )

    def knows(self, drug_id: str) -> bool:
        try:
            self._lookup(drug_id)
        except NotFound:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Told:
    """A session with what the rules say of it."""

    session: BoardSession
    port: PortAssessment
    leave: DischargeAssessment

    @classmethod
    def of(cls, session: BoardSession, settings: UnitSettings, book: DrugBook) -> "Told":
        patient, treatment = session.patient, session.treatment
        return cls(
            session,
            assess_port(patient, treatment, session.span.day, book),
            assess_discharge(patient, treatment, session.span, settings, book),
        )


def name_of(patient: PatientLabel) -> Paragraph:
    """Return the surname heavy, the given name light; both in full."""
    family = Run(patient.family_name.upper() + ("," if patient.given_name else ""), bold=True)
    return (family, Run(patient.given_name)) if patient.given_name else (family,)


def identifiers(patient: PatientLabel) -> Paragraph:
    """Return birth date and hospital number, neither ever broken over two lines."""
    return (Run(f"{day_text(patient.birth_date)} ·", keep=True), Run(patient.hospital_number, keep=True))


def treatment_cell(session: BoardSession) -> Cell:
    treatment = session.treatment
    runs = [
        Run(treatment.colour, look=Look.BADGE),
        Run(treatment.regimen_name),
        *([Run(treatment.label, keep=True)] if treatment.label else []),
        *([Run("1st", keep=True)] if treatment.first_dose else []),
    ]
    return (tuple(run for run in runs if run.text),)


def go_signed(session: BoardSession) -> bool:
    return session.status in GIVEN or session.status in {Status.RELEASED, Status.ADMITTED}


def go_cell(session: BoardSession) -> Cell:
    """Return the state of the go: HOLD and no-show stand white on black."""
    if session.status in NOT_LIVE:
        return ((Run("NO SHOW", look=Look.INVERSE),),)
    if session.hold_reason:
        return ((Run("HOLD", look=Look.INVERSE),),)
    if not session.treatment.doses:
        return plain("—")
    return plain("signed" if go_signed(session) else "awaited")


def port_cell(told: Told) -> Cell:
    if told.port.in_place:
        return plain("yes") if told.port.usable else ((Run("NOT YET", look=Look.INVERSE),),)
    if told.port.need is PortNeed.REQUIRED:
        return ((Run("NEEDED", look=Look.INVERSE),),)
    return plain({PortNeed.RECOMMENDED: "advised", PortNeed.CONSIDER: "vein"}.get(told.port.need, "—"))


def leave_cell(told: Told) -> Cell:
    word = LEAVE_WORDS[told.leave.verdict]
    return ((Run(word, look=Look.INVERSE),),) if told.leave.verdict is Leave.NO else plain(word)


def remarks_cell(told: Told) -> Cell:
    """Return what to know, the weightiest first and heavy."""
    heavy = [*_warnings(told)]
    light = [words for finding in _said(told) if (words := reason_words(finding))]
    if told.session.note.strip():
        light.append(told.session.note.strip())
    runs = [Run(text + ("," if more else ""), bold=True) for text, more in _with_more(heavy, bool(light))]
    runs += [Run(text + ("," if more else "")) for text, more in _with_more(light, False)]
    return (tuple(runs),) if runs else ()


def _with_more(texts: list[str], followed: bool) -> list[tuple[str, bool]]:
    last = len(texts) - 1
    return [(text, number < last or followed) for number, text in enumerate(texts)]


def _warnings(told: Told) -> list[str]:
    session, patient = told.session, told.session.patient
    found = ["SAME NAME"] if session.homonym else []
    if session.hold_reason:
        found.append(f"HOLD {session.hold_reason}")
    found += allergy_words(patient)
    if (patient.earlier_reaction_grade or 0) >= SEVERE:
        found.append(f"REACTION grade {patient.earlier_reaction_grade}")
    return found


def allergy_words(patient: PatientFacts) -> list[str]:
    """Return the allergies; "not recorded" is said, "none known" needs no words."""
    if patient.allergy_status is AllergyStatus.NOT_RECORDED:
        return ["allergies not recorded"]
    return [f"ALLERGY {allergy.substance}" for allergy in patient.allergies]


def _said(told: Told) -> list[Finding]:
    """Return the findings a list shows: those of going home, and what to know of arms and port today."""
    told_already = {"severe-reaction-before"}
    today = ("port-not-usable-yet", "port-wound-fresh", "arm-neither", "arm-not-used", "arm-lymphoedema")
    findings = [*told.leave.reasons, *(found for found in told.port.reasons if found.code in today)]
    return [finding for finding in findings if finding.code not in told_already]


def reason_words(finding: Finding) -> str:
    """Return the short words of a finding, empty if a list does not show it."""
    return REASON_WORDS.get(finding.code, "").format(**finding.facts)


def drug_name(drug: Drug) -> str:
    """Return the tall-man name, with a capital where its first word has none."""
    name = drug.tall_man
    return name[:1].upper() + name[1:] if name.split(" ")[0].islower() else name


def dose_text(dose: Dose) -> str:
    """Return a dose as the regimen prescribes it: ``80 mg/m²``, ``AUC 5``; no trailing zero, leading zero kept."""
    figure = f"{dose.dose:.4f}".rstrip("0").rstrip(".")
    unit = dose.unit.replace("m2", "m²").replace("mcg", "microgram").replace("µg", "microgram")
    if unit.upper().startswith("AUC"):
        return f"AUC {figure}"
    return f"{figure} {unit}".strip()


def route_text(dose: Dose, minutes: int) -> str:
    """Return ``IV 60 min``; an injection has no minutes."""
    return f"{dose.route} {minutes} min" if dose.route == Route.IV and minutes else dose.route
