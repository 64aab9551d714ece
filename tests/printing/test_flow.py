"""Text in columns: whatever the words and the width, nothing sticks out and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from dayhospital.printing import typeface
from dayhospital.printing.flow import BOX, Look, Run, plain, set_cell

LETTERS = st.text("abcdeÉłžöıW-'.,/0123456789", min_size=1, max_size=30)


def said(flow):
    return "".join(piece.text for line in flow.lines for piece in line).replace(" ", "")


def right_edge(flow):
    return max(
        (piece.left + piece.run.width(piece.text) for line in flow.lines for piece in line),
        default=0.0,
    )


@given(words=st.lists(LETTERS, max_size=12), width=st.floats(60, 600), bold=st.booleans(), keep=st.booleans())
def test_a_cell_keeps_every_letter_within_its_width(words, width, bold, keep):
    text = " ".join(words)
    flow = set_cell(plain(text, bold, keep), width)
    assert said(flow) == text.replace(" ", "")
    assert right_edge(flow) <= width + 0.01


def test_what_is_kept_together_moves_to_a_line_of_its_own():
    number = Run("H 0175 037", keep=True)
    wide = number.width(number.text) + 20
    flow = set_cell(((Run("born in May"), number),), wide)
    assert [piece.text for piece in flow.lines[-1]] == ["H 0175 037"]


def test_paragraphs_start_on_new_lines():
    flow = set_cell(((Run("one"),), (Run("two"),)), 500)
    assert [[piece.text for piece in line] for line in flow.lines] == [["one"], ["two"]]


def test_codes_and_boxes_are_as_wide_as_they_are_drawn():
    code = Run("TX", look=Look.BADGE)
    flow = set_cell(((BOX, code, Run("weekly")),), 500)
    box, badge, words = flow.lines[0]
    assert box.left == 0 and badge.left > BOX.width("") and words.left > badge.left + code.width("TX")


def test_a_cell_of_nothing_has_no_lines():
    assert set_cell((), 100).lines == () and set_cell((), 100).height == 0


def test_a_split_cell_loses_no_line():
    flow = set_cell(plain("one two three four five six"), 60)
    first, rest = flow.split(2)
    assert first.lines + rest.lines == flow.lines and len(first.lines) == 2


def test_paper_is_set_in_the_type_that_comes_with_the_program():
    assert typeface.font().family() == "Inter"
    assert typeface.width("mm") > typeface.width("ii")
