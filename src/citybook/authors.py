"""Authors: who made a change of a passage, its city or one of its editors."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citybook.edits import Edit
from citybook.merge import merge

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Authors:
    """Who made a book of an earlier one; edits and texts are found by their keys."""

    edits: Mapping[str, Sequence[Edit]]
    """Those that are printed, in their order."""
    old: Mapping[str, str]
    new: Mapping[str, str]

    def of(self, key: str, gone: str, come: str) -> Edit | None:
        """Return the edit that took words out of a passage, and brought others.

        Of several it is the one that changed most of them; None where it is the city.
        """
        took, brought = _apart(gone, come)

        def fit(edit: Edit) -> int:
            went, came = _apart(edit.was, edit.text)
            return (took & went).total() + (brought & came).total()

        best = max(reversed(self.edits.get(key, ())), key=fit, default=None)
        if best is None or self._is_by_editors(key):
            return best
        most = fit(best)
        return best if most and 2 * most >= (took + brought).total() else None

    def _is_by_editors(self, key: str) -> bool:
        """Tell whether the edits alone make the passage of what it was."""
        if key not in self.old or key not in self.new:
            return False
        text = self.old[key]
        for edit in self.edits[key]:
            text = merge(edit.was, edit.text, text).text
        return text == self.new[key]


def _apart(was: str, now: str) -> tuple[Counter[str], Counter[str]]:
    """Return the words that are only in one of two texts, and those in the other."""
    ours, theirs = (Counter(_WORD.findall(text)) for text in (was, now))
    return ours - theirs, theirs - ours
