"""Plates: figures that are ready to be drawn and printed, and where pictures lie."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from citybook.document import Figure, Table
from citybook.findings import Finding, found
from citybook.fonts import fingerprint
from citybook.source import Source

FOLDER = ".figures"
"""Where the output folder keeps its pictures; a picture is drawn once."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a picture is drawn from."""

    chart: Mapping[str, object]
    """A Vega-Lite specification with its data inside."""
    width_pt: float
    height_pt: float
    families: tuple[str, ...]
    """The typefaces of its text."""
    source: Source
    """Where the specification stands."""

    @property
    def picture(self) -> str:
        """The name of its files: what is drawn the same has the same name."""
        told = {
            "chart": self.chart,
            "size": [self.width_pt, self.height_pt],
            "typefaces": [fingerprint(family) for family in self.families],
            "engraver": version("vl-convert-python"),
        }
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure with its numbers and what it is drawn from."""

    figure: Figure
    table: Table
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Halftone:
    """A picture that came in, ready to be printed."""

    picture: str
    """Name of its file, with the ending of its kind."""
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a book, in a folder."""

    folder: Path

    def svg(self, picture: str) -> str:
        """Return a picture as SVG; raise OSError if it is not there."""
        return self._path(picture, "svg").read_text(encoding="utf-8")

    def raster(self, name: str) -> bytes:
        """Return a file of the folder; raise OSError if it is not there."""
        return (self.folder / name).read_bytes()

    def keep_raster(self, name: str, data: bytes) -> None:
        """Put a file into the folder, whole or not at all; `name` has its ending."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{name}.{os.getpid()}"
        fresh.write_bytes(data)
        fresh.replace(self.folder / name)

    def keep(self, picture: str, svg: str, png: bytes) -> None:
        """Put a picture into the folder; the SVG comes last and vouches for both."""
        self.folder.mkdir(exist_ok=True)
        self._path(picture, "png").write_bytes(png)
        self._path(picture, "svg").write_text(svg, encoding="utf-8", newline="\n")

    def has(self, picture: str) -> bool:
        """Tell whether a picture is there."""
        return self._path(picture, "svg").is_file()

    def _path(self, picture: str, ending: str) -> Path:
        return self.folder / f"{picture}.{ending}"


NO_PICTURES = Pictures(Path("no pictures"))
"""For a book without figures."""


def undrawn(drawing: Drawing, reason: str) -> Finding:
    """Return the finding that stands for a picture that cannot be drawn."""
    return found("figure-not-drawn", drawing.source, f"Vega-Lite says: {reason}")
