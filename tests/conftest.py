"""What holds for every test: no screen, no folder of the user, no clock in hypothesis."""

import os

# Before anything imports Qt: the platform is chosen once per process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import faulthandler
import re
from pathlib import Path

import pytest
from hypothesis import settings

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.sources import SOURCES
from dayhospital.domain.findings import Finding
from dayhospital.ui.finding_words import PLAIN, WORDS

if not faulthandler.is_enabled():
    faulthandler.enable()

settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program, and every process a test starts, a data folder of its own."""
    folder = tmp_path / "data"
    monkeypatch.setenv(paths.DATA_VARIABLE, str(folder))
    return folder


LIBRARY_SOURCES = frozenset(yaml_fields.read(paths.resources() / "sources.yaml"))


@pytest.fixture(autouse=True)
def findings_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever finding a test makes the program make: its sentence finds its facts, its source is known."""
    made = Finding.__post_init__

    def check(finding: Finding) -> None:
        made(finding)
        words = WORDS.get(finding.code)
        if words is None:  # a code some test made up
            return
        missing = set(re.findall(r"\{(\w+)\}", words)) - set(finding.facts)
        # What a guard of the database refuses has no facts, and a sentence of its own.
        assert not missing or (finding.code in PLAIN and not finding.facts), f"{finding.code} lacks {missing}"
        assert finding.source in SOURCES or finding.source in LIBRARY_SOURCES, f"{finding.code}: {finding.source}"

    monkeypatch.setattr(Finding, "__post_init__", check)
