"""What holds for every test of the rules."""

import pytest

from dayhospital.domain.findings import Finding, Severity
from dayhospital.ui.finding_words import WORDS


@pytest.fixture(autouse=True)
def rules_say_what_is_known(findings_can_be_said: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule weighs every finding, and each of its codes has a sentence; here no test makes one up."""
    checked = Finding.__post_init__

    def check(finding: Finding) -> None:
        checked(finding)
        assert isinstance(finding.severity, Severity), f"{finding.code} weighs {finding.severity}"
        assert finding.code in WORDS, f"{finding.code} has no sentence"

    monkeypatch.setattr(Finding, "__post_init__", check)
