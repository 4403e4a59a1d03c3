"""Definition files: YAML checked against a dataclass, each error at its line."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BeforeValidator, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from citybook.findings import Finding, found, has_errors
from citybook.source import Source
from citybook.yaml_marks import Node, as_data, at, read_documents

T = TypeVar("T")

STRICT: dict[Literal["extra"], Literal["forbid"]] = {"extra": "forbid"}
"""Set as `__pydantic_config__`, it makes an unknown key a finding."""


def _as_texts(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    return tuple(_as_text(item) for item in items)


def _as_text(item: object) -> str:
    parts = item.values() if isinstance(item, dict) else item
    if isinstance(parts, Iterable) and not isinstance(parts, str):
        return ", ".join(_as_text(part) for part in parts)
    return str(parts or "")


Texts: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]
"""A list of texts; `{city: Troy, state: NY}` is the text `Troy, NY`."""


def read_definition(
    path: Path, file: str, model: type[T]
) -> tuple[T | None, Node | None, list[Finding]]:
    """Return the value that a definition file states, its tree and its findings."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        detail = f"There is no file {file}."
        remedy = "Write it, or give the right name to the file that is meant."
        return (
            None,
            None,
            [found("bad-definition", Source(file), detail, remedy=remedy)],
        )
    except OSError as error:
        detail = f"The file cannot be opened: {error.strerror}."
        return None, None, [found("bad-definition", Source(file), detail)]
    documents, findings = read_documents(data, file)
    if not documents and not findings:
        detail = "The file is empty."
        findings.append(found("bad-definition", Source(file), detail))
    if not documents or has_errors(findings):
        return None, None, findings
    value, wrong = check(documents[0], model)
    return value, documents[0], [*findings, *wrong]


def check(node: Node, model: type[T]) -> tuple[T | None, list[Finding]]:
    """Return the tree as a value of the model, or what keeps it from being one."""
    try:
        return TypeAdapter(model).validate_python(_without_blanks(as_data(node))), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_finding(node, detail) for detail in details]


def _without_blanks(data: object) -> object:
    """Leave out the keys with nothing behind them: they are as good as not there."""
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if value is not None}
        return {key: _without_blanks(value) for key, value in kept.items()}
    if isinstance(data, list):
        return [_without_blanks(item) for item in data]
    return data


def _finding(node: Node, detail: ErrorDetails) -> Finding:
    kind, path = _SAME.get(detail["type"], detail["type"]), _steps(node, detail)
    if detail["loc"][-1:] == ("[key]",):
        kind = "unknown_key"
    name = ", ".join(_counted(step) for step in path)
    context = detail.get("ctx", {})
    words = {
        "name": f"“{name}”" if name else "The file",
        "key": path[-1] if path else "",
        "choices": _QUOTED.sub(
            r"“\1”", str(context.get("expected") or context.get("expected_tags"))
        ),
    }
    said = _PLAINLY.get(kind, "{name} says something that cannot stand there.")
    said = said.format_map(words)
    if kind == "value_error":
        message = f"{context['error']}."
        said = f"“{name}”: {message}" if name else message[:1].upper() + message[1:]
    value = detail["input"] if isinstance(detail["input"], str) else ""
    remedy = _REMEDIES.get(kind, "").format_map(words)
    return found("bad-definition", at(node, path), said, value=value, remedy=remedy)


def _steps(node: Node, detail: ErrorDetails) -> tuple[str | int, ...]:
    """Return the way to a fault, without the steps that pydantic adds to it.

    A piece that is of no known kind is at fault in the line that names the kind.
    """
    path: list[str | int] = []
    *before, last = detail["loc"] or ("",)
    for step in before:
        if at(node, (*path, step)) != at(node, tuple(path)):
            path.append(step)
    path += [last] if last not in {"", "[key]"} else []
    if detail["type"].startswith("union_tag_"):
        path.append(detail["ctx"]["discriminator"].strip("'"))
    return tuple(path)


def _counted(step: str | int) -> str:
    """Return a step as a person says it: the first item of a list is item 1."""
    return f"item {step + 1}" if isinstance(step, int) else step


_QUOTED = re.compile(r"'([^']*)'")

_SAME = {
    "union_tag_not_found": "missing",
    "union_tag_invalid": "literal_error",
    "model_attributes_type": "dict_type",
    "dataclass_type": "dict_type",
    "float_type": "float_parsing",
    "int_type": "int_parsing",
    "int_parsing_size": "int_parsing",
    "bool_type": "bool_parsing",
}
"""Errors of pydantic that are one to the person who wrote the file."""

_PLAINLY = {
    "missing": "{name} is missing.",
    "unexpected_keyword_argument": "There is no key “{key}” here; look for a slip.",
    "unknown_key": "There is no key {name}; known are {choices}.",
    "string_type": "{name} must be a text.",
    "tuple_type": "{name} must be a list, each item on a line with a hyphen.",
    "dict_type": "{name} must be keys with their values.",
    "literal_error": "{name} must be one of {choices}.",
    "float_parsing": "{name} must be a number.",
    "int_parsing": "{name} must be a whole number.",
    "bool_parsing": "{name} must be true or false.",
}
"""What the usual errors of pydantic mean to the person who wrote the file."""

_REMEDIES = {
    "missing": "Add a line that begins with “{key}:”, with what belongs there.",
    "unknown_key": "Write one of these in its place.",
    "string_type": "Write one text behind the colon or the hyphen, in double quotes.",
    "tuple_type": "Write each item on a line of its own, behind a hyphen.",
    "dict_type": "Write each key on a line of its own, with a colon and its value.",
    "literal_error": "Write one of these words.",
    "float_parsing": "Write it in digits alone, without a comma.",
    "int_parsing": "Write it in digits alone, without a comma.",
    "bool_parsing": "Write true or false.",
}
"""What to do about some of them; of the others, the README tells."""
