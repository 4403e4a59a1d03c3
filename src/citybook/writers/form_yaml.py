"""The blank form as a YAML file, with a comment above every question."""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from citybook.form import Field, Form, Section
from citybook.form_layout import how_to_answer, paragraphs, sentence

_WIDTH = 79
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:/[0-9]+)?")
_FEW = 12
"""As many answers as a comment lists, if the form does not name them all."""
_PROMPTS = {
    "state": "Type its name or its two letters.",
    "yes-no": "Type yes or no.",
    "choice": "Type one of this list.",
}
"""By kind, how to answer where no drop-down offers a choice."""
_EXAMPLES = {"text": "A short text"}
"""By kind, an example that suits all questions of the kind."""

_HOW_TO = (
    "Type each answer after the colon of its line, with one space between.",
    "Where the line ends in “|”, type the answer on the lines below it.",
    "Indent each of its lines by two spaces more than the question.",
    "Put a short answer in double quotes if it has a colon or the sign # in it.",
    "Lines that begin with # are for you; leave them as they are. Save as UTF-8.",
)


def write_form_yaml(form: Form, path: Path) -> None:
    """Write the blank form; the reader of YAML files reads it back."""
    path.write_text("\n".join([*_lines(form), ""]), encoding="utf-8", newline="\n")


def _lines(form: Form) -> Iterator[str]:
    yield from _comment(form.title)
    for text in (*paragraphs(form.instructions), *_HOW_TO):
        yield "#"
        yield from _comment(text)
    yield ""
    yield f"form: {_key(form.stamp)}"
    for section in form.sections:
        yield ""
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield from _comment(f"{sentence(section.label)} {sentence(section.hint)}")
    if section.repeats:
        yield from _comment(
            f"The first answer of each {section.one} has a dash before it. For another "
            f"{section.one}, copy all lines from the dash on to the end of the list."
        )
    yield f"{_key(section.key)}:"
    for number, asked in enumerate(section.fields):
        yield ""
        is_first = bool(section.repeats) and not number
        yield from _question(asked, indent="    " if section.repeats else "  ",
                             dash="  - " if is_first else "")  # fmt: skip


def _question(asked: Field, *, indent: str, dash: str) -> Iterator[str]:
    how = how_to_answer(asked, _PROMPTS.get(asked.kind, ""))
    yield from _comment(f"{sentence(asked.label)} {how}", indent)
    listed = asked.reader.listed(asked.asked)
    if asked.choices or 0 < len(listed) <= _FEW:
        for label in listed:
            yield from _comment(f"- {label}", indent)
    elif not asked.reader.is_long:
        example = _EXAMPLES.get(asked.kind, asked.reader.example)
        yield from _comment(f"For example: {example}", indent)
    yield f"{dash or indent}{_key(asked.key)}:{' |' if asked.reader.is_long else ''}"


def _comment(text: str, indent: str = "") -> list[str]:
    width = _WIDTH - len(indent) - 2
    line = " ".join(text.split())
    lines = textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False)
    return [f"{indent}# {part}" for part in lines]


def _key(text: str) -> str:
    return text if _PLAIN_KEY.fullmatch(text) else json.dumps(text, ensure_ascii=False)
