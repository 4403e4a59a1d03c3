"""Labels on a map: each beside its dot, none over another, over a dot or a line.

Names that find no room beside their dots stand farther off, with a line that leads to
them; what finds none there either is left without a name, and said so. Dots are taken
in a settled order, so the same map has the same labels.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from math import cos, pi, sin
from typing import Literal

Anchor = Literal["left", "center", "right"]
Point = tuple[float, float]

DOT_PT = 1.9
"""Half the width of a dot, with the air round it."""
_GAP_PT = 1.4
_AIR_PT = 0.6
"""What lies at least between two labels."""
_CLEAR_PT = 2.1
"""What lies at least between a name without a line and a dot that is another's."""
_CELL_PT = 24.0
_NEIGHBORHOOD_PT = 80.0
_FEW = 200
"""Up to so many dots, names stand off from them and make room for one another."""
_RINGS_PT = (7.0, 10.0, 14.0, 19.0, 25.0, 32.0, 40.0)
_ANGLES = tuple(2 * pi * n / 24 for n in range(24))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles have a part in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Tell whether another rectangle lies inside this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def grown(self, by: float) -> "Box":
        """Return the rectangle with so much air on every side."""
        left, top = self.left - by, self.top - by
        return Box(left, top, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True, order=True)
class Dot:
    """A place that is to have its name beside it."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place: `x` is its left, middle or right, `y` its middle."""

    dot: Dot
    x: float
    y: float
    anchor: Anchor
    box: Box
    line: tuple[Point, Point] | None = None
    """From the dot to a label farther off."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What stands on the map already, by cells of a grid."""

    cells: dict[tuple[int, int], list[Box]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, box: Box) -> None:
        for cell in _cells(box):
            self.cells[cell].append(box)

    def remove(self, box: Box) -> None:
        for cell in _cells(box):
            self.cells[cell].remove(box)

    def is_free(self, box: Box, *, but: Box | None = None) -> bool:
        return not any(
            other is not but and box.meets(other)
            for cell in _cells(box)
            for other in self.cells.get(cell, ())
        )


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    across = range(int(box.left // _CELL_PT), int(box.right // _CELL_PT) + 1)
    down = range(int(box.top // _CELL_PT), int(box.bottom // _CELL_PT) + 1)
    return product(across, down)


@dataclass(slots=True)
class _Board:
    """A map that is being lettered."""

    bounds: Box
    taken: _Taken
    dots: _Taken
    marks: dict[Dot, Box]
    sizes: dict[Dot, tuple[float, float]]
    labels: dict[Dot, Label] = field(default_factory=dict)

    def choices(self, dot: Dot) -> int:
        """Return in how many places beside its dot a name has room."""
        return sum(map(self._has_room, _near(dot, self.sizes[dot])))

    def settle(self, dot: Dot) -> bool:
        """Put a name where it has room, near its dot or far from it; tell if it had."""
        size = self.sizes[dot]
        for label in chain(_near(dot, size), _far(dot, size)):
            if self._has_room(label):
                self.put(label)
                return True
        return False

    def settle_near(self, dot: Dot) -> None:
        """Put a name beside its dot, where it has room there."""
        free = filter(self._has_room, _near(dot, self.sizes[dot]))
        if label := next(free, None):
            self.put(label)

    def make_room(self, dot: Dot) -> bool:
        """Put a name where another is that can stand elsewhere; tell if there is."""
        near = sorted(
            (abs(other.x - dot.x) + abs(other.y - dot.y), other.name, other)
            for other in self.labels
        )
        for distance, _, other in near:
            if distance > _NEIGHBORHOOD_PT:
                return False
            label = self.labels[other]
            self.lift(label)
            if self.settle(dot):
                if self.settle(other):
                    return True
                self.lift(self.labels[dot])
            self.put(label)
        return False

    def put(self, label: Label) -> None:
        """Set a name on the map."""
        self.labels[label.dot] = label
        for box in _occupied(label):
            self.taken.add(box)

    def lift(self, label: Label) -> None:
        """Take a name from the map."""
        del self.labels[label.dot]
        for box in _occupied(label):
            self.taken.remove(box)

    def _has_room(self, label: Label) -> bool:
        own = self.marks[label.dot]
        return (
            self.bounds.holds(label.box)
            and self.taken.is_free(label.box)
            and all(self.taken.is_free(box, but=own) for box in _along(label))
            and (bool(label.line) or self._is_plain(label))
        )

    def _is_plain(self, label: Label) -> bool:
        """Tell whether no other dot is so near to a name that it may seem its own."""
        own = self.marks[label.dot]
        return self.dots.is_free(label.box.grown(_CLEAR_PT), but=own)


def placed(
    dots: Sequence[Dot],
    bounds: Box,
    taken: Sequence[Box],
    *,
    width: Callable[[str], float],
    height_pt: float,
) -> tuple[tuple[Label, ...], tuple[Dot, ...]]:
    """Return the labels that have room within the bounds, and the dots without one."""
    free, own = _Taken(), _Taken()
    marks = {dot: Box(dot.x, dot.y, dot.x, dot.y).grown(DOT_PT) for dot in dots}
    for box in (*taken, *marks.values()):
        free.add(box)
    for box in marks.values():
        own.add(box)
    sizes = {dot: (width(dot.name), height_pt) for dot in dots}
    board = _Board(bounds, free, own, marks, sizes)
    waiting = sorted(dots)
    # Who has the fewest ways out goes first, as in a crowded room.
    for dot in sorted(waiting, key=board.choices):
        board.settle_near(dot)
    for find_room in (board.settle, board.make_room) if len(dots) <= _FEW else ():
        for dot in waiting:
            if dot not in board.labels:
                find_room(dot)
    labels = board.labels
    in_order = tuple(labels[dot] for dot in dots if dot in labels)
    return in_order, tuple(dot for dot in dots if dot not in labels)


def _occupied(label: Label) -> Iterator[Box]:
    """Yield what a label keeps from others: its box with some air, and its line."""
    yield label.box.grown(_AIR_PT)
    yield from _along(label)


def _near(dot: Dot, size: tuple[float, float]) -> Iterator[Label]:
    """Yield the places beside a dot, the best first (Imhof, 1975)."""
    off, half = DOT_PT + _GAP_PT, size[1] / 2
    slant = 0.7 * off
    for x, y, anchor in _around(off, slant, half):
        yield _label(dot, dot.x + x, dot.y + y, anchor, size)


def _around(
    off: float, slant: float, half: float
) -> tuple[tuple[float, float, Anchor], ...]:
    return (
        (off, 0, "left"),
        (-off, 0, "right"),
        (slant, -slant - half / 2, "left"),
        (slant, slant + half / 2, "left"),
        (-slant, -slant - half / 2, "right"),
        (-slant, slant + half / 2, "right"),
        (0, -off - half, "center"),
        (0, off + half, "center"),
    )


def _far(dot: Dot, size: tuple[float, float]) -> Iterator[Label]:
    """Yield the places round a dot from which a line leads to it, the near first."""
    for radius, angle in product(_RINGS_PT, _ANGLES):
        x, y = dot.x + radius * cos(angle), dot.y + radius * sin(angle)
        anchor: Anchor = "left" if cos(angle) >= -1e-9 else "right"
        start = (dot.x + DOT_PT * cos(angle), dot.y + DOT_PT * sin(angle))
        side = 1 if anchor == "left" else -1
        label = _label(dot, x + side * _GAP_PT, y, anchor, size)
        yield Label(dot, label.x, label.y, anchor, label.box, (start, (x, y)))


def _label(
    dot: Dot, x: float, y: float, anchor: Anchor, size: tuple[float, float]
) -> Label:
    width, height = size
    left = x - width * {"left": 0, "center": 0.5, "right": 1}[anchor]
    box = Box(left, y - height / 2, left + width, y + height / 2)
    return Label(dot, x, y, anchor, box)


def _along(label: Label) -> tuple[Box, ...]:
    """Return small boxes along a label's line, but for its two ends."""
    if label.line is None:
        return ()
    (x1, y1), (x2, y2) = label.line
    steps = max(2, round((abs(x2 - x1) + abs(y2 - y1)) / 1.5))
    shares = [n / steps for n in range(1, steps)]
    points = [(x1 + (x2 - x1) * s, y1 + (y2 - y1) * s) for s in shares]
    return tuple(Box(x, y, x, y).grown(0.4) for x, y in points)
