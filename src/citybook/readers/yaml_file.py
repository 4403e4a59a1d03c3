"""YAML files: one city a document, its keys matched as labels are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from citybook.findings import Finding, found, has_errors
from citybook.form import Field, Form, Section
from citybook.readers.answers import Answer, assemble
from citybook.readers.file_kinds import EMPTY, SEND_AGAIN
from citybook.readers.grid import Cell
from citybook.readers.labels import near_note, unclear
from citybook.readers.plain_text import Decoded, decoded
from citybook.readers.questions import Labels, Question, label_key, labels_of
from citybook.readers.remarks import remarks_of
from citybook.source import Source
from citybook.submission import Submission
from citybook.yaml_faults import IN_QUOTES, PUT_SPACE, lacks_space
from citybook.yaml_marks import Mapping, Node, Scalar, Sequence, read_documents

_STAMP_KEY = "form"
_LISTED_KINDS = frozenset({"choices", "link"})
"""Kinds whose answers may be written as a list; a list in prose is one of bullets."""
_IN_CURLY_QUOTES = re.compile(r"[“”„]([^“”„\"]+)[“”]|‘([^‘’]+)’")
"""A text in the quotes that Word puts for those that YAML takes off."""
_TWO_CITIES = (
    "If the file holds two cities, put a line of three hyphens (---) between them or "
    "make a file of each; else keep one of the two lines."
)


@dataclass(slots=True)
class _Walk:
    """One document on its way from nodes to answers."""

    labels: Labels
    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stamp: str = ""


def read_yaml(
    data: bytes, file: str, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what the cities of a file answered, and what is wrong with it."""
    source = Source(file)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return (), (found("no-answers", source, EMPTY, remedy=SEND_AGAIN),)
    content = decoded(data)
    if content.first_odd_line:
        data = content.text.encode()
    documents, findings = read_documents(data, file, typed=remarks_of(form).typed)
    findings += _old_encoding(content, file)
    labels = labels_of(form)
    submissions: list[Submission] = []
    for document in _cities(documents):
        submission, wrong = _read_document(document, labels)
        submissions += [submission] if submission else []
        findings = _joined(findings, wrong, document)
    if not submissions and not has_errors(findings):
        findings.append(found("no-answers", source))
    return tuple(submissions), tuple(findings)


def _old_encoding(content: Decoded, file: str) -> Iterator[Finding]:
    if line := content.first_odd_line:
        remedy = "Look whether accents and quotes are right; save it as UTF-8 if not."
        place, text = Source(file, row=line), content.odd_text
        yield found("old-encoding", place, value=text, remedy=remedy)


def _joined(
    findings: list[Finding], wrong: list[Finding], document: Node
) -> list[Finding]:
    """Return all findings; of a question whose key stands twice, one is enough."""
    pairs = document.pairs if isinstance(document, Mapping) else ()
    at_margin = {value.source for _, value in pairs}
    twice = {each.source for each in findings if each.rule.slug == "duplicate-key"}
    remedied = [
        replace(each, remedy=_TWO_CITIES)
        if each.source in twice & at_margin and each.rule.slug == "duplicate-key"
        else each
        for each in findings
    ]
    told = {("ambiguous-question", source) for source in twice}
    fresh = [each for each in wrong if (each.rule.slug, each.source) not in told]
    return remedied + fresh


def _cities(documents: Iterable[Node]) -> Iterator[Node]:
    """Yield what stands for one city: a document, or a part of one that is a list."""
    for document in documents:
        if isinstance(document, Sequence):
            yield from document.items
        else:
            yield document


def _read_document(
    document: Node, labels: Labels
) -> tuple[Submission | None, list[Finding]]:
    if _is_blank(document):
        return None, []
    if isinstance(document, Scalar) and labels.find(lacks_space(document.text)):
        return None, [_unspaced(document)]
    if not isinstance(document, Mapping):
        detail = "The file is not a list of questions with their answers."
        remedy = "Begin each line with a question's name and a colon: “City: …”."
        return None, [found("bad-yaml", document.source, detail, remedy=remedy)]
    walk = _Walk(labels)
    before: Node = document
    for key, value in document.pairs:
        if document.is_flow and _is_blank(value) and not labels.find(key.text):
            walk.findings.append(_cut_off(before, key))
        _read_pair(walk, key, value)
        before = value
    entries, wrong = assemble(walk.answers)
    findings = [*walk.findings, *wrong]
    if not any(entry.value.strip() for entry in entries):
        if has_errors(findings):
            return None, findings
        slug = "no-answers" if walk.answers else "no-form-found"
        return None, [*findings, found(slug, document.source)]
    return Submission(document.source, entries, walk.stamp), findings


def _read_pair(walk: _Walk, key: Scalar, value: Node) -> None:
    """Read one line of the outermost level: a section, or a question asked once."""
    section = _section(walk.labels, key)
    question = walk.labels.find(key.text)
    if label_key(key.text) == _STAMP_KEY and isinstance(value, Scalar):
        _read_stamp(walk, value)
    elif section and _is_unspaced(walk, section, value):
        walk.findings.append(_unspaced(value))
    elif section and not isinstance(value, Scalar):
        _read_section(walk, section, value)
    elif question:
        _read_answer(walk, question, value)
    elif not _is_blank(value) and section:
        walk.findings.append(_misplaced(value, f"“{key.text}” holds several answers."))
    elif not _is_blank(value):
        _read_retyped(walk, key, value, near=walk.labels.near(key.text))


def _read_retyped(
    walk: _Walk,
    key: Scalar,
    value: Node,
    *,
    near: tuple[Question, ...],
    block: str = "",
) -> None:
    """Read the answer at a key that comes near to a question, or name what it says."""
    meant = near if block else walk.labels.meant(key.text) or near
    if len(meant) > 1:
        wrong = unclear(key.source, key.text, meant, value=_sample(value))
        walk.findings.append(wrong)
    elif meant and _text(meant[0].field, value) is not None:
        walk.findings.append(near_note(key.source, key.text, meant[0]))
        _read_answer(walk, meant[0], value, block=block)
    else:
        walk.findings.append(_unknown(walk, key, value))


def _section(labels: Labels, key: Scalar) -> Section | None:
    heading = labels.heading(key.text)
    return heading[0] if heading and not heading[1] else None


def _read_stamp(walk: _Walk, value: Scalar) -> None:
    walk.stamp = value.text.strip()
    stamp = walk.labels.form.stamp
    if walk.stamp and walk.stamp != stamp:
        detail = f"It was filled in on the form “{walk.stamp}”; this is “{stamp}”."
        walk.findings.append(found("other-form", value.source, detail))


def _read_section(walk: _Walk, section: Section, value: Node) -> None:
    """Read a section's mapping, or the list of its entries."""
    items = value.items if isinstance(value, Sequence) else _counted(value)
    for number, item in enumerate(items, 1):
        if isinstance(item, Mapping) and (section.repeats or number == 1):
            entry = number if section.repeats else 0
            _read_entry(walk, section, item, number=entry, block=str(value.source))
        elif _is_unspaced(walk, section, item):
            walk.findings.append(_unspaced(item))
        elif not _is_blank(item):
            detail = f"“{section.label}” needs its questions by name here."
            walk.findings.append(_misplaced(item, detail))


def _counted(value: Node) -> tuple[Node, ...]:
    """Return the entries of a section whose keys are numbers; else the only one."""
    pairs = value.pairs if isinstance(value, Mapping) else ()
    if pairs and all(key.text.strip().isdigit() for key, _ in pairs):
        return tuple(entry for _, entry in pairs)
    return (value,)


def _read_entry(
    walk: _Walk, section: Section, entry: Mapping, *, number: int, block: str
) -> None:
    before: Node = entry
    for key, value in entry.pairs:
        asked = walk.labels.within(section, key.text)
        if asked:
            _read_answer(walk, Question(section, asked, number), value, block=block)
        elif not _is_blank(value):
            nearest = walk.labels.near(key.text, section)
            near = tuple(replace(each, number=number) for each in nearest)
            _read_retyped(walk, key, value, near=near, block=block)
        elif entry.is_flow:
            walk.findings.append(_cut_off(before, key))
        before = value


def _read_answer(
    walk: _Walk, question: Question, value: Node, *, block: str = ""
) -> None:
    text = _text(question.field, value)
    if bare := _unquoted(question.field, value):
        detail = f"The curly quotes around “{bare}” were taken off."
        walk.findings.append(found("text-tidied", value.source, detail))
        text = bare
    if text is not None:
        walk.answers.append(Answer(question, Cell(value.source, text), block))
        return
    detail = f"“{question.field.label}” is one text; a list or questions stand here."
    walk.findings.append(_misplaced(value, detail, remedy=IN_QUOTES))


def _text(asked: Field, value: Node) -> str | None:
    """Return an answer as one text, or None where it cannot be one."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Mapping):
        return None if any(key.text for key, _ in value.pairs) else ""
    if _is_blank(value):
        return ""
    if value.is_flow and len(value.items) == 1 and asked.kind not in _LISTED_KINDS:
        return None  # a text in brackets is no list: "[Insert name]"
    texts = [item.text for item in value.items if isinstance(item, Scalar)]
    if len(texts) < len(value.items):
        return None
    if asked.reader.is_long:
        return "\n".join(f"- {text}" for text in texts)
    return "; ".join(texts) if asked.kind in _LISTED_KINDS or not texts else None


def _unquoted(asked: Field, value: Node) -> str:
    """Return a short answer that stands in curly quotes, and in no others."""
    if asked.reader.is_long or not isinstance(value, Scalar):
        return ""
    start, end = value.span
    quoted = _IN_CURLY_QUOTES.fullmatch(value.text)
    is_plain = end - start == len(value.text)
    return (quoted[1] or quoted[2]).strip() if quoted and is_plain else ""


def _is_unspaced(walk: _Walk, section: Section, value: Node) -> bool:
    """Tell whether a text is a question of the section, a colon and its answer."""
    if not isinstance(value, Scalar):
        return False
    return walk.labels.within(section, lacks_space(value.text)) is not None


def _unspaced(value: Node) -> Finding:
    detail = "There is no space after the colon."
    return found(
        "bad-yaml", value.source, detail, value=_sample(value), remedy=PUT_SPACE
    )


def _cut_off(before: Node, key: Scalar) -> Finding:
    detail = f"A comma inside braces ends a text: “{key.text}” is cut off."
    value, remedy = _sample(before), "Put the whole text in double quotes."
    return found("bad-yaml", before.source, detail, value=value, remedy=remedy)


def _misplaced(value: Node, detail: str, *, remedy: str = "") -> Finding:
    remedy = remedy or "Write it as in the blank form that `make form` writes."
    return found("bad-yaml", value.source, detail, value=_sample(value), remedy=remedy)


def _unknown(walk: _Walk, key: Scalar, value: Node) -> Finding:
    detail = f"“{key.text}” is not a question of the form."
    remedy = walk.labels.guess(key.text)
    return found(
        "unknown-question", key.source, detail, value=_sample(value), remedy=remedy
    )


def _sample(value: Node) -> str:
    """Return all that is written in a node; of keys without values, the keys."""
    if isinstance(value, Mapping) and _is_blank(value):
        return "; ".join(key.text for key, _ in value.pairs)
    return "; ".join(_texts(value))


def _texts(value: Node) -> Iterator[str]:
    """Yield what is written in a node, its keys left out."""
    if isinstance(value, Scalar):
        if value.text.strip():
            yield value.text
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from _texts(item)
    else:
        for _, item in value.pairs:
            yield from _texts(item)


def _is_blank(value: Node) -> bool:
    return not any(_texts(value))
