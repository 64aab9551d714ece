"""A hospital and a window on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dayhospital.ui.theme import apply_theme, load_theme
from tests.hospital import Hospital, Window, build


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    made = build(tmp_path)
    yield made
    made.desk.close()


@pytest.fixture
def window(qtbot, qapp: QApplication, hospital: Hospital, tmp_path: Path) -> Iterator[Window]:
    apply_theme(qapp, load_theme("light"), reduce_motion=True)
    made = Window(hospital, tmp_path)
    with qtbot.waitSignal(made.store.opened, timeout=10_000):
        made.store.open()
    yield made
    made.store.close()
