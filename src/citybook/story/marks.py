"""Paragraphs of a Word file as light Markdown."""

from collections.abc import Iterable

from citybook import marked
from citybook.light import sign_of
from citybook.prose import is_safe_link
from citybook.story.model import Bullet, Run


def marked_text(runs: Iterable[Run], *, before: bool = False) -> str:
    """Return what runs say once all changes are accepted, or before them."""
    shown = (run for run in runs if (run.fate.was if before else run.fate.stays))
    return marked.marked(
        marked.Run(run.text, run.look.bold, run.look.italic, _safe(run.look.link))
        for run in shown
    )


def sign(bullet: Bullet | None) -> str:
    """Return what light Markdown sets before an item of a list."""
    if bullet is None:
        return ""
    return sign_of(bullet.level, is_numbered=bullet.is_numbered)


def _safe(link: str) -> str:
    return link if is_safe_link(link) else ""
