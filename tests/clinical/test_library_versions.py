"""A regimen written out is read back the same; the unit's versions lie over the files."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dayhospital.clinical.library import Library, UnitVersion
from dayhospital.clinical.library_writer import regimen_text
from dayhospital.clinical.yaml_fields import read_text
from dayhospital.clinical.yaml_words import inside, scalar
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import LibraryError, NotFound
from dayhospital.paths import resources

LIBRARY = Library.load()


@pytest.fixture
def library() -> Library:
    return Library.load()


def text_of(regimen: Regimen, number: int, **changes: object) -> str:
    return regimen_text(replace(regimen, version=number, **changes))  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("regimen_id", LIBRARY.ids())
def test_every_regimen_of_the_program_comes_back_as_it_was(regimen_id: str) -> None:
    regimen = LIBRARY.get(regimen_id)
    assert LIBRARY.read(regimen_text(regimen), regimen_id) == regimen


def test_most_files_come_back_word_for_word() -> None:
    files = {one: (resources() / "regimens" / f"{one}.yaml").read_text(encoding="utf-8") for one in LIBRARY.ids()}
    same = [one for one, text in files.items() if regimen_text(LIBRARY.get(one)) == text]
    assert len(same) >= 90


def test_needs_are_written_as_the_files_have_them() -> None:
    changed = [
        (one, line)
        for one in LIBRARY.ids()
        for line in sections(LIBRARY.text(one))
        if line not in regimen_text(LIBRARY.get(one)).splitlines()
    ]
    assert changed == []


def sections(text: str) -> list[str]:
    """Return the lines under ``needs`` and ``safety``."""
    found, inside_one = [], False
    for line in text.splitlines():
        inside_one = line in {"needs:", "safety:"} or (inside_one and line.startswith(" "))
        found += [line] * inside_one
    return found


PRINTABLE = some.text(some.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@settings(max_examples=300, deadline=None)
@given(PRINTABLE)
def test_any_words_come_back_behind_a_field_and_inside_brackets(words: str) -> None:
    text = f"id: kn522\na: {scalar(words)}\nb: {{c: {inside(words)}}}\nd: [{inside(words)}]\n"
    fields = read_text(text, resources() / "kn522.yaml")
    child = fields.child("b")
    assert child is not None
    assert (fields.text("a"), child.text("c"), fields.texts("d")) == (words, words, (words,))


@settings(max_examples=100, deadline=None)
@given(
    some.sampled_from(LIBRARY.ids()),
    PRINTABLE,
    some.floats(0.001, 5000, allow_nan=False),
    some.integers(1, 400),
    some.booleans(),
)
def test_a_changed_regimen_comes_back_as_it_was_changed(
    regimen_id: str, words: str, dose: float, version: int, enabled: bool
) -> None:
    regimen = LIBRARY.get(regimen_id)
    first, *others = regimen.phases
    drugs = tuple(replace(drug, dose=dose, note=words) for drug in first.drugs)
    phases = (replace(first, drugs=drugs, note=words, until=words), *others)
    changed = replace(regimen, note=words, version=version, enabled=enabled, phases=phases)
    assert LIBRARY.read(regimen_text(changed), regimen_id) == changed


def test_the_text_of_a_version_is_the_one_that_is_kept(library: Library) -> None:
    assert library.text("tc") == (resources() / "regimens" / "tc.yaml").read_text(encoding="utf-8")
    kept = text_of(library.get("tc"), 2, note="two")
    library.overlay([UnitVersion("tc", 2, kept, approved=True)])
    assert library.text("tc") == kept
    assert library.text("tc", 1) == (resources() / "regimens" / "tc.yaml").read_text(encoding="utf-8")
    with pytest.raises(NotFound):
        library.text("tc", 3)


def test_the_newest_approved_version_wins_over_the_file_and_older_ones_stay_reachable(library: Library) -> None:
    shipped = library.get("tc")
    versions = [
        UnitVersion("tc", 3, text_of(shipped, 3, note="three"), approved=True),
        UnitVersion("tc", 2, text_of(shipped, 2, note="two"), approved=True),
        UnitVersion("tc", 4, text_of(shipped, 4, note="four"), approved=False),
    ]
    library.overlay(versions)
    assert library.get("tc").note == "three"
    assert [library.get("tc", number).note for number in (1, 2, 3, 4)] == [shipped.note, "two", "three", "four"]
    with pytest.raises(NotFound, match="no version 5"):
        library.get("tc", 5)
    assert library.of_course("tc", 2).note == "two"
    assert library.of_course("tc", 5).note == "three"
    library.overlay(())
    assert library.get("tc") == shipped
    assert library.shipped_version("tc") == 1


def test_a_version_that_switches_a_regimen_off_counts(library: Library) -> None:
    library.overlay([UnitVersion("tc", 2, text_of(library.get("tc"), 2, enabled=False), approved=True)])
    assert not library.get("tc").enabled
    assert len(library.all()) == len(library.ids()) == 107


def test_an_overlay_with_other_words_is_read_again(library: Library) -> None:
    shipped = library.get("tc")
    for words in ("first", "second"):
        library.overlay([UnitVersion("tc", 2, text_of(shipped, 2, note=words), approved=True)])
        assert library.get("tc").note == words


def test_a_text_without_a_file_is_read_by_its_own_id(library: Library) -> None:
    text = regimen_text(library.get("tc"))
    assert library.read(text).id == "tc"
    with pytest.raises(LibraryError) as caught:
        library.read(text, "tac")
    assert (caught.value.line, caught.value.field) == (1, "id")
    with pytest.raises(LibraryError, match="line 1: the file is empty"):
        library.read("")
    with pytest.raises(LibraryError, match="id is missing"):
        library.read("name: nobody\n")


@pytest.mark.parametrize("bad", ["a b", "Tc", "../tc", "t/c", "", "x" * 61])
def test_an_id_is_a_short_plain_word(library: Library, bad: str) -> None:
    with pytest.raises(LibraryError):
        library.read(regimen_text(library.get("tc")).replace("id: tc", f"id: {bad}", 1))


def test_one_version_with_a_mistake_takes_nothing_else_with_it(library: Library) -> None:
    library.overlay([UnitVersion("tc", 2, "id: tc\nversion: 2\n", approved=True)])
    assert {one.id for one in library.all()} == set(library.ids()) - {"tc"}
    assert [sentence.split(":")[0] for sentence in library.mistakes] == ["tc.yaml, line 1"]
    with pytest.raises(LibraryError):
        library.get("tc")
    library.overlay(())
    assert len(library.all()) == 107
    assert library.mistakes == ()
