"""The atlas: outlines of the states on one flat map, and where a city lies on it.

The outlines are those of us-atlas, already projected as d3's `geoAlbersUsa` with a
scale of 1300 round (487.5, 305): the lower 48 states by one conic equal-area
projection, Alaska and Hawaii by two more, moved below them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from types import MappingProxyType

from citybook.states import State

OUTLINES = Path(__file__).parent / "data" / "states-albers-10m.json"

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]

_SCALE, _MIDDLE = 1300.0, (487.5, 305.0)


@dataclass(frozen=True, slots=True)
class _Conic:
    """A conic equal-area projection (Snyder, Map Projections, 1987, chapter 14)."""

    parallels: tuple[float, float]
    meridian: float
    """The one that stands upright."""
    center: Point
    """Longitude from the meridian, and latitude, of what falls on `place`."""
    scale: float
    place: Point
    """On the map, in shares of the whole scale from its middle."""

    def __call__(self, longitude: float, latitude: float) -> Point:
        n, c = self._cone()
        radius = sqrt(c - 2 * n * sin(radians(latitude))) / n
        angle = n * radians(longitude - self.meridian)
        return self._on_map(radius * sin(angle), sqrt(c) / n - radius * cos(angle))

    def apex(self) -> Point:
        """Return where all meridians meet."""
        n, c = self._cone()
        return self._on_map(0, sqrt(c) / n)

    def _cone(self) -> Point:
        south, north = (sin(radians(parallel)) for parallel in self.parallels)
        n = (south + north) / 2
        return n, 1 + south * (2 * n - south)

    def _on_map(self, x: float, y: float) -> Point:
        n, c = self._cone()
        radius = sqrt(c - 2 * n * sin(radians(self.center[1]))) / n
        angle = n * radians(self.center[0])
        x0, y0 = radius * sin(angle), sqrt(c) / n - radius * cos(angle)
        scale = _SCALE * self.scale
        return (
            _MIDDLE[0] + _SCALE * self.place[0] + scale * (x - x0),
            _MIDDLE[1] + _SCALE * self.place[1] - scale * (y - y0),
        )


_MAINLAND = _Conic((29.5, 45.5), -96, (-0.6, 38.7), 1, (0, 0))
_APART: Mapping[str, _Conic] = {
    "AK": _Conic((55, 65), -154, (-2, 58.5), 0.35, (-0.307, 0.201)),
    "HI": _Conic((8, 18), -157, (-3, 19.9), 1, (-0.205, 0.212)),
}
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""What the map has no room for in its place."""


def place(usps: str, longitude: float, latitude: float) -> Point:
    """Return where a place of a state lies on the map."""
    return _APART.get(usps, _MAINLAND)(longitude, latitude)


@cache
def outlines() -> Mapping[str, tuple[Polygon, ...]]:
    """Return the polygons of each state, by its name."""
    topology = json.loads(OUTLINES.read_text(encoding="utf-8"))
    arcs = tuple(_arc(arc, topology["transform"]) for arc in topology["arcs"])
    return MappingProxyType(
        {
            shape["properties"]["name"]: tuple(_polygons(shape, arcs))
            for shape in topology["objects"]["states"]["geometries"]
        }
    )


def _arc(deltas: list[list[int]], transform: Mapping[str, list[float]]) -> Ring:
    """Return an arc on the map; TopoJSON writes each point as a step from the last."""
    (across, down), (left, top) = transform["scale"], transform["translate"]
    points: list[Point] = []
    x = y = 0
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        points.append((left + across * x, top + down * y))
    return tuple(points)


def _polygons(shape: Mapping[str, object], arcs: tuple[Ring, ...]) -> Iterator[Polygon]:
    numbers = shape["arcs"]
    if not isinstance(numbers, list):
        return
    for polygon in [numbers] if shape["type"] == "Polygon" else numbers:
        yield tuple(_ring(ring, arcs) for ring in polygon)


def _ring(numbers: list[int], arcs: tuple[Ring, ...]) -> Ring:
    points: list[Point] = []
    for number in numbers:
        # TopoJSON: ~n is arc n backwards; neighbors share the point where they meet.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return tuple(points)


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the map that a picture shows, and how large."""

    scale: float
    left: float
    top: float

    def __call__(self, point: Point) -> Point:
        """Return where a point of the map lies in the picture, to a twentieth."""
        x, y = (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale
        return round(x, 2), round(y, 2)

    def ring(self, ring: Ring) -> Ring:
        """Return an outline in the picture; points too near each other are one."""
        points: list[Point] = []
        for point in map(self, ring):
            if not points or hypot(*_step(points[-1], point)) >= _FINEST_PT:
                points.append(point)
        return (*points, points[0])


_FINEST_PT = 0.3
_SIDE = 100.0


def shape(state: State) -> tuple[Ring, ...]:
    """Return the outline of a state, north up, the longer side 100; () if unknown.

    On the map a meridian leans the more, the farther it is from the middle.
    """
    polygons = outlines().get(state.name, ())
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings:
        return ()
    apex = _APART.get(state.usps, _MAINLAND).apex()
    (left, top), (right, bottom) = _corners(rings)
    dx, dy = _step(apex, ((left + right) / 2, (top + bottom) / 2))
    rings = [tuple(_turned(point, dx, dy) for point in ring) for ring in rings]
    (left, top), (right, bottom) = _corners(rings)
    frame = Frame(_SIDE / max(right - left, bottom - top), left, top)
    drawn = (frame.ring(ring) for ring in rings)
    return tuple(ring for ring in drawn if len(ring) > 3)


def _corners(rings: Iterable[Ring]) -> tuple[Point, Point]:
    """Return the upper left and the lower right corner of what holds the rings."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return (min(xs), min(ys)), (max(xs), max(ys))


def _turned(point: Point, dx: float, dy: float) -> Point:
    """Return a point of a map turned so that a step of (dx, dy) leads straight down."""
    x, y, length = *point, hypot(dx, dy)
    return (dy * x - dx * y) / length, (dx * x + dy * y) / length


def _step(one: Point, other: Point) -> Point:
    return other[0] - one[0], other[1] - one[1]
