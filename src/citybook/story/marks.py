"""Paragraphs of a Word file as light Markdown."""

from collections.abc import Iterable

from citybook import marked
from citybook.story.model import Bullet, Run

INDENT = "   "
"""How deep a list stands inside another, a level."""


def marked_text(runs: Iterable[Run], *, before: bool = False) -> str:
    """Return what runs say once all changes are accepted, or before them."""
    shown = (run for run in runs if (run.fate.was if before else run.fate.stays))
    return marked.marked(
        marked.Run(run.text, run.look.bold, run.look.italic, run.look.link)
        for run in shown
    )


def sign(bullet: Bullet | None) -> str:
    """Return what light Markdown sets before an item of a list."""
    if bullet is None:
        return ""
    return f"{INDENT * bullet.level}{'1.' if bullet.is_numbered else '-'} "
