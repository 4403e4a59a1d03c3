"""Charts: the Vega-Lite inside a specification, typed and held against its data."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from citybook.findings import Finding, found
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Node, Scalar, Sequence

RowKind = Literal["places", "states", "choices", "dates"]

FACTS: Mapping[RowKind, tuple[str, ...]] = {
    "places": (
        *("dotted", "inset", "named", "unnamed", "unplaced"),
        *("most", "most_cities"),
    ),
    "states": ("most", "most_cities", "single"),
    "choices": ("shown", "blank", "tally", "most"),
    "dates": ("shown", "earlier", "later", "imprecise", "undated", "tally", "most"),
}
"""The figures that each kind of rows brings along for its texts."""

FIELDS: Mapping[RowKind, tuple[str, ...]] = {
    "places": (
        *("x", "y", "x2", "y2", "city", "anchor", "text"),
        *("properties", "type", "geometry"),
    ),
    "states": ("state", "letters", "number"),
    "choices": ("choice", "number"),
    "dates": ("name", "period", "group", "number"),
}
"""The fields of each kind of rows."""

DATASETS: Mapping[RowKind, tuple[str, ...]] = {
    "places": ("states", "cities", "labels", "lines", "insets"),
    "states": ("rows",),
    "choices": ("rows",),
    "dates": ("rows",),
}
"""What a chart may call by `data: {name: …}`."""

MARKS = frozenset(
    {
        *("arc", "area", "bar", "boxplot", "circle", "errorband", "errorbar"),
        *("geoshape", "line", "point", "rect", "rule", "square", "text", "tick"),
        "trail",
    }
)
"""The marks of Vega-Lite 6, but for the image, which is fetched."""

_OURS = ("width", "height", "autosize", "datasets", "config", "background", "padding")
"""What the press itself says to Vega-Lite."""
_FETCHING = ("url", "href")
"""Keys of Vega-Lite that make it, or a reader's machine, fetch something."""
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_PLAIN: Mapping[str, object] = {"true": True, "false": False, "null": None}


def check_chart(chart: Pairs, rows: RowKind) -> Iterator[Finding]:
    """Yield what a chart may not say, or says in vain."""
    for name, _ in chart.pairs:
        if name.text in _OURS:
            detail = f"“{name.text}” is settled by the press and style.yaml."
            yield found("bad-definition", name.source, detail)
    made = {value.text for key, value in _scalars(chart) if key == "as"}
    known = {*FIELDS[rows], *made}
    for name, value in _pairs(chart):
        if name.text in _FETCHING:
            detail = (
                f"“{name.text}” fetches something; a figure shows the report alone."
            )
            yield found("bad-definition", name.source, detail)
        if name.text == "data" and isinstance(value, Pairs):
            yield from _wrong_data(value, rows)
    for key, value in _scalars(chart):
        if key == "field" and re.split(r"[.\[]", value.text)[0] not in known:
            detail = f"The data have no field “{value.text}”."
            yield _told(value, detail, known)
        elif key == "mark" and value.text not in MARKS:
            yield _told(value, f"There is no mark “{value.text}”.", MARKS)


def _wrong_data(data: Pairs, rows: RowKind) -> Iterator[Finding]:
    name = data.get("name")
    if isinstance(name, Scalar) and name.text not in DATASETS[rows]:
        yield _told(name, f"There are no data “{name.text}”.", DATASETS[rows])


def _told(
    value: Scalar, detail: str, known: "frozenset[str] | set[str] | tuple[str, ...]"
) -> Finding:
    remedy = f"Known: {', '.join(sorted(known))}."
    return found("bad-definition", value.source, detail, remedy=remedy)


def _pairs(node: Node) -> Iterator[tuple[Scalar, Node]]:
    """Yield every key of a tree with its value."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _pairs(item)
    elif isinstance(node, Pairs):
        for name, value in node.pairs:
            yield name, value
            yield from _pairs(value)


def _scalars(node: Node) -> Iterator[tuple[str, Scalar]]:
    """Yield every text of a tree with its key; a mark's type counts as the mark."""
    for name, value in _pairs(node):
        if isinstance(value, Scalar):
            yield name.text, value
        elif name.text == "as" and isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Scalar):
                    yield "as", item
        elif name.text == "mark" and isinstance(value, Pairs):
            kind = value.get("type")
            if isinstance(kind, Scalar):
                yield "mark", kind


def typed(node: Node) -> object:
    """Return a node as YAML's core schema reads it: plain numbers are numbers."""
    if isinstance(node, Sequence):
        return [typed(item) for item in node.items]
    if isinstance(node, Pairs):
        return {name.text: typed(value) for name, value in node.pairs}
    is_plain = node.span[1] - node.span[0] == len(node.text)
    if not is_plain:
        return node.text
    if _NUMBER.fullmatch(node.text):
        return float(node.text) if "." in node.text else int(node.text)
    return _PLAIN.get(node.text, node.text or None)
