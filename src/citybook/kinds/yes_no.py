"""Yes or no."""

from citybook.kinds.kind import Asked, Reading, refused
from citybook.prose import line

YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "on", "checked"})
NO = frozenset({"no", "n", "false", "0", "off", "unchecked"})


class YesNo:
    """A yes or a no."""

    example = "yes"
    prompt = "Choose yes or no; an x counts as yes."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return whether the answer is yes."""
        word = text.lower().rstrip(".")
        if word not in YES | NO:
            return refused("not-yes-or-no")
        return Reading(word in YES, line("Yes" if word in YES else "No"))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return both answers."""
        return ("yes", "no")
