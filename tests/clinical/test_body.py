"""Body surface against the worked values of the clinical reference, section 8."""

import pytest

from dayhospital.clinical.body import mosteller
from dayhospital.errors import InvalidValue


@pytest.mark.parametrize(
    ("height", "weight", "surface"),
    [(165, 60, 1.658), (170, 70, 1.818), (158, 52.5, 1.518), (162, 95, 2.068), (175, 110, 2.312)],
)
def test_the_surface_is_the_worked_one(height, weight, surface):
    assert mosteller(height, weight) == pytest.approx(surface, abs=0.0005)


@pytest.mark.parametrize(("height", "weight"), [(0, 70), (170, 0), (-1, 70)])
def test_a_body_has_height_and_weight(height, weight):
    with pytest.raises(InvalidValue):
        mosteller(height, weight)
