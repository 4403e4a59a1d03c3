"""The blank form as a YAML file, with a comment above every question."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from citybook.form import Field, Form, Section
from citybook.form_layout import head_remarks, question_remarks, section_remarks

_WIDTH = 79
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:/[0-9]+)?")


def write_form_yaml(form: Form, path: Path) -> None:
    """Write the blank form; the reader of YAML files reads it back."""
    path.write_text("\n".join([*_lines(form), ""]), encoding="utf-8", newline="\n")


def _lines(form: Form) -> Iterator[str]:
    title, *texts = head_remarks(form)
    yield from _comment([title])
    for text in texts:
        yield "#"
        yield from _comment([text])
    yield ""
    yield f"form: {_key(form.stamp)}"
    for section in form.sections:
        yield ""
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield from _comment(section_remarks(section))
    yield f"{_key(section.key)}:"
    for number, asked in enumerate(section.fields):
        yield ""
        is_first = bool(section.repeats) and not number
        yield from _question(asked, indent="    " if section.repeats else "  ",
                             dash="  - " if is_first else "")  # fmt: skip


def _question(asked: Field, *, indent: str, dash: str) -> Iterator[str]:
    yield from _comment(question_remarks(asked), indent)
    yield f"{dash or indent}{_key(asked.key)}:{' |' if asked.reader.is_long else ''}"


def _comment(texts: Iterable[str], indent: str = "") -> Iterator[str]:
    width = _WIDTH - len(indent) - 2
    for text in texts:
        line = " ".join(text.split())
        for part in textwrap.wrap(
            line, width, break_on_hyphens=False, break_long_words=False
        ):
            yield f"{indent}# {part}"


def _key(text: str) -> str:
    return text if _PLAIN_KEY.fullmatch(text) else json.dumps(text, ensure_ascii=False)
