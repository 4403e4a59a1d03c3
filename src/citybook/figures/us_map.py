"""The map: states that take part tinted, their cities as dots, names that fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from citybook.atlas import TERRITORIES, Frame, outlines, place
from citybook.figures.labels import Box, Dot, Label, placed
from citybook.figures.numbers import Numbers, Row, names, states
from citybook.findings import Finding, found
from citybook.fonts import text_width
from citybook.gazetteer import find
from citybook.report import City, Count, Report
from citybook.states import State
from citybook.style import Style
from citybook.typography import join_words

Locate = Callable[[str, State], tuple[float, float] | None]
"""Tells the longitude and latitude of a city by its name and state."""


def located(name: str, state: State) -> tuple[float, float] | None:
    """Return where the gazetteer has a city, if it knows it."""
    found_place = find(name, state).place
    return (found_place.longitude, found_place.latitude) if found_place else None


ROLE = "map-label"
_LEFT, _TOP, _WIDTH, _HEIGHT = -58.0, 10.0, 1031.0, 600.0
"""The part of the atlas that is drawn, with room for names in the Atlantic."""
_PAD_PT = 3.0
_IN_BOXES = {
    "AS": "Amer. Samoa",
    "DC": "D.C.",
    "GU": "Guam",
    "MP": "N. Marianas",
    "PR": "Puerto Rico",
    "VI": "Virgin Islands",
}
"""What stands in a box beside the map, under a name that fits there."""


@dataclass(frozen=True, slots=True)
class Inset:
    """A box for what has no place on the map, or too small a one to see."""

    box: Box
    text: str
    note: str
    """Its name in full, with its cities."""


def drawn(
    report: Report, style: Style, locate: Locate, *, height_pt: float
) -> tuple[Numbers, tuple[Finding, ...]]:
    """Return what the map shows, and the cities whose place is not known."""
    frame = _frame(style.page.measure_pt, height_pt)
    bounds = Box(0, 0, style.page.measure_pt, height_pt)
    insets = tuple(_insets(report, style, bounds))
    dots = list(_dots(report, locate, frame))
    labels, unnamed = placed(
        [dot for _, dot in dots],
        bounds.grown(-1),
        [inset.box.grown(1) for inset in insets],
        width=lambda name: _width(name, style),
        height_pt=0.86 * style.roles[ROLE].size_pt,
    )
    counted = states(report)
    dotted = {city.key for city, _ in dots}
    unplaced = [
        city
        for city in report.cities
        if city.key not in dotted and city.state.usps not in TERRITORIES
    ]
    facts = {
        **{name: counted.facts[name] for name in ("most", "most_cities")},
        "dotted": (Count(len(dots)),),
        "named": (Count(len(labels)),),
        "unnamed": names([dot.name for dot in unnamed]),
        "unplaced": names([city.name for city in unplaced]),
        "inset": names([inset.note for inset in insets]),
    }
    datasets = {
        "states": tuple(_states(report, frame)),
        "cities": [{"x": dot.x, "y": dot.y, "city": dot.name} for _, dot in dots],
        "labels": tuple(map(_label_row, labels)),
        "lines": tuple(_line_rows(labels)),
        "insets": tuple(map(_inset_row, insets)),
    }
    numbers = Numbers(counted.table, facts, datasets)
    return numbers, tuple(map(_unmapped, unplaced))


def _unmapped(city: City) -> Finding:
    detail = f"The map has no dot for {city.name}, {city.state.name}."
    return found("unmapped-city", city.source, detail)


def _frame(width_pt: float, height_pt: float) -> Frame:
    scale = min(width_pt / _WIDTH, height_pt / _HEIGHT)
    return Frame(scale, _LEFT, _TOP - (height_pt / scale - _HEIGHT) / 2)


def _dots(report: Report, locate: Locate, frame: Frame) -> Iterator[tuple[City, Dot]]:
    for city in report.cities:
        if city.state.usps in TERRITORIES:
            continue
        if point := locate(city.name, city.state):
            x, y = frame(place(city.state.usps, *point))
            yield city, Dot(x, y, city.name)


def _width(text: str, style: Style) -> float:
    role = style.roles[ROLE]
    family = style.fonts[role.font]
    return text_width(text, family, role.size_pt, bold=role.bold)


def _insets(report: Report, style: Style, bounds: Box) -> Iterator[Inset]:
    """Yield the boxes, one above the other in the Atlantic, right of Florida."""
    apart = [group for group in report.states if group.state.usps in _IN_BOXES]
    texts = [_IN_BOXES[group.state.usps] for group in apart]
    width = max((_width(text, style) for text in texts), default=0) + 2 * _PAD_PT
    right, foot = bounds.right - 1, bounds.bottom - 1
    step = style.roles[ROLE].leading_pt + _PAD_PT
    for number, (group, text) in enumerate(zip(apart, texts, strict=True)):
        top = foot - step * (len(apart) - number) + 1
        cities = join_words([city.name for city in group.cities])
        note = f"{group.state.name} ({cities})"
        yield Inset(Box(right - width, top, right, top + step - 2), text, note)


def _states(report: Report, frame: Frame) -> Iterator[Row]:
    number = {group.state.name: len(group.cities) for group in report.states}
    for name, polygons in sorted(outlines().items()):
        rings = [[frame.ring(ring) for ring in polygon] for polygon in polygons]
        kept = [[r for r in polygon if len(r) > 3] for polygon in rings]
        yield {
            "type": "Feature",
            "properties": {"state": name, "number": number.get(name, 0)},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [polygon for polygon in kept if polygon],
            },
        }


def _label_row(label: Label) -> Row:
    place = {"x": round(label.x, 2), "y": round(label.y, 2)}
    return {**place, "city": label.dot.name, "anchor": label.anchor}


def _line_rows(labels: Sequence[Label]) -> Iterator[Row]:
    for label in labels:
        if label.line:
            (x1, y1), (x2, y2) = label.line
            ends = {"x": x1, "y": y1, "x2": x2, "y2": y2}
            yield {name: round(value, 2) for name, value in ends.items()}


def _inset_row(inset: Inset) -> Row:
    box = inset.box
    sides = {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}
    return {
        "text": inset.text,
        **{name: round(side, 2) for name, side in sides.items()},
    }
