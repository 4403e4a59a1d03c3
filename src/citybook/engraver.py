"""The engraver: a process of its own that draws the pictures of the book.

It reads the file that is its argument, puts each picture into a folder, and prints a
line of JSON for each; it ends when its parent does. vl-convert runs Vega-Lite in a
JavaScript engine, which wants a second to start and much memory: all that stays here.
"""

import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import vl_convert

from citybook.environment import BROKEN
from citybook.fonts import files
from citybook.plate import Pictures

SVG = "http://www.w3.org/2000/svg"
PIXELS_PER_PT = 2 * 96 / 72
"""Twice what a screen shows, so that the Word file prints sharp."""

_NEEDLESS = re.compile(r"aria-.*|role|class|pointer-events")
_WARNING = re.compile(r"^WARN (.*)$", re.M)


def main() -> int:
    """Draw what the file named on the command line asks for."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory(prefix="citybook-faces-") as folder:
            _engrave_all(Path(sys.argv[1]), Path(folder))
    except OSError as error:
        print(json.dumps({"broken": f"{error.strerror or error}"}), flush=True)
        return BROKEN
    return 0


def _engrave_all(path: Path, faces_folder: Path) -> None:
    order = json.loads(path.read_text(encoding="utf-8"))
    pictures = Pictures(Path(order["folder"]))
    _register(order["families"], faces_folder)
    for name, drawing in sorted(order["drawings"].items()):
        trouble = engrave(name, drawing, pictures)
        print(json.dumps({"picture": name, "trouble": trouble}), flush=True)


def engrave(name: str, drawing: Mapping[str, object], pictures: Pictures) -> str:
    """Draw one picture and keep it; return why it cannot be drawn, or nothing."""
    said: list[str] = []
    try:
        with _listening(said):
            svg = vl_convert.vegalite_to_svg(
                json.dumps(drawing["chart"]),
                show_warnings=True,
                allowed_base_urls=[],
                format_locale="en-US",
                time_format_locale="en-US",
            )
        size = (drawing["width_pt"], drawing["height_pt"])
        clean, trouble = cleaned(svg, size)
        trouble = trouble or unjoined(clean)
    except (ValueError, ElementTree.ParseError) as error:
        lines = str(error).split("\n")
        return lines[min(1, len(lines) - 1)].removeprefix("Error: ").strip()
    if warnings := _WARNING.findall("".join(said)):
        return " ".join(dict.fromkeys(warnings))
    if not trouble:
        png = vl_convert.svg_to_png(_on_paper(clean), scale=PIXELS_PER_PT)
        pictures.keep(name, clean, png)
    return trouble


def cleaned(svg: str, size: tuple[object, object]) -> tuple[str, str]:
    """Return an SVG with nothing but what is drawn, and what is wrong with it."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    for parent in root.iter():
        for name in list(parent.attrib):
            if _NEEDLESS.fullmatch(name) or (name, parent.get(name)) == _OPAQUE:
                del parent.attrib[name]
        for child in list(parent):
            if _is_blank(child):
                parent.remove(child)
    found = (float(root.get("width", 0)), float(root.get("height", 0)))
    asked = tuple(float(str(side)) for side in size)
    wrong = any(abs(a - b) > 0.5 for a, b in zip(found, asked, strict=True))
    trouble = f"It is {found} points large and not {asked}." if wrong else ""
    return ElementTree.tostring(root, encoding="unicode"), trouble


def unjoined(svg: str) -> str:
    """Return what is wrong with a picture whose letters vl-convert does not join.

    It takes another typeface letter by letter: where one has fewer pictures than
    letters, as for Arabic or a family of emoji, it draws boxes.
    """
    found = _JOINED.search(svg)
    return (
        f"It cannot write “{found[0]}” in a figure; use other words." if found else ""
    )


_JOINED = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200d"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]+"
)
_OPAQUE = ("opacity", "1")


def _is_blank(node: ElementTree.Element) -> bool:
    """Tell whether a node draws nothing: Vega frames each group of marks."""
    if node.tag != f"{{{SVG}}}path":
        return False
    is_unpainted = node.get("fill", "none") == "none" and not node.get("stroke")
    return node.get("display") == "none" or is_unpainted


def _on_paper(svg: str) -> str:
    """Return the picture on white: Word shows what is behind a picture."""
    head, end, rest = svg.partition(">")
    return f'{head}{end}<rect width="100%" height="100%" fill="#ffffff"/>{rest}'


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """Keep what is written to standard error, by whatever part of the process."""
    before = os.dup(2)
    with tempfile.TemporaryFile() as stream:
        os.dup2(stream.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(before, 2)
            os.close(before)
            stream.seek(0)
            said.append(stream.read().decode(errors="replace"))


def _register(families: list[str], folder: Path) -> None:
    """Let the book's faces be found, and no other format of the same faces."""
    for family in families:
        for path in files(family):
            shutil.copy(path, folder / path.name)
    vl_convert.register_font_directory(str(folder))


def _end_with_parent() -> None:
    # The parent keeps this pipe open as long as it lives, and writes nothing.
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
