"""What the blank form says beside its questions; its writer and its reader share it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from citybook.form import Field, Form, Section
from citybook.typography import match_key

INSTRUCTIONS = "Instructions"
FORM = "Form"
LISTS = "Lists"
"""The hidden sheet that the drop-downs read."""

STAMP_NAME = "citybook_form"
"""The defined name that bears the form's stamp through every edit."""
STAMP_LINE = "Form: "
"""What stands before the stamp where a person reads it."""

STAMP = re.compile(r"Form:\s*(\S.*/\d+)\s*")

WHAT_TO_MEND = "What to mend"
"""The first sheet of a workbook that goes back to a city, and what heads it."""
RETURN_NAME = "citybook_answers"
"""The defined name that tells which submission such a workbook answers."""
RETURN_LINE = "Return: "
"""What stands before the same where a person reads it."""
RETURN = re.compile(r"Return:\s*(\S+-[0-9a-f]{12})\s*")

OUR_TEXT = "citybook:"
"""How a note begins that says which texts of such a workbook are ours."""

MAX_CELL = 32_767
"""Characters that a cell has room for."""

HEADINGS = ("Question", "Your answer", "How to answer", "Words")
TOO_LONG = "too long"
COUNTS_WORDS = "=LEN(TRIM(SUBSTITUTE("
"""How the formula begins that counts an answer's words."""

_WORDS_HEADING = re.compile(r"words(?: \d+ at most)?")
_COUNT = re.compile(rf"\d+(?: of \d+)?(?:\W+{TOO_LONG})?")

_FORMER_PROMPTS = {
    "date": ("Type a date such as 7/18/2016, July 2016 or 2016.",),
    "yes-no": ("Choose yes or no.",),
}
"""By kind, what forms say that went out before a prompt was changed."""

_SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = (INSTRUCTIONS, FORM, LISTS, WHAT_TO_MEND, "History")


def text_mark(text: str) -> str:
    """Return what is noted of a text of ours, so that it is not taken for a city's.

    It stands on the hidden sheet Lists, and does not depend on how lines end.
    """
    words = " ".join(text.split()).encode(errors="backslashreplace")
    return f"{OUR_TEXT}{sha256(words).hexdigest()[:16]}"


def question(field: Field) -> str:
    """Return the label as the form shows it, a star where an answer is required."""
    return f"{field.label} *" if field.required else field.label


def how_to_answer(field: Field, prompt: str = "") -> str:
    """Return what stands beside a question, in full sentences."""
    parts = [
        "Required." if field.required else "",
        prompt or field.reader.prompt,
        f"At most {field.max_words} words." if field.max_words else "",
        _choices(field),
        sentence(field.hint),
    ]
    return " ".join(part for part in parts if part)


def _choices(field: Field) -> str:
    """Return the choices where no drop-down shows them."""
    labels = [choice.label for choice in field.choices]
    if not labels or field.reader.listed(field.asked):
        return ""
    return f"The choices: {'; '.join(labels)}."


def sentence(text: str) -> str:
    """Return a hint on one line, closed by a full stop."""
    line = " ".join(text.split())
    return f"{line}." if line and line[-1].isalnum() else line


def section_title(section: Section) -> str:
    """Return what stands above the table of a repeated section."""
    return " – ".join(filter(None, (section.label, sentence(section.hint))))


def words_heading(field: Field) -> str:
    """Return the heading of the column that counts an answer's words."""
    return f"Words ({field.max_words} at most)"


def is_words_heading(text: str) -> bool:
    """Tell whether this heads a column of counts, of whatever limit."""
    return bool(_WORDS_HEADING.fullmatch(match_key(text)))


def is_count(text: str) -> bool:
    """Tell whether a cell says what the formula gives or its format shows."""
    return bool(_COUNT.fullmatch(text.strip()))


def sheet_names(form: Form) -> dict[str, str]:
    """Return the sheet of each repeated section, by its key, within Excel's rules."""
    names: dict[str, str] = {}
    for section in form.sections:
        if section.repeats:
            taken = {name.casefold() for name in (*_RESERVED, *names.values())}
            names[section.key] = next(
                name for name in _sheet_names(section) if name.casefold() not in taken
            )
    return names


def _sheet_names(section: Section) -> Iterator[str]:
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", section.label).split())
    stem = plain.strip("' ") or "Entries"
    yield stem[:_SHEET_NAME_LENGTH].rstrip("' ")
    for number in range(2, 1000):
        yield f"{stem[: _SHEET_NAME_LENGTH - 4].rstrip()} {number}"


HOW_TO_FILL_IN = "How to fill in the form"


def how_to_fill_in(form: Form) -> tuple[str, ...]:
    """Return the steps that the Instructions sheet lists."""
    sheets = ", ".join(f"“{name}”" for name in (FORM, *sheet_names(form).values()))
    steps = (
        f"Fill in the sheets {sheets}. Type in the framed cells only.",
        "A star (*) and the word “Required” mark a question that needs an answer.",
        "Click on a cell to see how to answer; some cells offer a list to choose from.",
        "Alt+Enter starts a new line inside a cell.",
        f"Where words are counted, the count says “{TOO_LONG}” past the limit.",
        "Save the file as an Excel workbook (.xlsx) and send it back.",
    )
    return tuple(f"{number}. {step}" for number, step in enumerate(steps, 1))


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of an instruction, each on one line."""
    parts = re.split(r"\n\s*\n", text)
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def own_texts(form: Form) -> frozenset[str]:
    """Return what the blank form itself says, as `match_key` gives it."""
    texts = [
        form.title,
        *HEADINGS,
        HOW_TO_FILL_IN,
        *how_to_fill_in(form),
        *paragraphs(form.instructions),
    ]
    for section in form.sections:
        texts += [section.label, section.one, sentence(section.hint)]
        texts.append(section_title(section))
        for field in section.fields:
            prompts = (field.reader.prompt, *_FORMER_PROMPTS.get(field.kind, ()))
            texts += [how_to_answer(field, prompt) for prompt in prompts]
            texts.append(words_heading(field))
    return frozenset(match_key(text) for text in texts) - {""}


# The comments of the blank YAML form

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

_HOW_TO_TYPE = (
    "Type each answer after the colon of its line, with one space between.",
    "Where the line ends in “|”, type the answer on the lines below it.",
    "Indent each of its lines by two spaces more than the question.",
    "Put a short answer in double quotes if it has a colon or the sign # in it.",
    "Lines that begin with # are for you; leave them as they are. Save as UTF-8.",
)


def head_remarks(form: Form) -> tuple[str, ...]:
    """Return what the comments above the whole form say, the title first."""
    return (form.title, *paragraphs(form.instructions), *_HOW_TO_TYPE)


def section_remarks(section: Section) -> tuple[str, ...]:
    """Return what the comments above a section say."""
    title = f"{sentence(section.label)} {sentence(section.hint)}"
    if not section.repeats:
        return (title,)
    more = (
        f"The first answer of each {section.one} has a dash before it. For another "
        f"{section.one}, copy all lines from the dash on to the end of the list."
    )
    return (title, more)


def question_remarks(asked: Field, prompt: str = "") -> tuple[str, ...]:
    """Return what the comments above a question say: how to answer, and examples."""
    how = how_to_answer(asked, prompt or _PROMPTS.get(asked.kind, ""))
    said = f"{sentence(asked.label)} {how}"
    listed = asked.reader.listed(asked.asked)
    if asked.choices or 0 < len(listed) <= _FEW:
        return (said, *(f"- {label}" for label in listed))
    if asked.reader.is_long:
        return (said,)
    return (said, f"For example: {_EXAMPLES.get(asked.kind, asked.reader.example)}")


def all_remarks(form: Form) -> Iterator[tuple[str, ...]]:
    """Yield what each block of comments says, also in forms that went out before.

    Whether a question is required is what changes most.
    """
    for text in head_remarks(form):
        yield (text,)
    for section in form.sections:
        yield section_remarks(section)
        for asked in section.fields:
            for prompt in ("", *_FORMER_PROMPTS.get(asked.kind, ())):
                yield question_remarks(asked, prompt)
                other = replace(asked, required=not asked.required)
                yield question_remarks(other, prompt)
