"""Drafts of whole editions, edited as an editor leaves them, to measure with."""

import shutil
from pathlib import Path

from citybook.edits import EDITS
from citybook.readers.redline import RETURNED
from citybook.story.file import read_story
from commenting import commented
from revising import Insert, revise

EVERY = 10
LONG = 60
"""Characters; a paragraph that is not a label."""


def write_returned(edition: Path) -> int:
    """Return an edition's own draft with tracked edits and a comment; tell how many."""
    draft = (edition / "output" / "report.docx").read_bytes()
    passages = {
        anchor.name: paragraph.after
        for paragraph in read_story(draft).paragraphs
        for anchor in paragraph.anchors
        if anchor.end - anchor.start > LONG and anchor.name.startswith("_cr")
    }
    names = list(passages)[::EVERY]
    steps = [Insert(name, "", "So it was: ") for name in names]
    edited = revise(draft, steps, mode="tracked")
    asked = commented(edited, f"So it was: {passages[names[0]]}", "Is that so?")
    folder = edition / "submissions" / RETURNED
    folder.mkdir()
    (folder / "editor.docx").write_bytes(asked)
    return len(steps)


def forget_returned(edition: Path) -> None:
    """Take away what came back, and what was recorded of it."""
    shutil.rmtree(edition / "submissions" / RETURNED)
    (edition / "submissions" / EDITS).unlink()
