"""Body surface, for the banner. Doses are not computed here."""

from math import sqrt

from dayhospital.errors import InvalidValue


def mosteller(height_cm: float, weight_kg: float) -> float:
    """Return the body surface in m²: √(height × weight / 3600).

    Raises:
        InvalidValue: If height or weight is not positive.

    Source: mosteller-1987.
    """
    if height_cm <= 0 or weight_kg <= 0:
        raise InvalidValue(f"height and weight must be positive, got {height_cm} cm and {weight_kg} kg")
    return sqrt(height_cm * weight_kg / 3600)
