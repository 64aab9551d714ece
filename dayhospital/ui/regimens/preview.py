"""The side of a regimen: chair time as bars, counts for a go, port and leaving. The same for reading and writing."""

from PySide6.QtWidgets import QVBoxLayout

from dayhospital.clinical.library import Library
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Regimen
from dayhospital.ui.plan.facts import FactRows
from dayhospital.ui.regimens.minutes import MinutesBar, bars_of, chair_days
from dayhospital.ui.regimens.standing import Standing, approval_section
from dayhospital.ui.regimens.words import Facts, gate_facts, leaving_facts, phase_name, policy_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import InspectorSection, Label, clear_layout


def show_side(
    side: QVBoxLayout, regimen: Regimen, policy: ObservationPolicy, library: Library, standing: Standing | None
) -> None:
    """Fill a column with what follows from a regimen."""
    clear_layout(side)
    several = len(regimen.phases) > 1
    side.addWidget(_chair_time(regimen, policy, library, several))
    gates = {phase_name(phase): gate_facts(phase) for phase in regimen.phases}
    if any(gates.values()):
        counts = InspectorSection(say("Counts for a go"), say("10⁹/L"))
        for name, facts in gates.items():
            if several and facts:
                counts.body.addWidget(Label(name, FontRole.DENSE_STRONG, "text2").wrapped())
            if facts:
                counts.body.addWidget(fact_rows(facts))
        side.addWidget(counts)
    if standing is not None:
        side.addWidget(approval_section(standing))
    leaving = InspectorSection(say("Port and leaving"), last=True)
    leaving.body.addWidget(fact_rows(leaving_facts(regimen, library)))
    side.addWidget(leaving)
    side.addStretch(1)


def _chair_time(regimen: Regimen, policy: ObservationPolicy, library: Library, several: bool) -> InspectorSection:
    time = InspectorSection(say("Chair time"), policy_text(policy))
    phases = [(phase, bars_of(chair_days(regimen, phase, library.drug, policy))) for phase in regimen.phases]
    longest = max((time.chair_minutes for _, bars in phases for _, time in bars), default=0)
    for phase, bars in phases:
        if several and bars:
            time.body.addWidget(Label(phase_name(phase), FontRole.DENSE_STRONG, "text2").wrapped())
        for words, chair in bars:
            time.body.addWidget(MinutesBar(words, chair, longest, library.drug))
    if not longest:
        time.body.addWidget(Label(say("No chair needed"), FontRole.DENSE, "text2"))
    return time


def fact_rows(facts: Facts) -> FactRows:
    rows = FactRows()
    rows.show_rows(facts)
    return rows
