"""Single values as YAML on one line, as the files of the library have them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import yaml

_ONE_LINE = float("inf")


def inside(text: str) -> str:
    """Return a text as YAML on one line, quoted where brackets would misread it."""
    dumped: str = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=_ONE_LINE)
    return _quoted(dumped[1:-2], text)


def scalar(text: str) -> str:
    """Return a text as YAML on one line behind the name of its field."""
    dumped: str = yaml.safe_dump({"k": text}, default_flow_style=False, allow_unicode=True, width=_ONE_LINE)
    value = dumped.removeprefix("k: ").removesuffix("\n")
    return inside(text) if "\n" in value else _quoted(value, text)


def _quoted(value: str, text: str) -> str:
    """Return a quoted text in double quotes where it holds none itself, as the files of the library have it."""
    plain = not {'"', "\\", "\n"} & set(text)
    return f'"{text}"' if value.startswith("'") and plain and text.isprintable() else value


def number(value: float) -> str:
    """Return a figure without an exponent, a whole one without a point."""
    return str(int(value)) if float(value).is_integer() else format(Decimal(repr(value)), "f")


def listed(values: Iterable[object]) -> str:
    """Return a list on one line."""
    return f"[{', '.join(inside(value) if type(value) is str else str(value) for value in values)}]"


def mapped(values: Mapping[str, str]) -> str:
    """Return fields with their written values on one line."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}"
