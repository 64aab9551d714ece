"""Doses in words: amounts as they are shown, and what each was worked out from, in one sentence."""

from dataclasses import dataclass, replace

from dayhospital.clinical.dose import work_out
from dayhospital.clinical.dose_choice import changed_since, propose
from dayhospital.clinical.library import Library
from dayhospital.domain.chosen_dose import DayDoses, DoseChoice, SignedDose
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import FULL_DOSE, Amount, Reduction
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.hospital import BsaFormula
from dayhospital.domain.patient import Weight
from dayhospital.domain.regimen import DoseBasis
from dayhospital.domain.worked_dose import KidneyFunction, KidneyWeight, WorkedDose
from dayhospital.errors import NotFound
from dayhospital.ui.texts import say

FORMULAS = {BsaFormula.MOSTELLER: "Mosteller", BsaFormula.DU_BOIS: "Du Bois"}
KIDNEY_WEIGHTS = {
    KidneyWeight.ACTUAL: "actual weight",
    KidneyWeight.IDEAL: "ideal weight",
    KidneyWeight.ADJUSTED: "adjusted weight",
}
SHARES = (75, 50)
"""Reductions in percent offered where the library has no levels (clinical reference 4.1)."""


def number_text(value: float) -> str:
    """Return a figure for the screen: one decimal, two below ten, none when it is whole."""
    text = f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
    return text.rstrip("0").rstrip(".")


def amount_text(amount: Amount | None) -> str:
    """Return ``104.2 mg``, a dash for a dose that could not be worked out or has no band."""
    return "–" if amount is None else f"{number_text(amount.value)} {amount.unit}"


def planned_text(amount: Amount) -> str:
    """Return what the regimen says: ``60 mg/m²``, ``AUC 5``; in full."""
    return f"AUC {amount.value:g}" if amount.unit == "AUC" else f"{amount.value:g} {amount.unit}"


def basis_text(dose: WorkedDose) -> str:
    """Return what a dose was worked out from: ``60 mg/m² × 1.74 m², Mosteller from 168 cm and 65.2 kg of 24-Nov``."""
    weight = dose.facts.weight
    if dose.basis is DoseBasis.BSA and dose.bsa is not None and dose.bsa_used is not None and weight is not None:
        return say(
            "{dose} × {bsa} m², {formula} from {height} cm and {weight}",
            dose=planned_text(dose.used),
            bsa=f"{dose.bsa_used:.2f}",
            formula=FORMULAS[dose.bsa_formula],
            height=f"{dose.facts.height_cm or 0:g}",
            weight=_weight_text(weight),
        )
    if dose.basis is DoseBasis.WEIGHT and weight is not None:
        return say("{dose} × {weight}", dose=planned_text(dose.used), weight=_weight_text(weight))
    if dose.basis is DoseBasis.AUC and dose.kidney is not None:
        return _kidney_text(dose, dose.kidney)
    if dose.basis in {DoseBasis.FLAT, DoseBasis.UNIT}:
        return say("The same for everybody")
    return say("{dose}, not worked out", dose=planned_text(dose.used))


def reductions(drug: Drug, planned: Amount) -> list[tuple[Reduction, str]]:
    """Return the reductions that can be looked at, the full dose first; only that one where a drug is never reduced."""
    offered = [(Reduction(), say("Full dose"))]
    levels = drug.dosing.levels
    if levels.never:
        return offered
    below = levels.below(planned.value, planned.unit)
    offered += [
        (Reduction(level=number), say("Level −{n}: {dose}", n=number, dose=planned_text(Amount(value, planned.unit))))
        for number, value in enumerate(below, start=1)
    ]
    if not levels.doses and drug.dosing.bands.mg:
        offered += [(Reduction(percent=share), f"{share} %") for share in SHARES]
    return offered


def known_drug(drug_id: str, library: Library) -> Drug | None:
    """Return a drug, None when it is no longer in the library; a course outlives the record of its drugs."""
    try:
        return library.drug(drug_id)
    except NotFound:
        return None


@dataclass(frozen=True, slots=True)
class ShownDose:
    """One drug of a day as a page has it: signed, or as it would be proposed."""

    amount: Amount | None
    reduction: Reduction
    worked: WorkedDose
    told: tuple[Finding, ...]
    """About the choice: a level that goes on, what has changed since the signature."""

    @property
    def weight(self) -> Severity:
        """How much the gravest finding weighs; a note when nothing was found."""
        return max((finding.severity for finding in (*self.told, *self.worked.findings)), default=Severity.NOTE)


def shown_dose(dose: Dose, drug: Drug, known: DayDoses) -> ShownDose:
    """Return the dose that is signed for a day, else the one that goes on from the last time."""
    signed, last = known.of(drug.id), known.last(drug.id)
    if signed is not None:
        reduction = signed.dose.reduction
        worked = work_out(dose, drug, known.facts, known.settings, reduction)
        return ShownDose(signed.dose.chosen, reduction, worked, changed_since(signed.dose, dose, drug, known))
    reduction = FULL_DOSE if last is None else last.dose.reduction
    choice = DoseChoice(drug.id, reduction)
    (found,) = propose(replace(known, doses=(dose,)), lambda _name: drug, (choice,))
    return ShownDose(found.chosen.chosen, reduction, found.worked, found.findings)


def signed_text(signed: SignedDose) -> str:
    """Return ``Chosen by Dr Rietzanger, 24-Nov 07:50, neuropathy grade 2``."""
    when = f"{day_text(signed.at.date(), year=False)} {time_text(signed.at)}"
    words = say("Chosen by {who}, {when}", who=signed.by, when=when)
    return f"{words}. {signed.reason}" if signed.reason else words


def confidence_text(drug: Drug) -> str:
    """Return how far the bands, caps and levels of a drug were checked; empty where the library has none."""
    dosing = drug.dosing
    known = (
        (bool(dosing.bands.mg), "Bands {how}", dosing.bands.confidence),
        (bool(dosing.caps.by_dose), "highest dose {how}", dosing.caps.confidence),
        (bool(dosing.levels.doses or dosing.levels.never), "levels {how}", dosing.levels.confidence),
    )
    text = ", ".join(say(words, how=confidence.value) for there, words, confidence in known if there)
    return text[:1].upper() + text[1:]


def _weight_text(weight: Weight) -> str:
    return say("{kg} kg of {day}", kg=f"{weight.kg:g}", day=day_text(weight.day))


def _kidney_text(dose: WorkedDose, kidney: KidneyFunction) -> str:
    return say(
        "{dose} × ({gfr} + 25) mL/min, Calvert; GFR by Cockcroft–Gault from {age} years, {kg} kg ({kind}), "
        "creatinine {creatinine} µmol/L of {day}",
        dose=planned_text(dose.used),
        gfr=f"{kidney.gfr_used:.1f}",
        age=kidney.age_years,
        kg=number_text(kidney.weight_kg),
        kind=say(KIDNEY_WEIGHTS[kidney.weight_kind]),
        creatinine=f"{kidney.creatinine_used:g}",
        day=day_text(kidney.creatinine.day),
    )
