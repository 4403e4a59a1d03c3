"""The name of a picture's file; the file itself comes beside the form."""

import re

from citybook.kinds.kind import Asked, Reading, refused, taken_as
from citybook.kinds.text import MAX_SHORT, length_troubles
from citybook.prose import line

_FOLDERS = re.compile(r".*[/\\]", re.S)
"""What stands before the name where a whole path was typed."""


class PictureName:
    """The name of a picture's file, whose picture is printed."""

    example = "town-hall.jpg"
    prompt = "Type the name of the picture's file, and send the file with the form."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the name, without the folders that may stand before it."""
        typed = " ".join(text.split())
        name = _FOLDERS.sub("", typed).strip()
        if not name:
            return refused("unknown-picture", f"“{typed}” names a folder, not a file.")
        troubles = length_troubles(name, 0, limit=MAX_SHORT)
        told = (taken_as(typed, f"the file {name}"),) if name != typed else ()
        return Reading(name, line(name), (*troubles, *told))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any name will do."""
        return ()
