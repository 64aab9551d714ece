"""The hint beside the pointer lists each check once, problems first."""

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.span import Span
from dayhospital.ui.board.carrying import cargo_of, too_short
from dayhospital.ui.board.checks import MOST_ROWS, hint_rows, spoken
from dayhospital.ui.board.drag import Cause, Landing, Verdict
from dayhospital.ui.board.hint import HintPanel, Sign
from tests.ui.board import sample

BOARD = sample.board_day()
SESSION = sample.session(1, "A1|10:00|105|Vinkenier, Noor|wpac|C2D1|confirmed|")
CARGO = cargo_of(SESSION, Cause.MOVE)
LANDING = Landing(sample.CHAIR["B8"].id, Span.lasting(sample.at("15:30"), 105))
TAKEN = Finding(
    Severity.BLOCK,
    "chair-taken",
    facts={"patient": "LINDE, Els", "from": sample.at("16:00"), "until": sample.at("17:00")},
)
LOAD = Finding(Severity.WARNING, "nurse-load", facts={"used": 17.9, "limit": 16.0})


def rows(*findings: Finding, nearest: Landing | None = None):
    return hint_rows(BOARD, CARGO, Verdict(LANDING, findings), nearest)


def test_a_fit_lists_what_was_checked():
    found = rows()
    assert found[0].text == "B8 15:30–17:15 fits" and found[0].sign is Sign.TITLE_FITS
    assert [row.text for row in found[1:]] == [
        "Chair is free",
        "Nurse starts and load inside their limits",
        "Pharmacy can have it ready",
        "On its due day, allowed −2/+3 d",
        "Leaves about 17:15, before 18:30",
    ]


def test_a_refusal_says_the_reason_first_and_the_nearest_fit_last():
    found = rows(LOAD, TAKEN, nearest=Landing(3, Span.lasting(sample.at("16:15"), 105)))
    assert [row.text for row in found[:3]] == [
        "B8 15:30–17:15 does not fit",
        "Overlaps LINDE, Els, 16:00 to 17:00",
        "Nurse load 17.9, limit 16",
    ]
    assert found[-1].text == "Enter: nearest fit A3 16:15"
    assert "Chair is free" not in [row.text for row in found]


def test_a_soft_limit_says_how_to_accept_it():
    found = rows(LOAD)
    assert found[0].sign is Sign.TITLE_SOFT and "Ctrl" in found[-1].text


def test_the_hint_never_grows_over_the_board():
    assert len(rows(*[TAKEN] * 30)) <= MOST_ROWS


def test_what_is_spoken_leaves_the_ticks_out():
    assert spoken(rows(TAKEN)) == (
        "B8 15:30–17:15 does not fit. Overlaps LINDE, Els, 16:00 to 17:00. No free place on this day"
    )


def test_a_resize_shows_length_and_end():
    cargo = cargo_of(SESSION, Cause.RESIZE)
    landing = Landing(1, Span.lasting(SESSION.span.start, 90))
    found = hint_rows(BOARD, cargo, Verdict(landing, too_short(cargo, landing.span)), None)
    assert found[0].text == "1 h 30, until 11:30 fits, with a reason"
    assert found[1].text == "90 min, the regimen needs 105 min"


def test_a_longer_session_needs_no_reason():
    assert too_short(cargo_of(SESSION, Cause.RESIZE), Span.lasting(SESSION.span.start, 120)) == ()


def test_the_panel_stays_inside_its_window(view):
    panel = HintPanel(view)
    for point in (view.rect().topLeft(), view.rect().bottomRight(), view.rect().center()):
        panel.show_rows(rows(TAKEN, LOAD), point)
        inner = panel.geometry().adjusted(12, 12, -12, -12)
        assert view.rect().contains(inner)
