"""A context that records, in the light theme, and one invented patient with a course."""

from functools import lru_cache

import pytest
from PySide6.QtCore import QObject

from dayhospital.clinical.library import Library
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui import recorder


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


@pytest.fixture(autouse=True)
def theme(qapp):
    wanted, found = load_theme("light"), holder()
    if found.theme is not wanted or found.text_scale != 1.0 or not qapp.styleSheet():
        apply_theme(qapp, wanted, reduce_motion=True)


@pytest.fixture
def context(qapp, tmp_path):
    parent = QObject()
    yield recorder.context(parent, tmp_path, library())
    parent.deleteLater()


@pytest.fixture
def store(context) -> recorder.RecordingStore:
    return context.store
