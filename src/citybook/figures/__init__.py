"""Figures: a Report and a specification become a picture's data and its words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from citybook.counts import PLACEHOLDER, fill, placeholder_name
from citybook.document import Figure, Table
from citybook.figures.look import config, params
from citybook.figures.numbers import Numbers, choices, dates, states
from citybook.figures.specification import Specification
from citybook.figures.us_map import Locate, drawn
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.plate import Drawing, Plate
from citybook.prose import Inline, Inlines, Paragraph, Text, parse, plain_inlines
from citybook.report import Count, Report
from citybook.style import Style


def draw(
    report: Report,
    specifications: Iterable[Specification],
    form: Form,
    style: Style,
    locate: Locate,
) -> tuple[Mapping[str, Plate], tuple[Finding, ...]]:
    """Return the plates by key, and what the figures cannot show."""
    plates: dict[str, Plate] = {}
    findings: list[Finding] = []
    for specification in specifications:
        data, wrong = _numbers(report, specification, form, style, locate)
        findings += wrong
        if data.is_empty:
            detail = f"“{specification.key}” is left out: there is nothing to count."
            findings.append(found("empty-figure", specification.source, detail))
        else:
            plates[specification.key] = _plate(report, specification, data, style)
    return plates, tuple(findings)


def _numbers(
    report: Report,
    specification: Specification,
    form: Form,
    style: Style,
    locate: Locate,
) -> tuple[Numbers, tuple[Finding, ...]]:
    shown = specification.shown
    match shown.rows:
        case "places":
            height = specification.height_pt
            return drawn(report, style, locate, height_pt=height)
        case "states":
            return states(report), ()
        case "choices":
            return choices(report, form, shown), ()
        case "dates":
            return dates(report, shown), ()
        case _:
            assert_never(shown.rows)


def _plate(
    report: Report, specification: Specification, data: Numbers, style: Style
) -> Plate:
    counts = {**report.counts, **data.facts}
    title = _said((specification.title,), counts)
    note = _said((*specification.notes, specification.origin), counts)
    alternative = _said(specification.alternative, counts)
    drawing = _drawing(specification, data, style)
    key = f"figure/{specification.key}"
    figure = Figure(
        key,
        title,
        note,
        plain_inlines(alternative),
        drawing.picture,
        drawing.width_pt,
        drawing.height_pt,
    )
    header = tuple((Text(column),) for column in specification.columns)
    rows = tuple(((Text(name),), (Text(f"{n:,}"),)) for name, n in data.table)
    table = Table(
        plain_inlines(title),
        header,
        rows,
        (3, 1),
        f"{key}/numbers",
        alignment=("left", "right"),
    )
    return Plate(figure, table, drawing)


def _drawing(specification: Specification, data: Numbers, style: Style) -> Drawing:
    width = style.page.measure_pt
    height = specification.height_pt + specification.row_pt * len(data.table)
    chart = {
        **specification.chart,
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 0,
        "background": None,
        "config": config(style),
        "params": [*params(style), *_extent(data), *_own_params(specification)],
        "datasets": {name: list(rows) for name, rows in data.datasets.items()},
    }
    families = (*sorted(set(style.fonts.text)), *style.fonts.fallback)
    return Drawing(chart, width, height, families, specification.source)


def _extent(data: Numbers) -> Iterator[Mapping[str, object]]:
    """Yield the largest number and how many there are, for `{expr: most}`."""
    yield {"name": "most", "value": max(number for _, number in data.table)}
    yield {"name": "count", "value": len(data.table)}


def _own_params(specification: Specification) -> list[object]:
    own = specification.chart.get("params", [])
    return own if isinstance(own, list) else []


def _said(sentences: Iterable[str], counts: Mapping[str, tuple[Count, ...]]) -> Inlines:
    """Return the sentences with their figures, but for those that speak of none."""
    said: list[Inline] = []
    for sentence in sentences:
        if not _speaks(sentence, counts):
            continue
        for block in fill(parse(sentence), counts):
            if isinstance(block, Paragraph):
                said += [Text(" "), *block.children] if said else block.children
    return tuple(said)


def _speaks(sentence: str, counts: Mapping[str, tuple[Count, ...]]) -> bool:
    named = {placeholder_name(p[1]) for p in PLACEHOLDER.finditer(sentence)}
    return all(any(c.number != 0 for c in counts[name]) for name in named)
