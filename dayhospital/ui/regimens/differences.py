"""What is different between two versions of a regimen, field by field, in plain words."""

from dataclasses import dataclass

from dayhospital.clinical.library import Library
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import NO_MINUTES, ByExposure, Phase, PhaseOrder, Regimen, RegimenDrug
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.need_words import need_text
from dayhospital.ui.regimens.words import (
    biomarker_text,
    dose_text,
    emetic_text,
    exposures_text,
    gate_facts,
    group_name,
    loading_text,
    phase_name,
    port_text,
    tolerance_words,
    watch_text,
)
from dayhospital.ui.texts import fact_text, say


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same. ``where`` is the phase and drug, empty for the regimen as a whole."""

    where: str
    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """Return ``Weekly paclitaxel, PACLitaxel: infusion 60 min, now 30 min``."""
        before = self.before.rstrip(".") or say("nothing")
        after = self.after.rstrip(".") or say("nothing")
        words = say("{what}: {before}, now {after}", what=self.what, before=before, after=after)
        return f"{self.where}: {words[:1].lower()}{words[1:]}" if self.where else words


Told = list[tuple[str, str]]
"""Name of a field and its value in words."""


def differences(old: Regimen, new: Regimen, library: Library) -> tuple[Difference, ...]:
    """Return every field that differs, the regimen first, then phase by phase and drug by drug.

    The number of the version is not a difference; the way the file is written is none either.
    """
    found = _compared("", _regimen_words(old, library), _regimen_words(new, library))
    for before, after in _paired(old.phases, new.phases):
        found += _phase_differences(before, after, library)
    return tuple(found)


def _phase_differences(before: Phase | None, after: Phase | None, library: Library) -> list[Difference]:
    if before is None or after is None:
        there = after or before
        assert there is not None
        names = ", ".join(library.drug(drug.drug).shown for drug in there.drugs)
        words = say("{part}, {drugs}", part=phase_name(there), drugs=names) if names else phase_name(there)
        return [Difference("", say("Part"), "" if before is None else words, "" if after is None else words)]
    where = phase_name(after)
    found = _compared(where, _phase_words(before), _phase_words(after))
    old_drugs, new_drugs = _numbered(before), _numbered(after)
    for key in dict.fromkeys((*old_drugs, *new_drugs)):
        known, old, new = library.drug(key[0]), old_drugs.get(key), new_drugs.get(key)
        if old is None or new is None:
            gone, come = (f"{known.shown} {dose_text(one)}" if one else "" for one in (old, new))
            found.append(Difference(where, say("Drug"), gone, come))
        else:
            found += _compared(f"{where}, {known.shown}", _drug_words(old), _drug_words(new))
    return found


def _numbered(phase: Phase) -> dict[tuple[str, int], RegimenDrug]:
    """Return the drugs of a phase by id and how often it stood there before: one drug may have two entries."""
    found: dict[tuple[str, int], RegimenDrug] = {}
    for drug in phase.drugs:
        found[drug.drug, sum(name == drug.drug for name, _ in found)] = drug
    return found


def _paired(old: tuple[Phase, ...], new: tuple[Phase, ...]) -> list[tuple[Phase | None, Phase | None]]:
    """Pair phases by name; what is left over by its place, if both sides have as many."""
    names = {phase.name: phase for phase in old}
    rest = [phase for phase in old if phase.name not in {one.name for one in new}]
    fresh = [phase for phase in new if phase.name not in names]
    renamed = dict(zip([one.name for one in fresh], rest, strict=True)) if len(rest) == len(fresh) else {}
    pairs: list[tuple[Phase | None, Phase | None]] = [
        (names.get(phase.name) or renamed.get(phase.name), phase) for phase in new
    ]
    return pairs + ([] if renamed else [(phase, None) for phase in rest])


def _compared(where: str, old: Told, new: Told) -> list[Difference]:
    return [
        Difference(where, what, before, after)
        for (what, before), (_, after) in zip(old, new, strict=True)
        if before != after
    ]


def _regimen_words(one: Regimen, library: Library) -> Told:
    yes, no = say("yes"), say("no")

    def whether(value: bool) -> str:
        return yes if value else no

    return [
        (say("Name"), one.name),
        (say("Short name"), one.short),
        (say("Group"), ", ".join(group_name(group) for group in (one.group, *one.also_contains))),
        (say("Colour"), one.colour),
        (say("Settings"), ", ".join(setting_text(setting) for setting in one.settings)),
        (say("In the choice"), whether(one.enabled)),
        (say("Tumour"), biomarker_text(one)),
        (say("Needs"), "; ".join(need_text(need, library) for need in one.needs if not need.safety)),
        (say("Contraindicated without"), "; ".join(need_text(need, library) for need in one.needs if need.safety)),
        (say("Port"), port_text(one.port)),
        (say("No driving"), f"{whether(one.no_driving)} {one.no_driving_reason}".strip()),
        (say("Start checked against closing"), whether(one.latest_start_check)),
        (say("Goes home the same day"), whether(one.same_day)),
        (say("Cumulative limit"), one.cumulative_limit),
        (say("Heart checks"), one.heart_checks),
        (say("DPYD test"), whether(one.dpyd_test)),
        (say("Regulatory note"), one.regulatory_note),
        (say("Note"), one.note),
        (say("Confidence"), one.confidence),
        (say("Sources"), "; ".join(library.source(key) for key in one.sources)),
    ]


def _phase_words(one: Phase) -> Told:
    cycles = say("until stopped") if one.cycles is None else str(one.cycles)
    by_setting = ", ".join(
        f"{setting_text(setting)} {say('until stopped') if count is None else count}"
        for setting, count in one.cycles_by_setting
    )
    within = "" if one.tolerance_within is None else tolerance_words(one.tolerance_within)
    acuity = ", ".join(f"{day}: {level.first} / {level.later}" for day, level in one.acuity)
    pause = say("{days} days, {why}", days=one.pause_days, why=one.pause_reason) if one.pause_days else ""
    return [
        (say("Part"), phase_name(one)),
        (say("Cycle length"), say("{days} days", days=one.cycle_days)),
        (say("Cycles"), cycles),
        (say("Cycles by setting"), by_setting),
        (say("Order"), say("beside the first") if one.order is PhaseOrder.PARALLEL else say("after the one before")),
        (say("Until"), one.until),
        (say("Pause before"), pause),
        (say("Window"), tolerance_words(one.tolerance)),
        (say("Window of later days"), within),
        (say("Days between doses at least"), str(one.min_gap_days or "")),
        (say("Emetic risk"), emetic_text(one.emetic)),
        (say("G-CSF"), one.gcsf),
        (say("Laboratory rules"), ", ".join(one.gate.rules)),
        (say("Counts"), ", ".join(f"{label} {value}" for label, value in gate_facts(one))),
        (say("Nursing acuity by day"), acuity),
        (say("Length of the visit"), _minutes(one.visit_minutes)),
        (say("Place of the visit"), fact_text(one.visit_place) if one.visit_minutes else ""),
        (say("Note"), one.note),
    ]


def _drug_words(one: RegimenDrug) -> Told:
    def watch(policy: ObservationPolicy) -> str:
        return " ".join(watch_text(one, policy)).strip()

    def days(some: tuple[int, ...]) -> str:
        return ", ".join(map(str, some))

    reload = say("again after {days} days", days=one.loading.reload_after_days) if one.loading else ""
    return [
        (say("Dose"), " ".join(part for part in (dose_text(one), one.salt) if part)),
        (say("Loading dose"), ", ".join(part for part in (loading_text(one), reload) if part)),
        (say("Worked out by"), one.basis.value),
        (say("Days"), days(one.days)),
        (say("Days of the first cycle only"), days(one.first_cycle_days)),
        (say("Route"), one.route.value),
        (say("Places"), ", ".join(fact_text(place) for place in one.places)),
        (say("Place in the order"), str(one.sequence)),
        (say("Taken"), one.intake),
        (say("Infusion"), _by_exposure(one.infusion)),
        (say("Watch, SmPC"), watch(ObservationPolicy.SMPC)),
        (say("Watch, pragmatic"), watch(ObservationPolicy.PRAGMATIC)),
        (say("Premedication"), _by_exposure(one.premedication)),
        (say("Note"), one.note),
    ]


def _by_exposure(minutes: ByExposure) -> str:
    return "" if minutes == NO_MINUTES else say("{minutes} min", minutes=exposures_text(minutes))


def _minutes(minutes: int) -> str:
    return say("{minutes} min", minutes=minutes) if minutes else ""
