"""A condition on one entry, as the flatplan and the edition state it."""

from collections.abc import Mapping
from dataclasses import dataclass

from citybook.dates import PartialDate, parse_date
from citybook.definition import STRICT
from citybook.kinds import Value


@dataclass(frozen=True, slots=True)
class Condition:
    """What an answer must be; all that is stated must hold."""

    field: str
    since: str = ""
    """The date, even at its earliest, is not before this day."""
    before: str = ""
    """The date, even at its latest, is before this day."""
    equals: str = ""
    """The choice's key; yes or no; or the text itself."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a limit that is not a whole date, and a condition without one."""
        if not (self.since or self.before or self.equals):
            raise ValueError("say one of since, before and equals")
        for limit in (self.since, self.before):
            date = parse_date(limit)
            if limit and not (date and date.day):
                raise ValueError(f"“{limit}” is not a day such as 2016-07-13")

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Tell whether the answers of one entry, by field key, meet the condition."""
        value = values.get(self.field)
        if value is None:
            return False
        if self.equals and not _equals(value, self.equals):
            return False
        if not (self.since or self.before):
            return True
        return isinstance(value, PartialDate) and self._is_in_time(value)

    def _is_in_time(self, date: PartialDate) -> bool:
        since, before = parse_date(self.since), parse_date(self.before)
        is_since = not since or date.earliest() >= since.earliest()
        return is_since and (not before or date.latest() < before.earliest())


def _equals(value: Value, wanted: str) -> bool:
    if isinstance(value, bool):
        return value == (wanted == "yes")
    if isinstance(value, tuple):
        return wanted in value
    return str(value) == wanted
