"""Pictures that answers and the edition name: found among the files, made ready.

What somebody typed is never a path: it is held against the names of the files that
are there.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from citybook.crew import Lost, Why, in_crew
from citybook.edition import EditionFile, OwnPicture
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.kinds import understand
from citybook.plate import FOLDER, Halftone, Pictures
from citybook.readers.cell_pictures import cell_picture
from citybook.readers.file_kinds import PICTURES, ending_of
from citybook.readers.folder import plain_files
from citybook.readers.prepress import Made, Order, made
from citybook.source import Source
from citybook.style import Style
from citybook.submission import Submission, slots
from citybook.typography import join_words, tidy

Place = tuple[Source, str]
"""Where a picture is named: the place, and the path of the answer."""

_FOLDERS = re.compile(r".*[/\\]", re.S)
_OF_FILES = frozenset({"unused-picture", "unknown-file-kind"})
"""Rules that speak of a file which nobody is known to have named."""
_WHY: Mapping[Why, str] = {
    Why.TIME: "Reading it took too long, and was given up.",
    Why.MEMORY: "Reading it took too much memory.",
    Why.DEATH: "It brings down the program that reads it.",
    Why.ERROR: "It is damaged, or of a new kind.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that is named, and the room that it has in print."""

    name: str
    place: Place
    said: str
    """How a finding begins: `Picture 2: File: `."""
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """All files that came in, by what names them."""

    paths: Mapping[str, Path]
    """By their names below the folder."""
    whole: Mapping[str, tuple[str, ...]]
    """The names below the folder, by the last part of each."""
    stems: Mapping[str, tuple[str, ...]]
    """Those of pictures, by the last part without its ending."""

    def files(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the files of that name; those beside what names it come alone."""
        within = cell_picture(wanted.name)
        key = _key(_FOLDERS.sub("", within.file if within else wanted.name))
        named = self.whole.get(key) or self.stems.get(key, ())
        folder = PurePosixPath(wanted.place[0].file).parent
        beside = tuple(name for name in named if PurePosixPath(name).parent == folder)
        return beside or named


def shelf_of(folder: Path) -> Shelf:
    """Return what lies below a folder of submissions."""
    files = plain_files(folder)
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for _, name in files:
        last = PurePosixPath(name)
        whole[_key(last.name)] = (*whole.get(_key(last.name), ()), name)
        if ending_of(name) in PICTURES:
            stems[_key(last.stem)] = (*stems.get(_key(last.stem), ()), name)
    return Shelf({name: path for path, name in files}, whole, stems)


def _key(name: str) -> str:
    """Return what names share that a person takes for one."""
    plain = unicodedata.normalize("NFKC", tidy(name)[0])
    return " ".join(plain.casefold().split())


# What is wanted


def wanted_of(
    submissions: Iterable[Submission], form: Form, edition: EditionFile, style: Style
) -> tuple[Wanted, ...]:
    """Return the pictures that answers and the edition name."""
    asked = submissions if form.asks_for_pictures else ()
    of_cities = (each for one in asked for each in _of_city(one, form, style))
    return (*_of_edition(edition, style), *of_cities)


def _of_city(submission: Submission, form: Form, style: Style) -> Iterator[Wanted]:
    for slot in slots(submission, form):
        if slot.field.kind != "picture":
            continue
        reading = understand(slot.field.kind, slot.entry.value, slot.field.asked)
        if isinstance(reading.value, str):
            place = (slot.entry.source, slot.entry.path)
            room = (style.page.measure_pt, style.picture.height_pt)
            yield Wanted(reading.value, place, f"{slot.name}: ", *room)


def _of_edition(edition: EditionFile, style: Style) -> Iterator[Wanted]:
    look = style.picture
    if logo := edition.edition.logo:
        room = (style.page.measure_pt, look.logo_pt)
        yield _own(logo, edition, ("logo",), room)
    for number, quotation in enumerate(edition.edition.quotations):
        if portrait := quotation.portrait:
            room = (look.portrait_pt, look.portrait_pt)
            steps = ("quotations", number, "portrait")
            yield _own(portrait, edition, steps, room)


def _own(
    picture: OwnPicture,
    edition: EditionFile,
    steps: tuple[str | int, ...],
    room: tuple[float, float],
) -> Wanted:
    path = "/".join(("edition", *map(str, steps)))
    return Wanted(picture.file, (edition.source(*steps, "file"), path), "", *room)


def without_named(
    findings: Iterable[Finding], wanted: Iterable[Wanted], shelf: Shelf
) -> tuple[Finding, ...]:
    """Return the findings but for those that call a file useless which is wanted."""
    files = {name for each in wanted for name in shelf.files(each)}
    return tuple(each for each in findings if not _is_answered(each, files))


def _is_answered(finding: Finding, files: Collection[str]) -> bool:
    source, slug = finding.source, finding.rule.slug
    is_vast = slug == "too-large" and ending_of(source.file) in PICTURES
    is_of_file = source == Source(source.file) and source.file in files
    return is_of_file and (is_vast or slug in _OF_FILES)


# What is made of it


def read_pictures(
    wanted: Sequence[Wanted],
    shelf: Shelf,
    *,
    memory: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Mapping[Place, Halftone], tuple[Finding, ...]]:
    """Return the pictures that are ready for print, and what is wrong with others.

    `memory` is the output folder, which keeps what was made.
    """
    findings: list[Finding] = []
    orders: dict[Wanted, Order] = {}
    for each in wanted:
        match shelf.files(each):
            case (name,):
                room = (each.width_pt, each.height_pt)
                within = cell_picture(each.name)
                orders[each] = Order(shelf.paths[name], *room, memory, within)
            case names:
                findings.append(_unclear(each, names))
    results = _all_made(tuple(dict.fromkeys(orders.values())), progress)
    halftones: dict[Place, Halftone] = {}
    for each, order in orders.items():
        result = results[order]
        if result.halftone:
            halftones[each.place] = result.halftone
        if result.detail:
            findings.append(_flawed(each, result))
    _keep(results.values(), memory)
    return halftones, tuple(findings)


def _all_made(
    orders: Sequence[Order], progress: Callable[[str], None]
) -> Mapping[Order, Made]:
    """Have a crew of processes make the pictures; a bad one costs itself alone."""
    many = f"{len(orders):,}"
    results = in_crew(
        made,
        orders,
        done=lambda number: progress(f"making pictures ready: {number:,} of {many}"),
    )
    return {
        order: Made(None, detail=_WHY[each.why]) if isinstance(each, Lost) else each
        for order, each in zip(orders, results, strict=True)
    }


def _keep(results: Iterable[Made], memory: Path | None) -> None:
    """Keep what was made; where that fails, it is made again."""
    for each in results:
        if memory and each.halftone and each.data:
            with suppress(OSError):
                Pictures(memory / FOLDER).keep_raster(each.halftone.picture, each.data)


def _unclear(wanted: Wanted, names: Sequence[str]) -> Finding:
    source, path = wanted.place
    if not names:
        detail = f"{wanted.said}No picture of that name has come."
        remedy = "Put the file into submissions, or mend the name."
    else:
        detail = f"{wanted.said}{len(names)} pictures of that name have come."
        listed = join_words(names)
        remedy = (
            f"Give each a name of its own, and type that of the right one: {listed}."
        )
    return found(
        "unknown-picture", source, detail, value=wanted.name, remedy=remedy, path=path
    )


def _flawed(wanted: Wanted, result: Made) -> Finding:
    source, path = wanted.place
    slug = "coarse-picture" if result.halftone else "unusable-picture"
    detail = f"{wanted.said}“{wanted.name}” cannot be printed. {result.detail}"
    if result.halftone:
        detail = f"{wanted.said}“{wanted.name}” has few pixels. {result.detail}"
    return found(slug, source, detail, remedy=result.remedy, path=path)
