"""Bookmarks and comments: what runs from one place of the text to another."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from citybook.story.model import Anchor
from citybook.story.sheet import value
from citybook.word_xml import Element, name


class Spans:
    """Those of one kind that are open while a part of a file is walked."""

    def __init__(self, root: Element, start: str, end: str, label: str) -> None:
        """Set out with the elements that begin and end them, and what names them."""
        self.tags = frozenset({start, end})
        self._start = name(start)
        self._label = label
        self._ended = {value(node, "id") for node in root.iter(name(end))}
        starts = root.iter(self._start)
        self._coming = Counter(value(node, label) for node in starts)
        self._open: dict[str, tuple[str, int]] = {}
        """Name of each, and where it begins in the open paragraph."""

    def take(self, node: Element, place: int) -> tuple[Anchor, ...]:
        """Begin one, or return the one that ends here."""
        identifier = value(node, "id")
        if node.tag != self._start:
            mark, start = self._open.pop(identifier, ("", place))
            return (Anchor(mark, start, place),) if mark else ()
        mark = value(node, self._label)
        self._coming[mark] -= 1
        # LibreOffice begins a bookmark anew that goes on behind a paragraph's end, and
        # ends only the last of them.
        open_too = [key for key, (other, _) in self._open.items() if other == mark]
        starts = [self._open.pop(key)[1] for key in open_too]
        self._open[identifier] = mark, min([*starts, place])
        return ()

    def break_off(self, place: int) -> tuple[Anchor, ...]:
        """Return what is open at the end of a paragraph; go on with it in the next."""
        anchors = (Anchor(mark, start, place) for mark, start in self._open.values())
        found = tuple(anchors)
        self._open = {
            identifier: (mark, 0)
            for identifier, (mark, _) in self._open.items()
            if identifier in self._ended or self._coming[mark]
        }
        return found

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep what is open out of a text box."""
        outer, self._open = self._open, {}
        yield
        self._open = outer
