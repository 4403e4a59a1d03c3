"""Numbers: what of a report a figure shows, counted, with what its texts may say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from citybook.dates import AP_MONTHS, MONTHS, PartialDate, parse_date
from citybook.figures.specification import Shown
from citybook.form import Field, Form
from citybook.kinds import Value
from citybook.report import Count, Report

MAX_NAMED = 5
"""Of the states with the most cities; more than these are no news."""

Row = Mapping[str, object]
"""A row of data as Vega-Lite takes it."""

MAX_BARS = 40
"""Of a chart over time; more than these cannot be told apart on a page."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The data of one figure."""

    table: tuple[tuple[str, int], ...]
    """What its table of numbers says: a name and its number."""
    facts: Mapping[str, tuple[Count, ...]]
    """The figures that its texts may use, by name."""
    datasets: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """What the chart calls by `data: {name: …}`."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(number for _, number in self.table)


def names(texts: Sequence[str]) -> tuple[Count, ...]:
    """Return a list of names for a text."""
    return tuple(Count(None, many=text) for text in texts)


def states(report: Report) -> Numbers:
    """Return the number of cities in each state, the most first."""
    counted = [(group.state, len(group.cities)) for group in report.states]
    ranked = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    most = max((number for _, number in counted), default=0)
    first = [state.name for state, number in ranked if number == most]
    rows = [
        {"state": state.name, "letters": state.usps, "number": number}
        for state, number in ranked
    ]
    return Numbers(
        tuple((state.name, number) for state, number in counted),
        {
            # Where there are many of them, none stands out.
            "most": names(first if most > 1 and len(first) <= MAX_NAMED else []),
            "most_cities": (Count(most),),
            "single": (Count(sum(number == 1 for _, number in counted)),),
        },
        {"rows": rows},
    )


def choices(report: Report, form: Form, shown: Shown) -> Numbers:
    """Return the number of entries for each choice of a field, the most first."""
    asked = _asked(form, shown)
    tally: Counter[str] = Counter()
    values = list(_values(report, shown))
    for value in values:
        tally.update(value if isinstance(value, tuple) else [str(value)])
    ranked = sorted(
        (choice for choice in asked.choices if tally[choice.key]),
        key=lambda choice: -tally[choice.key],
    )
    counts = tuple(
        Count(tally[c.key], c.one or c.label, c.many or c.label) for c in ranked
    )
    most = max(tally.values(), default=0)
    return Numbers(
        tuple((choice.label, tally[choice.key]) for choice in ranked),
        {
            "shown": (Count(sum(value is not None for value in values)),),
            "blank": (Count(sum(value is None for value in values)),),
            "tally": counts,
            "most": tuple(count for count in counts if count.number == most),
        },
        {"rows": [{"choice": c.label, "number": tally[c.key]} for c in ranked]},
    )


def _asked(form: Form, shown: Shown) -> Field:
    section = form.section(shown.section)
    asked = section.field(shown.field) if section else None
    if asked is None:
        raise LookupError(f"the form does not ask {shown.section}/{shown.field}")
    return asked


def _values(report: Report, shown: Shown) -> Iterator[Value]:
    """Yield the answer of each entry that has any; of one held back, None."""
    for city in report.cities:
        for item in city.items.get(shown.section, ()):
            if any(not answer.is_blank for answer in item.answers.values()):
                value = item.values().get(shown.field)
                yield None if value == () else value


def dates(report: Report, shown: Shown) -> Numbers:
    """Return the number of entries in each week, month or year.

    A date counts where all that it can mean lies in one of them; what is left out is
    counted too.
    """
    values = list(_values(report, shown))
    known = [value for value in values if isinstance(value, PartialDate)]
    periods = _periods(known, shown)
    tally = dict.fromkeys(periods, 0)
    earlier = later = imprecise = 0
    for value in known:
        period = _period(value.earliest(), periods)
        if period and period.end >= value.latest():
            tally[period] += 1
        elif periods and value.latest() < periods[0].start:
            earlier += 1
        elif periods and value.earliest() > periods[-1].end:
            later += 1
        else:
            imprecise += 1
    counts = [Count(tally[p], p.phrase, p.phrase) for p in periods if tally[p]]
    most = max(tally.values(), default=0)
    return Numbers(
        tuple((period.name, number) for period, number in tally.items()),
        {
            "shown": (Count(sum(tally.values())),),
            "earlier": (Count(earlier),),
            "later": (Count(later),),
            "imprecise": (Count(imprecise),),
            "undated": (Count(len(values) - len(known)),),
            "tally": tuple(counts),
            "most": tuple(count for count in counts if count.number == most),
        },
        {"rows": [_row(period, number) for period, number in tally.items()]},
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A week, a month or a year."""

    start: date
    end: date
    """Its last day."""
    name: str
    phrase: str
    """As a sentence has it: `in the week of July 4`."""
    group: str
    """The larger unit that it belongs to: the month of a week, the year of a month."""


def _row(period: Period, number: int) -> Row:
    return {
        "period": period.start.isoformat(),
        "name": period.name,
        "group": period.group,
        "number": number,
    }


def _period(day: date, periods: Sequence[Period]) -> Period | None:
    return next((p for p in periods if p.start <= day <= p.end), None)


def _periods(known: Sequence[PartialDate], shown: Shown) -> tuple[Period, ...]:
    """Return the periods from the first date to the last, in as few as are legible."""
    since, until = parse_date(shown.since), parse_date(shown.until)
    starts = [value.earliest() for value in known]
    ends = [value.latest() for value in known]
    if not known:
        return ()
    start = since.earliest() if since else min(starts)
    end = until.latest() if until else max(ends)
    units = ("week", "month", "year")
    for unit in units[units.index(shown.by) :]:
        periods = tuple(_cut(start, end, unit))
        if len(periods) <= MAX_BARS:
            return periods
    return periods[-MAX_BARS:]


def _cut(start: date, end: date, unit: str) -> Iterator[Period]:
    day = _begin(start, unit)
    while day <= end:
        after = _next(day, unit)
        if after is None:
            return
        yield _named(day, after - timedelta(days=1), unit)
        day = after


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        back = min(day.weekday(), day.toordinal() - 1)
        return day - timedelta(days=back)
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date | None:
    """Return the beginning of the next unit; None where the calendar ends."""
    try:
        if unit == "week":
            return day + timedelta(days=7)
        if unit == "month" and day.month < 12:
            return day.replace(month=day.month + 1)
        return day.replace(year=day.year + 1, month=1)
    except (OverflowError, ValueError):
        return None


def _named(start: date, end: date, unit: str) -> Period:
    if unit == "week":
        name = f"{AP_MONTHS[start.month - 1]} {start.day}"
        month = f"{MONTHS[start.month - 1]} {start.year}"
        return Period(start, end, name, f"in the week of {name}", month)
    if unit == "month":
        name = f"{MONTHS[start.month - 1]} {start.year}"
        return Period(start, end, name, f"in {name}", str(start.year))
    return Period(start, end, str(start.year), f"in {start.year}", "")
