"""Definition files: YAML checked against a dataclass, each error at its line."""

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from citybook.findings import Finding, found, has_errors
from citybook.source import Source
from citybook.yaml_marks import Node, as_data, at, read_documents

T = TypeVar("T")

STRICT: dict[Literal["extra"], Literal["forbid"]] = {"extra": "forbid"}
"""Set as `__pydantic_config__`, it makes an unknown key a finding."""


def read_definition(
    path: Path, file: str, model: type[T]
) -> tuple[T | None, Node | None, list[Finding]]:
    """Return the value that a definition file states, its tree and its findings."""
    try:
        data = path.read_bytes()
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
        return TypeAdapter(model).validate_python(as_data(node)), []
    except ValidationError as error:
        return None, [
            found(
                "bad-definition",
                at(node, detail["loc"]),
                _sentence(detail["loc"], detail["msg"]),
                value=str(detail["input"]) if isinstance(detail["input"], str) else "",
            )
            for detail in error.errors(include_url=False, include_context=False)
        ]


def _sentence(path: tuple[str | int, ...], message: str) -> str:
    name = ".".join(str(step) for step in path)
    return f"{name or 'The file'}: {message.removeprefix('Value error, ')}."
