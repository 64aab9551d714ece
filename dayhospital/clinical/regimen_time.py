"""The longest day of a regimen, for lists that compare regimens."""

from dayhospital.clinical.chair_time import Lookup, chair_time
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Place, Regimen

LATER = 3
"""From the third exposure on the minutes no longer change."""


def regimen_minutes(regimen: Regimen, lookup: Lookup, policy: ObservationPolicy) -> tuple[int, int]:
    """Return the chair minutes of the longest day when every drug is new, and when every drug is known.

    (0, 0) for a regimen without a chair.
    """

    def longest(exposure: int) -> int:
        days = [
            [(drug, exposure) for drug in phase.drugs if day in drug.days_of(1) and Place.DAY_HOSPITAL in drug.places]
            for phase in regimen.phases
            for day in phase.days(1)
        ]
        return max((chair_time(doses, lookup, policy).chair_minutes for doses in days if doses), default=0)

    return longest(1), longest(LATER)
