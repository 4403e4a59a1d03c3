"""How the Word file may be edited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Editing:
    """What Word lets its editors do."""

    is_tracked: bool = True
    """Whether Word marks each change, from the first keystroke on."""
    is_protected: bool = False
    """Whether Word takes tracked changes and comments only."""


FOR_EDITING = Editing()
"""For a file that goes to its editors."""

CLEAN = Editing(is_tracked=False)
"""For a file that is published: nothing in it speaks to editors."""
