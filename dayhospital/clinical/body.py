"""The body: surface, mass index, ideal and adjusted weight, and what is asked about because it can hardly be true."""

from collections.abc import Iterator
from math import sqrt

from dayhospital.domain.dosing import Kilograms, SquareMetres
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import BsaFormula
from dayhospital.domain.patient import Sex
from dayhospital.errors import InvalidValue

HEIGHT_CM = (120.0, 210.0)
WEIGHT_KG = (30.0, 200.0)
BSA_M2 = (1.2, 2.6)
"""Outside of these a figure is asked about, not refused (clinical reference 8)."""
WEIGHT_CHANGE = 0.10
"""From this share on a change of weight is asked about (clinical reference 4.5)."""
_CM_PER_INCH = 2.54
_TOLERANCE = 1e-9
"""So that a change of exactly a tenth counts as one whatever its binary fractions."""


def mosteller(height_cm: float, weight_kg: float) -> SquareMetres:
    """Return the body surface in m²: √(height × weight / 3600).

    Raises:
        InvalidValue: If height or weight is not positive.

    Source: mosteller-1987.
    """
    _check(height_cm, weight_kg)
    return SquareMetres(sqrt(height_cm * weight_kg / 3600))


def du_bois(height_cm: float, weight_kg: float) -> SquareMetres:
    """Return the body surface in m²: 0.007184 × weight^0.425 × height^0.725.

    Raises:
        InvalidValue: If height or weight is not positive.

    Source: du-bois-1916.
    """
    _check(height_cm, weight_kg)
    return SquareMetres(0.007184 * weight_kg**0.425 * height_cm**0.725)


def body_surface(height_cm: float, weight_kg: float, formula: BsaFormula) -> SquareMetres:
    """Return the body surface in m² by a formula, in full precision.

    Raises:
        InvalidValue: If height or weight is not positive.
    """
    by = {BsaFormula.MOSTELLER: mosteller, BsaFormula.DU_BOIS: du_bois}[formula]
    return by(height_cm, weight_kg)


def body_mass_index(height_cm: float, weight_kg: float) -> float:
    """Return the BMI in kg/m².

    Raises:
        InvalidValue: If height or weight is not positive.
    """
    _check(height_cm, weight_kg)
    return weight_kg / (height_cm / 100) ** 2


def ideal_weight(height_cm: float, sex: Sex) -> Kilograms:
    """Return the ideal weight in kg: women 45.5, men 50, and 2.3 for each inch over 60.

    People under 60 inches (152.4 cm) have that of 60; who is neither woman nor man has the lower one.

    Raises:
        InvalidValue: If the height is not positive.

    Source: devine-1974.
    """
    _check(height_cm, 1)
    inches_over = max(0.0, height_cm / _CM_PER_INCH - 60)
    return Kilograms((50.0 if sex is Sex.MALE else 45.5) + 2.3 * inches_over)


def adjusted_weight(height_cm: float, weight_kg: float, sex: Sex) -> Kilograms:
    """Return the adjusted weight in kg: ideal + 0.4 × (actual − ideal); the actual one if it is not above the ideal.

    Raises:
        InvalidValue: If height or weight is not positive.

    Source: devine-1974.
    """
    _check(height_cm, weight_kg)
    ideal = ideal_weight(height_cm, sex)
    return Kilograms(weight_kg if weight_kg <= ideal else ideal + 0.4 * (weight_kg - ideal))


def weight_changed(kg: float, before_kg: float) -> bool:
    """Return whether a weight is a tenth or more away from an earlier one."""
    return abs(kg / before_kg - 1) >= WEIGHT_CHANGE - _TOLERANCE


def plausible(code: str, value: float, limits: tuple[float, float]) -> Iterator[Finding]:
    """Yield that a figure is outside what is plausible; the limits themselves are plausible."""
    low, high = limits
    if not low <= value <= high:
        yield Finding(Severity.WARNING, code, "practice", {"value": f"{value:.4g}", "low": low, "high": high})


def _check(height_cm: float, weight_kg: float) -> None:
    if height_cm <= 0 or weight_kg <= 0:
        raise InvalidValue(f"height and weight must be positive, got {height_cm} cm and {weight_kg} kg")
