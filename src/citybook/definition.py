"""Definition files: YAML checked against a dataclass, each error at its line."""

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


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


OneOrMore: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""A list of texts; a text alone is a list of one."""


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
        details = error.errors(include_url=False, include_context=False)
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
    path, message = detail["loc"], detail["msg"].removeprefix("Value error, ")
    name, kind = ".".join(str(step) for step in path), detail["type"]
    said = _PLAINLY.get(kind, "“{name}”: {message}." if name else "{message}.")
    value = detail["input"] if isinstance(detail["input"], str) else ""
    words = said.format(
        name=name or "the file",
        message=(message if name else message[:1].upper() + message[1:]).removeprefix(
            "Input should be "
        ),
    )
    remedy = _REMEDIES.get(kind, "").format(key=path[-1] if path else "")
    return found("bad-definition", at(node, path), words, value=value, remedy=remedy)


_PLAINLY = {
    "missing": "“{name}” is missing.",
    "unexpected_keyword_argument": "There is no key “{name}” here; look for a slip.",
    "string_type": "“{name}” must be a text.",
    "tuple_type": "“{name}” must be a list, each item on a line with a hyphen.",
    "dict_type": "“{name}” must be keys with their values.",
    "dataclass_type": "“{name}” must be keys with their values.",
    "literal_error": "“{name}” must be {message}.",
    "float_parsing": "“{name}” must be a number.",
    "int_parsing": "“{name}” must be a whole number.",
    "bool_parsing": "“{name}” must be true or false.",
}
"""What the usual errors of pydantic mean to the person who wrote the file."""

_REMEDIES = {
    "missing": "Add a line that begins with “{key}:”, with what belongs there.",
    "tuple_type": "Write each item on a line of its own, behind a hyphen.",
    "float_parsing": "Write it in digits alone, without a comma.",
    "int_parsing": "Write it in digits alone, without a comma.",
    "bool_parsing": "Write true or false.",
}
"""What to do about some of them; of the others, the README tells."""
