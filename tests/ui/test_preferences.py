"""What a person prefers at one workstation."""

import pytest

from dayhospital.ui.preferences import Preferences


@pytest.mark.parametrize(
    ("name", "initials"),
    [("HAUTEM, Eva", "EH"), ("Eva Hautem", "EH"), ("eva", "E"), ("DE WOLF, Anna", "AW"), ("Ömer Yıldız", "ÖY")],
)
def test_initials_come_from_given_and_family_name(tmp_path, name, initials):
    preferences = Preferences(tmp_path / "p.ini")
    preferences.user = name
    assert preferences.initials == initials


def test_preferences_survive_a_restart(tmp_path):
    first = Preferences(tmp_path / "p.ini")
    first.scheme, first.text_size, first.reduce_motion, first.row_mode = "dark", 115, True, "roomy"
    first.save()

    again = Preferences(tmp_path / "p.ini")

    assert (again.scheme, again.text_size, again.reduce_motion, again.row_mode) == ("dark", 115, True, "roomy")


def test_a_value_nobody_offers_counts_as_never_set(tmp_path):
    (tmp_path / "p.ini").write_text("[view]\nscheme=pink\ntext_size=900\n", encoding="utf-8")
    preferences = Preferences(tmp_path / "p.ini")
    assert (preferences.scheme, preferences.text_size) == ("system", 100)
