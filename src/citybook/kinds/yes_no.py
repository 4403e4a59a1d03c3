"""Yes or no."""

import re

from citybook.kinds.kind import Asked, Reading, left_out, refused
from citybook.prose import line

YES = frozenset(
    {"yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "☒", "on", "checked"}
)
YES |= {"si", "sí", "yes!", "[x]", "(x)"}
NO = frozenset({"no", "n", "false", "f", "0", "off", "unchecked", "☐", "[]", "()"})

_WITH_MORE = re.compile(r"(yes|no)(?: ?[,;.:!–—(-]+ ?|\n)(.*[^\W_].*)", re.I | re.S)
_YES_AND = re.compile(r"(yes) (.*[^\W_].*)", re.I | re.S)
_CONTRARY = re.compile(r"\b(?:yes|no|not|never|none|cannot)\b|n['’]t\b", re.I)
"""What makes "Yes and no" or "Yes, but not yet" neither of the two."""


class YesNo:
    """A yes or a no."""

    example = "yes"
    prompt = "Choose yes or no; an x counts as yes."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return whether the answer is yes; a warning quotes what else it says."""
        bare = text.lower().strip('“”"').rstrip(".! ")
        word = bare.replace("[ ]", "[]").replace("( )", "()")
        if word in YES | NO:
            return _reading(is_yes=word in YES)
        found = _WITH_MORE.fullmatch(text) or _YES_AND.fullmatch(text)
        if not found or (found[1].lower() == "yes" and _CONTRARY.search(found[2])):
            return refused("not-yes-or-no")
        return _reading(is_yes=found[1].lower() == "yes", more=found[2])

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return both answers."""
        return ("yes", "no")


def _reading(*, is_yes: bool, more: str = "") -> Reading:
    printed = "Yes" if is_yes else "No"
    rest = " ".join(more.split()).rstrip(".)")
    return Reading(is_yes, line(printed), (left_out([rest], printed),) if rest else ())
