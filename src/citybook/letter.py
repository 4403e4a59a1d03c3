"""The e-mail that goes with a city's answers: a template with names in braces."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from citybook.findings import Finding, found
from citybook.source import Source

NAMES = ("to", "city", "title", "publisher", "places", "sent", "troubles", "file")
"""What the template may name, and always has a text."""
OPTIONAL = ("deadline", "contact")
"""What it may name, and is empty where the edition does not say."""

_NAME = re.compile(r"\{([^{}\n]*)\}")


def read_letter(path: Path, file: str) -> tuple[str | None, list[Finding]]:
    """Return the template that a file holds, and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        detail = f"The file cannot be opened: {error.strerror}."
        return None, [found("bad-definition", Source(file), detail)]
    except UnicodeDecodeError:
        detail = "The file is not plain text."
        remedy = "Save it as UTF-8 text."
        return None, [found("bad-definition", Source(file), detail, remedy=remedy)]
    findings = list(_unknown_names(text, file))
    return (None if findings else text), findings


def _unknown_names(text: str, file: str) -> Iterator[Finding]:
    known = (*NAMES, *OPTIONAL)
    for row, line in enumerate(text.split("\n"), 1):
        for name in _NAME.finditer(line):
            if name[1] not in known:
                detail = f"An e-mail has no “{name[1]}”."
                remedy = f"Known: {', '.join(known)}."
                source = Source(file, row=row, column=name.start() + 1)
                yield found("bad-definition", source, detail, remedy=remedy)


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the letter; a line that names what is empty is left out.

    What is put in is never read for names itself.
    """
    lines = [
        _NAME.sub(lambda name: values[name[1]], line)
        for line in template.split("\n")
        if all(values[name] for name in _NAME.findall(line))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
