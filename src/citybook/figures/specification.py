"""Specifications: what a figure shows and how, as `templates/figures/*.vl.yaml` say."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from citybook.counts import PLACEHOLDER, placeholder_name
from citybook.dates import parse_date
from citybook.definition import STRICT, read_definition
from citybook.figures.chart import FACTS, RowKind, check_chart, typed
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.source import Source
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Node, at

ENDING = ".vl.yaml"


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the report a figure shows."""

    rows: RowKind
    section: str = ""
    field: str = ""
    by: Literal["week", "month", "year"] = "month"
    since: str = ""
    until: str = ""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a field that is missing or not asked for, and odd limits."""
        needs_field = self.rows in {"choices", "dates"}
        if needs_field != bool(self.section) or needs_field != bool(self.field):
            raise ValueError("“section” and “field” go with choices and dates only")
        for limit in filter(None, (self.since, self.until)):
            date = parse_date(limit)
            if not (date and date.day and self.rows == "dates"):
                raise ValueError(f"“{limit}” is not a day such as 2016-07-13")


@dataclass(frozen=True, slots=True)
class _File:
    """A specification as its file states it."""

    title: str
    alternative: tuple[str, ...]
    data: Shown
    columns: tuple[str, str]
    height_pt: float
    chart: dict[str, object]
    row_pt: float = 0
    notes: tuple[str, ...] = ()
    source: str = ""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a picture that fits on no page."""
        if not (0 < self.height_pt <= 600 and 0 <= self.row_pt <= 60):
            raise ValueError("the height_pt is from 0 to 600, the row_pt from 0 to 60")


@dataclass(frozen=True, slots=True)
class Specification:
    """A figure's words and its Vega-Lite, still without data."""

    key: str
    title: str
    alternative: tuple[str, ...]
    """Sentences; one is left out where a figure in it comes to nothing."""
    notes: tuple[str, ...]
    """The same, under the picture."""
    origin: str
    """The source line."""
    shown: Shown
    columns: tuple[str, str]
    """The heads of its table of numbers."""
    height_pt: float
    row_pt: float
    """What each row of data adds to the height."""
    chart: Mapping[str, object]
    source: Source
    """Where the Vega-Lite stands."""

    def trouble(self, form: Form) -> str:
        """Return why a form cannot feed the figure, or nothing."""
        shown, section = self.shown, form.section(self.shown.section)
        if not shown.section:
            return ""
        path = f"“{shown.section}/{shown.field}”"
        field = section.field(shown.field) if section else None
        if field is None:
            return f"The figure “{self.key}” shows {path}, which the form does not ask."
        if not field.public:
            return f"The figure “{self.key}” shows {path}, which is not public."
        if shown.rows == "dates" and field.kind != "date":
            return f"The figure “{self.key}” shows {path}, which is no date."
        if shown.rows == "choices" and not field.choices:
            return f"The figure “{self.key}” shows {path}, which has no choices."
        return ""


def read_specifications(
    folders: Collection[Path], counts: Collection[str] | None
) -> tuple[Mapping[str, Specification | None], tuple[Finding, ...]]:
    """Return all specifications by key, those of the first folder first.

    One that is wrong is None. `counts` are those that the edition counts; where they
    are not known, the words are not checked.
    """
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*{ENDING}")):
            paths.setdefault(path.name.removesuffix(ENDING), path)
    read: dict[str, Specification | None] = {}
    findings: list[Finding] = []
    for key, path in sorted(paths.items()):
        specification, wrong = _read(key, path, counts)
        findings += wrong
        read[key] = None if wrong else specification
    return read, tuple(findings)


def _read(
    key: str, path: Path, counts: Collection[str] | None
) -> tuple[Specification | None, list[Finding]]:
    file, node, findings = read_definition(
        path, f"templates/figures/{path.name}", _File
    )
    if file is None or node is None:
        return None, findings
    chart = node.get("chart") if isinstance(node, Pairs) else None
    if not isinstance(chart, Pairs):
        return None, findings
    wrong = list(check_chart(chart, file.data.rows))
    if counts is not None:
        wrong += _unknown(file, node, counts)
    data = {name.text: typed(value) for name, value in chart.pairs}
    specification = Specification(
        key=key,
        title=file.title,
        alternative=file.alternative,
        notes=file.notes,
        origin=file.source,
        shown=file.data,
        columns=file.columns,
        height_pt=file.height_pt,
        row_pt=file.row_pt,
        chart=data,
        source=chart.source,
    )
    return specification, [*findings, *wrong]


def _unknown(file: _File, node: Node, counts: Collection[str]) -> Iterator[Finding]:
    """Yield the placeholders that nothing fills."""
    known = {*counts, *FACTS[file.data.rows]}
    texts: list[tuple[tuple[str | int, ...], str]] = [
        (("title",), file.title),
        (("source",), file.source),
        *((("alternative", n), text) for n, text in enumerate(file.alternative)),
        *((("notes", n), text) for n, text in enumerate(file.notes)),
    ]
    for steps, text in texts:
        for placeholder in PLACEHOLDER.finditer(text):
            name = placeholder_name(placeholder[1])
            if name not in known:
                detail = f"There is no figure “{name}”."
                remedy = f"Known: {', '.join(sorted(known))}."
                where = at(node, steps)
                yield found("bad-definition", where, detail, remedy=remedy)
