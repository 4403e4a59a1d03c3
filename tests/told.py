"""What is said of an answer, for short comparisons."""

from citybook.kinds import Reading

Told = tuple[tuple[str, str], ...]
"""Rule and detail of each trouble."""


def told(reading: Reading) -> Told:
    """Return what is said of a reading, in its order."""
    return tuple((trouble.slug, trouble.detail) for trouble in reading.troubles)
