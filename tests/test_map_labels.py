"""Labels on the map: none over another, over a dot, a line or the edge."""

from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from citybook.atlas import outlines, place
from citybook.figures.labels import DOT_PT, Box, Dot, Label, placed

BOUNDS = Box(0, 0, 378, 226)
HEIGHT = 6.0
TAKEN = (Box(300, 200, 378, 226),)

names = st.text("abcdefghij ", min_size=1, max_size=18)
dots = st.lists(
    st.builds(Dot, st.floats(0, 378), st.floats(0, 226), names),
    max_size=80,
    unique=True,
)


def width(name: str) -> float:
    return 3.1 * len(name)


def settled(all_dots: list[Dot]) -> tuple[tuple[Label, ...], tuple[Dot, ...]]:
    return placed(all_dots, BOUNDS, TAKEN, width=width, height_pt=HEIGHT)


@given(dots)
def test_no_label_lies_on_another_on_a_dot_or_beyond_the_edge(
    all_dots: list[Dot],
) -> None:
    labels, unnamed = settled(all_dots)
    assert {label.dot for label in labels} | set(unnamed) == set(all_dots)
    assert len(labels) + len(unnamed) == len(all_dots)
    for one, other in combinations(labels, 2):
        assert not one.box.meets(other.box)
    marks = [Box(d.x, d.y, d.x, d.y).grown(DOT_PT) for d in all_dots]
    for label in labels:
        assert BOUNDS.holds(label.box)
        assert not [mark for mark in marks if label.box.meets(mark)]
        assert not [box for box in TAKEN if label.box.meets(box)]


@given(dots)
@example([Dot(100, 100, "abc"), Dot(98.6, 94.6, "abcdefghij")])
def test_a_name_without_a_line_is_by_no_dot_but_its_own(all_dots: list[Dot]) -> None:
    labels, _ = settled(all_dots)
    for label in labels:
        others = (dot for dot in all_dots if dot != label.dot)
        marks = [Box(d.x, d.y, d.x, d.y).grown(DOT_PT) for d in others]
        near = [mark for mark in marks if label.box.grown(2).meets(mark)]
        assert label.line or not near


@given(dots)
def test_no_line_runs_through_a_label(all_dots: list[Dot]) -> None:
    labels, _ = settled(all_dots)
    for label in labels:
        if label.line:
            (x1, y1), (x2, y2) = label.line
            middle = Box((x1 + x2) / 2, (y1 + y2) / 2, (x1 + x2) / 2, (y1 + y2) / 2)
            assert not [other for other in labels if other.box.meets(middle)]


@given(dots)
def test_the_order_of_the_cities_does_not_matter(all_dots: list[Dot]) -> None:
    labels, _ = settled(all_dots)
    turned, _ = settled(all_dots[::-1])
    assert {label.dot: label.box for label in labels} == {
        label.dot: label.box for label in turned
    }


def test_a_dot_alone_has_its_name_at_its_right() -> None:
    (label,), _ = settled([Dot(100, 100, "abc")])
    assert (label.anchor, label.y, label.line) == ("left", 100, None)


def test_dots_in_a_crowd_have_lines_to_their_names() -> None:
    crowd = [Dot(100 + n % 2 * 5, 100 + n // 2 * 5, "abcdef") for n in range(8)]
    labels, unnamed = settled(crowd)
    assert len(labels) == 8
    assert not unnamed
    assert [label for label in labels if label.line]


def test_many_dots_are_settled_in_a_moment() -> None:
    many = [Dot(n * 7.3 % 378, n * 3.1 % 226, f"a{n}") for n in range(1400)]
    labels, unnamed = settled(many)
    assert len(labels) + len(unnamed) == 1400


def test_a_city_lies_inside_its_state() -> None:
    known = {
        ("AK", "Alaska"): (-149.9, 61.22),
        ("HI", "Hawaii"): (-157.86, 21.31),
        ("CO", "Colorado"): (-104.99, 39.74),
        ("FL", "Florida"): (-81.38, 28.54),
        ("ME", "Maine"): (-69.78, 44.31),
        ("WA", "Washington"): (-120.5, 46.6),
        ("DC", "District of Columbia"): (-77.02, 38.9),
    }
    for (usps, name), spot in known.items():
        x, y = place(usps, *spot)
        assert sum(inside(x, y, ring) for p in outlines()[name] for ring in p) % 2


def inside(x: float, y: float, ring: tuple[tuple[float, float], ...]) -> bool:
    """Tell whether a ray to the right crosses the ring an odd number of times."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return bool(crossings % 2)
