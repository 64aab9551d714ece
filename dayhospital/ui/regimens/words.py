"""What the library says of a regimen, in words for lists of label and value."""

from collections.abc import Iterable

from dayhospital.clinical.library import Library
from dayhospital.clinical.look_alike import mistakable
from dayhospital.domain.drug import Emetic, Extravasation
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import (
    ByExposure,
    Group,
    ObservationMode,
    Phase,
    PhaseOrder,
    PortDefault,
    Regimen,
    RegimenDrug,
    Route,
    Tolerance,
)
from dayhospital.domain.regimen_version import VersionState
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.texts import say

Facts = list[tuple[str, str]]

_GROUPS = {
    Group.CHEMOTHERAPY: "Chemotherapy",
    Group.TARGETED: "Targeted",
    Group.ANTIHORMONE: "Antihormone",
    Group.IMMUNOTHERAPY: "Immunotherapy",
    Group.SUPPORTIVE: "Supportive",
}
_PORTS = {
    PortDefault.NO: "No port needed",
    PortDefault.CONSIDER: "Consider a port",
    PortDefault.RECOMMENDED: "Port recommended",
}
_EMETIC = {
    Emetic.NONE: "no",
    Emetic.MINIMAL: "minimal",
    Emetic.LOW: "low",
    Emetic.MODERATE: "moderate",
    Emetic.HIGH: "high",
}
_MARKERS = {
    "her2": "HER2",
    "er": "ER",
    "pr": "PR",
    "er_or_pr": "ER or PR",
    "brca": "BRCA",
    "esr1": "ESR1",
    "pik3ca": "PIK3CA",
    "pik3ca_akt1_pten": "PIK3CA, AKT1 or PTEN",
    "pd_l1": "PD-L1",
    "menopause": "menopause:",
}
_FOUND = {
    "positive_or_low": "positive or low",
    "cps_10": "CPS ≥ 10",
    "ic_1": "IC ≥ 1 %",
    "after_or_suppressed": "after it, or ovaries suppressed",
}
_STATES = {
    VersionState.DRAFT: "draft",
    VersionState.WAITING: "waits for signatures",
    VersionState.RETIRED: "retired",
}
_EXTRAVASATION = {
    Extravasation.VESICANT: "Vesicant",
    Extravasation.IRRITANT_VESICANT: "Vesicant when long",
    Extravasation.IRRITANT: "Irritant",
}
"""Only what a nurse has to know before the needle goes in; the rest is silent."""


def group_name(group: Group) -> str:
    return say(_GROUPS[group])


def port_text(port: PortDefault) -> str:
    return say(_PORTS[port])


def emetic_text(emetic: Emetic) -> str:
    return say(_EMETIC[emetic])


def policy_text(policy: ObservationPolicy) -> str:
    return say("SmPC times") if policy is ObservationPolicy.SMPC else say("pragmatic times")


def extravasation_text(kind: Extravasation) -> str:
    """Return the word for a tag, empty for drugs that do little outside the vein."""
    return say(_EXTRAVASATION[kind]) if kind in _EXTRAVASATION else ""


def dose_text(drug: RegimenDrug) -> str:
    """Return ``60 mg/m²`` or ``AUC 5``."""
    return f"AUC {drug.dose:g}" if drug.unit == "AUC" else f"{drug.dose:g} {drug.unit}"


def below_dose_text(drug: RegimenDrug) -> str:
    """Return what stands below a dose: the loading dose, and of what the milligrams are."""
    return ", ".join(part for part in (loading_text(drug), drug.salt) if part)


def version_state_text(state: VersionState | None, in_use: bool) -> str:
    """Return ``in use``, ``draft``, ``waits for signatures``; of a version that was followed, ``earlier``."""
    if state in {None, VersionState.APPROVED}:
        return say("in use") if in_use else say("earlier")
    return say(_STATES[state or VersionState.DRAFT])


def loading_text(drug: RegimenDrug) -> str:
    """Return ``first 8 mg/kg``, empty without a loading dose."""
    if drug.loading is None:
        return ""
    return say("first {dose} {unit}", dose=f"{drug.loading.dose:g}", unit=drug.loading.unit)


def way_text(drug: RegimenDrug) -> str:
    """Return how it is given: route, intake of tablets, premedication."""
    parts = [say("tablets") if drug.route is Route.PO else drug.route.value, drug.intake]
    if drug.premedication.longest:
        parts.append(say("premedication {minutes} min", minutes=drug.premedication.first))
    return ", ".join(part for part in parts if part)


def exposures_text(minutes: ByExposure) -> str:
    """Return ``30`` when it is always the same, else ``90 / 60 / 30`` by exposure."""
    every = (minutes.first, minutes.second, minutes.later)
    return str(minutes.first) if len(set(every)) == 1 else " / ".join(map(str, every))


def watch_text(drug: RegimenDrug, policy: ObservationPolicy) -> tuple[str, str]:
    """Return the minutes of observation under a policy and what they count from; empty without any."""
    minutes, mode = drug.observation, drug.observation_mode
    if policy is ObservationPolicy.PRAGMATIC and drug.pragmatic_observation is not None:
        minutes, mode = drug.pragmatic_observation, ObservationMode.BEFORE_NEXT
    if not minutes.longest:
        return "", ""
    return exposures_text(minutes), observation_mode_text(mode)


def observation_mode_text(mode: ObservationMode) -> str:
    """Return what the minutes of an observation count from."""
    return {
        ObservationMode.AFTER_END: say("after its end"),
        ObservationMode.BEFORE_NEXT: say("before the next drug"),
        ObservationMode.FROM_START: say("from its start"),
    }[mode]


def clock_text(phase: Phase, regimen: Regimen) -> str:
    """Return ``every 21 days × 4``; where settings differ, each with its number."""
    by_setting = {one: phase.cycles_in(one) for one in regimen.settings}
    words = {one: say("until stopped") if n is None else f"× {n}" for one, n in by_setting.items()}
    cycles = (
        next(iter(words.values()))
        if len(set(words.values())) == 1
        else ", ".join(f"{setting_text(one).lower()} {text}" for one, text in words.items())
    )
    if phase.cycle_days == 1:
        return say("every day, {cycles}", cycles=cycles) if cycles.startswith(say("until")) else cycles
    joint = " " if cycles.startswith("×") else ", "
    return say("every {days} days", days=phase.cycle_days) + joint + cycles


def tolerance_words(tolerance: Tolerance) -> str:
    exact = not tolerance.early and not tolerance.late
    days = say("exact day") if exact else say("−{early}/+{late} days", early=tolerance.early, late=tolerance.late)
    return f"{days}. {tolerance.note}" if tolerance.note else days


def phase_name(phase: Phase) -> str:
    """Return the name of a phase as it begins a line."""
    return phase.name[:1].upper() + phase.name[1:]


def phase_facts(phase: Phase, first_phase: bool) -> Facts:
    """Return when a phase runs and what goes with it."""
    facts: Facts = []
    if phase.order is PhaseOrder.PARALLEL and not first_phase:
        facts.append((say("Starts"), say("together with the first phase")))
    if phase.pause_days:
        pause = say("{days} days after the phase before: {why}", days=phase.pause_days, why=phase.pause_reason)
        facts.append((say("Starts"), pause))
    facts.append((say("Window"), tolerance_words(phase.tolerance)))
    if phase.tolerance_within is not None and phase.tolerance_within != phase.tolerance:
        facts.append((say("Later days"), tolerance_words(phase.tolerance_within)))
    if phase.min_gap_days:
        facts.append((say("Never closer"), say("than {days} days to the day before", days=phase.min_gap_days)))
    facts += [(say("Until"), phase.until), (say("G-CSF"), phase.gcsf), (say("Note"), phase.note)]
    if phase.emetic is not Emetic.NONE:
        facts.insert(1, (say("Emetic risk"), emetic_text(phase.emetic)))
    return [(label, value) for label, value in facts if value]


def gate_facts(phase: Phase) -> Facts:
    """Return the lowest counts for a treatment, in 10⁹/L."""
    gate = phase.gate
    facts = []
    for label, lowest, later in (
        (say("Neutrophils"), gate.neutrophils, gate.later_neutrophils),
        (say("Platelets"), gate.platelets, gate.later_platelets),
    ):
        if lowest is not None:
            after = "" if later is None or later == lowest else say(", later days {n}", n=f"≥ {later:g}")
            facts.append((label, f"≥ {lowest:g}{after}"))
    return facts


def biomarker_text(regimen: Regimen) -> str:
    """Return what the tumour must be, in one sentence."""
    pairs = [
        f"{_MARKERS.get(name, name.upper().replace('_', ' '))} {_FOUND.get(value, value.replace('_', ' '))}"
        for name, value in regimen.biomarkers.requires
    ]
    return ". ".join(part for part in (", ".join(pairs), regimen.biomarkers.note) if part)


def apart_text(drug_ids: Iterable[str], library: Library) -> str:
    """Return a line ``PACLitaxel, not nab-PACLitaxel`` for each drug that is taken for another."""
    return "\n".join(
        say("{this}, not {others}", this=drug.shown, others=", ".join(other.shown for other in others))
        for drug, others in mistakable(drug_ids, library)
    )


def around_facts(regimen: Regimen, library: Library) -> Facts:
    """Return what goes with the regimen as a whole."""
    facts = [
        (say("Tumour"), biomarker_text(regimen)),
        (say("Heart"), regimen.heart_checks),
        (say("Cumulative"), regimen.cumulative_limit),
        (say("DPYD"), say("test before the first dose") if regimen.dpyd_test else ""),
        (say("Note"), regimen.note),
        (say("Look-alikes"), apart_text(regimen.drug_ids, library)),
    ]
    return [(label, value) for label, value in facts if value]


def source_facts(regimen: Regimen, library: Library) -> Facts:
    """Return how far the regimen and each of its drugs were checked, and against what."""
    keys = {"": (regimen.confidence, regimen.sources)}
    keys |= {drug: (library.drug(drug).confidence, library.drug(drug).sources) for drug in regimen.drug_ids}
    return [
        (
            library.drug(drug).shown if drug else say("The regimen"),
            "\n".join((confidence[:1].upper() + confidence[1:] + ".", *map(library.source, sources))),
        )
        for drug, (confidence, sources) in keys.items()
    ]


def leaving_facts(regimen: Regimen, library: Library) -> Facts:
    """Return what bears on port and going home."""
    facts: Facts = [(say("Port"), port_text(regimen.port))]
    for kind in (Extravasation.VESICANT, Extravasation.IRRITANT_VESICANT, Extravasation.IRRITANT):
        names = [drug.shown for drug in map(library.drug, regimen.drug_ids) if drug.extravasation is kind]
        if names:
            facts.append((extravasation_text(kind), ", ".join(names)))
    facts.append((say("Same day"), say("goes home") if regimen.same_day else say("plan an admission")))
    if regimen.latest_start_check:
        facts.append((say("First dose"), say("early enough to end before closing")))
    driving = say("not on the day: {why}", why=regimen.no_driving_reason) if regimen.no_driving else say("allowed")
    facts.append((say("Driving"), driving))
    return facts
