"""Banding: the dose that the pharmacy makes ready in place of the exact one, if it is near enough."""

from bisect import bisect_left
from collections.abc import Sequence

from dayhospital.domain.dosing import DoseKind, Milligrams
from dayhospital.errors import InvalidValue

MAX_DEVIATION_PERCENT = {DoseKind.CYTOTOXIC: 6.0, DoseKind.BIOLOGICAL: 10.0}
"""How far a band may be from the calculated dose (source: nice-ktt22)."""
_TOLERANCE = 1e-9


def nearest_band(mg: float, bands_mg: Sequence[float], cap_mg: float | None = None) -> Milligrams | None:
    """Return the band nearest to a dose that is not above the cap, the lower one of two equally near.

    None without bands, or when every band is above the cap.

    Source: nice-ktt22.
    """
    allowed = [band for band in bands_mg if cap_mg is None or band <= cap_mg]
    if not allowed:
        return None
    place = bisect_left(allowed, mg)
    beside = allowed[max(0, place - 1) : place + 1]
    return Milligrams(min(beside, key=lambda band: (abs(band - mg), band)))


def deviation_percent(band_mg: float, calculated_mg: float) -> float:
    """Return |band − calculated| / calculated in percent.

    Raises:
        InvalidValue: If the calculated dose is not positive.
    """
    if calculated_mg <= 0:
        raise InvalidValue(f"a calculated dose is positive, got {calculated_mg} mg")
    return abs(band_mg - calculated_mg) / calculated_mg * 100


def may_be_banded(deviation: float, kind: DoseKind) -> bool:
    """Return whether a band with a deviation in percent may stand for the calculated dose; the limit itself may."""
    limit = MAX_DEVIATION_PERCENT.get(kind)
    return limit is not None and deviation <= limit + _TOLERANCE
