"""Quotations: the marks about them, and those inside."""

from dataclasses import replace

from citybook.prose import (
    Emphasis,
    Inlines,
    Link,
    Paragraph,
    Part,
    Prose,
    Strong,
    Text,
    Written,
    plain,
    with_runs,
)


def in_quotes(prose: Prose) -> Prose:
    """Return the prose with quotation marks about it, unless it bears its own.

    Each paragraph opens with a mark, and the last one closes with one. Double marks
    inside become single ones (the Associated Press Stylebook, "quotation marks"),
    unless single ones stand inside them already.
    """
    blocks = list(prose)
    first = blocks[0]
    if isinstance(first, Paragraph) and not _starts_quoted(first.children):
        if _takes_single_marks(prose):
            blocks = [with_runs(block, _single) for block in blocks]
        blocks = [_opened(block) for block in blocks]
        last = blocks[-1]
        if isinstance(last, Paragraph):
            blocks[-1] = replace(last, children=(*last.children, Text("”")))
    return tuple(blocks)


def _opened(block: Written) -> Written:
    if not isinstance(block, Paragraph):
        return block
    return replace(block, children=(Text("“"), *block.children))


def changes_marks(prose: Prose) -> bool:
    """Tell whether double marks become single ones where the prose is a quotation."""
    first = prose[0] if prose else None
    is_bare = isinstance(first, Paragraph) and not _starts_quoted(first.children)
    has_marks = any(mark in plain(prose) for mark in "“”")
    return is_bare and has_marks and _takes_single_marks(prose)


def _takes_single_marks(prose: Prose) -> bool:
    return "‘" not in plain(prose)


def _single(children: Inlines) -> Inlines:
    return tuple(
        replace(child, text=child.text.translate(_SINGLE_MARKS))
        if isinstance(child, Text)
        else replace(child, children=_single(child.children))
        for child in children
    )


_SINGLE_MARKS = str.maketrans("“”", "‘’")


def _starts_quoted(children: Inlines) -> bool:
    match children[:1]:
        case (Text(text),):
            return text.startswith(("“", '"'))
        case (Emphasis(inner) | Strong(inner) | Link(inner) | Part(_, _, inner),):
            return _starts_quoted(inner)
        case _:
            return False
