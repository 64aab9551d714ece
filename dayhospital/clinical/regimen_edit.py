"""Changes to a regimen as it is being written: each returns another regimen, valid or not yet.

What is not valid is found by writing the text and reading it again, so form and file obey the same rules.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from dayhospital.clinical.library import Library
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.clinical.needs_schema import NeedReader
from dayhospital.clinical.needs_writer import needs_lines
from dayhospital.clinical.yaml_fields import read_text
from dayhospital.domain.needs import Need
from dayhospital.domain.regimen import (
    Acuity,
    ByExposure,
    DoseBasis,
    Gate,
    Loading,
    Phase,
    PhaseOrder,
    Place,
    Regimen,
    RegimenDrug,
    Route,
    Tolerance,
)
from dayhospital.errors import InvalidValue, LibraryError

STEP = 10
"""Between the sequence numbers of drugs, so that one can come between two."""
HIGHEST_ACUITY = 5
"""Nursing load of a day goes from 1 to this (clinical reference 7.2)."""
NEW_INFUSION = ByExposure(30, 30, 30)
NEW_INJECTION = ByExposure(10, 10, 10)
"""Minutes of a drug just added, until somebody writes the right ones."""


def problem_of(regimen: Regimen, library: Library) -> LibraryError | None:
    """Return what keeps a regimen from being saved, None if nothing does; line and field are those of its text."""
    try:
        library.read(regimen_text(regimen), regimen.id)
    except LibraryError as error:
        return error
    return None


def with_phase(regimen: Regimen, index: int, phase: Phase) -> Regimen:
    phases = list(regimen.phases)
    phases[index] = phase
    return replace(regimen, phases=tuple(phases))


def add_phase(regimen: Regimen, name: str) -> Regimen:
    """Add a phase after the others, a day without drugs until drugs are added."""
    last = regimen.phases[-1]
    fresh = Phase(name, last.cycle_days, 1, PhaseOrder.SEQUENCE, Tolerance(1, 3), (), visit_minutes=15)
    return replace(regimen, phases=(*regimen.phases, fresh))


def remove_phase(regimen: Regimen, index: int) -> Regimen:
    """Take a phase out; the one that comes first then neither pauses nor runs beside another.

    Raises:
        InvalidValue: If it is the only one.
    """
    if len(regimen.phases) == 1:
        raise InvalidValue("A regimen has at least one part. Nothing was taken out.")
    first, *others = (phase for place, phase in enumerate(regimen.phases) if place != index)
    first = replace(first, order=PhaseOrder.SEQUENCE, pause_days=0, pause_reason="")
    return replace(regimen, phases=(first, *others))


def with_drug(phase: Phase, index: int, drug: RegimenDrug) -> Phase:
    drugs = list(phase.drugs)
    drugs[index] = drug
    return replace(phase, drugs=tuple(drugs))


def add_drug(phase: Phase, drug_id: str, route: Route) -> Phase:
    """Add a drug as the last of day 1; dose, minutes and route are for the author to write."""
    last = max((drug.sequence for drug in phase.drugs), default=0)
    tablets = route is Route.PO
    minutes = ByExposure(0, 0, 0) if tablets else NEW_INFUSION if route is Route.IV else NEW_INJECTION
    fresh = RegimenDrug(
        drug=drug_id,
        dose=0.0,
        unit="mg",
        basis=DoseBasis.FLAT,
        days=(1,),
        route=route,
        places=(Place.HOME,) if tablets else (Place.DAY_HOSPITAL,),
        sequence=last + STEP,
        infusion=minutes,
        intake="once daily" if tablets else "",
    )
    return replace(phase, drugs=(*phase.drugs, fresh), visit_minutes=0, visit_place=Place.DAY_HOSPITAL)


def remove_drug(phase: Phase, index: int) -> Phase:
    """Take a drug out.

    Raises:
        InvalidValue: If it is the only one of the phase.
    """
    if len(phase.drugs) == 1:
        raise InvalidValue("A part with drugs has at least one. Add the other drug first, then take this one out.")
    return _without_idle_days(replace(phase, drugs=phase.drugs[:index] + phase.drugs[index + 1 :]))


def move_drug(phase: Phase, index: int, by: int) -> Phase:
    """Let a drug change its place in the order of the day with the one before (-1) or after (+1) it."""
    order = in_order(phase)
    place = order.index(index)
    other = place + by
    if not 0 <= other < len(order):
        return phase
    order[place], order[other] = order[other], order[place]
    drugs = list(phase.drugs)
    for number, which in enumerate(order, start=1):
        drugs[which] = replace(drugs[which], sequence=number * STEP)
    return replace(phase, drugs=tuple(drugs))


def in_order(phase: Phase) -> list[int]:
    """Return the places of the drugs in :attr:`Phase.drugs`, in the order given."""
    return sorted(range(len(phase.drugs)), key=lambda index: phase.drugs[index].sequence)


def toggle_days(phase: Phase, index: int, days: tuple[int, ...]) -> Phase:
    """Set days of a drug, or clear them where all are set; a day of the first cycle only becomes one of every cycle.

    Raises:
        InvalidValue: If no day would be left.
    """
    drug = phase.drugs[index]
    kept = set(drug.days) - set(days) if set(days) <= set(drug.days) else set(drug.days) | set(days)
    if not kept:
        raise InvalidValue("A drug is given on at least one day. To leave it out, take the drug out.")
    first_only = tuple(day for day in drug.first_cycle_days if day not in days)
    changed = replace(drug, days=tuple(sorted(kept)), first_cycle_days=first_only)
    return _without_idle_days(with_drug(phase, index, changed))


def with_cycle_days(phase: Phase, cycle_days: int) -> Phase:
    """Give the cycle another length; days beyond its end stay and are reported, nobody drops them unseen."""
    return replace(phase, cycle_days=cycle_days)


def _without_idle_days(phase: Phase) -> Phase:
    """Drop the acuity of days on which nothing is given any more."""
    given = {day for drug in phase.drugs for day in (*drug.days, *drug.first_cycle_days)}
    return replace(phase, acuity=tuple((day, acuity) for day, acuity in phase.acuity if day in given))


def copy_of(regimen: Regimen, regimen_id: str, name: str, short: str) -> Regimen:
    """Return a new regimen that begins as another one; its confidence begins anew."""
    return replace(
        regimen, id=regimen_id, version=1, name=name, short=short, confidence="from knowledge", regulatory_note=""
    )


def id_from(name: str) -> str:
    """Return the id a name suggests: small letters, digits and underscores."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.casefold()).split()
    return "_".join(words)[:60].strip("_")


def minutes_from(text: str) -> ByExposure:
    """Return the minutes of ``30`` or ``90 / 60 / 30`` (first, second, later; two numbers mean first and later).

    Raises:
        InvalidValue: If it is neither.
    """
    parts = [part.strip() for part in text.replace(",", "/").split("/")]
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        raise InvalidValue("Minutes are one number, or first / second / later: 90 / 60 / 30.")
    numbers = [int(part) for part in parts]
    first, second, later = (numbers[0], numbers[1] if len(numbers) > 1 else numbers[0], numbers[-1])
    return ByExposure(first, second, later)


def dose_from(text: str) -> tuple[float, str]:
    """Return number and unit of ``80 mg/m²`` or ``AUC 5``; ``m2`` is read as ``m²``.

    Raises:
        InvalidValue: If there is no number or no unit.
    """
    words = text.replace(",", ".").split()
    if len(words) == 2 and words[0].casefold() == "auc":
        words = [words[1], "AUC"]
    try:
        number = float(words[0]) if len(words) >= 2 else -1.0
    except ValueError:
        number = -1.0
    if not 0 < number < 1e7:
        raise InvalidValue("A dose is a number and its unit: 80 mg/m², 6 mg/kg, 200 mg, AUC 5.")
    return number, " ".join(words[1:]).replace("m2", "m²")


BASIS_OF_UNIT = {"mg/m²": DoseBasis.BSA, "mg/kg": DoseBasis.WEIGHT, "AUC": DoseBasis.AUC, "mg": DoseBasis.FLAT}
"""What a unit says about how a dose is worked out; other units keep the basis they have."""


def with_dose(drug: RegimenDrug, text: str) -> RegimenDrug:
    """Return the drug with the dose of a text, on the basis its unit asks for.

    Raises:
        InvalidValue: If the text is no dose.
    """
    dose, unit = dose_from(text)
    return replace(drug, dose=dose, unit=unit, basis=BASIS_OF_UNIT.get(unit, drug.basis))


# --- where it is given, loading, nursing load


def loading_from(text: str, reload_after_days: int) -> Loading | None:
    """Return the loading dose of ``8 mg/kg``, given again after so many days; None of an empty text.

    Raises:
        InvalidValue: If the text is no dose or the days are none.
    """
    if not text.strip():
        return None
    dose, unit = dose_from(text)
    if reload_after_days < 1:
        raise InvalidValue("A loading dose is given again after a number of days: write 1 or more.")
    return Loading(dose, unit, reload_after_days)


def places_from(usual: Place, others: Iterable[Place]) -> tuple[Place, ...]:
    """Return where a dose may be given, the usual place first."""
    return (usual, *(place for place in Place if place is not usual and place in set(others)))


def chair_days(phase: Phase) -> tuple[int, ...]:
    """Return the days of a cycle on which something is given in the building, those of the first cycle too."""
    here = [drug for drug in phase.drugs if any(place is not Place.HOME for place in drug.places)]
    return tuple(sorted({day for drug in here for day in (*drug.days, *drug.first_cycle_days)}))


def with_acuity(phase: Phase, day: int, first: int, later: int) -> Phase:
    """Set the nursing load of a day at the first dose and at later ones, 1 to 5; 0 takes it back to what is not said.

    Raises:
        InvalidValue: If a load is not from 0 to 5.
    """
    if not all(0 <= level <= HIGHEST_ACUITY for level in (first, later)):
        raise InvalidValue(f"The nursing load of a day goes from 1 to {HIGHEST_ACUITY}.")
    others = {one: level for one, level in phase.acuity if one != day}
    if first or later:
        others[day] = Acuity(first or later, later or first)
    return replace(phase, acuity=tuple(sorted(others.items(), key=lambda pair: pair[0])))


def rules_from(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the laboratory rules of ``anthra_q3w, dpyd``, each once.

    Raises:
        InvalidValue: If a name is no rule.
    """
    names = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for name in names:
        if name not in known:
            raise InvalidValue(f"There is no laboratory rule {name}. Choose of {', '.join(sorted(known))}.")
    return names


def with_rules(phase: Phase, names: tuple[str, ...]) -> Phase:
    """Set the laboratory rules of a part; with none of them its lowest counts go too."""
    return replace(phase, gate=replace(phase.gate, rules=names) if names else Gate())


# --- whom it fits


def checked_need(need: Need, library: Library) -> Need:
    """Return a need as the library reads it back.

    Raises:
        InvalidValue: If it is not valid; the sentence says why.
    """
    text = "\n".join(needs_lines("safety" if need.safety else "needs", [need]))
    try:
        (read,) = NeedReader(library.drugs(), library.sources()).needs_of(read_text(text, Path("need.yaml")))
    except LibraryError as error:
        words = str(error).split(": ", 1)[-1].removeprefix(error.field).strip()
        raise InvalidValue(f"What is asked {words}") from error
    return read


def with_need(regimen: Regimen, index: int | None, need: Need) -> Regimen:
    """Put a need in the place of another, or add it; needs come before what makes a regimen unsafe."""
    needs = list(regimen.needs)
    if index is None:
        needs.append(need)
    else:
        needs[index] = need
    return replace(regimen, needs=tuple(sorted(needs, key=lambda one: one.safety)))


def without_need(regimen: Regimen, index: int) -> Regimen:
    return replace(regimen, needs=regimen.needs[:index] + regimen.needs[index + 1 :])
