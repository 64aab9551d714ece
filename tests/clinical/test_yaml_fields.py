"""Reading YAML field by field: what each reader takes, and the whole sentence of what it refuses."""

from enum import StrEnum
from pathlib import Path

import pytest

from dayhospital.clinical import yaml_fields
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.errors import LibraryError


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


def read(text: str) -> Fields:
    return yaml_fields.read_text(text, Path("folder/some.yaml"))


def refused(act) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        act()
    return caught.value


READERS = {
    "text": lambda fields: fields.text("it"),
    "whole": lambda fields: fields.whole("it", least=2),
    "open": lambda fields: fields.whole_or_none("it", "open"),
    "number": lambda fields: fields.number("it"),
    "optional_number": lambda fields: fields.optional_number("it"),
    "numbers": lambda fields: fields.numbers("it"),
    "flag": lambda fields: fields.flag("it", False),
    "choice": lambda fields: fields.choice("it", Fruit),
    "choices": lambda fields: fields.choices("it", Fruit),
    "texts": lambda fields: fields.texts("it"),
    "one_or_more": lambda fields: fields.one_or_more("it"),
    "wholes": lambda fields: fields.wholes("it", least=2),
    "child": lambda fields: list(fields.child("it")),
    "children": lambda fields: [list(one) for one in fields.children("it")],
}


@pytest.mark.parametrize(
    ("reader", "written", "found"),
    [
        ("text", "abc", "abc"),
        ("text", "'12'", "12"),
        ("whole", "2", 2),
        ("open", "open", None),
        ("open", "1", 1),
        ("number", "1.5", 1.5),
        ("number", "3", 3.0),
        ("number", "0", 0.0),
        ("optional_number", "0.5", 0.5),
        ("numbers", "[1, 2.5, 0]", (1.0, 2.5, 0.0)),
        ("flag", "true", True),
        ("flag", "True", True),
        ("flag", "TRUE", True),
        ("flag", "false", False),
        ("flag", "False", False),
        ("flag", "FALSE", False),
        ("choice", "pear", Fruit.PEAR),
        ("choices", "[pear, apple]", (Fruit.PEAR, Fruit.APPLE)),
        ("texts", "[a, 2]", ("a", "2")),
        ("one_or_more", "a", ("a",)),
        ("one_or_more", "[a, b]", ("a", "b")),
        ("wholes", "[2, 3]", (2, 3)),
        ("wholes", "4", (4,)),
        ("child", "{a: 1, b: 2}", ["a", "b"]),
        ("children", "[{a: 1}, {b: 2}]", [["a"], ["b"]]),
        ("children", "[]", []),
    ],
)
def test_a_field_is_read_by_the_type_it_must_have(reader, written, found):
    fields = read(f"it: {written}")
    assert READERS[reader](fields) == found
    fields.done()


@pytest.mark.parametrize(
    ("reader", "written", "why"),
    [
        ("text", "12", "must be a text"),
        ("text", "true", "must be a text"),
        ("text", "[a]", "must be a text"),
        ("text", "'  '", "must be a text"),
        ("whole", "1", "must be at least 2, it is 1"),
        ("whole", "-3", "must be at least 2, it is -3"),
        ("whole", "2.5", "must be a whole number"),
        ("whole", "'2'", "must be a whole number"),
        ("whole", "0x10", "must be a whole number"),
        ("whole", "[2]", "must be a whole number"),
        ("open", "0", "must be at least 1, it is 0"),
        ("open", "closed", "must be a whole number"),
        ("open", "[open]", "must be a whole number"),
        ("number", "much", "must be a number"),
        ("number", "[1]", "must be a number"),
        ("number", "-0.1", "must not be negative, it is -0.1"),
        ("number", ".inf", "must be a number, not .inf"),
        ("number", "1_0.5e", "must be a number"),
        ("number", "0x10", "must be a number, not 0x10"),
        ("number", "1e400", "must be a number"),
        ("number", "1.0e+400", "must not be negative, it is 1.0e+400"),
        ("optional_number", "-1", "must not be negative, it is -1"),
        ("numbers", "3", "must be a list, for example [1, 8]"),
        ("numbers", "[]", "must be a list, for example [1, 8]"),
        ("numbers", "[1, few]", "must be a number"),
        ("flag", "yes please", "must be true or false"),
        ("flag", "[true]", "must be true or false"),
        ("choice", "plum", "must be one of apple, pear, not plum"),
        ("choice", "[apple]", "must be one of apple, pear, not a list"),
        ("choices", "apple", "must be a list, for example [1, 8]"),
        ("choices", "[apple, plum]", "must be one of apple, pear, not plum"),
        ("texts", "a", "must be a list, for example [1, 8]"),
        ("texts", "[a, [b]]", "must be a list of texts"),
        ("texts", "[a, '']", "must be a list of texts"),
        ("one_or_more", "12", "must be a text"),
        ("one_or_more", "{a: b}", "must be a list, for example [1, 8]"),
        ("wholes", "[2, 1]", "must be at least 2, it is 1"),
        ("wholes", "few", "must be a whole number"),
        ("wholes", "{a: 1}", "must be a list, for example [1, 8]"),
        ("child", "5", "must be a list of fields with values"),
        ("children", "5", "must be a list, for example [1, 8]"),
    ],
)
def test_what_a_field_cannot_be_is_refused_in_one_sentence(reader, written, why):
    error = refused(lambda: READERS[reader](read(f"first: 1\nit: {written}")))
    assert str(error) == f"some.yaml, line 2: it {why}."
    assert (error.line, error.field) == (2, "it")


@pytest.mark.parametrize("reader", sorted(set(READERS) - {"optional_number", "flag", "child"}))
def test_what_is_missing_is_told_with_the_line_of_what_holds_it(reader):
    error = refused(lambda: READERS[reader](read("# a word before\nother: 1")))
    assert str(error) == "some.yaml, line 2: it is missing."


def test_what_may_be_missing_has_its_default():
    fields = read("other: 1")
    assert fields.text("it", "usual") == "usual"
    assert fields.text("it", "") == ""
    assert fields.whole("it", 7) == 7
    assert fields.whole("it", 0) == 0
    assert fields.optional_number("it") is None
    assert (fields.flag("it", True), fields.flag("it", False)) == (True, False)
    assert fields.choice("it", Fruit, Fruit.PEAR) is Fruit.PEAR
    assert fields.choices("it", Fruit, ()) == ()
    assert fields.texts("it", ("a",)) == ("a",)
    assert fields.wholes("it", (1,)) == (1,)
    assert fields.child("it") is None


@pytest.mark.parametrize("reader", ["whole", "wholes"])
def test_without_a_least_a_whole_number_may_be_nought(reader):
    assert getattr(read("it: 0"), reader)("it") in (0, (0,))
    error = refused(lambda: getattr(read("it: -1"), reader)("it"))
    assert str(error) == "some.yaml, line 1: it must be at least 0, it is -1."


def test_a_field_nobody_read_is_refused_with_those_that_are_known():
    fields = read("b: 1\na: 2\nodd: 3\n")
    fields.whole("b")
    fields.whole("a")
    fields.text("maybe", "")
    error = refused(fields.done)
    assert str(error) == "some.yaml, line 3: odd is not a known field; known here are: a, b, maybe."


def test_a_field_that_was_only_asked_for_is_not_read():
    fields = read("a: 1\n")
    assert "a" in fields and "b" not in fields
    assert list(fields) == ["a"]
    assert str(refused(fields.done)).startswith("some.yaml, line 1: a is not a known field")


def test_fields_inside_fields_are_named_with_their_path():
    outer = read("top:\n  inner:\n    - {a: 1}\n    - b: 2\n").child("top")
    assert outer is not None
    second = outer.children("inner")[1]
    assert str(refused(lambda: second.text("b"))) == "some.yaml, line 4: top.inner[2].b must be a text."
    assert str(refused(lambda: second.text("c"))) == "some.yaml, line 4: top.inner[2].c is missing."
    assert str(refused(lambda: second.refuse("", "is odd"))) == "some.yaml, line 4: top.inner[2] is odd."
    assert (second.line, second.path, second.line_of("b"), second.line_of("nothing")) == (4, "top.inner[2]", 4, 4)


def test_the_file_itself_is_named_where_there_is_no_field():
    error = refused(lambda: read("a: 1").refuse("", "is odd"))
    assert str(error) == "some.yaml, line 1: the file is odd."
    assert error.field == ""


def test_a_line_may_be_given():
    assert str(refused(lambda: read("a: 1").refuse("a", "is odd", 9))) == "some.yaml, line 9: a is odd."


def test_a_list_on_several_lines_is_refused_at_its_item():
    error = refused(lambda: read("it:\n  - 3\n  - few\n").wholes("it"))
    assert str(error) == "some.yaml, line 3: it must be a whole number."
    error = refused(lambda: read("it:\n  - 3\n  - 1\n").wholes("it", least=2))
    assert str(error) == "some.yaml, line 3: it must be at least 2, it is 1."
    error = refused(lambda: read("it:\n  - pear\n  - plum\n").choices("it", Fruit))
    assert str(error) == "some.yaml, line 3: it must be one of apple, pear, not plum."


def test_a_field_twice_is_refused_at_the_second():
    assert str(refused(lambda: read("a: 1\nb: 2\na: 3\n"))) == "some.yaml, line 3: a stands twice."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "some.yaml, line 1: the file is empty."),
        ("- a\n- b\n", "some.yaml, line 1: the file must be a list of fields with values."),
        ("a: 1\nb: [1\n", "some.yaml, line 3: this is not valid YAML (did not find expected ',' or ']')."),
    ],
)
def test_what_is_no_yaml_with_fields_is_refused(text, sentence):
    error = refused(lambda: read(text))
    assert str(error) == sentence
    assert error.line == int(sentence.split("line ")[1].partition(":")[0])


def test_a_character_yaml_does_not_know_is_refused_too():
    assert str(refused(lambda: read("a: \x00"))).startswith("some.yaml, line 1: this is not valid YAML (")
    assert refused(lambda: read("a: \x00")).line == 1


def test_a_file_is_read_as_utf_8(tmp_path):
    (tmp_path / "some.yaml").write_bytes("it: µmol/L".encode())
    fields = yaml_fields.read(tmp_path / "some.yaml")
    assert fields.text("it") == "µmol/L"
    assert str(refused(lambda: fields.text("other"))) == "some.yaml, line 1: other is missing."


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_told_from_the_others(tmp_path, content):
    if content is not None:
        (tmp_path / "some.yaml").write_bytes(content)
    message = str(refused(lambda: yaml_fields.read(tmp_path / "some.yaml")))
    assert message.startswith("some.yaml cannot be read (")
    assert message.endswith("); other files are not touched.")
